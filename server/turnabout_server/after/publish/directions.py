"""How well each side knows what matters to the other: the orders and the guesses at them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from turnabout_protocol.figures import Figure, Withheld
from turnabout_protocol.results import Accuracy, BlindSpot, CardFate, Dealt, Third, third_of
from turnabout_protocol.room import Room
from turnabout_protocol.scenario import SIDES, KeyPoint, Side
from turnabout_protocol.scoring import OTHERS, THREE
from turnabout_server.after import bands, past
from turnabout_server.after.publish.figures import (
    Exact,
    arrow,
    exact_of,
    mean_of,
    middle,
    rounded,
    withheld,
)
from turnabout_server.after.scoring import accuracy, dealt, orders
from turnabout_server.after.scoring.dealt import Gains
from turnabout_server.after.scoring.orders import Orders, When
from turnabout_server.after.scoring.paired import comparable

ENDS: Final = 2
"""Thirds by which a card must be off to be named: one third may be a single place."""


class Direction(NamedTuple):
    """One side's cards, in its owners' order, and how the other side guessed that."""

    cards: Sequence[KeyPoint]
    order: tuple[str, ...]
    """Ids of the cards in the owners' order; empty when that is not shown."""
    no_order: Withheld
    """Why it is not shown; empty where it is."""
    guess: tuple[str, ...]
    """Ids of the cards as all guesses together put them; empty when that is not shown."""
    in_thirds: bool
    """Whether three people stand behind one of the two: they are then told in thirds."""
    last: Orders
    """The guesses that stand behind that."""
    before: Exact | None
    after: Exact | None
    agreement: Figure

    def board(self, counts: Counter[str], by_bots: Counter[str]) -> tuple[CardFate, ...]:
        """Return the cards with what became of them, in their owners' order if that is shown."""
        known = {card.id: card for card in self.cards}
        if self.in_thirds and self.order:
            return self._thirds(counts)
        return tuple(
            CardFate(
                card=known[card],
                played=counts[card],
                by_bots=by_bots[card],
                place=self.order.index(card) + 1 if self.order else None,
                guessed=self.guess.index(card) + 1 if self.order and self.guess else None,
            )
            for card in self.order or known
        )

    def _thirds(self, counts: Counter[str]) -> tuple[CardFate, ...]:
        """Return the cards by their thirds; within one they lie as in the deck, which was drawn."""
        true, guessed = thirds(self.order), thirds(self.guess)
        cards = sorted(self.cards, key=lambda card: true[card.id])
        return tuple(
            CardFate(
                card=card,
                played=counts[card.id],
                place=place,
                third=true[card.id],
                guessed_third=guessed.get(card.id),
            )
            for place, card in enumerate(cards, 1)
        )

    @property
    def guessers(self) -> int:
        """How many people stand behind the guess."""
        return len(self.last)

    def as_shown(self, need: int) -> Figure:
        """Return how well the last guesses fit the order as it is shown."""
        worth = past.worth(self.board(Counter(), Counter()))
        if not worth:
            return withheld("owners", need).figure
        return mean_of(accuracy.accuracies(self.last, worth), need).figure

    @property
    def blind_spot(self) -> BlindSpot:
        """The card that the guessers misplaced most."""
        if not self.order or not self.guess:
            return BlindSpot(card=None, n=0, need=OTHERS, why=self.no_order)
        if self.in_thirds:
            return self._blind_third
        worst = accuracy.blind_spot(self.order, self.guess)
        if worst is None:
            return BlindSpot(card=None, n=self.guessers, need=OTHERS)
        return BlindSpot(
            card=next(card for card in self.cards if card.id == worst),
            place=self.order.index(worst) + 1,
            guessed=self.guess.index(worst) + 1,
            n=self.guessers,
            need=OTHERS,
        )

    @property
    def _blind_third(self) -> BlindSpot:
        true, guessed = thirds(self.order), thirds(self.guess)
        off = {card.id: abs(true[card.id] - guessed[card.id]) for card in self.cards}
        worst = min(self.cards, key=lambda card: (-off[card.id], true[card.id]))
        if off[worst.id] < ENDS:
            return BlindSpot(card=None, in_thirds=True, n=self.guessers, need=OTHERS)
        return BlindSpot(
            card=worst,
            in_thirds=True,
            third=true[worst.id],
            guessed_third=guessed[worst.id],
            n=self.guessers,
            need=OTHERS,
        )


def thirds(order: Sequence[str]) -> dict[str, Third]:
    """Return the third that each card of `order` is in."""
    return {card: third_of(place, len(order)) for place, card in enumerate(order, 1)}


def direction(room: Room, side: Side) -> Direction:
    """Return what may be shown of the order of `side` and of how it was guessed."""
    needs = room.public.scoring.needs
    cards = room.vault.deck(side)
    ids = [card.id for card in cards]
    ranks = orders.ranks(room, side)
    enough = len(ranks) >= needs.owners
    truth = accuracy.points(ranks.values()) if enough else {}
    given = guesses_shown(room, side)
    last: Orders = given.get("after") or given.get("before", {})
    told = accuracy.told_by_order(list(ranks.values()), ids)

    def judged(when: When) -> Exact | None:
        guesses = given.get(when)
        if guesses is None:
            return None
        pool = accuracy.accuracies(guesses, truth)
        if not enough:
            return withheld("owners", needs.guessers)
        return exact_of(pool.mean(needs.guessers), len(guesses), needs.guessers)

    return Direction(
        cards=cards,
        order=accuracy.ordered(truth, ids) if enough and not told else (),
        no_order="order" if told else "" if enough else "owners",
        guess=accuracy.ordered(accuracy.points(last.values()), ids) if len(last) >= OTHERS else (),
        in_thirds=THREE in (len(ranks), len(last)),
        last=last,
        before=judged("before"),
        after=judged("after"),
        agreement=mean_of(accuracy.agreement(ranks), max(OTHERS, needs.owners)).figure,
    )


def dealt_of(room: Room) -> Dealt | None:
    """Return what people gained on the cards they were dealt, and on the others; None: too few."""
    needs = room.public.scoring.needs
    found: list[Gains] = []
    for side in SIDES:
        ranks, given = orders.ranks(room, side), guesses_shown(room, side)
        truth = accuracy.points(ranks.values()) if len(ranks) >= needs.owners else {}
        first, second = given.get("before", {}), given.get("after", {})
        for seat in sorted(first.keys() & second.keys()):
            drawn = [card for card in room.of(seat).dealt if card in truth]
            one = dealt.gains(first[seat], second[seat], truth, drawn)
            found += [] if one is None else [one]
    n = len(found)
    if n < max(OTHERS, needs.guessers):
        return None
    sums = [float(rounded(sum(values)) or 0) for values in zip(*found, strict=True)]
    return Dealt(dealt=sums[0], undealt=sums[1], n=n, band=bands.dealt(n))


def guesses_shown(room: Room, side: Side) -> Mapping[When, Orders]:
    """Return the guesses at the order of `side` that figures are made of: of the same people each
    time, or of one time alone.
    """
    steps = orders.guess_steps(room)
    given = {when: orders.guesses(room, side, step) for when, step in steps.items()}
    return comparable(given, lambda people: len(people) >= room.public.scoring.needs.guessers)


def accuracy_of(room: Room, directions: Mapping[Side, Direction]) -> Accuracy:
    """Return how well the sides know each other's order."""
    least = room.public.scoring.clear_change
    return Accuracy(
        sides={s: arrow(d.before, d.after, bands.guesses, least) for s, d in directions.items()},
        room=arrow(both(directions, "before"), both(directions, "after"), bands.guesses, least),
        agreement={side: found.agreement for side, found in directions.items()},
        as_shown={s: d.as_shown(room.public.scoring.needs.guessers) for s, d in directions.items()},
    )


def both(directions: Mapping[Side, Direction], when: When) -> Exact | None:
    """Return the mean of the two directions; one alone says nothing of the room."""
    one, two = (d.before if when == "before" else d.after for d in directions.values())
    return None if one is None or two is None else middle(one, two)
