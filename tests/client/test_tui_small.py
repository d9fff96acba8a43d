"""Windows smaller than usual: what to do now, the clock and the keys stay whole, down to 60x16."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from textual.containers import Horizontal
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Button, Static
from textual.widgets._footer import FooterKey

from tests.client.test_tui_model import LINK, playing
from tests.client.test_tui_screens import House, app_of, live, says, text, until
from tests.client.tui_table import Host
from tests.support.gallery import MOMENTS, app_at
from turnabout_client.entrance.model import Wish
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.kit.field import TextField
from turnabout_client.tui.kit.footer import Fit, fit
from turnabout_client.tui.kit.too_small import LEAST, too_small
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol import links
from turnabout_protocol.messages import Door
from turnabout_protocol.scenario import Side

USUAL, LARGE = (80, 24), (120, 36)
READ = 4
"""Rows that are left at least for what one reads."""


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


async def settled(pilot: Pilot[str]) -> None:
    for _ in range(4):
        await pilot.pause()


def cut(app: TurnaboutApp) -> Iterator[str]:
    """Yield what is not whole in the window, of what somebody needs to go on."""
    screen = app.screen
    sentence = screen.query_one("#sentence", Static)
    words = sentence.visual.get_height({}, sentence.content_size.width)
    if words > sentence.content_size.height:
        yield f"what to do now: {sentence.content}"
    needed: list[Widget] = [sentence, *screen.query(FooterKey)]
    focused = app.focused
    if focused is not None:
        needed.append(focused)
    # The row of keys beside a field: its first one is the main thing to do.
    for row in screen.query(Horizontal):
        if row.has_class("buttons") and row.display and row.is_on_screen:
            needed += [b for b in row.query(Button) if b.display][:1]
    for widget in needed:
        if not screen.region.contains_region(widget.region) or not widget.region.height:
            yield f"{widget!r} at {widget.region}"


@pytest.mark.parametrize("name", MOMENTS)
async def test_at_every_moment_the_one_thing_to_do_is_whole(name: str) -> None:
    app = app_at(name)
    async with app.run_test(size=LEAST) as pilot:
        await settled(pilot)
        assert not [*cut(app)], text(app)
        clock = app.screen.query_one("#time", Static)
        assert str(clock.content).strip() in text(app)
        assert app.screen.query_one("#body").region.height >= READ, text(app)


@pytest.mark.parametrize("name", ["brief", "turn", "happened", "ideas", "review", "close"])
@pytest.mark.parametrize("size", [USUAL, LARGE])
async def test_a_field_in_use_does_not_push_its_keys_out(name: str, size: tuple[int, int]) -> None:
    app = app_at(name)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        fields = [f for f in app.screen.query(TextField) if f.region]
        if fields:
            fields[0].focus()
        await settled(pilot)
        assert not [*cut(app)], text(app)


@pytest.mark.parametrize("seat", [1, 8])
async def test_the_console_and_who_watches_go_on_in_small_windows(seat: int) -> None:
    app = app_at("rate", seat, watcher=seat == 8)
    async with app.run_test(size=LEAST) as pilot:
        await settled(pilot)
        assert not [*cut(app)], text(app)
        if seat == 1:
            shown = [b for b in app.screen.query(".lever") if b.display]
            lost = [b for b in shown if not app.screen.region.contains_region(b.region)]
            assert not lost, text(app)
            assert "To say now" in text(app)


async def test_the_door_is_whole_in_a_small_window() -> None:
    app = TurnaboutApp(wish=Wish(where=links.parse(LINK)), entrance=House(Host()))
    async with app.run_test(size=LEAST) as pilot:
        await until(pilot, lambda: says(app) not in ("", "Knocking ..."))
        await settled(pilot)
        for wanted in ("#name", "#home-business", "#home-it", "#home-none", "#door-says"):
            region = app.screen.query_one(wanted).region
            assert region.height, wanted
            assert app.screen.region.contains_region(region), text(app)


class LongNames(House):
    """An entrance whose sides have names as long as those of the library."""

    async def knock(self, where: links.Link) -> Door:
        labels: dict[Side, str] = {"business": "Service après-vente", "it": "Sécurité informatique"}
        return replace(await super().knock(where), labels=labels)


@pytest.mark.parametrize("size", [LEAST, USUAL, LARGE])
async def test_with_long_names_every_choice_of_a_side_is_in_sight(size: tuple[int, int]) -> None:
    app = TurnaboutApp(wish=Wish(where=links.parse(LINK)), entrance=LongNames(Host()))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: says(app) not in ("", "Knocking ..."))
        await settled(pilot)
        for said in ("Service après-vente", "Sécurité informatique", "just watch"):
            assert said in text(app), text(app)


async def test_below_that_it_says_how_large_the_window_is_and_what_to_do() -> None:
    host = playing("business", "it")
    async with app_of(host, live(host).seat).run_test(size=LEAST) as pilot:
        app = pilot.app
        assert isinstance(app, TurnaboutApp)
        await settled(pilot)
        assert "This window is" not in text(app)
        await pilot.resize_terminal(52, 14)
        await until(pilot, lambda: "This window is 52 x 14." in text(app))
        assert "Make it at least 60 x 16, or press Ctrl and minus." in too_small(52, 14)
        await pilot.resize_terminal(*LEAST)
        await until(pilot, lambda: "This window is" not in text(app))


def test_keys_go_whole_from_the_end_and_help_and_quit_stay() -> None:
    keys = [("read", 8), ("word", 10), ("number", 12), ("aha", 5), ("help", 6), ("leave", 6)]
    assert fit(keys, 80) == Fit(False, frozenset())
    assert fit(keys, 58) == Fit(True, frozenset())
    assert fit(keys, 57) == Fit(True, frozenset({"aha"}))
    assert fit(keys, 40) == Fit(True, frozenset({"aha", "number"}))
    assert fit(keys, 10) == Fit(True, frozenset({"aha", "number", "word"})), (
        "the first is the main one"
    )
