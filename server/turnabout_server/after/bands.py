"""How far chance alone moves a figure when nobody has learnt anything. Pure.

A band is in points, for 95 of 100 rooms. It comes from how much one person's answer moves by
itself, and shrinks with the square root of how many there are. The sizes are those of the game's
evidence (B3): computed over all orders of six cards, and taken from retests of single items.
"""

from collections.abc import Callable, Collection
from math import sqrt
from typing import Final

Band = Callable[[float], float]
"""From how many people there are to the points that chance moves their mean by."""

FEWEST: Final = 3
"""With fewer people nothing is said of a change: two can do anything by chance."""
GUESS: Final = 34.5
"""One person's two guesses that correlate .5: `1.96 * 17.6`, the spread of a guess by chance."""
LEAST_GUESS: Final = 10
ANSWER: Final = 23.0
"""One person's two answers on a scale of 7: 1.96 times 0.7 steps of 16.7 points."""
LEAST_ANSWER: Final = 5
DEALT: Final = 68.0
"""One person's gain on pairs with a dealt card less that on pairs without one, of six cards and a
hand of three: 1.96 times a spread of 34.7. There are few pairs without, so it is wide.
"""
LEAST_DEALT: Final = 10
RATING: Final = 48.5
"""One rating: 1.96 times 0.74 steps of 33.3 points."""


def guesses(people: float) -> float:
    """Return by how much the mean accuracy of so many guessers moves by chance.

    20 points for 3 people, 17 for 4, 14 for 6, 10 from 11 on. Of two fresh random guesses, which
    do not correlate at all, about 17 in 100 rooms move further than that.
    """
    return _band(GUESS, people, LEAST_GUESS)


def answers(people: float) -> float:
    """Return by how much the mean answer of so many people to a scale of 7 moves by chance.

    13 points for 3 people, 12 for 4, 9 for 6, 7 for 12; never under 5.
    """
    return _band(ANSWER, people, LEAST_ANSWER)


def dealt(people: float) -> float:
    """Return by how much the gain on dealt cards less that on others moves by chance."""
    return _band(DEALT, people, LEAST_DEALT)


def ratings(players: Collection[Collection[int]]) -> float:
    """Return how far Rings true may lie off by chance. `players` has the number of ratings of each
    rated turn of each player; there must be one.

    28 points for one turn with 3 raters, 20 for two such turns of a player.
    """
    each = [sum(1 / n for n in turns) / len(turns) ** 2 for turns in players]
    return float(round(RATING * sqrt(sum(each)) / len(each)))


def _band(one: float, people: float, least: float) -> float:
    return float(max(least, round(one / sqrt(people))))
