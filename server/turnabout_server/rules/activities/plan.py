"""plan: write, put together, vote, complete; a chosen idea with an owner becomes a promise."""

from typing import Final

from turnabout_language import N_
from turnabout_protocol.activities.ideas import Propose, PutUnder, SettleTie, Vote
from turnabout_protocol.activities.plan import (
    COMPLETE,
    MERGE,
    SETTLE,
    VOTE,
    WRITE,
    Plan,
    PlanState,
    Promise,
    asked_of,
)
from turnabout_protocol.activities.promises import (
    JoinIn,
    PartnerJoined,
    Promised,
    Promising,
    Release,
    Reserve,
    SendUpstairs,
)
from turnabout_protocol.bases import Command
from turnabout_protocol.course import StageOpened
from turnabout_protocol.lights import NO_DAY, in_reach, is_day
from turnabout_protocol.room import SECOND, Room, Seat
from turnabout_server.rules import ideas, reserving
from turnabout_server.rules.activities.base import Rules, panelist, player
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal, facilitator, moved_on

TOO_SHORT: Final = 15 * SECOND
"""In less nobody writes a first idea."""


class PlanRules(Rules[Plan]):
    """The stages share the minutes; one that ends early leaves its time to those after it."""

    def open(self, d: Decision, step: Plan) -> None:
        self._open_stage(d, step, WRITE)

    def act(self, d: Decision, step: Plan, seat: Seat, command: Command) -> None:
        state = d.public.state(PlanState, step.id)
        match command:
            case Propose():
                at_stage(state, WRITE)
                ideas.propose(d, step, player(seat), command)
            case PutUnder():
                at_stage(state, MERGE)
                player(seat)
                ideas.put_under(d, step, command)
            case Vote():
                at_stage(state, VOTE)
                ideas.vote(d, step, panelist(d.public, player(seat)), command)
            case Reserve():
                at_stage(state, COMPLETE)
                reserving.reserve(d, step, player(seat), command)
            case Release():
                at_stage(state, COMPLETE)
                reserving.release(d, step, player(seat), command)
            case Promising():
                at_stage(state, COMPLETE)
                promise(d, step, player(seat), command)
            case SettleTie():
                at_stage(state, SETTLE)
                facilitator(seat)
                ideas.settle_tie(d, step, command)
            case JoinIn():
                join_in(d, seat, command)
            case SendUpstairs():
                at_stage(state, MERGE, COMPLETE)
                ideas.send_upstairs(d, step, player(seat), command)
            case _:
                super().act(d, step, seat, command)

    def done(self, room: Room, step: Plan) -> bool:
        state = room.public.state(PlanState, step.id)
        if state.stage == SETTLE:
            return not state.level
        waits = state.open or state.again or asked_of(room.public, state)
        if state.stage == COMPLETE and not waits:
            return True
        return super().done(room, step)

    def unsent(self, room: Room, step: Plan) -> bool:
        return True

    def expire(self, d: Decision, step: Plan) -> bool:
        state, current = d.public.state(PlanState, step.id), d.public.current
        left = 0 if current is None else current.ends - d.play
        none = state.stage == WRITE and not (state.kept or ideas.written(d, step))
        if none and step.share(WRITE, left) >= TOO_SHORT:
            # Nobody said that they are done: who writes slowly shall not lose all promises.
            self._open_stage(d, step, WRITE)
            return True
        return super().expire(d, step)

    def advance(self, d: Decision, step: Plan) -> bool:
        ideas.lay_out(d, step)
        state = d.public.state(PlanState, step.id)
        several = len(state.kept) > 1
        if state.stage == WRITE and several and step.merge:
            self._open_stage(d, step, MERGE)
        elif state.stage in (WRITE, MERGE) and several:
            self._open_stage(d, step, VOTE)
        elif state.stage in (WRITE, MERGE, VOTE) and state.kept:
            ideas.count(d, step)
            level = d.public.state(PlanState, step.id).level
            self._open_stage(d, step, SETTLE if level else COMPLETE)
        elif state.stage == SETTLE:
            ideas.settle_by_letters(d, step)
            self._open_stage(d, step, COMPLETE)
        else:
            return False
        return True

    def close(self, d: Decision, step: Plan) -> None:
        ideas.lay_out(d, step)
        ideas.settle_by_letters(d, step)

    def reopen(self, d: Decision, step: Plan) -> None:
        # Ideas that lie on the table are not written any more.
        state = d.public.state(PlanState, step.id)
        if state.stage == WRITE and state.ideas:
            self.advance(d, step)
        ideas.hand_back(d, step)

    def _open_stage(self, d: Decision, step: Plan, stage: int) -> None:
        if d.public.current is None:
            return
        left = max(0, d.public.current.ends - d.play)
        d.emit(StageOpened(step=step.id, stage=stage, ends=d.play + step.share(stage, left)))


def at_stage(state: PlanState, *stages: int) -> None:
    """Raises Refusal unless one of `stages` is on."""
    if state.stage not in stages:
        raise moved_on()


def promise(d: Decision, step: Plan, seat: Seat, command: Promising) -> None:
    """Adopt a chosen idea: whoever asks owns it. Raises Refusal."""
    idea = reserving.to_promise(d, step, seat, command.idea)
    partner = d.public.seats.get(command.partner)
    if partner is None or partner.home is None or partner.home == seat.home:
        raise Refusal("no_partner", N_("Choose a partner from the other side."))
    if d.public.stands_in(partner.id):
        raise Refusal("bot_partner", N_("A bot keeps no promise. Choose a person."))
    check_day(command.by, d.public.rules.opened_on)
    adopted = Promise(
        idea=idea.number,
        when=idea.when,
        then=idea.then,
        owner=seat.name,
        partner=partner.name,
        side=seat.home,
        by=command.by,
        sign=command.sign,
        starter=idea.starter,
        agreed=False,
    )
    d.emit(Promised(step=step.id, promise=adopted))


def join_in(d: Decision, seat: Seat, command: JoinIn) -> None:
    """Let the partner of a promise say yes to it, in whatever step is on. Raises Refusal."""
    plans = ((name, s) for name, s in d.public.steps.items() if isinstance(s, PlanState))
    made = ((name, p) for name, state in plans for p in state.promises if p.idea == command.idea)
    name, promise = next(made, ("", None))
    if promise is None:
        raise Refusal("no_such_promise", N_("Nobody has promised that."))
    if not promise.names(seat):
        raise Refusal("not_yours", N_("{name} says yes to this promise."), name=promise.partner)
    if not promise.unsaid:
        raise Refusal("already", N_("You have said yes to this promise."))
    d.emit(PartnerJoined(step=name, idea=promise.idea))


def check_day(by: str, today: str) -> None:
    """Raises Refusal unless `by` is a date from `today` on, at most six weeks away."""
    if not is_day(by):
        raise Refusal("no_date", NO_DAY)
    if not in_reach(by, today):
        raise Refusal("no_date", N_("Choose a date within the next six weeks."))


RULES: Final = PlanRules()
