"""What the room sees of itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Final, NamedTuple

from msgspec.structs import replace

from turnabout_protocol.activities.poll import Measure
from turnabout_protocol.activities.reveal import RevealVault
from turnabout_protocol.activities.scene import SceneState
from turnabout_protocol.figures import Figure, Withheld
from turnabout_protocol.results import (
    Accuracy,
    Alignment,
    Arrow,
    BlindSpot,
    CardFate,
    Dealt,
    Rated,
    Regard,
    Results,
    ThanThought,
    Third,
    Understood,
    third_of,
)
from turnabout_protocol.room import Pair, Room
from turnabout_protocol.scenario import SIDES, KeyPoint, Side, other
from turnabout_protocol.scoring import OTHERS, RATED, THREE
from turnabout_server.after import bands, past
from turnabout_server.after.publish.figures import (
    Exact,
    Spread,
    arrow,
    attitude,
    difference,
    enough,
    exact_of,
    mean_of,
    middle,
    minus,
    rounded,
    spread,
    withheld,
)
from turnabout_server.after.publish.retention import retention
from turnabout_server.after.scoring import accuracy, dealt, measures, orders, portrayal
from turnabout_server.after.scoring.dealt import Gains
from turnabout_server.after.scoring.orders import Orders, When
from turnabout_server.after.scoring.paired import comparable
from turnabout_server.after.scoring.rated import RatedTurn, all_off, rated_turns, raters

AS_THOUGHT: Final = 10
"""Points under which the others see a side as it thought."""
TENS: Final = 10
"""Ratings from which on it is said how many of ten were a 4."""
ENDS: Final = 2
"""Thirds by which a card must be off to be named: one third may be a single place."""

Spreads = Mapping[When, Spread]

COMPARED: Final[tuple[tuple[Measure, ...], ...]] = (("felt",), ("claimed", "then"), ("close",))
"""Measures that are set against each other: what is shown of them is of the same people."""


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
    bots = [turn for turn in turns if turn.covered or turn.seat in room.public.bots]
    by_bots = Counter(turn.card.id for turn in bots if turn.card is not None)
    directions = {side: direction(room, side) for side in SIDES}
    guessed = accuracy_of(room, directions) if orders.guess_steps(room) else None
    asked = spreads(room)
    true = rings_true_of_all(room)
    understanding = understood(room, asked)
    return Results(
        rings_true=room_rings_true(room),
        regard=regard(room),
        dealt=dealt_of(room),
        rated=None if true.value is None else rated(room),
        board={side: directions[side].board(counts, by_bots) for side in SIDES},
        turns=len(turns),
        blind_spots={} if guessed is None else {s: directions[s].blind_spot for s in SIDES},
        accuracy=guessed,
        understood=understanding,
        retention=retention(room, understanding.felt if understanding else None),
        alignment=alignment(
            room,
            both(directions, "after"),
            felt.room if (felt := asked.get("felt", {}).get("after")) else None,
            true,
        ),
    )


# --- orders ---------------------------------------------------------------------------------------


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


# --- feelings and the score -----------------------------------------------------------------------


def spreads(room: Room) -> Mapping[Measure, Spreads]:
    """Return what may be shown of every measure that was asked for."""
    needs = room.public.scoring.needs
    found: dict[Measure, Spreads] = {}
    for names in COMPARED:
        answers = measures.answered(
            room, names, lambda people: enough(room.public.seats, people, needs)
        )
        for name, times in answers.items():
            found[name] = {when: spread(sides, needs) for when, sides in times.items()}
    return found


def understood(room: Room, asked: Mapping[Measure, Spreads]) -> Understood | None:
    """Return what people felt and claimed; None when nothing was asked."""
    if not asked:
        return None
    least = room.public.scoring.clear_change
    shown = {name: attitude(of, least) for name, of in asked.items()}
    gaps = _gaps(room, asked.get("claimed", {}), asked.get("felt", {}))
    claimed, then = asked.get("claimed", {}).get("before"), asked.get("then", {}).get("after")
    back = None
    if claimed is not None and then is not None:
        back = attitude({"after": difference(claimed, then)}, least)
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

    Only where both are shown by side: a pooled one says nothing about a direction.
    """
    needs, least = room.public.scoring.needs, room.public.scoring.clear_change

    def one(side: Side, when: When) -> Exact | None:
        if when not in claimed or when not in felt:
            return None
        ours, theirs = claimed[when].sides, felt[when].sides
        if not ours or not theirs:
            return withheld("sides", needs.side)
        return minus(ours[other(side)], theirs[side])

    arrows = {
        side: arrow(one(side, "before"), one(side, "after"), bands.answers, least) for side in SIDES
    }
    asked = any(a.before is not None or a.after is not None for a in arrows.values())
    return arrows if asked else {}


def regard(room: Room) -> dict[Side, Regard] | None:
    """Return how each side is seen beside what it believed; None when nobody was asked.

    Both questions of the same people, and by side alone: a pooled answer says nothing of a
    direction. Where the others think less, no number goes out: a number would be quoted.
    """
    needs = room.public.scoring.needs
    homes = {seat.id: seat.home for seat in room.public.seats.values()}
    answers = measures.answered(
        room,
        ("seen", "regard"),
        lambda people: all([homes[p] for p in people].count(s) >= needs.side for s in SIDES),
    )
    if len(answers) < len(("seen", "regard")):
        return None
    seen, true = (next(iter(answers[name].values())) for name in ("seen", "regard"))
    return {
        side: _regard(mean_of(seen[side], needs.side), mean_of(true[other(side)], needs.side))
        for side in SIDES
    }


def _regard(seen: Exact, true: Exact) -> Regard:
    if seen.value is None or true.value is None:
        none = withheld("sides", seen.need).figure
        return Regard(seen=none, regard=none, than_thought=None)
    more = rounded(true.value - seen.value) or 0
    if more <= -AS_THOUGHT:
        none = withheld("words", seen.need).figure
        return Regard(seen=none, regard=none, than_thought="less")
    than: ThanThought = "better" if more >= AS_THOUGHT else "as_thought"
    return Regard(seen=seen.figure, regard=true.figure, than_thought=than)


def alignment(
    room: Room, guessed: Exact | None, felt: Exact | None, true: Exact
) -> Alignment | None:
    """Return the room's score; None when it is not wanted, or not all of its parts are measured."""
    if not room.public.rules.alignment or guessed is None or felt is None:
        return None
    parts = (guessed, felt, true)
    weights = room.public.scoring.alignment
    value = measures.alignment([part.value for part in parts], weights)
    n, need = min(part.n for part in parts), min(part.need for part in parts)
    whole = withheld("parts", need) if value is None else exact_of(value, n, need)
    return Alignment(
        figure=whole.figure,
        accuracy=guessed.figure,
        felt=felt.figure,
        rings_true=true.figure,
        weights=weights,
    )


def room_rings_true(room: Room) -> Figure:
    """Return how true all players rang together, or that nobody was asked."""
    return replace(rings_true_of_all(room).figure, off=all_off(rated_turns(room)))


def rings_true_of_all(room: Room) -> Exact:
    """Return the mean of all players' Rings true, whether their slips are shown or not.

    It is also withheld when a player could subtract their own slip and too few people were left.
    """
    turns = rated_turns(room)
    # Those who share their turns weigh as one player: it is the same play.
    values = {
        speakers: portrayal.rings_true(t.rings for t in turns if t.turn.speakers == speakers)
        for speakers in {turn.turn.speakers for turn in turns}
    }
    known = {speakers: value for speakers, value in values.items() if value is not None}
    need, n = room.public.scoring.needs.rings_true, len(raters(turns))
    if n >= need and told_by_own_slip(turns, known):
        return withheld("own_slip", need)
    return exact_of(fmean(sorted(known.values())) if known else None, n, need)


def rated(room: Room) -> Rated:
    """Return what stands behind the room's Rings true, where that is shown."""
    turns = [turn for turn in rated_turns(room) if turn.rings]
    players: dict[Pair, list[int]] = {}
    for one in turns:
        players.setdefault(one.turn.speakers, []).append(len(one.rings))
    given = [ring for one in turns for ring in one.rings]
    # In tens, and of ten ratings at least: nobody can take their own ones off.
    fours = round(10 * given.count(4) / len(given)) * 10.0 if len(given) >= TENS else None
    return Rated(turns=len(turns), band=bands.ratings([*players.values()]), fours=fours)


def told_by_own_slip(turns: Sequence[RatedTurn], players: Mapping[Pair, float]) -> bool:
    """Return whether subtracting their own slip leaves some player with too few people.

    What is left are the other players' turns, less the ratings that this player gave.
    """
    if len(players) < RATED:
        return True
    left = [
        raters(tuple(t for t in turns if player not in t.turn.speakers)) - {player}
        for speakers in players
        for player in speakers
    ]
    return min(map(len, left)) < OTHERS - 1
