"""Who leads beside whoever opened the room, without a key that is passed around."""

from typing import Final

from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.bases import Bound, Command, ToFacilitators
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import Console, SeatId
from turnabout_protocol.scenario import Side

LED: Final = Datum("names", N_("Whether you were made a co-facilitator, and where you belonged"))


class Promote(Command, frozen=True, kw_only=True):
    """Facilitator who opened the room: somebody who watches leads with me from here on.

    Before the session begins anybody can; later nobody who plays, or whose answers count.
    """

    bound = Bound(40, per="session")

    seat: SeatId


class StepDown(Command, frozen=True, kw_only=True):
    """A co-facilitator watches from here on: I, or another if I opened the room."""

    bound = Bound(40, per="session")

    seat: SeatId


class CoFacilitatorMade(ToFacilitators, frozen=True, kw_only=True):
    """Somebody who was here already leads beside whoever opened the room."""

    keeps = "until_close"
    tells = LED

    seat: SeatId
    home: Side | None
    """The side they belonged to."""

    def fold(self, console: Console, at: int) -> Console:
        return replace(
            console,
            co_facilitators=(*console.co_facilitators, self.seat),
            homes_before={**console.homes_before, self.seat: self.home},
        )


class CoFacilitatorLeft(ToFacilitators, frozen=True, kw_only=True):
    """A co-facilitator stepped down."""

    keeps = "until_close"
    tells = LED

    seat: SeatId

    def fold(self, console: Console, at: int) -> Console:
        others = tuple(seat for seat in console.co_facilitators if seat != self.seat)
        homes = {seat: home for seat, home in console.homes_before.items() if seat != self.seat}
        return replace(console, co_facilitators=others, homes_before=homes)
