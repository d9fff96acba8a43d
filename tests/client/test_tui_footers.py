"""The last line shows whole keys, and what stands at the foot and beside its buttons is whole, too.

Languages differ in how long their words are: so every moment of a session is looked at in all of
them, as it opens and after Escape has left the field that one may be in.
"""

from collections.abc import Iterator

import pytest
from textual.pilot import Pilot
from textual.widgets import Static
from textual.widgets._footer import FooterKey

from tests.client.test_tui_small import settled
from tests.support.gallery import MOMENTS, StillTable, moment
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.kit.footer import Keys
from turnabout_client.tui.room.screen import RoomScreen

LANGUAGES = ("en", "de", "fr")
SIZES = ((60, 16), (80, 24), (120, 36))


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def app_of(table: StillTable, language: str) -> TurnaboutApp:
    app = TurnaboutApp(table, language=language)
    app.animation_level = "none"
    return app


def actions(app: TurnaboutApp) -> list[str]:
    """Return what the keys in the last line do, in their order."""
    return [key.action for key in app.screen.query_one(Keys).query(FooterKey)]


def cut(app: TurnaboutApp) -> Iterator[str]:
    """Yield what is not whole in the last line, at the foot and beside the buttons."""
    footer = app.screen.query_one(Keys)
    for key in footer.query(FooterKey):
        words = key.render().cell_len
        if not footer.region.contains_region(key.region) or key.region.width < words:
            yield f"{key.key_display} {key.description} at {key.region}"
    for said in app.screen.query(".aside, #foot Static").results(Static):
        if is_cut(said):
            yield f"{said.id or said.classes}: {said.content}"


def is_cut(said: Static) -> bool:
    """Return whether somebody sees only a part of what is said there."""
    shown = said.is_on_screen and said.display and said.visible and said.visual is not None
    if not shown or not str(said.content) or said.has_class("cue"):
        return False  # what a cue repeats stands on its card
    width, height = said.content_size
    if said.styles.text_wrap == "nowrap":
        return said.visual.get_optimal_width({}, 999) > width
    return said.visual.get_height({}, width) > height


async def seen(pilot: Pilot[str], app: TurnaboutApp) -> list[str]:
    found = []
    for size in SIZES:
        await pilot.resize_terminal(*size)
        await settled(pilot)
        found += [f"{size[0]} {words}" for words in cut(app)]
    return found


@pytest.mark.parametrize("name", MOMENTS)
async def test_every_key_is_whole_in_every_language(name: str) -> None:
    table, found = moment(name), []
    for language in LANGUAGES:
        app = app_of(table, language)
        async with app.run_test(size=SIZES[0]) as pilot:
            found += [(language, words) for words in await seen(pilot, app)]
            if app.focused is not None:
                await pilot.press("escape")
                found += [(language, words) for words in await seen(pilot, app)]
    assert found == []


async def test_in_a_turn_what_matters_in_it_goes_last() -> None:
    table = moment("turn")
    for language in LANGUAGES:
        app = app_of(table, language)
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            await pilot.press("escape")
            await settled(pilot)
            kept = actions(app)
            assert kept[:3] == ["write", "hide", "extra"]
            assert kept[-2:] == ["help", "leave"]
