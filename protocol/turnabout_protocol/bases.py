"""The bases of everything that is asked and everything that happens.

An event has exactly one audience, fixed by its base class, and its `fold` is given that audience's
part of the room and nothing else. So an event cannot write, nor read, what one of its recipients
must not know; folding the events a seat was sent gives exactly that seat's parts of the full room.
"""

from typing import Annotated, ClassVar, Literal, NamedTuple

from msgspec import Meta, Struct

from turnabout_language import N_
from turnabout_protocol.privacy import Datum, Keeps
from turnabout_protocol.room import Console, Home, Own, Public, SeatId, Vault, snake
from turnabout_protocol.scenario import Side, Slug


class Event(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="event", tag=snake
):
    """Something that happened. Use one of the five audiences below as the base, never this."""

    audience: ClassVar[Literal["all", "facilitators", "side", "seat", "server"]]
    seen_by: ClassVar[str]
    """The audience in plain words."""
    keeps: ClassVar[Keeps]
    """How long what it holds is kept. Every event says so itself, and the next, too."""
    tells: ClassVar[Datum]
    """What it holds, as people read it in the notice that is made from these."""


class ToAll(Event, frozen=True, kw_only=True):
    """An event that everybody in the room is told."""

    audience = "all"
    seen_by = N_("Everybody in the room")

    def fold(self, public: Public, at: int) -> Public:
        """Return what everybody knows after this; `at` is room time."""
        return public


class ToFacilitators(Event, frozen=True, kw_only=True):
    """An event for facilitators only."""

    audience = "facilitators"
    seen_by = N_("The facilitators")

    def fold(self, console: Console, at: int) -> Console:
        """Return what facilitators know after this."""
        return console


class ToSide(Event, frozen=True, kw_only=True):
    """An event for the people of one home side, observers included."""

    audience = "side"
    seen_by = N_("The people of one side")
    side: Side

    def fold(self, home: Home, at: int) -> Home:
        """Return what that side alone knows after this."""
        return home


class ToSeat(Event, frozen=True, kw_only=True):
    """An event for one seat."""

    audience = "seat"
    seen_by = N_("You alone")
    seat: SeatId

    def fold(self, own: Own, at: int) -> Own:
        """Return what the seat alone knows after this."""
        return own


class ToServer(Event, frozen=True, kw_only=True):
    """An event that never leaves the server."""

    audience = "server"
    seen_by = N_("Nobody")

    def fold(self, vault: Vault, at: int) -> Vault:
        """Return what the server alone knows after this."""
        return vault


Hash = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
"""SHA-256 of a key, in hexadecimal."""


LinkKey = Annotated[str, Meta(pattern=r"\A[0-9A-Z]{16}\Z")]
"""What stands behind the code in a personal link, or in a shared one that replaced the first."""


class Bound(NamedTuple):
    """How often a seat may be given something: an honest person never comes near it.

    What is accepted is stored for as long as the session lasts, and everybody who comes in later is
    sent it. So nobody may ask for the same again and again without end.
    """

    most: int
    per: Literal["step", "session"] = "step"


class Command(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="do", tag=snake
):
    """What a seat asks for, in the imperative."""

    bound: ClassVar[Bound]
    """How often one seat may be given it."""


class StepCommand(Command, frozen=True, kw_only=True):
    """A command that means one step, and is refused as `moved_on` when that step is over."""

    step: Slug
