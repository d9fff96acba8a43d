"""The first screen: one key goes on, one goes back, one leaves."""

import pytest
from textual.widgets import OptionList, Static

from turnabout.first import question
from turnabout_client.tui.welcome import WelcomeApp
from turnabout_language import use

SIZES = ((60, 16), (80, 24), (120, 36))


def asked(app: WelcomeApp) -> str:
    return str(app.screen.query_one("#welcome-question", Static).content)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "de", "fr"])
async def test_all_of_the_first_question_is_in_sight(size: tuple[int, int], language: str) -> None:
    use(language)
    app = WelcomeApp(question, language=language)
    async with app.run_test(size=size):
        options = app.screen.query_one("#welcome-options", OptionList)
        assert options.option_count == 3
        assert options.max_scroll_y == 0
        door = app.screen.query_one("#door").region
        assert app.screen.region.contains_region(door)
        for one in app.screen.query("#door > *").results():
            assert not one.display or door.contains_region(one.region), one.id


@pytest.mark.parametrize("size", SIZES)
async def test_the_case_is_asked_of_a_host_and_the_way_back_is_open(size: tuple[int, int]) -> None:
    app = WelcomeApp(question)
    async with app.run_test(size=size) as pilot:
        await pilot.press("escape")  # there is nothing to go back to
        assert asked(app) == "What did you come for?"
        await pilot.press("3")
        assert asked(app) == "Which case will you play?"
        assert app.screen.region.contains_region(app.screen.query_one("#door").region)
        await pilot.press("escape")
        assert asked(app) == "What did you come for?"
        await pilot.press("down", "down", "enter", "enter")
    assert app.return_value == "host missed-target"


@pytest.mark.parametrize(
    ("keys", "chosen"), [("1", "demo"), ("2", "join"), ("q", ""), ("9q", ""), ("3q", "")]
)
async def test_one_key_goes_on(keys: str, chosen: str) -> None:
    app = WelcomeApp(question)
    async with app.run_test() as pilot:
        await pilot.press(*keys)
    assert app.return_value == chosen


async def test_the_mouse_chooses_too() -> None:
    app = WelcomeApp(question)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click("#welcome-options", offset=(5, 2))
    assert app.return_value == "join"
