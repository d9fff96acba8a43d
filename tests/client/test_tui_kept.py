"""Nothing written is lost when somebody else's key closes what it was written in."""

import pytest

from tests.client.test_tui_activities import SMALL, app_of_pilot, at, near_the_bell
from tests.client.test_tui_model import playing
from tests.client.test_tui_screens import app_of, field, live, text, until
from tests.client.tui_table import Host
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.room.ahas import Ahas
from turnabout_client.tui.room.kept import Kept, texts_of, why
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.ideas import Propose
from turnabout_protocol.activities.scene import Pass, Said, Speak
from turnabout_protocol.commands import Next, NextStage
from turnabout_protocol.text import LINE


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def boss(host: Host) -> int:
    return next(s.id for s in host.room.public.seats.values() if s.role == "facilitator")


def told(app: TurnaboutApp) -> str:
    """Return all notices there are, as one text: on the screen they wrap."""
    return " ".join(notice.message for notice in app._notifications)


async def test_a_step_that_ends_keeps_what_was_written_and_says_who_moved_on() -> None:
    host, (me, _) = at("plan")
    async with app_of(host, me).run_test(size=SMALL, notifications=True) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "when").has_focus)
        await pilot.press(*"a deal is quiet")
        host.do(boss(host), Next(step="plan", sure=True))
        await until(pilot, lambda: "What you wrote is kept" in told(app))
        assert told(app) == (
            "Boss moved on to “Close”. What you wrote is kept: “a deal is quiet”. "
            "Press a, and it is there."
        )
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Ahas))
        await until(pilot, lambda: field(app, "aha").text == "a deal is quiet")
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, Ahas))
        assert not host.room.of(me).ahas, "nobody has asked for it"
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Ahas))
        field(app, "aha").focus()
        await pilot.press("end", *"!", "enter")
        await until(pilot, lambda: [a.text for a in host.room.of(me).ahas] == ["a deal is quiet!"])
        await until(pilot, lambda: field(app, "aha").text == "")


async def test_a_stage_that_ends_says_so_and_a_sent_text_is_not_kept() -> None:
    host, (me, other) = at("plan")
    host.do(other, Propose(step="plan", when="w", then="t"))
    host.do(other, Propose(step="plan", when="w2", then="t2"))
    async with app_of(host, me).run_test(size=SMALL, notifications=True) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "when").has_focus)
        await pilot.press(*"sent", "enter", *"too", "enter")
        await until(pilot, lambda: not field(app, "when").text)
        await pilot.press("enter", *"half of")
        host.do(boss(host), NextStage(step="plan", stage=0))
        await until(pilot, lambda: "What you wrote is kept: “half of”" in told(app))
        assert "sent" not in " ".join(app.kept.lines)
        assert app.kept.lines == ["half of"]


async def test_an_aha_half_written_is_there_again() -> None:
    host, (me, _) = at("plan")
    async with app_of(host, me).run_test(size=SMALL, notifications=True) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "when").has_focus)
        await pilot.press("escape", "a")
        await until(pilot, lambda: isinstance(app.screen, Ahas) and field(app, "aha").has_focus)
        await pilot.press(*"they wait")
        host.do(boss(host), Next(step="plan", sure=True))
        await until(pilot, lambda: "What you wrote is kept: “they wait”" in told(app))
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Ahas))
        await until(pilot, lambda: field(app, "aha").text == "they wait")


async def test_a_form_that_opens_again_has_what_was_written_in_it() -> None:
    host, (me, _) = at("plan")
    app = app_of(host, me)
    app.kept.put("plan", {"when": "a deal is quiet", "by": "a day"})
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: field(app, "when").text == "a deal is quiet")
        assert field(app, "when").written, "it is theirs, not the form's"
        assert app.kept.lines == ["a day"], "that form is not open"


def test_kept_texts_go_back_into_their_fields_or_into_lines_of_an_aha() -> None:
    kept = Kept()
    long = "word " * 100
    kept.put("plan", {"when": "a deal is quiet", "then": long.strip()})
    assert all(len(line) <= LINE for line in kept.lines)
    assert " ".join(kept.lines) == f"a deal is quiet {long.strip()}"
    there = len(kept.lines)
    kept.noted(kept.lines[1])
    assert len(kept.lines) == there - 1
    assert kept.take("plan", "when") == "a deal is quiet"
    assert kept.take("plan", "when") == ""
    for line in kept.lines:
        kept.noted(line)
    assert not kept.lines


def test_what_a_command_says_is_known_wherever_it_stands_in_it() -> None:
    said = Said(echo="you wait", say="so do we")
    assert {"you wait", "so do we"} <= texts_of(Speak(step="scene", turn=1, said=said))


def test_why_a_form_has_gone() -> None:
    host, (me, _) = at("plan")
    before = host.room.public
    near_the_bell(host)
    assert why(before, host.room, me, host.now) == "The time was up."
    host.now = 0
    assert before.current is not None
    begun = before.clock.room(before.current.opened)
    host.do(boss(host), Next(step="plan", sure=True))
    assert why(before, host.room, me, begun) == "Boss moved on to “Close”."
    assert why(before, host.room, None, begun) == "The room has moved on."


async def test_passing_asks_when_something_is_written() -> None:
    host = playing("business", "it")
    me = live(host).seat
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "say").has_focus)
        await pilot.press(*"half", "escape", "z")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "half" in text(app)
        await pilot.press("n")
        await until(pilot, lambda: not isinstance(app.screen, Confirm))
        assert field(app, "say").text == "half"
        assert not any(isinstance(c, Pass) for c in host.table(me).done)
        await pilot.press("z", "y")
        await until(pilot, lambda: any(isinstance(c, Pass) for c in host.table(me).done))
        await until(pilot, lambda: "half" in told(app))
        assert told(app).startswith("You passed. What you wrote is kept")
