"""Bars of cells. Pure."""

from typing import Final

FULL: Final = "█"

PARTS: Final = " ▏▎▍▌▋▊▉"


def bar(value: float, most: float, cells: int) -> str:
    """Return a bar of at most `cells` cells, to an eighth of a cell, for `value` of `most`."""
    eighths = round(max(0.0, min(1.0, value / most)) * cells * 8) if most > 0 else 0
    part = PARTS[eighths % 8].strip()
    return FULL * (eighths // 8) + part
