"""Steps, deadlines, pauses and restarts: nobody waits on the absent, no time is lost or won."""

import msgspec
import pytest

from tests.support.table import Table
from turnabout_protocol.activities.close import OPEN_FOR
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.poll import PollState
from turnabout_protocol.activities.scene import SceneState
from turnabout_protocol.clocks import Resumed, ServerRestarted
from turnabout_protocol.commands import (
    End,
    MoreTime,
    Next,
    NextStage,
    Pause,
    Ready,
    Resume,
    Start,
    Watch,
)
from turnabout_protocol.course import RoomClosed, StepOpened
from turnabout_protocol.room import MINUTE, SECOND, HouseRules, State
from turnabout_server import rules
from turnabout_server.authoring.scenarios import find_agenda, find_scenario
from turnabout_server.rules import Refusal
from turnabout_server.rules.activities.base import HOLD
from turnabout_server.rules.agenda import (
    LOBBY_ABANDONED,
    PAUSE_LIMIT,
    RETURN_LIMIT,
)


def running(players: int = 4, *, late: int = 0) -> Table:
    """Return a table whose players have all agreed: the brief is on."""
    table = Table(players=players, facilitators=1, late=late)
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    assert table.step == "brief"
    return table


def test_everyone_who_is_here_being_ready_ends_a_step_early() -> None:
    table = running()
    table.drop(table.players[3])
    for seat in table.players[:3]:
        assert table.step == "brief"
        table.do(seat, Ready(step="brief", stage=0))
    assert table.step == "scene"


def test_who_drops_is_not_waited_for() -> None:
    table = running()
    for seat in table.players[:3]:
        table.do(seat, Ready(step="brief", stage=0))
    table.drop(table.players[3])
    assert table.step == "scene"


def test_a_table_that_loses_its_network_does_not_rush_on() -> None:
    table = running()
    table.do(table.players[0], Ready(step="brief", stage=0))
    table.drop(*table.players)
    assert table.step == "brief"
    table.back(*reversed(table.players))
    assert table.step == "brief"


def test_next_moves_one_step_and_a_late_one_none() -> None:
    table = running()
    boss = table.boss[0]
    table.do(boss, Next(step="brief"))
    assert table.step == "scene"
    assert table.refused(boss, Next(step="brief")) == "moved_on"
    assert table.refused(table.players[0], Next(step="scene")) == "not_yours"
    assert table.step == "scene"


def test_a_facilitator_goes_on_stage_by_stage_and_a_late_one_not_at_all() -> None:
    table = running()
    boss = table.boss[0]
    table.do(boss, NextStage(step="brief", stage=0))
    assert table.step == "scene", "a step of one stage ends"
    turns = len(table.public.state(SceneState, "scene").turns)
    table.do(boss, NextStage(step="scene", stage=0))
    assert table.step == "derole", "turns are no stages"
    assert len(table.public.state(SceneState, "scene").turns) == turns
    table.reach("feel")
    assert table.refused(table.players[0], NextStage(step="feel", stage=0)) == "not_yours"
    assert table.refused(boss, NextStage(step="feel", stage=1)) == "moved_on"
    table.do(boss, NextStage(step="feel", stage=0))
    assert table.step == "feel"
    assert table.public.state(PollState, "feel").tallies is not None
    assert table.refused(boss, NextStage(step="feel", stage=0)) == "moved_on"
    table.do(boss, NextStage(step="feel", stage=1))
    assert table.step == "straight"


def test_a_pause_stops_all_clocks_and_gives_back_exactly_the_time_there_was() -> None:
    table = running()
    table.reach("scene")
    table.wait(20 * SECOND)
    left, step_left = table.left(), table.public.current
    table.do(table.players[1], Pause())
    play = table.public.clock.play(table.now)
    table.wait(9 * MINUTE)
    assert table.public.clock.play(table.now) == play
    assert table.refused(table.boss[0], Next(step="scene")) == "paused"
    table.do(table.players[1], Resume())
    assert table.left() == left
    assert table.public.current == step_left
    table.wait(left - 1)
    assert table.turn.number == 1
    table.wait(1)
    assert table.turn.number == 2


def test_who_may_end_a_pause() -> None:
    table = running()
    one, two = table.players[:2]
    table.do(one, Pause())
    assert table.refused(two, Pause()) == "already"
    table.wait(MINUTE - 1)
    assert table.refused(two, Resume()) == "not_yet"
    table.wait(1)
    table.do(two, Resume())
    assert table.refused(two, Resume()) == "already"
    table.do(one, Pause())
    table.do(table.boss[0], Resume())
    table.do(two, Pause())
    table.wait(PAUSE_LIMIT)
    assert not table.public.clock.paused


def test_after_a_restart_clocks_wait_until_all_are_back() -> None:
    table = running()
    table.reach("scene")
    table.wait(20 * SECOND)
    left = table.left()
    table.restart()
    assert not any(seat.present for seat in table.public.seats.values())
    table.wait(4 * SECOND)
    table.back(*table.players[:-1])
    assert table.public.clock.paused
    table.back(table.players[-1])
    assert not table.public.clock.paused
    assert table.left() == left


def test_after_a_restart_clocks_wait_no_longer_than_their_limit() -> None:
    table = running()
    table.reach("scene")
    table.restart()
    table.back(*table.players[:-1])
    assert table.left() == RETURN_LIMIT
    table.wait(RETURN_LIMIT - 1)
    table.restart()  # twice in a row: still the one limit
    assert table.left() == 1
    table.wait(1)
    assert not table.public.clock.paused


def test_who_was_gone_before_a_restart_is_not_waited_for() -> None:
    table = running()
    table.drop(table.players[0])
    table.wait(1)
    table.restart()
    table.back(*table.players[1:])
    assert not table.public.clock.paused


def test_more_time_moves_the_turn_and_the_step() -> None:
    table = running()
    table.reach("scene")
    left, current = table.left(), table.public.current
    assert current is not None
    table.do(table.boss[0], MoreTime(step="scene", seconds=60))
    assert table.left() == left + MINUTE
    assert table.public.current is not None
    assert table.public.current.ends == current.ends + MINUTE
    while table.step == "scene":
        table.bell()
    assert len(table.public.state(SceneState, "scene").turns) == 5


def test_a_step_on_hold_waits_for_a_facilitator_who_is_here() -> None:
    agenda = find_agenda("taster")
    steps = tuple(
        msgspec.structs.replace(s, hold=True) if s.id == "brief" else s for s in agenda.steps
    )
    table = Table(players=2, facilitators=1, agenda=msgspec.structs.replace(agenda, steps=steps))
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    table.wait(3 * MINUTE)
    assert table.step == "brief"
    assert table.state(State).kept_open
    assert table.left() == HOLD
    table.wait(HOLD)
    assert table.step == "scene"


def test_the_room_closes_half_an_hour_after_close_began() -> None:
    table = running()
    table.reach("close")
    assert table.left() == OPEN_FOR
    for seat in table.players:
        table.do(seat, Ready(step="close", stage=0))
    assert table.step == "close"  # people read in their own time
    table.wait(OPEN_FOR)
    assert table.public.phase == "closed"
    assert rules.due(table.room) is None
    assert table.refused(table.players[0], Pause()) == "closed"


def test_a_room_that_everybody_left_in_its_close_is_closed_within_a_minute() -> None:
    table = running()
    table.reach("close")
    table.drop(*table.players, *table.boss)
    assert table.left() == MINUTE
    table.back(table.players[0])
    assert table.left() > 20 * MINUTE
    table.drop(table.players[0])
    table.wait(MINUTE)
    assert table.public.phase == "closed"


def test_a_lobby_nobody_comes_back_to_closes_after_a_month_even_with_a_bot_in_it() -> None:
    table = Table(players=1)
    table.sit("Robot", "it", bot=True)
    assert rules.due(table.room) is None
    table.wait(MINUTE)
    table.drop(*table.players)
    assert table.left() == LOBBY_ABANDONED
    table.wait(LOBBY_ABANDONED - MINUTE)
    assert rules.due(table.room) == table.now + MINUTE
    table.wait(MINUTE)
    assert table.public.phase == "closed"


def test_a_session_everybody_left_still_ends() -> None:
    table = running()
    table.drop(*table.players, *table.boss)
    table.wait(60 * MINUTE)
    assert table.public.phase == "closed"


def test_a_facilitator_ends_the_session_at_any_time() -> None:
    table = running()
    table.reach("scene")
    table.draft(table.turn.seat, say="half a thought")
    events = table.do(table.boss[0], End())
    assert isinstance(events[-1], RoomClosed)
    assert table.public.state(SceneState, "scene").turns[0].say == "half a thought"


def test_nothing_is_due_before_its_time() -> None:
    table = running()
    assert rules.expire(table.room, table.now + table.left() - 1).events == ()


def test_events_tell_what_happened_when_clocks_are_held() -> None:
    table = running()
    table.restart()
    assert isinstance(table.log[-1].event, ServerRestarted)
    table.wait(RETURN_LIMIT)
    kinds = [type(entry.event) for entry in table.log]
    assert Resumed in kinds
    assert StepOpened in kinds


def test_watching_ends_what_one_was_waited_for() -> None:
    table = running(2)
    table.do(table.players[0], Ready(step="brief", stage=0))
    table.do(table.players[1], Watch())
    assert table.step == "scene"


@pytest.mark.parametrize("date", ["2026-02-30", "2026-13-01", "0000-00-00"])
def test_a_room_opens_only_on_a_day_there_is(date: str) -> None:
    with pytest.raises(Refusal, match="no date"):
        rules.open_room(
            find_scenario("missed-target"),
            find_agenda("taster"),
            HouseRules(opened_on=date),
            1,
            "hash",
            "E1",
            secret="S",
        )


def test_an_agenda_ends_with_its_one_close_and_has_no_id_twice() -> None:
    agenda = find_agenda("taster")
    for steps in (agenda.steps[:-1], (*agenda.steps, agenda.steps[0]), agenda.steps[::-1]):
        with pytest.raises(Refusal) as caught:
            rules.check_agenda(steps)
        assert caught.value.code == "agenda"


def test_a_minute_more_can_be_given_while_the_clocks_stand() -> None:
    table = running()
    table.reach("scene")
    table.do(table.players[0], Pause())
    assert table.public.current is not None
    ends = table.public.current.ends
    table.do(table.boss[0], MoreTime(step="scene"))
    assert table.public.current.ends == ends + MINUTE
