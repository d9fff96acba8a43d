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
    Back,
    ClearSeats,
    End,
    IssuePass,
    JudgeFlag,
    LetIn,
    LockDoor,
    MoreTime,
    Next,
    NextStage,
    NoteAha,
    Pause,
    PlayAfterAll,
    Ready,
    ReleaseAha,
    Remove,
    RenewCoKey,
    RenewLink,
    Replan,
    Reseat,
    Resume,
    Start,
    TurnAway,
    Watch,
)
from turnabout_protocol.covering import Cover, HandOver
from turnabout_protocol.habits import HideWriting, TakeExtraTime
from turnabout_protocol.leading import Promote, StepDown
from turnabout_protocol.nudging import NudgeSeat, ReadNudge
from turnabout_protocol.pairs import ShareTurns
from turnabout_protocol.room import Seat
from turnabout_protocol.standins import PLAYS
from turnabout_protocol.steering import HoldStep, SwitchRatings
from turnabout_protocol.tables import AskOver, Depart, OpenTable
from turnabout_server.rules import (
    agenda,
    ahas,
    covering,
    door,
    flags,
    habits,
    late,
    leading,
    nudging,
    pairs,
    seats,
    steering,
    tables,
)
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal, moved_on, not_lead, not_yours


class CommandRule(NamedTuple):
    """How a command is decided, and who may give it."""

    decide: Callable[[Decision, Seat, Any], None]
    steers: bool = False
    """Facilitators alone."""
    leads: bool = False
    """Of them only those who came with the key of whoever opened the room."""


RULES: Final[dict[type[Command], CommandRule]] = {
    Pause: CommandRule(seats.pause),
    Resume: CommandRule(seats.resume),
    Watch: CommandRule(seats.watch),
    PlayAfterAll: CommandRule(late.play_after_all),
    NoteAha: CommandRule(ahas.note),
    ReleaseAha: CommandRule(ahas.release),
    HideWriting: CommandRule(habits.hide),
    TakeExtraTime: CommandRule(habits.take_time),
    Ready: CommandRule(agenda.ready),
    Start: CommandRule(seats.start, steers=True),
    Replan: CommandRule(agenda.replan, steers=True),
    Next: CommandRule(agenda.go_on, steers=True),
    NextStage: CommandRule(agenda.go_on_in_step, steers=True),
    Back: CommandRule(agenda.go_back, steers=True),
    MoreTime: CommandRule(agenda.add_time, steers=True),
    HoldStep: CommandRule(steering.hold, steers=True),
    SwitchRatings: CommandRule(steering.switch_ratings, steers=True),
    Reseat: CommandRule(seats.reseat, steers=True),
    ShareTurns: CommandRule(pairs.share, steers=True),
    OpenTable: CommandRule(tables.open_table, steers=True, leads=True),
    AskOver: CommandRule(tables.ask_over, steers=True),
    Depart: CommandRule(tables.depart),
    AllowOwnSide: CommandRule(seats.allow_own_side, steers=True),
    JudgeFlag: CommandRule(flags.judge, steers=True),
    Remove: CommandRule(door.remove, steers=True),
    LetIn: CommandRule(door.let_in, steers=True),
    TurnAway: CommandRule(door.turn_away, steers=True),
    LockDoor: CommandRule(door.lock, steers=True),
    IssuePass: CommandRule(door.issue_pass, steers=True),
    RenewLink: CommandRule(door.renew_link, steers=True),
    ClearSeats: CommandRule(door.clear, steers=True),
    AddBot: CommandRule(seats.add_bot, steers=True),
    NudgeSeat: CommandRule(nudging.nudge, steers=True),
    ReadNudge: CommandRule(nudging.read),
    Cover: CommandRule(covering.cover, steers=True),
    HandOver: CommandRule(covering.hand_over, steers=True),
    Promote: CommandRule(leading.promote, steers=True, leads=True),
    StepDown: CommandRule(leading.step_down, steers=True),
    RenewCoKey: CommandRule(door.renew_co_key, steers=True, leads=True),
    End: CommandRule(seats.end, steers=True, leads=True),
}
PLAY: Final = CommandRule(agenda.play)


def act(d: Decision, seat: Seat, command: Command) -> None:
    """Decide what a seat asks. Raises Refusal."""
    if d.public.stands_in(seat.id) and not isinstance(command, PLAYS):
        raise Refusal("bot", N_("Bots only play the scene. All else is for people."))
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
        raise Refusal("unknown", N_("This server does not know that command."))
    if rule.steers and seat.role != "facilitator":
        raise not_yours()
    if rule.leads and not d.room.console.leads(seat.id):
        raise not_lead()
    rule.decide(d, seat, command)
