"""review: earlier promises are marked one by one; then the room looks at how much was done."""

from typing import Final

from turnabout_language import N_
from turnabout_protocol.activities.review import (
    LOOKING,
    MARKING,
    FollowedThrough,
    MarkPromise,
    PromiseMarked,
    PromiseOutcome,
    Review,
    ReviewState,
    confirms,
)
from turnabout_protocol.bases import Command
from turnabout_protocol.course import StageOpened
from turnabout_protocol.room import SECOND, Room, Seat
from turnabout_server.after.follow_through import follow_through
from turnabout_server.rules.activities.base import Rules, player
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal


class ReviewRules(Rules[Review]):
    """Stage 0: mark. Stage 1: look at the whole. With nothing promised earlier it is over."""

    def open(self, d: Decision, step: Review) -> None:
        if d.public.earlier:
            ends = d.play + step.length - look(step)
            d.emit(StageOpened(step=step.id, stage=MARKING, ends=ends))

    def act(self, d: Decision, step: Review, seat: Seat, command: Command) -> None:
        if not isinstance(command, MarkPromise):
            super().act(d, step, seat, command)
            return
        player(seat)
        promise = next((one for one in d.public.earlier if one.number == command.number), None)
        if promise is None:
            raise Refusal("no_such_promise", N_("The team did not promise that."))
        said = d.public.state(ReviewState, step.id).outcomes.get(command.number)
        stands = said is not None and said.confirmed and said.mark == command.mark
        here = [one for one in d.public.players() if one.present]
        outcome = PromiseOutcome(
            number=command.number,
            mark=command.mark,
            obstacle=command.obstacle,
            confirmed=stands or confirms(promise, seat, here),
        )
        d.emit(PromiseMarked(step=step.id, outcome=outcome))
        if d.public.state(ReviewState, step.id).stage == LOOKING:
            tell(d, step)

    def done(self, room: Room, step: Review) -> bool:
        return self.empty(room, step) or super().done(room, step)

    def empty(self, room: Room, step: Review) -> bool:
        return not room.public.earlier

    def advance(self, d: Decision, step: Review) -> bool:
        state = d.public.state(ReviewState, step.id)
        if state.stage == LOOKING or not d.public.earlier or d.public.current is None:
            return False
        tell(d, step)
        ends = max(d.public.current.ends, d.play + look(step))
        d.emit(StageOpened(step=step.id, stage=LOOKING, ends=ends))
        return True

    def unsent(self, room: Room, step: Review) -> bool:
        return bool(room.public.earlier)

    def close(self, d: Decision, step: Review) -> None:
        if d.public.earlier and d.public.state(ReviewState, step.id).stage == MARKING:
            tell(d, step)


def look(step: Review) -> int:
    """Return the milliseconds at the end in which the room looks at the whole."""
    return min(step.look * SECOND, step.length // 2)


def tell(d: Decision, step: Review) -> None:
    """Say how much of what was due was done."""
    outcomes = d.public.state(ReviewState, step.id).outcomes
    points, due = follow_through(d.public.earlier, outcomes, d.public.rules.opened_on)
    d.emit(FollowedThrough(step=step.id, points=points, due=due))


RULES: Final = ReviewRules()
