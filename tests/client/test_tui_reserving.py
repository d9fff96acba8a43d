"""“I take it”: the others see who is at it, and cannot open the form meanwhile."""

import pytest
from textual.widgets import Static

from tests.client.test_tui_activities import (
    SMALL,
    app_of_pilot,
    at,
    near_the_bell,
    ready,
    sentence,
)
from tests.client.test_tui_kept import told
from tests.client.test_tui_screens import app_of, field, text, until
from tests.client.tui_table import Host
from turnabout_client.bots.mind import intentions
from turnabout_client.bots.view import Intention
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.ideas import Propose
from turnabout_protocol.activities.plan import RESERVED, PlanState
from turnabout_protocol.activities.promises import Promising, Release, Reserve
from turnabout_protocol.commands import Back, Next
from turnabout_protocol.room import MINUTE
from turnabout_protocol.steering import HoldStep


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def chosen() -> tuple[Host, int, int]:
    """Return a host at which one idea was chosen, and its two players."""
    host, (me, other) = at("plan")
    host.do(me, Propose(step="plan", when="a deal is quiet", then="we call"))
    ready(host, me, other)
    assert host.room.public.state(PlanState, "plan").chosen == (1,)
    return host, me, other


def waits(host: Host) -> set[int]:
    return set(host.room.public.state(PlanState, "plan").reserved)


async def test_it_waits_for_whoever_opens_the_form_until_escape() -> None:
    host, me, _ = chosen()
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: sentence(pilot) == "This was chosen. Who takes it?")
        await pilot.press("i")
        await until(pilot, lambda: app.screen.query_one("#promising").display)
        assert waits(host) == {1}
        assert "It is yours for a minute." in " ".join(text(app).split())
        await pilot.press("down")
        await until(pilot, lambda: field(app, "sign").has_focus)
        await pilot.press(*"calm", "escape", "escape")
        await until(pilot, lambda: not waits(host))
        await pilot.press("i")
        await until(pilot, lambda: app.screen.query_one("#promising").display)
        assert field(app, "sign").text.endswith("calm"), "the draft is where it was"


async def test_others_read_who_takes_it_and_have_no_form_until_the_minute_is_over() -> None:
    host, me, other = chosen()
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: sentence(pilot) == "This was chosen. Who takes it?")
        host.do(other, Reserve(step="plan", idea=1))
        await until(pilot, lambda: sentence(pilot) == "Player 1 is taking it.")
        assert "… Player 1 is taking it" in str(app.screen.query(".idea").first(Static).content)
        await pilot.press("i", "u")
        assert not app.screen.query_one("#promising").display
        assert len(app.screen_stack) == 2
        assert host.room.public.current is not None
        assert RESERVED == MINUTE
        host.now += RESERVED - 1
        host.table(me).on_change()
        await pilot.pause()
        host.now += 1  # nothing but time has to pass
        await until(pilot, lambda: sentence(pilot) == "This was chosen. Who takes it?")


def test_bots_leave_it_to_whoever_takes_it() -> None:
    host, me, other = chosen()

    def promises() -> list[Intention]:
        wanted = intentions(host.table(me).room, me, 7)
        return [one for one in wanted if isinstance(one.command, Promising)]

    assert [one.not_before for one in promises()] == [0]
    host.do(other, Reserve(step="plan", idea=1))
    until = host.room.public.state(PlanState, "plan").reserved[1].until
    assert [one.not_before for one in promises()] == [until]
    host.do(other, Release(step="plan", idea=1))
    assert [one.not_before for one in promises()] == [0]


async def test_a_promise_without_a_partner_is_kept_at_the_end_and_said_and_offered_again() -> None:
    host, (me, *others) = at("plan", players=4)
    host.do(me, Propose(step="plan", when="a deal is quiet", then="we call"))
    ready(host, me, *others)
    async with app_of(host, me).run_test(size=SMALL, notifications=True) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: sentence(pilot) == "This was chosen. Who takes it?")
        await pilot.press("i")
        await until(pilot, lambda: app.screen.query_one("#promising").display)
        assert "Not sent yet at the bell: it is kept." in text(app)
        await pilot.press("down")
        await until(pilot, lambda: field(app, "sign").has_focus)
        field(app, "sign").text = ""
        await pilot.press(*"calm")
        host.do(1, Next(step="plan", sure=True))
        await until(pilot, lambda: "What you wrote is kept: “calm”" in told(app))
        assert not host.room.public.state(PlanState, "plan").promises
        host.do(1, Back(step="close"))
        # It still waits for me.
        await until(pilot, lambda: sentence(pilot) == "With whom, by when, and how do we see it?")
        await until(pilot, lambda: field(app, "sign").text == "calm")
        await pilot.press("1")
        await until(pilot, lambda: "Sent at the bell." in text(app))
        # A held step would wait for the facilitator, and what stands here with it.
        host.do(1, HoldStep(step="plan", hold=False))
        near_the_bell(host)
        host.sit("Late", "it", "observer")
        await until(pilot, lambda: bool(host.room.public.state(PlanState, "plan").promises))
        (promise,) = host.room.public.state(PlanState, "plan").promises
        assert promise.sign == "calm"


async def test_half_an_idea_is_kept_and_is_in_its_field_when_the_step_is_open_again() -> None:
    host, (me, _) = at("plan")
    async with app_of(host, me).run_test(size=SMALL, notifications=True) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "when").has_focus)
        await pilot.press(*"a deal is quiet")
        host.do(1, Next(step="plan", sure=True))
        await until(pilot, lambda: "What you wrote is kept: “a deal is quiet”" in told(app))
        host.do(1, Back(step="close"))
        await until(pilot, lambda: bool(app.screen.query("#when")))
        await until(pilot, lambda: field(app, "when").text == "a deal is quiet")
        assert not app.kept.lines, "it is in one place"
