"""talk: one group speaks, the others listen, thank and perhaps ask once."""

from turnabout_protocol.activities.talk import (
    FirstSideDrawn,
    Remarked,
    SayRemark,
    Talk,
    TalkCommand,
    TalkState,
    Thank,
    Thanked,
)
from turnabout_protocol.bases import Command
from turnabout_protocol.events import StageOpened
from turnabout_protocol.parts import Room, Seat
from turnabout_protocol.scenario import SIDES
from turnabout_server.rules.activities.base import Activity
from turnabout_server.rules.decision import Decision, draw
from turnabout_server.rules.refused import Refused, moved_on


class TalkRules(Activity[Talk]):
    """The rounds share the minutes; a round that ends early leaves its time to the next ones."""

    def open(self, d: Decision, step: Talk) -> None:
        side = SIDES[draw(d.room.vault.seed, "speaks first", step.id) % 2]
        d.emit(FirstSideDrawn(step=step.id, side=side))
        self._open_round(d, step, 0)

    def act(self, d: Decision, step: Talk, seat: Seat, command: Command) -> None:
        if not isinstance(command, TalkCommand):
            super().act(d, step, seat, command)
            return
        state = d.public.state(TalkState, step.id)
        if command.stage != state.stage:
            raise moved_on()
        if seat.role == "facilitator":
            raise Refused("not_yours", "The facilitator listens here.")
        match command:
            case SayRemark():
                check_remark(d, step, seat, command)
                d.emit(
                    Remarked(step=step.id, seat=seat.id, prompt=command.prompt, text=command.text)
                )
            case Thank():
                if step.speaks(d.public, seat):
                    raise Refused("not_yours", "You are being listened to: others thank you.")
                if seat.id in state.thanked:
                    raise Refused("already", "You have said thank you.")
                d.emit(Thanked(step=step.id, seat=seat.id))

    def advance(self, d: Decision, step: Talk) -> bool:
        stage = d.public.state(TalkState, step.id).stage + 1
        if stage >= len(step.rounds):
            return False
        self._open_round(d, step, stage)
        return True

    def final(self, room: Room, step: Talk) -> bool:
        return room.public.state(TalkState, step.id).stage == len(step.rounds) - 1

    def _open_round(self, d: Decision, step: Talk, stage: int) -> None:
        if d.public.current is None:
            return
        share = step.length // len(step.rounds)
        left = d.public.current.ends - d.play
        length = max(share, left // (len(step.rounds) - stage))
        d.emit(StageOpened(step=step.id, stage=stage, ends=d.play + length))


def check_remark(d: Decision, step: Talk, seat: Seat, command: SayRemark) -> None:
    """Raises Refused if `seat` may not say this in the round that is on."""
    state = d.public.state(TalkState, step.id)
    if step.speaks(d.public, seat):
        if command.prompt is None or command.prompt >= len(step.rounds[state.stage].prompts):
            raise Refused("no_such_prompt", "Choose the question that you answer.")
        return
    if command.prompt is not None:
        raise Refused("not_your_turn", "The others speak now. You may ask one question.")
    asked = (r for r in state.remarks if r.stage == state.stage and r.prompt is None)
    if any(r.seat == seat.id for r in asked):
        raise Refused("already", "One honest question a round. You have asked yours.")
