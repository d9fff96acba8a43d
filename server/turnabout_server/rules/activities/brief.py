"""brief: personas and hands are dealt; everybody says a line in role."""

from typing import Final

from turnabout_protocol.activities.brief import Brief, WarmedUp, WarmUp
from turnabout_protocol.bases import Command
from turnabout_protocol.room import Room, Seat
from turnabout_server.rules import cast
from turnabout_server.rules.activities.base import Rules, player
from turnabout_server.rules.decision import Decision


class BriefRules(Rules[Brief]):
    """People get to know whom they play."""

    def open(self, d: Decision, step: Brief) -> None:
        cast.cast_all(d)
        cast.deal_all(d, step.id, step.hand)

    def unsent(self, room: Room, step: Brief) -> bool:
        return True

    def act(self, d: Decision, step: Brief, seat: Seat, command: Command) -> None:
        match command:
            case WarmUp():
                d.emit(WarmedUp(step=step.id, seat=player(seat).id, text=command.text))
            case _:
                super().act(d, step, seat, command)


RULES: Final = BriefRules()
