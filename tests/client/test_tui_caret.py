"""The terminal's own cursor stands where the keys go: braille displays and input methods follow."""

import pytest
from textual.app import App
from textual.geometry import Offset

from tests.client.test_tui_rank import laid_out, ranking
from tests.client.test_tui_replan import hosted
from tests.client.test_tui_screens import app_of
from tests.client.test_tui_seats import playing
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.console.replan import PlanRow
from turnabout_client.tui.kit import caret
from turnabout_client.tui.kit.field import TextField
from turnabout_client.tui.kit.order import OrderList, Position
from turnabout_client.tui.kit.pick import Pick
from turnabout_client.tui.room.screen import RoomScreen

SMALL = (80, 24)


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def at(app: App[str]) -> Offset:
    """Return the cell in which the cursor stands."""
    place = caret.place(app.screen)
    assert place is not None
    return place


async def test_it_stands_behind_what_is_typed() -> None:
    app = TurnaboutApp()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        field = app.screen.focused
        assert isinstance(field, TextField)
        start = at(app)
        assert start == field.content_region.offset
        await pilot.press("h", "i")
        assert at(app) == start + Offset(2, 0)
        await pilot.press("left")
        assert at(app) == start + Offset(1, 0)
        app.screen.set_focus(None)
        assert caret.place(app.screen) is None


async def test_it_stands_on_the_card_that_the_arrows_move() -> None:
    host, me, _ = ranking()
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        await laid_out(pilot)
        places = [place.content_region.offset for place in pilot.app.screen.query(Position)]
        assert at(pilot.app) == places[0]
        await pilot.press("down", "down")
        assert at(pilot.app) == places[2]
        pilot.app.screen.query_one(OrderList).display = False
        await pilot.pause()
        assert caret.place(pilot.app.screen) is None


async def test_it_stands_on_the_chosen_row_of_a_dialog() -> None:
    host, boss, _people = playing()
    async with app_of(host, boss).run_test(size=SMALL) as pilot:
        await pilot.pause()
        pilot.app.push_screen(Pick("Who?", ["Ada", "a very long line " * 12, "Ben"]))
        await pilot.pause()
        first = at(pilot.app)
        await pilot.press("down")
        assert at(pilot.app) == first + Offset(0, 1)
        await pilot.press("down")
        assert at(pilot.app).y > first.y + 2


async def test_it_stands_on_the_chosen_step_of_a_plan() -> None:
    host = hosted(begun=False)
    async with app_of(host, 1).run_test(size=SMALL) as pilot:
        await pilot.pause()
        await pilot.press("v", "down", "down")
        await pilot.pause()
        rows = [row for row in pilot.app.screen.query(PlanRow) if row.has_class("-chosen")]
        assert [at(pilot.app)] == [row.content_region.offset for row in rows]


def test_what_moves_it() -> None:
    assert caret.moved(Offset(4, 2)).startswith("\x1b[3;5H")
    assert caret.moved(Offset(4, 2)).endswith("\x1b[?25h")
    assert caret.moved(None) == "\x1b[?25l"
