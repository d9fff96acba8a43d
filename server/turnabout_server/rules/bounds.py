"""How often a seat was given something, and how large a room may grow. Pure.

What is accepted stays in the log until the session closes, and whoever comes in is sent it. So each
command has a bound on its class, and the room as a whole has one that nobody reaches by accident.

The log does not say which command an entry came from, only whose it was and which command's id
caused it. So the first event of each cause is counted, by its kind and by the step that was on.
That gives the same count after a restart, when the log is read again, without storing anything
more. Two commands that begin with the same kind of event share their count; the bounds
have room for that.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from turnabout_language import N_
from turnabout_protocol.bases import Command, Event
from turnabout_protocol.commands import ClearSeats, End, LockDoor, Next, NextStage, Remove, TurnAway
from turnabout_protocol.presence import SeatReturned
from turnabout_protocol.room import Room, Seat
from turnabout_server.rules.refusal import Refusal

MOST_ENTRIES: Final = 24_000
MOST_BYTES: Final = 4 * 1024 * 1024
"""Most of a room: some ten times what an honest session of twelve people and 90 minutes gives."""
MOST_RETURNS: Final = 500
"""How often a seat may come back in one session."""

_ENDING: Final = (ClearSeats, End, LockDoor, Next, NextStage, Remove, TurnAway)
"""What facilitators can still do in a room that is full: bring it to its end."""
_SESSION: Final = "*"


class Counts:
    """What the seats of one room have been given so far."""

    def __init__(self) -> None:
        self._given: Counter[tuple[int, str, type[Event]]] = Counter()
        self._returns: Counter[int] = Counter()
        self._newest: tuple[int, str] | None = None
        self.entries = 0
        self.bytes = 0

    def note(
        self, room: Room, event: Event, size: int, seat: int | None, cause: str | None
    ) -> None:
        """Count an entry. `room` is as it was before its decision, `size` its bytes."""
        self.entries += 1
        self.bytes += size
        if isinstance(event, SeatReturned):
            self._returns[event.seat] += 1
        if seat is None or cause is None or (seat, cause) == self._newest:
            return
        self._newest = (seat, cause)
        for scope in (_step(room), _SESSION):
            self._given[seat, scope, type(event)] += 1

    def check(self, room: Room, seat: Seat, command: Command, events: Sequence[Event]) -> None:
        """Raises Refusal if `seat` has been given this as often as anybody may, or all is full.

        `events` is what would follow from it.
        """
        if self.full and not (seat.role == "facilitator" and isinstance(command, _ENDING)):
            raise Refusal(
                "full_room",
                N_(
                    "This room has grown as large as a room may. The facilitator can end the"
                    " session: its report and its promises are kept."
                ),
            )
        if not events:
            return
        bound = command.bound
        scope = _step(room) if bound.per == "step" else _SESSION
        if self._given[seat.id, scope, type(events[0])] < bound.most:
            return
        said = (
            N_("You have done this {most} times in this step. The last one counts.")
            if bound.per == "step"
            else N_("You have done this {most} times in this session. That has to be enough.")
        )
        raise Refusal("too_often", said, most=bound.most)

    def may_return(self, seat: int) -> bool:
        """Return whether `seat` may come back once more."""
        return self._returns[seat] < MOST_RETURNS

    @property
    def full(self) -> bool:
        """Whether the room may not grow any more."""
        return self.entries >= MOST_ENTRIES or self.bytes >= MOST_BYTES

    @property
    def filling(self) -> bool:
        """Whether it has grown to half of that."""
        return 2 * self.entries >= MOST_ENTRIES or 2 * self.bytes >= MOST_BYTES


def _step(room: Room) -> str:
    step = room.public.step
    return "" if step is None else step.id
