"""What is found in notes: points, and what is left out, each with its lines. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from turnabout_protocol.scenario import Kind


class NoPoints(ValueError):
    """There is nothing in the notes to make cards of. The text says what to do."""


class Span(NamedTuple):
    """Lines of the notes, counted from 1: the first and the last of them."""

    first: int
    last: int


class Point(NamedTuple):
    """One point, as somebody noted it."""

    at: Span
    text: str
    kind: Kind | None = None
    """Its kind, if the notes say it."""
    why: str = ""


class Left(NamedTuple):
    """What becomes no card."""

    at: Span
    why: str
    """The reason, as half a sentence."""
    text: str
    """What stands there."""
    people: bool = False
    """Whether people are named there, rather than things said."""


class Found:
    """What was found so far."""

    def __init__(self) -> None:
        self.points: list[Point] = []
        self.left: list[Left] = []
        self.spare: list[tuple[Point, Left]] = []
        """What is left out, and taken where there is nothing else."""
        self.said: list[str] = []
        """Sentences on how the notes were read."""
        self.named: list[str] = []
        """Cells of columns that name people."""

    def leave(self, at: Span, why: str, text: str, *, people: bool = False) -> None:
        """Leave out what stands in the lines `at`."""
        self.left.append(Left(at, why, " ".join(text.split()), people))

    def settle(self, sentence: str, more: Iterable[tuple[int, str]], why: str) -> None:
        """Decide on what was spared, and leave out the lines in `more` that nobody spoke for."""
        if not self.points and self.spare:
            self.points += [point for point, _left in self.spare]
            self.said.append(sentence)
        else:
            self.left += [left for _point, left in self.spare]
        self.points.sort(key=lambda point: point.at)
        told = {
            line
            for at in [*(p.at for p in self.points), *(one.at for one in self.left)]
            for line in range(at.first, at.last + 1)
        }
        for line, text in more:
            if line not in told and text.strip():
                self.leave(Span(line, line), why, text.strip('",;| \t'))
        self.left.sort(key=lambda left: left.at)
