"""The themes: which one is on, and that every word of each stands out from its ground."""

from collections.abc import Iterator
from typing import get_args

import pytest
from rich.color import Color
from textual.theme import Theme

from tests.client.test_tui_screens import text, until
from tests.support.gallery import app_at
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_client.tui.themes import CHOSEN_BY, CONTRAST, DARK, LIGHT, OURS, after
from turnabout_protocol.scenario import Kind

ENOUGH = {DARK.name: 4.5, LIGHT.name: 4.5, CONTRAST.name: 7.0}
"""To one: what WCAG 2 asks for at level AA, and at level AAA."""
INKS = ("foreground", "quiet", "accent", "business", "it", "success", "warning", "error")
GROUNDS = ("background", "surface", "panel")
ON = (
    *((ink, ground) for ink in INKS for ground in GROUNDS),
    *(("note-ink", f"note-{kind}") for kind in get_args(Kind)),
    ("background", "accent"),
    ("footer-key-foreground", "footer-background"),
    ("footer-description-foreground", "footer-background"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("foreground", "input-selection-background"),
)
"""What is written, and on what."""


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def luminance(color: Color) -> float:
    """Return the relative luminance of a colour, as WCAG 2 defines it."""
    parts = (part / 255 for part in color.get_truecolor())
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", OURS.values(), ids=[*OURS])
def test_every_colour_stands_out_from_what_it_is_written_on(theme: Theme) -> None:
    colours = {**theme.variables, "foreground": theme.foreground, "background": theme.background}
    colours |= {name: getattr(theme, name) for name in (*INKS, *GROUNDS) if name not in colours}
    found = {
        f"{ink} on {ground}": contrast(Color.parse(colours[ink]), Color.parse(colours[ground]))
        for ink, ground in ON
    }
    assert {pair: n for pair, n in found.items() if n < ENOUGH[theme.name]} == {}


def faint(app: TurnaboutApp) -> Iterator[str]:
    """Yield the words on the screen, or in the dialog on it, that do not stand out enough."""
    dialogs = app.screen.query(".dialog")
    part = dialogs.first().region if dialogs else app.screen.region
    for strip in app.screen._compositor.render_strips()[part.y : part.bottom]:
        for segment in strip.crop(part.x, part.right):
            style = segment.style
            if style is None or not any(letter.isalnum() for letter in segment.text):
                continue
            if style.color is None or style.bgcolor is None:
                continue
            found = contrast(style.color, style.bgcolor)
            if found < ENOUGH[app.theme]:
                hexes = [c.get_truecolor().hex for c in (style.color, style.bgcolor)]
                yield f"{segment.text.strip()!r}: {found:.1f} {hexes}"


@pytest.mark.parametrize(
    ("name", "seat"),
    [
        *((name, 2) for name in ("lobby", "agree", "order", "brief", "turn", "rate", "feel")),
        *((name, 2) for name in ("tally", "straight", "score", "vote", "complete", "close")),
        ("rate", 1),
        ("rate", 8),
    ],
)
async def test_in_every_theme_every_word_stands_out(name: str, seat: int) -> None:
    app = app_at(name, seat, watcher=seat == 8)
    async with app.run_test(size=(80, 24)) as pilot:
        for theme in OURS:
            app.theme = theme
            for _ in range(4):
                await pilot.pause()
            assert not [*faint(app)]
        await pilot.press("escape", "question_mark")
        await until(pilot, lambda: "This screen" in text(app))
        await pilot.pause()
        assert not [*faint(app)]


def test_a_key_goes_through_all_themes() -> None:
    assert [*OURS] == [DARK.name, LIGHT.name, CONTRAST.name]
    assert [after(name) for name in OURS] == [LIGHT.name, CONTRAST.name, DARK.name]
    assert after("nord") == DARK.name


async def test_t_changes_the_theme_also_where_one_from_elsewhere_is_on() -> None:
    app = app_at("lobby", theme="nord")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.theme == "nord")
        for name in (DARK.name, LIGHT.name, CONTRAST.name, DARK.name):
            await pilot.press("t")
            await until(pilot, lambda name=name: app.theme == name)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("asked", "on"),
    [
        ("", DARK.name),
        (CONTRAST.name, CONTRAST.name),
        ("gruvbox", "gruvbox"),
        ("no such theme", DARK.name),
    ],
)
def test_the_environment_names_the_theme_to_begin_with(
    monkeypatch: pytest.MonkeyPatch, asked: str, on: str
) -> None:
    monkeypatch.setenv(CHOSEN_BY, asked)
    assert TurnaboutApp().theme == on
    assert TurnaboutApp(theme=LIGHT.name).theme == LIGHT.name
