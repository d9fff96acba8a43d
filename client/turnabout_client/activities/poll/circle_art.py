"""Two circles that come closer, drawn with the dots of braille letters. Pure."""

from collections.abc import Iterator
from math import cos, floor, pi, sin
from typing import Final

DOTS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot in a braille letter: four rows of two. Dots are about as wide as high."""
BRAILLE: Final = 0x2800
"""The letter without a dot. It is the space of the pictures, as wide as its neighbours."""
LEFT: Final = 1
RIGHT: Final = 2

NARROWEST: Final = 4
"""Fewest columns in which there is room for two circles."""
GAP: Final = 2
"""Dots between the circles of the first step."""
CLOSEST: Final = 0.5
"""How far apart the middles are at the last step, in radii: still two."""

Dot = tuple[str, int]
"""A letter, and whose line is in it: LEFT, RIGHT, both added, or 0."""


def rows_for(columns: int) -> int:
    """Return how many rows the pictures need when they are `columns` wide."""
    return round(2 * _radius(columns) + 1) // 4 + 1


def pair(step: int, steps: int, columns: int) -> list[list[Dot]]:
    """Return the picture of `step`, from 1 for apart to `steps` for almost one, by row.

    It is `columns` wide, NARROWEST or more.
    """
    radius, rows = _radius(columns), rows_for(columns)
    far, near = 2 * radius + GAP, CLOSEST * radius
    apart = far + (near - far) * (step - 1) / max(1, steps - 1)
    # Edges lie on whole dots, so that a circle looks the same from all four sides.
    apart = floor(apart + 0.5)
    left = radius + floor((2 * columns - 1 - apart) / 2 - radius)
    height = radius + floor((4 * rows - 1) / 2 - radius)
    bits = [[0] * columns for _row in range(rows)]
    whose = [[0] * columns for _row in range(rows)]
    for owner, x in ((LEFT, left), (RIGHT, left + apart)):
        for column, row in _circle(x, height, radius):
            bits[row // 4][column // 2] |= DOTS[row % 4][column % 2]
            whose[row // 4][column // 2] |= owner
    return [
        [(chr(BRAILLE + bit), owner) for bit, owner in zip(*line, strict=True)]
        for line in zip(bits, whose, strict=True)
    ]


def _radius(columns: int) -> float:
    """Return the radius, in dots, with which two circles fit beside each other."""
    return (2 * columns - 1 - GAP) // 2 / 2


def _circle(x: float, y: float, radius: float) -> Iterator[tuple[int, int]]:
    """Yield the dots of a circle, some of them more than once."""
    many = round(16 * radius)
    for i in range(many):
        angle = 2 * pi * i / many
        yield floor(x + radius * cos(angle) + 0.5), floor(y + radius * sin(angle) + 0.5)
