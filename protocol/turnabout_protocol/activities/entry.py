"""An activity as a whole: one entry of the table in this package."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from turnabout_language.phrase import Phrase
from turnabout_protocol.bases import Event, StepCommand
from turnabout_protocol.room import MINUTE, Step


class Complaint(NamedTuple):
    """Why a step cannot stand where it stands."""

    phrase: Phrase
    field: str = ""
    """The field of the step that is to blame; empty if it is where the step stands."""


class OrderRule(NamedTuple):
    """A rule about order: the names of other activities, and what to say when it is broken."""

    others: tuple[str, ...]
    said: str


Check = Callable[[Any, Sequence[Step]], Iterator[Complaint]]
"""Yields what is wrong with a step that follows the steps before it."""


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One activity. Everything that goes through all activities finds its way from here."""

    name: str
    """The name of its modules in every part of the house, and of its section in the docs."""
    step: type[Step]
    """Its settings: what stands in an agenda."""
    commands: tuple[type[StepCommand], ...] = ()
    events: tuple[type[Event], ...] = ()
    once: str = ""
    """What to say about a second one in an agenda; empty if there may be several."""
    ahead_of: OrderRule | None = None
    """Activities that must not stand before it."""
    behind: OrderRule | None = None
    """Activities of which one must stand before it."""
    last: OrderRule | None = None
    """It ends every agenda; `said` is for an agenda that ends with another one."""
    check: Check | None = None
    """What else must hold of a step of this kind where it stands."""
    report: tuple[str, ...] = ()
    """The fields of the report that come from it."""
    package: str = ""
    """Where its modules `rules`, `screen` and `mind` are, unless they are in this house."""


def union(kinds: Sequence[type]) -> Any:
    """Return the union of `kinds`, for a decoder."""
    return reduce(or_, kinds)


def in_minutes(ms: int) -> str:
    """Return a time in minutes, as short as it can be told: `2`, `2.5`."""
    return f"{ms / MINUTE:.2f}".rstrip("0").rstrip(".")
