"""A link as a square to point a phone's camera at. Pure."""

from typing import Final

import segno

BORDER: Final = 2
"""Modules of quiet around it: readers want some, and the frame of the screen adds to it."""
_HALVES: Final = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
"""Two modules above each other in one cell, which is about twice as high as wide."""


def square(text: str) -> list[str]:
    """Return the rows of the square, each two modules high; dark is what is drawn."""
    rows = [
        list(row) for row in segno.make(text, error="l", micro=False).matrix_iter(border=BORDER)
    ]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return ["".join(_HALVES[a, b] for a, b in zip(top, low, strict=True)) for top, low in pairs]
