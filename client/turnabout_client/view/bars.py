"""Bars of cells. Pure."""

from typing import Final

from textual.content import Content

FULL: Final = "█"

SHADE: Final = "░"
PARTS: Final = " ▏▎▍▌▋▊▉"


def bar(value: float, most: float, cells: int) -> str:
    """Return a bar of at most `cells` cells, to an eighth of a cell, for `value` of `most`."""
    eighths = round(max(0.0, min(1.0, value / most)) * cells * 8) if most > 0 else 0
    part = PARTS[eighths % 8].strip()
    return FULL * (eighths // 8) + part


def meter(value: float, most: float, cells: int) -> Content:
    """Return a bar of exactly `cells` cells: what `value` of `most` fills, and the rest shaded."""
    drawn = bar(value, most, cells)
    return Content.assemble((drawn, "$accent"), (SHADE * (cells - len(drawn)), "$rule"))
