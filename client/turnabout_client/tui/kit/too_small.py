"""What a window shows that is too small to play in: how large it is, and how large it must be."""

from typing import Final

from textual import events
from textual.content import Content

from turnabout_client.tui.kit.static import Static
from turnabout_language import _

LEAST: Final = (60, 16)
"""Columns and rows in which one can play."""
USUAL: Final = (80, 24)
"""Columns and rows for which screens are laid out; in smaller ones they say less."""


class TooSmall(Static):
    """Covers a screen that has not enough room; everything under it goes on."""

    def __init__(self) -> None:
        super().__init__(id="too-small")

    def on_resize(self, event: events.Resize) -> None:
        self.update(Content(too_small(*self.app.size)))


def too_small(columns: int, rows: int) -> str:
    """Return what to do about a window of that size."""
    return _(
        "This window is {columns} x {rows}. Make it at least {least_columns} x {least_rows}, or "
        "press Ctrl and minus. The game goes on, and everything is still here.",
        columns=columns, rows=rows, least_columns=LEAST[0], least_rows=LEAST[1],
    )  # fmt: skip
