"""Nothing that names a key or says what to do is cut at 80 columns, in any of the three languages.

Where a row has no room for all, it moves together; what is said beside buttons goes before a word
of it is cut.
"""

import re
from collections.abc import Iterator
from typing import Final

import pytest
from msgspec import structs
from rich.cells import cell_len
from textual.app import App
from textual.content import Content
from textual.errors import NoWidget
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import Button, Static

from tests.client.test_snapshots import LARGE, SMALL, hold_still
from tests.support.gallery import MOMENTS, moment
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.console.lever import LeverButton
from turnabout_client.tui.console.screen import ConsoleScreen
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_language import LANGUAGES, _, use
from turnabout_server.authoring.scenarios import load_scenario
from turnabout_server.authoring.shelves import shelf


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)
    yield
    use("en")


NAMES = re.compile("Waiting for|Wir warten auf|On attend")
"""Names of people may be as long as they like."""


def seen(app: App[str], one: Widget) -> Region:
    """Return where a widget stands in sight; nothing if it does not."""
    try:
        return app.screen.find_widget(one).visible_region
    except NoWidget:
        return Region()


def cut(app: App[str]) -> list[str]:
    """Return the words of which not all stands on the screen: of buttons, and what to do now."""
    found = []
    for button in app.screen.query(Button):
        shown, words = seen(app, button), Content.from_text(button.label)
        # A cell before the words, and one after them that may be outside.
        if shown and shown.width <= words.cell_length:
            found.append(words.plain)
    for said in app.screen.query("#sentence, #foot .aside").results(Static):
        content, shown = said.content, seen(app, said)
        if shown and isinstance(content, str | Content) and not NAMES.match(str(content)):
            words = Content.from_text(content, markup=False)
            if len(words.wrap(said.content_size.width)) > shown.height:
                found.append(words.plain)
    return found


@pytest.mark.each_moment
@pytest.mark.parametrize("seat", [1, 2])
@pytest.mark.parametrize("name", MOMENTS)
async def test_no_key_and_no_instruction_is_cut(name: str, seat: int) -> None:
    table = moment(name, seat)
    for language in LANGUAGES:
        app = TurnaboutApp(table, language=language)
        app.animation_level = "none"
        async with app.run_test(size=SMALL) as pilot:
            await hold_still(pilot)
            assert (language, cut(app)) == (language, [])


TURNS: Final = (
    "Your turn: say back what {name} said, then play a card.",
    "Your turn: say back what {name} said, then ask.",
    "Think: say back what {name} said, then play a card.",
    "Think: say back what {name} said, then ask.",
)
"""What somebody in a turn does now."""
BESIDE_THE_BAR: Final = 58
"""Cells for it at 80 columns: the bar and the seconds of the turn are beside it."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_turn_what_to_do_is_whole_with_any_name_of_the_library(language: str) -> None:
    stories = [load_scenario(file) for file in shelf(language).glob("*.yaml")]
    sides = (side for s in stories for side in (s.sides.business, s.sides.it))
    longest = max((p.name for side in sides for p in side.personas), key=len)
    use(language)
    for turn in TURNS:
        assert cell_len(_(turn, name=longest)) <= BESIDE_THE_BAR


async def test_a_longer_word_on_a_key_of_the_console_has_room() -> None:
    app = TurnaboutApp(moment("brief", 1), language="fr")
    async with app.run_test(size=SMALL) as pilot:
        await hold_still(pilot)
        pause = app.screen.query_one("#do-pause", LeverButton)
        screen = app.screen
        assert isinstance(screen, ConsoleScreen)
        helm = screen._helm
        paused = structs.replace(helm.public.clock, since=0)
        pause.show(structs.replace(helm, public=structs.replace(helm.public, clock=paused)))
        await hold_still(pilot)
        assert "continuer" in str(pause.label)
        assert cut(app) == []


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("name", ["lobby", "rate", "vote"])
async def test_every_key_of_the_console_is_in_sight(name: str, size: tuple[int, int]) -> None:
    app = TurnaboutApp(moment(name, 1))
    async with app.run_test(size=size) as pilot:
        await hold_still(pilot)
        keys = [key for key in app.screen.query(LeverButton) if key.display]
        assert keys
        assert [key.id for key in keys if not seen(app, key).height] == []
