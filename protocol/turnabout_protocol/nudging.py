"""A private word from the facilitator to one seat. Nobody else is told, nor when it came."""

from typing import Annotated, Final

from msgspec import Meta
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.bases import Bound, Command, ToFacilitators, ToSeat
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import SECOND, Console, Nudge, NudgeKind, Own, SeatId

MOST: Final = 120
"""Longest nudge in one's own words, in characters."""
AGAIN: Final = 10 * SECOND
"""Room time that lies between two nudges of one seat."""

NUDGE: Final = Datum("words", N_("What a facilitator said to you alone"))
NUDGED: Final = Datum(
    "session", N_("That you were nudged, and whether you showed that you are there")
)


class NudgeSeat(Command, frozen=True, kw_only=True):
    """Facilitator: say something to one seat alone, in a fixed sentence or in my own words."""

    bound = Bound(150, per="session")

    seat: SeatId
    say: NudgeKind
    text: Annotated[str, Meta(max_length=MOST)] = ""
    """The words, with `own` alone."""


class ReadNudge(Command, frozen=True, kw_only=True):
    """I have read what was said to me alone. With `are_you_there` it says that I am."""

    bound = Bound(200, per="session")


class SeatNudged(ToSeat, frozen=True, kw_only=True):
    """A facilitator said something to this seat alone; what was said before is overtaken."""

    keeps = "until_close"
    tells = NUDGE

    say: NudgeKind
    text: str = ""

    def fold(self, own: Own, at: int) -> Own:
        return replace(own, nudge=Nudge(say=self.say, text=self.text, at=at))


class NudgeRead(ToSeat, frozen=True, kw_only=True):
    """I have read it."""

    keeps = "until_close"
    tells = NUDGE

    def fold(self, own: Own, at: int) -> Own:
        return replace(own, nudge=None)


class NudgeNoted(ToFacilitators, frozen=True, kw_only=True):
    """A facilitator nudged a seat. What was said is between the two."""

    keeps = "until_close"
    tells = NUDGED

    seat: SeatId

    def fold(self, console: Console, at: int) -> Console:
        there = tuple(seat for seat in console.there if seat != self.seat)
        return replace(console, nudged={**console.nudged, self.seat: at}, there=there)


class ThereShown(ToFacilitators, frozen=True, kw_only=True):
    """Somebody who was asked whether they are there showed that they are."""

    keeps = "until_close"
    tells = NUDGED

    seat: SeatId

    def fold(self, console: Console, at: int) -> Console:
        return replace(console, there=(*console.there, self.seat))
