"""What bots leave to chance: draws, and who gets which option."""

from collections.abc import Sequence
from typing import TypeVar

from turnabout_protocol.chance import draw

T = TypeVar("T")


def deal(options: Sequence[T], place: int, *what: object) -> T:
    """Return an option for the person at `place`; neighbours get different ones if they can."""
    return options[(draw(*what) + place) % len(options)]


def chance(percent: int, *what: object) -> bool:
    """Return True in `percent` of 100 cases."""
    return draw(*what) % 100 < percent
