"""Keys that come in one go, as over a slow line: each goes where the one before has led."""

from collections.abc import Iterable

import pytest
from textual import events
from textual.keys import _character_to_key

from tests.client.test_tui_activities import app_of_pilot, at
from tests.client.test_tui_model import playing
from tests.client.test_tui_screens import app_of, field, last, live, state, until
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.kit import in_turn
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.ideas import Propose
from turnabout_protocol.activities.scene import Said, Speak

SMALL = (80, 24)
NAMED = {"⏎": "enter", "␛": "escape", "⇥": "tab"}


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def in_one_go(app: TurnaboutApp, keys: Iterable[str]) -> None:
    """Let keys arrive before any of them has done anything."""
    for key in keys:
        name = NAMED.get(key, "")
        app.post_message(
            events.Key(name, None) if name else events.Key(_character_to_key(key), key)
        )


async def test_what_follows_an_enter_is_typed_into_the_field_that_it_leads_to() -> None:
    host = playing("business", "it")
    me = live(host).seat
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "say").has_focus)
        in_one_go(app, "Half a day.⏎Why so⏎")
        await until(pilot, lambda: state(host).turns[0].over)
        assert last(host, me, Speak).said == Said(say="Half a day.", ask="Why so")


async def test_a_second_enter_is_not_lost() -> None:
    host = playing("business", "it")
    me = live(host).seat
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "say").has_focus)
        in_one_go(app, "Half a day.⏎⏎")
        await until(pilot, lambda: state(host).turns[0].over)
        assert last(host, me, Speak).said == Said(say="Half a day.")


async def test_keys_after_the_one_that_opens_a_field_are_text() -> None:
    host, (me, _) = at("plan")
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "when").has_focus)
        before = host.room
        in_one_go(app, "␛⏎pause⏎then ask⏎⏎")
        await until(pilot, lambda: host.room != before)
        found = last(host, me, Propose)
        assert (found.when, found.then) == ("pause", "then ask")
        assert not host.room.public.clock.paused


async def test_a_paste_goes_where_the_enter_before_it_has_led() -> None:
    host, (me, _) = at("plan")
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "when").has_focus)
        in_one_go(app, "now⏎")
        app.post_message(events.Paste("and then"))
        await until(pilot, lambda: field(app, "then").text == "and then")
        assert field(app, "when").text == "now"


async def test_keys_go_into_a_dialog_that_a_key_opens_and_out_of_it_again() -> None:
    host, (me, _) = at("plan")
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "when").has_focus)
        form, when = app.screen, field(app, "when")
        in_one_go(app, "␛?␛⏎so")
        await until(pilot, lambda: when.text == "so")
        assert app.screen is form


async def test_a_key_that_leads_nowhere_for_ever_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(in_turn, "AT_MOST", 0.01)
    monkeypatch.setattr(in_turn.InTurn, "_up", lambda *_: None)
    host, (me, _) = at("plan")
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "when").has_focus)
        await pilot.press("escape")
        await pilot.press("p")
        await until(pilot, lambda: host.room.public.clock.paused)
