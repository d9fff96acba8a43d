"""plan: ideas, a secret and simultaneous vote, promises with an owner."""

from datetime import date, timedelta

from turnabout_protocol.activities.plan import (
    COMPLETE,
    HORIZON_DAYS,
    VOTE,
    WRITE,
    BallotSealed,
    IdeaNoted,
    IdeaWritten,
    Plan,
    PlanState,
    PlanVault,
    Promise,
    Promised,
    Promising,
    Propose,
    Vote,
    VotesCounted,
)
from turnabout_protocol.bases import Command
from turnabout_protocol.events import SeatReady, StageOpened
from turnabout_protocol.parts import Room, Seat
from turnabout_server.rules.activities.base import Activity, player
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refused import Refused, moved_on


class PlanRules(Activity[Plan]):
    """Stages: write, vote, complete."""

    def open(self, d: Decision, step: Plan) -> None:
        self._open_stage(d, step, WRITE)

    def act(self, d: Decision, step: Plan, seat: Seat, command: Command) -> None:
        state = d.public.state(PlanState, step.id)
        match command:
            case Propose():
                at_stage(state, WRITE)
                propose(d, step, player(seat), command)
            case Vote():
                at_stage(state, VOTE)
                vote(d, step, player(seat), command)
            case Promising():
                at_stage(state, COMPLETE)
                promise(d, step, player(seat), command)
            case _:
                super().act(d, step, seat, command)

    def done(self, room: Room, step: Plan) -> bool:
        state = room.public.state(PlanState, step.id)
        if state.stage == COMPLETE and len(state.promises) >= len(state.chosen):
            return True
        return super().done(room, step)

    def advance(self, d: Decision, step: Plan) -> bool:
        state = d.public.state(PlanState, step.id)
        if state.stage == WRITE and len(state.ideas) > 1:
            self._open_stage(d, step, VOTE)
            return True
        if state.stage == COMPLETE or not state.ideas:
            return False
        count(d, step)
        self._open_stage(d, step, COMPLETE)
        return True

    def final(self, room: Room, step: Plan) -> bool:
        return room.public.state(PlanState, step.id).stage == COMPLETE

    def _open_stage(self, d: Decision, step: Plan, stage: int) -> None:
        d.emit(StageOpened(step=step.id, stage=stage, ends=d.play + step.seconds(stage)))


def at_stage(state: PlanState, stage: int) -> None:
    """Raises Refused unless `stage` is on."""
    if state.stage != stage:
        raise moved_on()


def propose(d: Decision, step: Plan, seat: Seat, command: Propose) -> None:
    """Put an idea on the table, unsigned. Raises Refused."""
    wrote = d.room.vault.state(PlanVault, step.id).wrote.get(seat.id, 0)
    if wrote >= step.ideas_each:
        raise Refused("enough", f"You have written {step.ideas_each} ideas. Let others go on.")
    number = len(d.public.state(PlanState, step.id).ideas) + 1
    d.emit(IdeaNoted(step=step.id, seat=seat.id))
    d.emit(IdeaWritten(step=step.id, idea=number, when=command.when, then=command.then))


def vote(d: Decision, step: Plan, seat: Seat, command: Vote) -> None:
    """Seal a ballot. Raises Refused."""
    state = d.public.state(PlanState, step.id)
    if sum(command.dots.values()) > step.dots:
        raise Refused("too_many", f"You have {step.dots} dots.")
    if any(n > step.most_on_one for n in command.dots.values()):
        raise Refused("too_many", f"At most {step.most_on_one} dots on one idea.")
    if any(state.idea(number) is None for number in command.dots):
        raise Refused("no_such_idea", "That idea is not on the table.")
    d.emit(BallotSealed(step=step.id, seat=seat.id, dots=command.dots))
    if seat.id not in state.ready:
        d.emit(SeatReady(step=step.id, seat=seat.id))


def count(d: Decision, step: Plan) -> None:
    """Count all dots at once. The earlier idea goes first among equals; without a dot none does."""
    state = d.public.state(PlanState, step.id)
    ballots = d.room.vault.state(PlanVault, step.id).ballots.values()
    dots = {i.number: sum(b.get(i.number, 0) for b in ballots) for i in state.ideas}
    ranked = sorted(dots, key=lambda number: (-dots[number], number))
    chosen = [n for n in ranked if dots[n] or len(state.ideas) == 1][: step.promises]
    d.emit(VotesCounted(step=step.id, dots=dots, chosen=tuple(chosen)))


def promise(d: Decision, step: Plan, seat: Seat, command: Promising) -> None:
    """Adopt a chosen idea: whoever asks owns it. Raises Refused."""
    state = d.public.state(PlanState, step.id)
    idea = state.idea(command.idea)
    if idea is None or command.idea not in state.chosen:
        raise Refused("not_chosen", "The room chose another idea.")
    if any(p.idea == command.idea for p in state.promises):
        raise Refused("already", "Somebody was quicker: this promise has an owner.")
    partner = d.public.seats.get(command.partner)
    if partner is None or partner.home is None or partner.home == seat.home:
        raise Refused("no_partner", "Choose a partner from the other side.")
    check_day(command.by, d.public.rules.opened_on)
    d.emit(
        Promised(
            step=step.id,
            promise=Promise(
                idea=idea.number,
                when=idea.when,
                then=idea.then,
                owner=seat.name,
                partner=partner.name,
                by=command.by,
                sign=command.sign,
            ),
        )
    )


def check_day(by: str, today: str) -> None:
    """Raises Refused unless `by` is a date from `today` on, at most six weeks away."""
    try:
        day = date.fromisoformat(by)
    except ValueError:
        raise Refused(
            "no_date", "Write the date as year-month-day, for example 2030-01-31."
        ) from None
    first = date.fromisoformat(today) if today else day
    if not timedelta() <= day - first <= timedelta(days=HORIZON_DAYS):
        raise Refused("no_date", "Choose a date within the next six weeks.")
