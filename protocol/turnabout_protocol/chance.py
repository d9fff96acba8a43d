"""Draws that are the same in every run: a hash of a seed and of what is drawn for. Pure."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def draw(*what: object) -> int:
    """Return a number of 64 bits that depends on `what` and nothing else.

    With a secret seed among `what`, nobody without it can foresee the number.
    """
    text = "\x1f".join(str(part) for part in what)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])


def shuffled(items: Sequence[T], *what: object) -> list[T]:
    """Return `items` in a drawn order."""
    order = sorted(range(len(items)), key=lambda i: draw(*what, i))
    return [items[i] for i in order]


def pick(options: Sequence[T], *what: object) -> T:
    """Return one of `options`."""
    return options[draw(*what) % len(options)]
