"""The room, partitioned by who may know what.

    Room = Public + Console + one Home per side + one Own per seat + Vault

All times are whole milliseconds. *Room time* counts while the room runs, also through a pause;
*play time* stands still while the clocks are held. Deadlines are play times.

    public      what everybody knows
    console     what facilitators know
    hidden      what a side knows, what a seat knows, what the server knows
    steps       a step of the agenda, and the states of it that these hold
    seats       who sits at the table
    clock       room time and play time
    house       what whoever opened the room decided
"""

from collections.abc import Mapping

from msgspec import Struct

from turnabout_protocol.room.clock import MINUTE, SECOND, PlayClock
from turnabout_protocol.room.console import Console, Flag, Knock, SafetyVerdict
from turnabout_protocol.room.hidden import (
    MOST_CARDS,
    Home,
    NextTable,
    NotedAha,
    Nudge,
    NudgeKind,
    Own,
    Vault,
)
from turnabout_protocol.room.house import MOST_MONTHS, HouseRules
from turnabout_protocol.room.public import IN_A_PAIR, Aha, Earlier, Pausing, Phase, Public
from turnabout_protocol.room.seats import GONE, Pair, Role, Seat, SeatId, in_panel
from turnabout_protocol.room.steps import (
    Current,
    Ending,
    HomeState,
    Keeping,
    OwnState,
    Part,
    State,
    Step,
    VaultState,
    snake,
)
from turnabout_protocol.scenario import Side

__all__ = [
    "GONE",
    "IN_A_PAIR",
    "MINUTE",
    "MOST_CARDS",
    "MOST_MONTHS",
    "SECOND",
    "Aha",
    "Console",
    "Current",
    "Earlier",
    "Ending",
    "Flag",
    "Home",
    "HomeState",
    "HouseRules",
    "Keeping",
    "Knock",
    "NextTable",
    "NotedAha",
    "Nudge",
    "NudgeKind",
    "Own",
    "OwnState",
    "Pair",
    "Part",
    "Pausing",
    "Phase",
    "PlayClock",
    "Public",
    "Role",
    "Room",
    "SafetyVerdict",
    "Seat",
    "SeatId",
    "State",
    "Step",
    "Vault",
    "VaultState",
    "in_panel",
    "snake",
]


class Room(Struct, frozen=True, kw_only=True):
    """One table. A client folds only what it was sent, so most parts of its copy stay empty."""

    public: Public = Public()
    console: Console = Console()
    homes: Mapping[Side, Home] = {}
    own: Mapping[int, Own] = {}
    vault: Vault = Vault()

    def home(self, side: Side) -> Home:
        """Return what the people of `side` alone know."""
        return self.homes.get(side, Home())

    def of(self, seat: int) -> Own:
        """Return what `seat` alone knows."""
        return self.own.get(seat, Own())

    def is_ready(self, seat: int, step: str) -> bool:
        """Return whether `seat` has done what the stage of `step` asks, as far as is known here."""
        state = self.public.state(State, step)
        opened = 0 if self.public.current is None else self.public.current.opened
        return seat in state.ready or self.of(seat).ready.get(step) == (opened, state.stage)
