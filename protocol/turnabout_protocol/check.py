"""The check: two weeks after a session its link asks the panel three things, without a facilitator.

The other side's order guessed once more, whether one feels understood, and how the promises went.
Who was in the panel shows the key of their seat; each seat answers once.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Final

from msgspec import Meta, Struct

from turnabout_protocol.activities.review import PromiseMark
from turnabout_protocol.scenario import KeyPoint, Slug

AFTER: Final = timedelta(days=14)
"""How long after the close it opens."""
LASTS: Final = timedelta(days=14)
"""How long it stays open, if not all have answered before."""
STEPS: Final = 7
"""Steps of the scale of `felt`."""

Place = Annotated[int, Meta(ge=0, le=99)]


class Pledge(Struct, frozen=True, kw_only=True):
    """A promise of the session, as the check asks for it."""

    place: Place
    """Its place among the promises of the session, from 0."""
    when: str
    then: str
    owner: str
    partner: str


class Reply(Struct, frozen=True, kw_only=True):
    """What one person answers. Whatever is left out does not count."""

    order: Annotated[tuple[Slug, ...], Meta(max_length=8)] = ()
    """Ids of the other side's cards, most important first: all of them, or none."""
    felt: Annotated[int, Meta(ge=1, le=STEPS)] | None = None
    """How much the other side understands what matters to us."""
    marks: Annotated[Mapping[Place, PromiseMark], Meta(max_length=20)] = {}
    """How promises went, by their places."""


def cards_fit(order: tuple[str, ...], cards: tuple[KeyPoint, ...]) -> bool:
    """Return whether `order` has each of `cards` once, or was left out."""
    return not order or sorted(order) == sorted(card.id for card in cards)
