"""The facilitator plans anew: seen at once, refused with a reason, applied with one key."""

import pytest

from tests.client.test_tui_screens import app_of, text, until
from tests.client.tui_table import Host
from turnabout_client.console import replan as model
from turnabout_client.tui.console.replan import PlanRow, ReplanScreen
from turnabout_client.tui.console.screen import ConsoleScreen
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.commands import Next, Replan, Start
from turnabout_protocol.room import MINUTE


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def hosted(*, begun: bool) -> Host:
    host = Host()
    boss = host.sit("Boss", None, "facilitator")
    seats = [host.sit("One", "business"), host.sit("Two", "it")]
    if begun:
        host.do(boss, Start())
        for seat in seats:
            host.do(seat, Agree(step="agree", yes=True))
        host.pass_steps("scene")
    return host


def ids(host: Host) -> list[str]:
    return [step.id for step in host.room.public.agenda]


async def test_in_the_lobby_steps_are_timed_moved_and_taken_out() -> None:
    host = hosted(begun=False)
    async with app_of(host, 1).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        await pilot.pause()
        await pilot.press("v", "minus", *["down"] * 4, "x", "plus", "space", "down", "space")
        await pilot.pause()
        assert "taken out" in text(app)  # type: ignore[arg-type]
        assert "was 1.5" in text(app)  # type: ignore[arg-type]
        assert "23.5 minutes in all, 1.5 under 25." in text(app)  # type: ignore[arg-type]
        assert "Debrief 11.5 minutes, play" in text(app)  # type: ignore[arg-type]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConsoleScreen))
    assert ids(host) == [
        "agree", "brief", "scene", "derole", "scores", "straight", "plan", "close",
    ]  # fmt: skip
    assert host.room.public.agenda[0].minutes == 0.5
    assert host.room.public.agenda[5].minutes == 5
    assert [step.id for step in host.room.public.shelf] == ["feel"]


async def test_what_would_be_refused_is_said_at_once_and_not_sent() -> None:
    host = hosted(begun=True)
    async with app_of(host, 1).run_test(size=(80, 24)) as pilot:
        app = pilot.app
        await pilot.pause()
        await pilot.press("v", "down", "down", "x", "enter")
        await pilot.pause()
        assert isinstance(app.screen, ReplanScreen)
        assert "so" in text(app)  # type: ignore[arg-type]
        assert "against 8.5: add 0.5, or play less." in text(app)  # type: ignore[arg-type]
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ConsoleScreen))
    assert not any(isinstance(c, Replan) for c in host.table(1).done)
    assert host.room.public.shelf == ()


async def test_a_step_that_begins_leaves_the_plan_and_the_mouse_does_all_of_it() -> None:
    host = hosted(begun=True)
    async with app_of(host, 1).run_test(size=(120, 36)) as pilot:
        app = pilot.app
        await pilot.pause()
        await pilot.click("#do-plan")
        await until(pilot, lambda: isinstance(app.screen, ReplanScreen))
        host.do(1, Next(step="scene"))
        screen = app.screen
        assert isinstance(screen, ReplanScreen)
        screen._tick()
        await pilot.pause()
        assert "De-role is on" in text(app)  # type: ignore[arg-type]
        rows = [row for row in screen.query(PlanRow) if row.display]
        assert len(rows) == 5
        await pilot.click(rows[1])
        await pilot.click("#replan-longer")
        await pilot.click("#replan-grab")
        await pilot.pause()
        await pilot.click("#replan-up")
        await pilot.click("#replan-apply")
        await until(pilot, lambda: isinstance(app.screen, ConsoleScreen))
    assert ids(host)[3:] == ["derole", "straight", "feel", "scores", "plan", "close"]
    assert host.room.public.agenda[4].minutes == 5


def test_what_was_taken_out_comes_back_to_its_place() -> None:
    public = hosted(begun=False).room.public
    order = model.order(public)
    plan = model.draft(public).moved_to(4)
    out = plan.switched(order)
    assert [s.id for s in out.shelf] == ["feel"]
    back = out.moved_to(len(out.rows) - 1).switched(order)
    assert back.steps == plan.steps
    assert back.cursor == 4
    unknown = out.moved_to(len(out.rows) - 1).switched([])
    assert [s.id for s in unknown.steps[-2:]] == ["feel", "close"]


def test_minutes_go_in_wholes_and_the_last_one_in_halves() -> None:
    plan = model.draft(hosted(begun=False).room.public)
    told = []
    for by in (-1, -1, 1, 1, 1):
        plan = plan.longer(by)
        told.append(plan.steps[0].minutes)
    assert told == [0.5, 0.5, 1, 2, 3]
    assert plan.moved_to(99).longer(500).steps[-1].minutes == model.MOST
    assert "1.5 over 25" in model.fit(hosted(begun=False).room.public, plan.steps, 7 * MINUTE)
