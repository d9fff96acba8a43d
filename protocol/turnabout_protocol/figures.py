"""What is published of answers, or withheld: a figure, and a player's slip."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Withheld = Literal[
    "", "owners", "order", "direction", "sides", "own_slip", "parts", "twice", "words"
]  # fmt: skip
"""Why a figure is not shown: fewer people than it needs; too few owners ranked; one of two owners
could work out the other's order; one of the two directions is missing; a side gave too few answers;
somebody could take their own slip off it; one of its parts is missing; too few answered both times;
it is said in words alone.
"""


class Figure(Struct, frozen=True, kw_only=True):
    """A published number, or the fact that too few people stand behind it.

    Only `publish` makes one, on the server.
    """

    value: float | None
    """Whole points, 0 to 100, of a difference -100 to 100. None when hidden, or when there is
    nothing to average or to compare.
    """
    n: int
    """How many different people supplied it; 0 when hidden, as it would tell who skipped."""
    need: int
    """How many are needed before it is shown."""
    why: Withheld = ""
    """Why it is hidden; empty: fewer than `need` people supplied it."""
    off: bool = False
    """Nobody was asked for it: ratings were switched off."""

    @property
    def hidden(self) -> bool:
        """Whether it is withheld."""
        return self.n < self.need


class Slip(Struct, frozen=True, kw_only=True):
    """A player's private result, 0 to 100 each; None: not available. Only `publish` makes one."""

    rings_true: Figure
    heard: float | None
    picks: float | None = None
    """Whether, of the cards in the hand, those were played that matter most to their owners."""
    their_words: float | None
    portrayal: float | None
    guess_before: Figure | None = None
    """How well this person's own first guess was; None: there was none."""
    guess_after: Figure | None = None
    """The same for the second guess."""
    missing: Mapping[str, int] = {}
    """How often each tag for what was missing was given, pooled over turns."""
    turns: int = 0
    """Turns that count."""
    rated: int = 0
    """How many of them somebody rated; 0 when Rings true is hidden. From two on there is a word."""
    band: float | None = None
    """Points by which Rings true of so few ratings may lie off by chance; None when hidden."""
