"""Every command a seat may give has its place in a dialogue: those that sessions seldom meet."""

from collections.abc import Callable

import pytest

from tests.client.tui_table import Host, taster
from turnabout_client.dialogue.frame import dialogue
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.ways import way
from turnabout_client.view.tables import goers
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.bases import Command
from turnabout_protocol.commands import (
    TABLE_COMMANDS,
    AddBot,
    AllowOwnSide,
    Back,
    ClearSeats,
    End,
    IssuePass,
    LetIn,
    LockDoor,
    MoreTime,
    Next,
    NoteAha,
    Pause,
    Remove,
    RenewCoKey,
    RenewLink,
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
from turnabout_protocol.steering import HoldStep, SwitchRatings
from turnabout_protocol.tables import AskOver, Depart, OpenTable
from turnabout_server import rules

KEY = "7F3K2QMX9TRVH4WZ"
HASH = "0" * 64
PLAYED = {
    "ReleaseAha", "PlayAfterAll", "Ready", "NextStage", "JudgeFlag", "Replan",
}  # fmt: skip
"""Those that the whole sessions of test_dialogue_ways meet."""
BESIDE = {Depart}
"""Given by `over`, a word of the skins: who gives it sits down elsewhere first."""
LOBBY: tuple[Command, ...] = (
    Start(), LetIn(knock=1), TurnAway(knock=1), LockDoor(locked=True), ClearSeats(),
    AllowOwnSide(allow=True), ShareTurns(shared=True), AddBot(home="it"), Remove(seat=2),
    Reseat(seat=2, role="observer", home="business", say=True), End(),
    NudgeSeat(seat=2, say="own", text="Your microphone is off."),
    IssuePass(issued=HASH), RenewLink(key=KEY), RenewCoKey(key=HASH),
    OpenTable(code=KEY, key=KEY, co_key=KEY), SwitchRatings(on=False),
    Promote(seat=2),
)  # fmt: skip


def lobby() -> Host:
    """Return a room with its facilitator, two people, and one who waits at the door."""
    host = Host(taster("agree", "brief", "scene"))
    host.sit("Fay", None, "facilitator")
    host.sit("Ann", "business")
    host.sit("Ben", "it")
    host.take(rules.knock(host.room, name="Cy", home="it", role="player", now=host.now))
    return host


def running(step: str) -> Host:
    """Return a room at that step."""
    host = lobby()
    host.do(1, Start())
    for seat in (2, 3):
        host.do(seat, Agree(step="agree", yes=True))
    host.pass_steps(step)
    return host


def offered(host: Host, seat: int, command: Command) -> bool:
    """Return whether the dialogue of `seat` has a way to give `command`."""
    room = host.table(seat).room
    seen = Seen(room=room, seat=seat, now=host.now, writing=None, given={})
    return way(dialogue(seen), command) is not None


@pytest.mark.parametrize("command", LOBBY, ids=lambda command: type(command).__name__)
def test_what_a_facilitator_can_do_in_the_lobby(command: Command) -> None:
    assert offered(lobby(), 1, command)


def test_a_co_facilitator_is_asked_to_step_down() -> None:
    host = lobby()
    co = host.sit("Gus", None, "facilitator", co=True)
    assert offered(host, 1, StepDown(seat=co))


def test_who_is_asked_to_the_next_table() -> None:
    host = lobby()
    host.do(1, OpenTable(code=KEY, key=KEY, co_key=KEY))
    assert offered(host, 1, AskOver(seats=(2,)))
    assert host.room.public.seats[2] in goers(host.room.public)


RUNNING: tuple[tuple[int, str, Callable[[Host], Command]], ...] = (
    (1, "scene", lambda host: Back(step="scene")),
    (1, "scene", lambda host: MoreTime(step="scene", seconds=60)),
    (1, "scene", lambda host: HoldStep(step="scene", hold=True)),
    (1, "scene", lambda host: SwitchRatings(on=False)),
    (2, "scene", lambda host: HideWriting(hidden=True)),
    (2, "scene", lambda host: TakeExtraTime(on=True)),
    (2, "scene", lambda host: Pause()),
    (2, "scene", lambda host: NoteAha(text="so that is why")),
)


@pytest.mark.parametrize("moment", RUNNING, ids=lambda moment: type(moment[2]).__name__)
def test_what_is_done_while_a_step_is_on(
    moment: tuple[int, str, Callable[[Host], Command]],
) -> None:
    seat, step, command = moment
    host = running(step)
    assert offered(host, seat, command(host))


def test_what_is_done_about_a_pause_an_absence_and_a_private_word() -> None:
    host = running("scene")
    assert offered(host, 1, Next(step="scene", sure=True))
    host.do(1, NudgeSeat(seat=2, say="own", text="Your microphone is off."))
    assert offered(host, 2, ReadNudge())
    host.do(2, Pause())
    assert offered(host, 2, Resume())
    host.do(2, Resume())
    host.take_drop(3)
    assert offered(host, 1, Cover(seat=3, on=True))


def test_players_turn_to_watching_in_the_lobby() -> None:
    assert offered(lobby(), 2, Watch())


def test_no_command_is_forgotten() -> None:
    here = (
        {type(command) for command in LOBBY} | BESIDE | {AskOver, Watch, Next, ReadNudge, StepDown}
    )
    here |= {Pause, Resume, Cover, HandOver, NoteAha, Back, MoreTime, HoldStep, HideWriting}
    here |= {TakeExtraTime}
    assert {kind.__name__ for kind in TABLE_COMMANDS if kind not in here} == PLAYED
