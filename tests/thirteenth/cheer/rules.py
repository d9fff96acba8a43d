"""The rules of cheering: once each."""

from typing import Final

from tests.thirteenth.cheer import Cheer, Cheered, CheerState, Hooray
from turnabout_protocol.bases import Command
from turnabout_protocol.room import Seat
from turnabout_server.rules.activities.base import Rules, player
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal


class CheerRules(Rules[Cheer]):
    """Everybody who plays cheers once; when all have, the step is over."""

    def act(self, d: Decision, step: Cheer, seat: Seat, command: Command) -> None:
        if not isinstance(command, Hooray):
            raise Refusal("not_here", "That is not part of this step.")
        if player(seat).id in d.public.state(CheerState, step.id).cheered:
            raise Refusal("already", "You have cheered.")
        d.emit(Cheered(step=step.id, seat=seat.id))


RULES: Final = CheerRules()
