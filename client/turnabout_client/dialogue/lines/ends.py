"""The two ends of a person in lines: what they type, and what they are told."""

from collections.abc import Callable
from typing import NamedTuple, Protocol


class Line(NamedTuple):
    """What somebody typed."""

    text: str
    under: object = None
    """What was asked when it was begun; None: that cannot be known, and it counts as it comes."""


class Ends(Protocol):
    """Where lines come from and go to: a pipe, or a line editor at a terminal."""

    async def line(self) -> Line | None:
        """Return the next line; None: there will be no more."""

    def say(self, text: str) -> None:
        """Print a line, in the order in which they are said."""

    def asked(self, question: object) -> None:
        """Take notice that the lines said so far put this question."""

    def offer(self, text: str) -> None:
        """Begin the next line with `text`."""

    def watched(self, watch: Callable[[Line], None]) -> None:
        """Let `watch` know what stands in the line whenever that changes, if it can be known."""
