"""Dots on a ballot. Pure."""

from collections.abc import Mapping
from typing import TypeVar

K = TypeVar("K")


def next_dots(dots: Mapping[K, int], here: K, most: int, on_one: int) -> dict[K, int] | None:
    """Return the ballot with one more dot `here`; after the most that fit, with none there.

    None: all dots are used and there is none here to take back.
    """
    has = dots.get(here, 0)
    rest = {one: n for one, n in dots.items() if one != here}
    if has < on_one and sum(dots.values()) < most:
        return {**rest, here: has + 1}
    return rest if has else None
