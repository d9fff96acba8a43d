"""Whoever types beside a field, before they are in it, does nothing to anybody with that."""

from time import sleep

import pytest
from textual import events

from tests.client.test_tui_debrief import said, seated
from tests.client.test_tui_screens import app_of, field, text, until
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.talk import TalkState
from turnabout_protocol.commands import Ready

SIZE = (80, 24)
LONG = 600.0
"""Seconds in which every key of these tests follows the one before."""


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)
    monkeypatch.setattr(RoomScreen, "LULL", LONG)


@pytest.mark.parametrize("word", ["apart", "people", "really", "g k p", "Prague", "see 5 pal"])
async def test_a_word_beside_the_field_pauses_nothing_and_opens_nothing(word: str) -> None:
    host, (_, ada, *_others) = seated("happened")
    stage = host.room.public.state(TalkState, "happened").stage
    host.do(_others[-1], Ready(step="happened", stage=stage))
    app = app_of(host, ada)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await until(pilot, lambda: field(app, "remark").has_focus)
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is None)
        before, below = host.room, app.screen
        await pilot.press(*("space" if c == " " else c for c in word))
        await until(pilot, lambda: "Press Enter first" in text(app))
        assert app.screen is below
        assert host.room == before
        assert not said(host)


@pytest.mark.parametrize("lull", [0.01, LONG])
async def test_one_letter_is_the_key_it_is_also_before_another_kind_of_key(
    lull: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RoomScreen, "LULL", lull)
    host, (_, ada, *_others) = seated("so-what")
    app = app_of(host, ada)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: field(app, "remark").has_focus)
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is None)
        await pilot.press("p")
        if lull == LONG:
            # Held down it repeats itself; an arrow shows that it was meant as a key.
            await pilot.press("p", "p")
            assert not host.room.public.clock.paused
            await pilot.press("down")
        await until(pilot, lambda: host.room.public.clock.paused)


async def test_a_letter_that_is_held_types_nothing_into_a_field_that_comes() -> None:
    host, (_, ada, *_others) = seated("so-what")
    app = app_of(host, ada)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: field(app, "remark").has_focus)
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is None)
        await pilot.press("p", "enter")
        await until(pilot, lambda: field(app, "remark").has_focus)
        await until(pilot, lambda: host.room.public.clock.paused)
        assert "p" not in field(app, "remark").text


async def test_a_word_that_was_typed_while_the_screen_was_busy_is_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(RoomScreen, "LULL", 1.0)
    host, (_, ada, *_others) = seated("so-what")
    app = app_of(host, ada)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await until(pilot, lambda: field(app, "remark").has_focus)
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is None)
        first, then = events.Key("p", "p"), events.Key("l", "l")
        app.post_message(first)
        screen = app.screen
        assert isinstance(screen, RoomScreen)
        await until(pilot, lambda: screen._unwritten.holds is not None)
        # The next letter comes at once, and is read late: nothing here runs for a while.
        then.time = first.time + 0.1
        sleep(1.1)  # noqa: ASYNC251 - the loop is to be busy
        assert app._driver is not None
        app._driver.send_message(then)
        await until(pilot, lambda: "Press Enter first" in text(app))
        assert not host.room.public.clock.paused
