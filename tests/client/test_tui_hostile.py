"""Names that would take over a screen are text on every screen."""

import pytest
from textual.app import App

from tests.client.test_snapshots import hold_still
from tests.support.gallery import MOMENTS, app_at

HOSTILE = (
    "[@click=app.quit]x[/]",
    "[/foo]",
    "\x1b]0;title\x07Bel",
    "\u202eevil [b]",
    "李雷 🎭 [$accent]",
    "$x [link='https://a.b']",
)


def painted(app: App[str]) -> str:
    """Return what is on the screen."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


@pytest.mark.each_moment
@pytest.mark.parametrize("seat", [1, 2], ids=["console", "player"])
@pytest.mark.parametrize("name", MOMENTS)
async def test_hostile_names_are_shown_as_text(name: str, seat: int) -> None:
    app = app_at(name, seat, people=HOSTILE)
    async with app.run_test(size=(120, 36)) as pilot:
        await hold_still(pilot)
        text = painted(app)
        assert not any(char in text for char in "\x1b\x07\u202e")
        if name == "lobby" or seat == 1:
            assert "[@click=app.quit]x[/]" in text
        await pilot.click(offset=(30, 8))
        await pilot.pause()
        assert app.is_running
