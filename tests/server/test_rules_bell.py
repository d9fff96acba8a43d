"""The bell of a stage: what stands on people's screens is sent when it ends, however it ends."""

from collections.abc import Callable

import pytest

from tests.support.chaos import CHECK
from tests.support.table import Table
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.ideas import Propose, Vote
from turnabout_protocol.activities.plan import COMPLETE, MERGE, VOTE, PlanState
from turnabout_protocol.activities.poll import Answer, PollVault
from turnabout_protocol.activities.rank import LockOrder, Rank, RankOwn
from turnabout_protocol.activities.scene import Said, SceneState, Speak
from turnabout_protocol.activities.talk import SayRemark, TalkState
from turnabout_protocol.agenda import Agenda, AnyStep
from turnabout_protocol.bases import Command
from turnabout_protocol.commands import End, MoreTime, Next, NextStage, Pause, Ready, Resume, Start
from turnabout_protocol.course import BellRung
from turnabout_protocol.room import SECOND, State
from turnabout_server.authoring.scenarios import find_agenda
from turnabout_server.rules import due
from turnabout_server.rules.activities.base import GRACE, HOLD

pytestmark = pytest.mark.unhurried

TASTER = {step.id: step for step in find_agenda("taster").steps}
CLOSE = Close(id="close", title="Close", minutes=3)


def table_with(*steps: AnyStep, players: int = 4) -> Table:
    """Return a table that plays just these steps and a close."""
    agenda = Agenda(id="bells", title="Bells", steps=(*steps, CLOSE))
    table = Table(players=players, facilitators=1, agenda=agenda)
    table.do(table.boss[0], Start())
    table.wait(3 * SECOND)
    return table


def rank() -> Rank:
    return Rank(id="ours", title="Ours", minutes=2, whose="own")


def order(table: Table, seat: int) -> tuple[str, ...]:
    home = table.public.seats[seat].home
    assert home is not None
    return tuple(card.id for card in rank().cards(table.room, home))


def next_(table: Table) -> None:
    table.do(table.boss[0], Next(step=table.step))


def time_is_up(table: Table) -> None:
    state = table.state(State)
    assert table.public.current is not None
    ends = table.public.current.ends if state.ends is None else state.ends
    table.wait(table.public.clock.room(ends) - table.now)


@pytest.mark.parametrize("end", [next_, time_is_up])
def test_an_order_that_arrives_just_after_the_bell_counts(end: Callable[[Table], None]) -> None:
    table = table_with(rank())
    seat = table.players[0]
    end(table)
    assert table.step == "ours"
    table.wait(GRACE - 1)
    table.do(seat, LockOrder(step="ours", order=order(table, seat)))
    table.wait(1)
    assert table.step == "close"
    assert table.room.of(seat).state(RankOwn, "ours").order


def test_the_last_one_who_is_ready_does_not_cut_off_the_others() -> None:
    talk = TASTER["derole"]
    table = table_with(talk)
    *others, last = table.players
    for seat in others:
        table.do(seat, Ready(step=talk.id, stage=0))
    assert table.state(TalkState).bell is None
    events = table.do(last, Ready(step=talk.id, stage=0))
    assert BellRung(step=talk.id, over="stage") in events
    assert table.left() == GRACE
    table.do(others[0], SayRemark(step=talk.id, stage=0, prompt=0, text="I am Noor again."))
    table.wait(GRACE)
    assert table.step != talk.id or table.state(TalkState).stage == 1


def test_dots_that_arrive_just_after_the_bell_choose() -> None:
    table = table_with(TASTER["plan"])
    for n, seat in enumerate(table.players):
        table.do(seat, Propose(step="plan", when=f"w{n} is here", then="we call"))
    boss = table.boss[0]
    while table.state(PlanState).stage < VOTE:
        table.do(boss, NextStage(step="plan", stage=table.state(PlanState).stage))
        table.wait(3 * SECOND)
    table.do(boss, NextStage(step="plan", stage=VOTE))
    table.do(table.players[0], Vote(step="plan", dots={3: 2}))
    table.wait(GRACE)
    assert table.state(PlanState).stage == COMPLETE
    assert table.state(PlanState).chosen == (3,)


def test_an_idea_that_arrives_just_after_the_bell_is_on_the_table() -> None:
    table = table_with(TASTER["plan"])
    for n, seat in enumerate(table.players[:2]):
        table.do(seat, Propose(step="plan", when=f"w{n} is here", then="we call"))
    table.do(table.boss[0], NextStage(step="plan", stage=0))
    table.do(table.players[2], Propose(step="plan", when="w9 is here", then="we call"))
    table.wait(GRACE)
    assert len(table.state(PlanState).ideas) == 3


def test_a_part_of_an_answer_leaves_the_rest_as_it_was() -> None:
    table = table_with(CHECK)
    seat = table.players[0]
    first: dict[str, tuple[str, ...]] = {q.id: (q.choices[0],) for q in CHECK.questions}
    table.do(seat, Answer(step="check", picks=first))
    next_(table)
    table.do(seat, Answer(step="check", picks={"felt": ("5",)}))
    given = table.room.vault.state(PollVault, "check").answers[seat]
    assert given == first | {"felt": ("5",)}


def test_what_the_speaker_has_typed_counts_when_the_scene_is_ended() -> None:
    table = Table(players=2, facilitators=1)
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    table.wait(3 * SECOND)
    next_(table)
    table.wait(GRACE + 3 * SECOND)
    turn = table.turn
    next_(table)
    assert table.turn.ends == table.now
    table.do(turn.seat, Speak(step="scene", turn=1, said=Said(say="Half a sen")))
    assert table.step != "scene"
    (said,) = table.public.state(SceneState, "scene").turns
    assert said.say == "Half a sen"


@pytest.mark.parametrize("command", [Next(step="ours"), Next(step="ours", stage=0, sure=True)])
def test_a_second_key_during_the_bell_ends_nothing_else(command: Command) -> None:
    table = table_with(rank(), TASTER["feel"])
    next_(table)
    assert table.refused(table.boss[0], command) == "moved_on"
    table.wait(GRACE)
    assert table.step == "feel"
    assert table.refused(table.boss[0], command) == "moved_on"


def test_more_time_takes_the_bell_back() -> None:
    table = table_with(rank())
    next_(table)
    table.do(table.boss[0], MoreTime(step="ours", seconds=30))
    assert table.state(State).bell is None
    table.wait(30 * SECOND)
    assert table.step == "ours"
    table.wait(GRACE)
    assert table.step == "close"


def test_a_pause_holds_the_bell() -> None:
    table = table_with(rank())
    next_(table)
    table.do(table.players[0], Pause())
    table.wait(30 * SECOND)
    assert table.step == "ours"
    table.do(table.players[0], Resume())
    seat = table.players[0]
    table.do(seat, LockOrder(step="ours", order=order(table, seat)))
    table.wait(GRACE)
    assert table.step == "close"


def test_nobody_waits_for_those_who_are_not_here() -> None:
    table = table_with(rank())
    table.drop(*table.players)
    next_(table)
    assert table.step == "close"


def test_the_end_of_the_session_is_a_bell_too() -> None:
    table = table_with(rank())
    seat = table.players[0]
    table.do(table.boss[0], End())
    table.do(seat, LockOrder(step="ours", order=order(table, seat)))
    table.wait(GRACE)
    assert table.public.phase == "closed"
    table = table_with(rank())
    table.do(table.boss[0], Pause())
    table.do(table.boss[0], End())
    assert table.public.phase == "closed", "where the clocks stand no bell would ever be over"


def test_a_step_that_holds_does_not_hold_its_bell() -> None:
    held = Rank(id="ours", title="Ours", minutes=2, whose="own", hold=True)
    table = table_with(held)
    time_is_up(table)
    assert table.left() == HOLD + GRACE
    next_(table)
    assert table.left() == GRACE


# What a key means ---------------------------------------------------------------------------------


def test_a_key_that_was_meant_for_the_step_before_ends_nothing() -> None:
    table = table_with(rank(), TASTER["feel"])
    late = Next(step="ours", stage=0)
    table.wait(2 * 60 * SECOND)
    assert table.step == "feel"
    table.wait(SECOND // 2)
    assert table.refused(table.boss[0], late) == "moved_on"


def test_what_has_just_begun_is_ended_by_the_sure_alone() -> None:
    table = table_with(rank(), TASTER["plan"])
    next_(table)
    table.wait(GRACE + SECOND)
    boss = table.boss[0]
    for command in (Next(step="plan", stage=0), NextStage(step="plan", stage=0)):
        assert table.refused(boss, command) == "just_begun"
    for n, seat in enumerate(table.players):
        table.do(seat, Propose(step="plan", when=f"w{n} is here", then="we call"))
    table.do(boss, NextStage(step="plan", stage=0, sure=True))
    table.wait(GRACE)
    assert table.state(PlanState).stage in (MERGE, VOTE)
    stage = table.state(PlanState).stage
    assert table.refused(boss, NextStage(step="plan", stage=stage)) == "just_begun"
    assert table.refused(boss, Next(step="plan", stage=0, sure=True)) == "moved_on"
    table.wait(2 * SECOND)
    table.do(boss, Next(step="plan", stage=stage))
    assert due(table.room) == table.now + GRACE
