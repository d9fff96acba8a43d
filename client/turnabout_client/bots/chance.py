"""Draws that are the same in every run: a hash of the seed and of what is drawn."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def draw(*what: object) -> int:
    """Return a number between 0 and 2**64 - 1 that depends on `what` and nothing else."""
    text = "\x1f".join(str(part) for part in what)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def pick(options: Sequence[T], *what: object) -> T:
    """Return one of `options`."""
    return options[draw(*what) % len(options)]


def deal(options: Sequence[T], place: int, *what: object) -> T:
    """Return an option for the person at `place`: neighbours never get the same while it lasts."""
    return options[(draw(*what) + place) % len(options)]


def shuffled(options: Sequence[T], *what: object) -> list[T]:
    """Return `options` in an order of their own."""
    return sorted(options, key=lambda option: draw(*what, option))


def chance(percent: int, *what: object) -> bool:
    """Return True in `percent` of 100 cases."""
    return draw(*what) % 100 < percent
