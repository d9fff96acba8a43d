"""How long people talk: the time it takes to say aloud what stands at the table. Pure."""

from collections.abc import Iterable
from typing import Final

PACE: Final = 2.5
"""Words a second: 150 a minute, as people speak to one another."""
SILENCE: Final = 5_000
"""Milliseconds after a question before somebody begins."""


def takes(texts: Iterable[str]) -> int:
    """Return the milliseconds in which `texts` are said aloud, one after the other."""
    return round(sum(len(text.split()) for text in texts) / PACE * 1000)
