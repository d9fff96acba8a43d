"""What every activity decides. Each overrides what is different about it."""

from typing import Final, Generic, TypeVar

from turnabout_language import N_
from turnabout_protocol.activities.scene import ABSENCE_GRACE, BELL_GRACE
from turnabout_protocol.bases import Command
from turnabout_protocol.room import MINUTE, Public, Room, Seat, State, Step, in_panel
from turnabout_protocol.steering import to_hold
from turnabout_server.rules import readiness
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal, moved_on, not_in_panel

GRACE: Final = BELL_GRACE
"""How long the room waits, after the bell of a stage, for what stands on people's screens: as long
as for a speaker. In milliseconds."""
HOLD: Final = 2 * MINUTE
"""How long a held step waits, when its time is up, for a facilitator who is here to go on."""

P = TypeVar("P", bound=Step)


AWAITED: Final = 60 * MINUTE
"""How long the room waits for a side that nobody plays; then the session ends."""
ABANDONED: Final = 24 * 60 * MINUTE
"""A room without people closes after this long."""


class Rules(Generic[P]):
    """The rules of one activity. It keeps no state: all of that is in the room."""

    abandoned: int = ABANDONED
    """How long the room stays open in this step when all people have left, in milliseconds."""
    staged: bool = True
    """Whether a facilitator who goes on ends the stage that is on, and not the whole step."""

    def open(self, d: Decision, step: P) -> None:
        """The step has begun."""

    def prepare(self, d: Decision, step: P, seat: Seat, command: Command) -> None:
        """A seat asks, in the lobby, for something in this step that lies ahead. Raises Refusal."""
        raise moved_on()

    def act(self, d: Decision, step: P, seat: Seat, command: Command) -> None:
        """A seat asks for something in this step. Raises Refusal."""
        raise Refusal("not_here", N_("That is not part of this step."))

    def ready(self, d: Decision, step: P, seat: Seat) -> None:
        """A seat has done what the stage asks. Raises Refusal."""
        readiness.note(d, step, player(seat))

    def settle(self, d: Decision, step: P) -> None:
        """Something happened: go on if the activity can go on by itself."""

    def deadline(self, room: Room, step: P) -> int | None:
        """Return the play time at which `expire` is to be called; None: never."""
        public = room.public
        if public.current is None:
            return None
        ends = public.state(State, step.id).ends
        deadline = public.current.ends if ends is None else ends
        if public.state(State, step.id).awaits:
            return deadline + AWAITED
        if to_hold(public, step):
            return deadline
        deadline += self.grace(room, step)
        left = self._left_at(room, step)
        return deadline if left is None else min(deadline, left + ABSENCE_GRACE)

    def unsent(self, room: Room, step: P) -> bool:
        """Return whether something may stand on people's screens that they have not sent yet."""
        return False

    def grace(self, room: Room, step: P) -> int:
        """Return how long the room waits for that at the end of a stage, in milliseconds.

        Always the same, whoever has something to send; nobody waits for those who are not here.
        """
        seats = room.public.seats.values()
        people = any(s.here and not s.bot and s.role != "facilitator" for s in seats)
        return GRACE if people and self.unsent(room, step) else 0

    def expire(self, d: Decision, step: P) -> bool:
        """The deadline has passed. Return False when the step is over."""
        return self.advance(d, step)

    def done(self, room: Room, step: P) -> bool:
        """Return whether everybody who is here, and somebody at all, is ready to move on.

        So a table whose network is gone for a moment does not rush on without anybody.
        """
        public = readiness.informed(room, step)
        ready = public.state(State, step.id).ready
        here = any(seat.present and seat.id in ready for seat in public.players())
        return here and not step.waited(public)

    def empty(self, room: Room, step: P) -> bool:
        """Return whether there is nothing to do in this session: then the step is over at once."""
        return False

    def advance(self, d: Decision, step: P) -> bool:
        """The stage is over: open the next one, or return False because the step is over."""
        return False

    def close(self, d: Decision, step: P) -> None:
        """The step is about to end, for whatever reason."""

    def leave(self, d: Decision, step: P) -> None:
        """The room goes back to the step before: this one stays as it is until it is on again."""

    def reopen(self, d: Decision, step: P) -> None:
        """The step is on once more, with its state as it was left, closed or not."""

    def _left_at(self, room: Room, step: P) -> int | None:
        """Return the play time at which the last facilitator left a step that is kept open for one.

        None: it is not, or somebody is here.
        """
        state = room.public.state(State, step.id)
        steering = _steering(room)
        if not state.kept_open or state.bell is not None or any(s.present for s in steering):
            return None
        return max((seat.absent_since for seat in steering), default=0)


def _steering(room: Room) -> list[Seat]:
    """Return the facilitators who can go on by hand: a bot never does."""
    seats = room.public.seats.values()
    return [seat for seat in seats if seat.role == "facilitator" and not seat.bot]


def panelist(public: Public, seat: Seat) -> Seat:
    """Return `seat` if its answers count. Raises Refusal."""
    if in_panel(public, seat.id):
        return seat
    raise not_in_panel() if seat.owner else only_players()


def player(seat: Seat) -> Seat:
    """Return `seat` if it plays. Raises Refusal."""
    if not seat.plays:
        raise only_players()
    return seat


def only_players() -> Refusal:
    """Return the refusal of something only a player does."""
    return Refusal("observer", N_("Only players do that. You are watching."))
