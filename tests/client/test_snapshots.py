"""Pictures of every screen, at a telling moment of a real table. `make snapshots` accepts new ones.

The words of the screens are tested elsewhere; a picture says that nothing has shifted.
"""

from typing import Protocol

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import TextArea

from tests.support.gallery import MOMENTS, app_at
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_client.tui.themes import DARK, LIGHT

SMALL, LARGE = (80, 24), (120, 36)


class SnapCompare(Protocol):
    """The fixture of pytest-textual-snapshot."""

    def __call__(
        self, app: App[str], *, terminal_size: tuple[int, int], run_before: object
    ) -> bool: ...


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


async def hold_still(pilot: Pilot[str]) -> None:
    """Let everything be drawn, and keep the cursor from blinking."""
    for _ in range(3):
        await pilot.pause()
    for field in pilot.app.screen.query(TextArea):
        field.cursor_blink = False
    await pilot.pause()


@pytest.mark.parametrize("name", MOMENTS)
def test_player(snap_compare: SnapCompare, name: str) -> None:
    assert snap_compare(app_at(name), terminal_size=SMALL, run_before=hold_still)


@pytest.mark.parametrize("name", ["brief", "turn", "aloud", "happened", "scores", "close"])
def test_player_large_and_light(snap_compare: SnapCompare, name: str) -> None:
    app = app_at(name, theme=LIGHT.name)
    assert snap_compare(app, terminal_size=LARGE, run_before=hold_still)


@pytest.mark.parametrize(("name", "size"), [("lobby", SMALL), ("rate", SMALL), ("rate", LARGE)])
def test_console(snap_compare: SnapCompare, name: str, size: tuple[int, int]) -> None:
    app = app_at(name, seat=1, theme=DARK.name)
    assert snap_compare(app, terminal_size=size, run_before=hold_still)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_who_watches(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    app = app_at("rate", seat=8, watcher=True)
    assert snap_compare(app, terminal_size=size, run_before=hold_still)
