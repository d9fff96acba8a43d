"""Who answers a command: one table, from the command's class to the rule that decides it.

What is not in the table belongs to the activity that is on.
"""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from turnabout_language import N_
from turnabout_protocol.bases import Command, StepCommand
from turnabout_protocol.commands import (
    AddBot,
    AllowOwnSide,
    End,
    MoreTime,
    Next,
    NextStage,
    NoteAha,
    Pause,
    Ready,
    ReleaseAha,
    Remove,
    Replan,
    Reseat,
    Resume,
    Start,
    Watch,
)
from turnabout_protocol.room import Seat
from turnabout_server.rules import agenda, ahas, table
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refused import Refused, moved_on, not_yours


class Rule(NamedTuple):
    """How a command is decided, and whether it is for facilitators alone."""

    decide: Callable[[Decision, Seat, Any], None]
    steers: bool = False


RULES: Final[dict[type[Command], Rule]] = {
    Pause: Rule(table.pause),
    Resume: Rule(table.resume),
    Watch: Rule(table.watch),
    NoteAha: Rule(ahas.note),
    ReleaseAha: Rule(ahas.release),
    Ready: Rule(agenda.ready),
    Start: Rule(table.start, steers=True),
    Replan: Rule(agenda.replan, steers=True),
    Next: Rule(agenda.go_on, steers=True),
    NextStage: Rule(agenda.go_on_in_step, steers=True),
    MoreTime: Rule(agenda.add_time, steers=True),
    Reseat: Rule(table.reseat, steers=True),
    AllowOwnSide: Rule(table.allow_own_side, steers=True),
    Remove: Rule(table.remove, steers=True),
    AddBot: Rule(table.add_bot, steers=True),
    End: Rule(table.end, steers=True),
}
PLAY: Final = Rule(agenda.play)


def act(d: Decision, seat: Seat, command: Command) -> None:
    """Decide what a seat asks. Raises Refused."""
    rule = RULES.get(type(command))
    if isinstance(command, StepCommand):
        if d.public.phase == "lobby":
            if rule is not None:
                raise moved_on()
            agenda.prepare(d, seat, command)
            return
        agenda.check_on(d, command)
        rule = rule or PLAY
    if rule is None:
        raise Refused("unknown", N_("This server does not know that command."))
    if rule.steers and seat.role != "facilitator":
        raise not_yours()
    rule.decide(d, seat, command)
