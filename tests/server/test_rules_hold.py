"""Hold: when its time is up, a step waits for a facilitator who is here, and not for ever."""

import pytest
from msgspec.structs import replace

from tests.support.table import Table
from turnabout_protocol.activities.close import CloseState
from turnabout_protocol.activities.scene import (
    ABSENCE_GRACE,
)
from turnabout_protocol.agenda import Agenda, Slot, ahead
from turnabout_protocol.commands import MoreTime, Next, Ready, Replan, Start
from turnabout_protocol.fold import fold
from turnabout_protocol.room import MINUTE, SECOND, State
from turnabout_protocol.steering import HoldStep, StepKeptOpen
from turnabout_server.authoring.scenarios import find_agenda
from turnabout_server.rules import due
from turnabout_server.rules.activities.base import GRACE, HOLD

pytestmark = pytest.mark.unhurried

TASTER = {step.id: step for step in find_agenda("taster").steps}


def talk(*, facilitators: int = 1, hold: bool = True) -> Table:
    """Return a table in a talk of two rounds, that is held."""
    steps = (replace(TASTER["straight"], hold=hold), TASTER["close"])
    agenda = Agenda(id="held", title="Held", steps=steps)
    table = Table(players=4, facilitators=facilitators or 1, agenda=agenda)
    table.do(table.boss[0], Start())
    if not facilitators:
        table.drop(table.boss[0])
    return table


def kept_open(table: Table) -> bool:
    return table.state(State).kept_open


def test_a_held_step_waits_two_minutes_in_its_last_part_alone() -> None:
    table = talk()
    table.wait(2 * MINUTE + GRACE)
    assert table.state(State).stage == 1
    assert not kept_open(table)
    table.wait(2 * MINUTE)
    assert kept_open(table)
    assert table.public.current is not None
    assert table.public.current.ends - table.now >= HOLD - 2 * SECOND
    table.wait(HOLD + GRACE)
    assert table.step == "close"
    told = [e.event for e in table.log if isinstance(e.event, StepKeptOpen)]
    assert len(told) == 1
    assert fold(table.log) == table.room


def test_next_and_all_who_are_ready_end_a_step_that_is_kept_open() -> None:
    for by_hand in (True, False):
        table = talk()
        table.wait(4 * MINUTE + GRACE)
        assert kept_open(table)
        if by_hand:
            table.do(table.boss[0], Next(step="straight", stage=1))
        else:
            for seat in table.players:
                if table.state(State).bell is None:
                    table.do(seat, Ready(step="straight", stage=1))
        table.wait(GRACE)
        assert table.step == "close"


def test_without_a_facilitator_nothing_is_held() -> None:
    table = talk(facilitators=0)
    table.wait(4 * MINUTE + 2 * GRACE)
    assert table.step == "close"


def test_a_bot_that_facilitates_is_waited_for_by_nobody() -> None:
    table = talk(facilitators=0)
    table.sit("Robo", None, "facilitator", bot=True)
    table.wait(4 * MINUTE + 2 * GRACE)
    assert table.step == "close"


def test_a_facilitator_who_drops_is_waited_for_some_seconds_and_no_longer() -> None:
    table = talk()
    table.wait(4 * MINUTE + GRACE)
    table.drop(table.boss[0])
    table.wait(ABSENCE_GRACE - SECOND)
    assert kept_open(table)
    table.back(table.boss[0])
    table.wait(MINUTE)
    assert kept_open(table), "who comes back in time holds it on"
    table.drop(table.boss[0])
    table.wait(ABSENCE_GRACE)
    assert table.state(State).bell is not None, "what stands on screens is sent first"
    table.wait(GRACE)
    assert table.step == "close"


def test_more_time_gives_more_time_and_holds_again() -> None:
    table = talk()
    table.wait(4 * MINUTE + GRACE)
    table.do(table.boss[0], MoreTime(step="straight", seconds=60))
    assert not kept_open(table)
    table.wait(HOLD + MINUTE)
    assert kept_open(table)


def test_a_facilitator_holds_and_lets_go_the_step_that_is_on_or_lies_ahead() -> None:
    table = talk(hold=False)
    boss = table.boss[0]
    assert table.refused(table.players[0], HoldStep(step="straight", hold=True)) == "not_yours"
    table.do(boss, HoldStep(step="straight", hold=True))
    assert table.refused(boss, HoldStep(step="straight", hold=True)) == "already"
    table.wait(4 * MINUTE + GRACE)
    assert kept_open(table)
    table.do(boss, HoldStep(step="straight", hold=False))
    table.wait(GRACE)
    assert table.step == "close"
    assert table.refused(boss, HoldStep(step="straight", hold=True)) == "moved_on"


def test_the_plan_says_which_steps_ahead_are_held() -> None:
    table = Table(players=2, facilitators=1, agenda=find_agenda("taster"))
    slots = tuple(
        Slot(step=s.id, minutes=s.minutes, hold=True if s.id == "brief" else None)
        for s in ahead(table.public)
    )
    table.do(table.boss[0], Replan(steps=slots))
    held = {step.id for step in table.public.agenda if step.hold}
    assert held == {"agree", "brief", "straight", "scores", "plan", "close"}
    assert table.refused(table.boss[0], Replan(steps=slots)) == "already"


def test_the_close_stays_as_it_is() -> None:
    table = talk()
    table.do(table.boss[0], Next(step="straight", sure=True))
    table.wait(GRACE)
    assert isinstance(table.state(State), CloseState)
    table.wait(29 * MINUTE)
    assert due(table.room) is not None
    table.wait(2 * MINUTE)
    assert due(table.room) is None, "it is closed"
