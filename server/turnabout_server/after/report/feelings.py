"""The feelings of a report: in four rows, and what was asked before and after side by side."""

from collections.abc import Sequence
from typing import NamedTuple

from turnabout_language import _
from turnabout_protocol.activities.poll import MOODS
from turnabout_protocol.report import AskedTally, Report


class Row(NamedTuple):
    """One row of feelings: its name, and for each question which of them were named how often."""

    mood: str
    cells: tuple[str, ...]
    """Empty where none of them was."""


def asked(report: Report) -> list[AskedTally]:
    """Return the questions whose feelings are shown, in the order in which they were asked."""
    return [one for one in report.feelings if one.tally.feelings]


def others(report: Report) -> list[AskedTally]:
    """Return the other tallies: of other answers, and those that are not shown."""
    return [one for one in report.feelings if not one.tally.feelings]


def rows(report: Report) -> list[Row]:
    """Return the four rows, with a cell for each question of `asked`."""
    found = asked(report)
    return [Row(_(mood), tuple(_cell(one, words) for one in found)) for mood, words in MOODS]


def _cell(one: AskedTally, words: Sequence[str]) -> str:
    counts = {word: n for word in words if (n := one.tally.counts.get(word, 0))}
    named = sorted(counts.items(), key=lambda item: -item[1])
    return ", ".join(f"{_(word)} {n}" for word, n in named)
