"""How well an order was guessed, and how far the people whose order it is agree.

Truth is what the owners' orders add up to: the first of n cards gets n points from each of them,
the last one point. A guess is judged by its pairs of cards: of 100 pairs, how many are in the
owners' order. 50 is what guessing gives. Without ties that is Kendall's tau: `50 * (1 + tau)`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Final

from turnabout_server.after.scoring.orders import Orders
from turnabout_server.after.scoring.pool import Pool

BLIND: Final = 2
"""Places by which a card must be off."""
Borda = Mapping[str, int]
"""What each card is worth to its owners, by id."""


def points(orders: Iterable[Sequence[str]]) -> Borda:
    """Return the points of all cards: n for the first of n cards, 1 for the last, added up."""
    found: Counter[str] = Counter()
    for order in orders:
        for place, card in enumerate(order):
            found[card] += len(order) - place
    return dict(found)


def accuracy(guess: Sequence[str], truth: Borda) -> float | None:
    """Return how many of 100 pairs `guess` puts in the order of `truth`.

    Pairs of the same points are left out; None when all are.
    """
    pairs = [(a, b) for a, b in combinations(guess, 2) if truth[a] != truth[b]]
    right = sum(truth[a] > truth[b] for a, b in pairs)
    return 100 * right / len(pairs) if pairs else None


def accuracies(guesses: Orders, truth: Borda) -> Pool:
    """Return how good each guess is; nothing when no pair can be compared."""
    found = {seat: accuracy(guess, truth) for seat, guess in guesses.items()} if truth else {}
    return Pool({seat: value for seat, value in found.items() if value is not None})


def agreement(ranks: Orders) -> Pool:
    """Return how good each owner's own order would be as a guess of what the others' add up to."""
    found = {}
    for seat, order in ranks.items():
        rest = [others for one, others in ranks.items() if one != seat]
        value = accuracy(order, points(rest)) if rest else None
        if value is not None:
            found[seat] = value
    return Pool(found)


def ordered(worth: Borda, cards: Sequence[str]) -> tuple[str, ...]:
    """Return the cards, the most points first; equals in the order of `cards`."""
    return tuple(sorted(cards, key=lambda card: -worth[card]))


def blind_spot(truth: Sequence[str], guess: Sequence[str]) -> str | None:
    """Return the card whose places in the two orders differ most, by two places at least.

    Of equals the one that matters more. None: there is none; a place off is no blind spot.
    """
    off = {card: abs(place - guess.index(card)) for place, card in enumerate(truth)}
    worst = max(off, key=lambda card: off[card], default=None)
    return worst if worst is not None and off[worst] >= BLIND else None


def told_by_order(ranks: Sequence[tuple[str, ...]], cards: Sequence[str]) -> bool:
    """Return whether one of two owners could tell the other's order from what both add up to.

    Each knows their own order, and so could try which orders of the other one fit. It is safe when
    each could swap some two neighbours in their own order, whether the other one does or not, and
    nothing would look different: those four rooms are safe, or not, together. So each owner always
    has at least two orders of the other one to choose from. Owners who agree by and large are safe.
    """
    if len(ranks) != 2:
        return False
    one, two = ranks
    shown = _added(one, two, cards)
    ones = [swapped for swapped in _swaps(one) if _added(swapped, two, cards) == shown]
    twos = [swapped for swapped in _swaps(two) if _added(one, swapped, cards) == shown]
    return not any(_added(a, b, cards) == shown for a, b in product(ones, twos))


def _added(one: Sequence[str], two: Sequence[str], cards: Sequence[str]) -> tuple[str, ...]:
    return ordered(points((one, two)), cards)


def _swaps(order: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield `order` with each two neighbours swapped."""
    for i in range(len(order) - 1):
        yield (*order[:i], order[i + 1], order[i], *order[i + 2 :])
