"""What the room sees of itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Final, NamedTuple

from turnabout_protocol.activities.poll import Measure
from turnabout_protocol.activities.reveal import (
    Accuracy,
    Alignment,
    Arrow,
    BlindSpot,
    CardFate,
    Results,
    RevealVault,
    Understood,
)
from turnabout_protocol.activities.scene import SceneState
from turnabout_protocol.room import Figure, Room
from turnabout_protocol.scenario import SIDES, KeyPoint, Side, other
from turnabout_server.after.publish.figures import (
    OTHERS,
    Spread,
    arrow,
    attitude,
    difference,
    figure_of,
    mean_of,
    spread,
)
from turnabout_server.after.scoring import accuracy, measures, orders, portrayal
from turnabout_server.after.scoring.orders import Orders, When
from turnabout_server.after.scoring.rated import RatedTurn, rated_turns, raters

RATED: Final = 3
"""Players with a rated turn before the room's Rings true is shown: each knows their own."""

Spreads = Mapping[When, Spread]


def results(room: Room) -> Results:
    """Return what the whole room may see.

    What a reveal began to show stays as it was: a second publication with one answer more would
    tell that answer.
    """
    for state in room.vault.steps.values():
        if isinstance(state, RevealVault) and state.results is not None:
            return state.results
    states = [s for s in room.public.steps.values() if isinstance(s, SceneState)]
    turns = [turn for state in states for turn in state.turns if turn.over and not turn.passed]
    counts = Counter(turn.card.id for turn in turns if turn.card is not None)
    bots = [turn for turn in turns if turn.seat in room.public.bots]
    by_bots = Counter(turn.card.id for turn in bots if turn.card is not None)
    directions = {side: direction(room, side) for side in SIDES}
    guessed = accuracy_of(room, directions) if orders.guess_steps(room) else None
    asked = spreads(room)
    true = room_rings_true(room)
    return Results(
        rings_true=true,
        board={side: directions[side].board(counts, by_bots) for side in SIDES},
        turns=len(turns),
        blind_spots={} if guessed is None else {s: directions[s].blind_spot for s in SIDES},
        accuracy=guessed,
        understood=understood(room, asked),
        alignment=alignment(room, guessed, asked.get("felt", {}), true),
    )


# --- orders ---------------------------------------------------------------------------------------


class Direction(NamedTuple):
    """One side's cards, in its owners' order, and how the other side guessed that."""

    cards: Sequence[KeyPoint]
    order: tuple[str, ...]
    """Ids of the cards in the owners' order; empty when that is not shown."""
    guess: tuple[str, ...]
    """Ids of the cards as all guesses together put them; empty when that is not shown."""
    guessers: int
    """How many guessed last."""
    before: Figure | None
    after: Figure | None
    agreement: Figure

    def board(self, counts: Counter[str], by_bots: Counter[str]) -> tuple[CardFate, ...]:
        """Return the cards with what became of them, in their owners' order if that is shown."""
        known = {card.id: card for card in self.cards}
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

    @property
    def blind_spot(self) -> BlindSpot:
        """The card that the guessers misplaced most."""
        if not self.order or not self.guess:
            return BlindSpot(card=None, n=0, need=OTHERS)
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


def direction(room: Room, side: Side) -> Direction:
    """Return what may be shown of the order of `side` and of how it was guessed."""
    needs = room.public.scoring.needs
    cards = room.vault.deck(side)
    ids = [card.id for card in cards]
    ranks = orders.ranks(room, side)
    enough = len(ranks) >= needs.owners
    truth = accuracy.points(ranks.values()) if enough else {}
    steps = orders.guess_steps(room)
    given = {when: orders.guesses(room, side, step) for when, step in steps.items()}
    last: Orders = given.get("after", given.get("before", {}))
    told = accuracy.told_by_order(list(ranks.values()), ids)

    def judged(when: When) -> Figure | None:
        guesses = given.get(when)
        if guesses is None:
            return None
        pool = accuracy.accuracies(guesses, truth)
        n = len(guesses) if enough else 0
        return figure_of(pool.mean(needs.guessers), n, needs.guessers)

    return Direction(
        cards=cards,
        order=accuracy.ordered(truth, ids) if enough and not told else (),
        guess=accuracy.ordered(accuracy.points(last.values()), ids) if len(last) >= OTHERS else (),
        guessers=len(last),
        before=judged("before"),
        after=judged("after"),
        agreement=mean_of(accuracy.agreement(ranks), max(OTHERS, needs.owners)),
    )


def accuracy_of(room: Room, directions: Mapping[Side, Direction]) -> Accuracy:
    """Return how well the sides know each other's order."""
    clear = room.public.scoring.clear_change
    one, two = (directions[side] for side in SIDES)
    return Accuracy(
        sides={s: arrow(d.before, d.after, clear) for s, d in directions.items()},
        room=arrow(_both(one.before, two.before), _both(one.after, two.after), clear),
        agreement={side: found.agreement for side, found in directions.items()},
    )


def _both(one: Figure | None, two: Figure | None) -> Figure | None:
    """Return the mean of the two directions; one alone says nothing of the room."""
    if one is None or two is None:
        return None
    if one.value is None or two.value is None:
        n = 0 if one.hidden or two.hidden else one.n + two.n
        return figure_of(None, n, one.need)
    return figure_of((one.value + two.value) / 2, one.n + two.n, one.need)


# --- feelings and the score -----------------------------------------------------------------------


def spreads(room: Room) -> Mapping[Measure, Spreads]:
    """Return what may be shown of every measure that was asked for."""
    needs = room.public.scoring.needs
    names: tuple[Measure, ...] = ("felt", "claimed", "then", "close")
    answers = {name: measures.answered(room, name) for name in names}
    return {
        name: {when: spread(sides, needs) for when, sides in of.items()}
        for name, of in answers.items()
        if of
    }


def understood(room: Room, asked: Mapping[Measure, Spreads]) -> Understood | None:
    """Return what people felt and claimed; None when nothing was asked."""
    if not asked:
        return None
    scoring = room.public.scoring
    needs, clear = scoring.needs, scoring.clear_change
    shown = {name: attitude(of, needs, clear) for name, of in asked.items()}
    gaps = _gaps(room, asked.get("claimed", {}), asked.get("felt", {}))
    claimed, then = asked.get("claimed", {}).get("before"), asked.get("then", {}).get("after")
    back = None
    if claimed is not None and then is not None:
        back = attitude({"after": difference(claimed, then)}, needs, clear)
    return Understood(
        felt=shown.get("felt"),
        claimed=shown.get("claimed"),
        then=shown.get("then"),
        close=shown.get("close"),
        gap=gaps,
        looking_back=back,
    )


def _gaps(room: Room, claimed: Spreads, felt: Spreads) -> dict[Side, Arrow]:
    """Return what is claimed about each side less what it feels; nothing when not both were asked.

    Only where both are shown by side: a pooled one says nothing of a direction.
    """
    needs, clear = room.public.scoring.needs, room.public.scoring.clear_change

    def one(side: Side, when: When) -> Figure | None:
        if when not in claimed or when not in felt:
            return None
        ours, theirs = claimed[when], felt[when]
        if not ours.sides or not theirs.sides:
            return figure_of(None, 0, needs.side)
        n = min(ours.sides[other(side)].n, theirs.sides[side].n)
        return figure_of(ours.exact[other(side)] - theirs.exact[side], n, needs.side)

    arrows = {side: arrow(one(side, "before"), one(side, "after"), clear) for side in SIDES}
    asked = any(a.before is not None or a.after is not None for a in arrows.values())
    return arrows if asked else {}


def alignment(
    room: Room, guessed: Accuracy | None, felt: Spreads, true: Figure
) -> Alignment | None:
    """Return the room's score; None when this session does not measure all of its parts."""
    if guessed is None or guessed.room.after is None or "after" not in felt:
        return None
    parts = (guessed.room.after, felt["after"].room, true)
    weights = room.public.scoring.alignment
    value = measures.alignment([part.value for part in parts], weights)
    n = min(part.n for part in parts)
    return Alignment(
        figure=figure_of(value, 0 if value is None else n, min(part.need for part in parts)),
        accuracy=parts[0],
        felt=parts[1],
        rings_true=parts[2],
        weights=weights,
    )


def room_rings_true(room: Room) -> Figure:
    """Return the mean of all players' Rings true, whether their slips are shown or not.

    It is also withheld when a player could take their own slip off it and be left with too little.
    """
    turns = rated_turns(room)
    values = {
        player: portrayal.rings_true(turn.rings for turn in turns if turn.turn.seat == player)
        for player in {turn.turn.seat for turn in turns}
    }
    known = {player: value for player, value in values.items() if value is not None}
    need = room.public.scoring.needs.rings_true
    n = 0 if told_by_own_slip(turns, known) else len(raters(turns))
    return figure_of(fmean(sorted(known.values())) if known else None, n, need)


def told_by_own_slip(turns: Sequence[RatedTurn], players: Mapping[int, float]) -> bool:
    """Return whether some player is left with too few people by taking their own slip off.

    What is left are the other players' turns, less the ratings that this player gave.
    """
    if len(players) < RATED:
        return True
    left = [
        raters(tuple(t for t in turns if t.turn.seat != player)) - {player} for player in players
    ]
    return min(map(len, left)) < OTHERS - 1
