"""Whether people learnt more of the cards they were dealt: a randomised control inside the deck.

The server draws which cards of the other side a player holds first. What moved on pairs with such a
card, less what moved on pairs without one, is what holding it did: warm talk, a second look at the
deck and all else of the session move both alike.
"""

from collections.abc import Collection, Sequence
from itertools import combinations
from typing import NamedTuple

from turnabout_server.after.scoring.accuracy import Borda


class Gains(NamedTuple):
    """By how many points of 100 pairs one person moved, on both kinds of pairs."""

    dealt: float
    undealt: float


def gains(
    before: Sequence[str], after: Sequence[str], truth: Borda, dealt: Collection[str]
) -> Gains | None:
    """Return what one person gained; None when there are not pairs of both kinds to compare."""
    pairs = [(a, b) for a, b in combinations(sorted(truth), 2) if truth[a] != truth[b]]
    held = [pair for pair in pairs if dealt & set(pair)] if (dealt := set(dealt)) else []
    rest = [pair for pair in pairs if pair not in held]
    if not held or not rest:
        return None
    found = [_right(after, of, truth) - _right(before, of, truth) for of in (held, rest)]
    return Gains(*found)


def _right(guess: Sequence[str], pairs: Sequence[tuple[str, str]], truth: Borda) -> float:
    """Return how many of 100 of these pairs are in the owners' order."""
    place = {card: at for at, card in enumerate(guess)}
    right = sum((place[a] < place[b]) == (truth[a] > truth[b]) for a, b in pairs)
    return 100 * right / len(pairs)
