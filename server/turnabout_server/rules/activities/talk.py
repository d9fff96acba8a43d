"""talk: one group speaks, the others listen, thank and perhaps ask once."""

from typing import Final

from turnabout_language import N_
from turnabout_protocol.activities.talk import (
    FirstSideDrawn,
    MarkAha,
    Remarked,
    RemarkMarked,
    SayRemark,
    Talk,
    TalkCommand,
    TalkState,
    Thank,
    Thanked,
)
from turnabout_protocol.ahas import AhaReleased
from turnabout_protocol.bases import Command
from turnabout_protocol.chance import draw
from turnabout_protocol.course import StageOpened
from turnabout_protocol.room import Room, Seat
from turnabout_protocol.scenario import SIDES, Side
from turnabout_server.after import publish
from turnabout_server.rules import readiness
from turnabout_server.rules.activities.base import Rules
from turnabout_server.rules.decision import Decision, secret_of
from turnabout_server.rules.refusal import Refusal, moved_on


class TalkRules(Rules[Talk]):
    """The rounds share the minutes; a round that ends early leaves its time to the next ones."""

    def open(self, d: Decision, step: Talk) -> None:
        d.emit(FirstSideDrawn(step=step.id, side=first_side(d, step)))
        self._open_round(d, step, next_round(d, step, 0))

    def act(self, d: Decision, step: Talk, seat: Seat, command: Command) -> None:
        if isinstance(command, MarkAha):
            mark_aha(d, step, seat, command)
            return
        if not isinstance(command, TalkCommand):
            super().act(d, step, seat, command)
            return
        state = d.public.state(TalkState, step.id)
        if command.stage != state.stage:
            raise moved_on()
        if seat.role == "facilitator":
            raise Refusal("not_yours", N_("The facilitator listens here."))
        match command:
            case SayRemark():
                check_remark(d, step, seat, command)
                d.emit(
                    Remarked(step=step.id, seat=seat.id, prompt=command.prompt, text=command.text)
                )
            case Thank():
                if step.speaks(d.public, seat):
                    raise Refusal("not_yours", N_("You are being listened to: others thank you."))
                if seat.id in state.thanked:
                    raise Refusal("already", N_("You have said thank you."))
                d.emit(Thanked(step=step.id, seat=seat.id))

    def ready(self, d: Decision, step: Talk, seat: Seat) -> None:
        watched = of_observers(d.room, step) and seat.watches
        if not watched:
            super().ready(d, step, seat)
        else:
            readiness.note(d, step, seat)

    def done(self, room: Room, step: Talk) -> bool:
        # Those who watched end their own round; but nobody waits for them, so players can, too.
        return observers_done(room, step) or super().done(room, step)

    def advance(self, d: Decision, step: Talk) -> bool:
        stage = next_round(d, step, d.public.state(TalkState, step.id).stage + 1)
        if stage >= len(step.rounds):
            return False
        self._open_round(d, step, stage)
        return True

    def unsent(self, room: Room, step: Talk) -> bool:
        return True

    def _open_round(self, d: Decision, step: Talk, stage: int) -> None:
        if d.public.current is None:
            return
        shares = [round_.share for round_ in step.rounds]
        planned = step.length * shares[stage] // sum(shares)
        left = d.public.current.ends - d.play
        length = max(planned, left * shares[stage] // sum(shares[stage:]))
        d.emit(StageOpened(step=step.id, stage=stage, ends=d.play + length))


def first_side(d: Decision, step: Talk) -> Side:
    """Return the home side that speaks first: drawn, or the one that is heard less.

    That one is found out once in a room: after somebody has left, another look would tell what they
    had answered.
    """
    # With the seed one could tell a drawn side from one that the answers chose.
    drawn = SIDES[draw(secret_of(d.room), "speaks first", step.id) % 2]
    if step.first == "drawn":
        return drawn
    talks = (talk for talk in d.public.agenda if isinstance(talk, Talk) and talk.id != step.id)
    before = [talk.id for talk in talks if talk.first == "weaker" and talk.id in d.public.steps]
    if before:
        return d.public.state(TalkState, before[0]).first
    return publish.less_heard(d.room) or drawn


def of_observers(room: Room, step: Talk) -> bool:
    """Return whether the round that is on is for those who watched."""
    return step.rounds[room.public.state(TalkState, step.id).stage].speakers == "observers"


def observers_done(room: Room, step: Talk) -> bool:
    """Return whether it is the round of those who watched, and all of them here are ready."""
    ready = room.public.state(TalkState, step.id).ready
    watching = (s for s in room.public.seats.values() if s.watches and s.present)
    here = [seat for seat in watching if not room.public.stands_in(seat.id)]
    return of_observers(room, step) and bool(here) and all(seat.id in ready for seat in here)


def next_round(d: Decision, step: Talk, stage: int) -> int:
    """Return the round `stage`, or the next one if nobody is there who could speak in it.

    Only a round of those who watch is left out: without them there is nobody to listen to.
    """
    present = (seat for seat in d.public.seats.values() if seat.present)
    here = [seat for seat in present if not d.public.stands_in(seat.id)]
    while stage < len(step.rounds) - 1 and step.rounds[stage].speakers == "observers":
        if any(step.speaks(d.public, seat, stage) for seat in here):
            break
        stage += 1
    return stage


def mark_aha(d: Decision, step: Talk, seat: Seat, command: MarkAha) -> None:
    """Share a remark, unsigned, as an aha. Raises Refusal."""
    state = d.public.state(TalkState, step.id)
    if not step.ahas:
        raise Refusal("not_here", N_("Ahas are shared in another part of the debrief."))
    if command.remark >= len(state.remarks):
        raise moved_on()
    remark = state.remarks[command.remark]
    if remark.seat != seat.id:
        raise Refusal("not_yours", N_("Only the person who wrote it can mark it as an aha."))
    if command.remark in state.marked:
        raise Refusal("already", N_("It is marked as an aha already."))
    d.emit(RemarkMarked(step=step.id, remark=command.remark))
    d.emit(AhaReleased(text=remark.text))


def check_remark(d: Decision, step: Talk, seat: Seat, command: SayRemark) -> None:
    """Raises Refusal if `seat` may not say this in the round that is on."""
    state = d.public.state(TalkState, step.id)
    if step.speaks(d.public, seat):
        if command.prompt is None or command.prompt >= len(step.rounds[state.stage].prompts):
            raise Refusal("no_such_prompt", N_("Choose the question that you answer."))
        return
    if command.prompt is not None:
        raise Refusal("not_your_turn", N_("The others speak now. You may ask one question."))
    asked = (r for r in state.remarks if r.stage == state.stage and r.prompt is None)
    if any(r.seat == seat.id for r in asked):
        raise Refusal("already", N_("One honest question a round. You have asked yours."))


RULES: Final = TalkRules()
