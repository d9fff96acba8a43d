"""Small words of screens, and where one begins in a turn that comes back."""

from functools import partial

import pytest

from tests.client.test_tui_activities import SMALL, app_of_pilot, at, ready
from tests.client.test_tui_model import playing
from tests.client.test_tui_pairs import live, on_screen, typed
from tests.client.test_tui_screens import app_of, field, text, until
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.ideas import Propose
from turnabout_protocol.commands import Pause


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


@pytest.mark.parametrize(("ask", "begins"), [("Why so?", "say"), ("", "say")])
async def test_a_turn_that_comes_back_whole_begins_in_its_first_field(
    ask: str, begins: str
) -> None:
    host = playing("business", "it")
    async with app_of(host, live(host).seat).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "say").has_focus)
        host.table(live(host).seat).writing = typed(say="We wait", ask=ask)
        app.room_changed()
        await until(pilot, lambda: field(app, "say").value == "We wait")
        await until(pilot, lambda: field(app, begins).has_focus)
        await pilot.pause()
        assert field(app, begins).has_focus


async def test_while_paused_the_last_line_says_what_p_does_then() -> None:
    host = playing("business", "it")
    other = next(s.id for s in host.room.public.players() if s.id != live(host).seat)
    async with app_of(host, other).run_test(size=(120, 36)) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, partial(on_screen, app, "p pause"))
        host.do(other, Pause())
        await until(pilot, partial(on_screen, app, "p go on"))
        assert "p pause" not in text(app)


async def test_who_watches_a_vote_is_not_asked_where_dots_go() -> None:
    host, (me, other) = at("plan")
    olu = host.sit("Olu", "it", "observer")
    for seat in (me, other):
        host.do(seat, Propose(step="plan", when=f"w{seat}", then="we call"))
    ready(host, me, other)
    ready(host, me, other)
    async with app_of(host, olu).run_test(size=(120, 36)) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, partial(on_screen, app, "I keep to it"))
        await pilot.press("enter")
        await until(pilot, partial(on_screen, app, "Ideas on the table"))
        assert "Where do your dots go?" not in text(app)


async def test_the_key_back_from_the_ahas_has_its_french_name() -> None:
    host = playing("business", "it")
    table = host.table(live(host).seat)
    app = TurnaboutApp(table, language="fr")
    table.on_change = app.room_changed
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: field(app, "say").has_focus)
        await pilot.press("escape", "a")
        await until(pilot, partial(on_screen, app, "Échap  "))
        assert "Esc " not in text(app)
