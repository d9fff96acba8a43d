"""What lies before a side while it settles its cards, what is pooled, and which cards stay."""

from collections.abc import Iterator, Sequence
from itertools import count

from turnabout_protocol.activities.deck import (
    CardPooled,
    Deck,
    DeckHome,
    DeckOwn,
    DeckSealed,
    DeckSettled,
    DeckState,
    Pooled,
    Written,
    kept,
)
from turnabout_protocol.room import Room, Seat, in_panel
from turnabout_protocol.scenario import SIDES, KeyPoint, Side
from turnabout_server.rules.cast import scenario_of
from turnabout_server.rules.decision import Decision


def prepared(d: Decision, side: Side) -> tuple[KeyPoint, ...]:
    """Return the cards that `side` starts from."""
    return d.room.vault.decks.get(side, scenario_of(d).sides[side].key_points)


def has_seen(room: Room, seat: Seat) -> bool:
    """Return whether `seat` has seen cards of its home side, and so must stay with it."""
    if seat.home is None or not seat.owner:
        return False
    opened = any(isinstance(state, DeckState) for state in room.public.steps.values())
    own = room.of(seat.id).steps.values()
    looked = any(isinstance(state, DeckOwn) and state.prepared for state in own)
    return opened or looked or bool(room.home(seat.home).deck)


def pool(d: Decision, step: Deck) -> None:
    """Put all cards on their side's table: the prepared ones, each with its edits, then others."""
    taken = {card.id for side in SIDES for card in prepared(d, side)}
    for side in SIDES:
        ids = (i for n in count(1) if (i := f"{side}-s{n}") not in taken)
        written = _written(d, step, side)
        seen = set[tuple[str, str, str]]()
        for card in prepared(d, side):
            seen.add(_said(card))
            d.emit(CardPooled(side=side, step=step.id, card=card, of=card.id))
            _pool_written(d, step, side, [w for w in written if w.of == card.id], ids, seen)
        _pool_written(d, step, side, [w for w in written if not w.of], ids, seen)


def _pool_written(
    d: Decision,
    step: Deck,
    side: Side,
    written: Sequence[Written],
    ids: Iterator[str],
    seen: set[tuple[str, str, str]],
) -> None:
    """Put what people wrote on the table, each with the next of `ids`, once if it is the same."""
    for one in written:
        if _said(one) not in seen:
            seen.add(_said(one))
            card = KeyPoint(
                id=next(ids), kind=one.kind, text=one.text, why=one.why, source="session"
            )
            d.emit(CardPooled(side=side, step=step.id, card=card, of=one.of))


def _written(d: Decision, step: Deck, side: Side) -> list[Written]:
    """Return what the people of `side` wrote, on the day or before it, in a drawn order."""
    # Cards are no answers: those of somebody who wrote before the day and is not here count, too.
    seats = (seat for _, seat in sorted(d.public.seats.items()) if seat.home == side and seat.owner)
    authors = [s for s in seats if in_panel(d.public, s.id) or s.id not in d.public.bots]
    all_of_it = [w for s in authors for w in d.room.of(s.id).state(DeckOwn, step.id).written]
    return d.mixed(all_of_it, "pool", step.id, side)


def _said(card: KeyPoint | Written) -> tuple[str, str, str]:
    """Return what two cards have in common if they say the same, word for word."""
    return card.kind, card.text.casefold().rstrip(" .!"), card.why.casefold().rstrip(" .!")


def table_of(room: Room, step: Deck, side: Side) -> DeckHome:
    """Return the table of `side`."""
    return room.home(side).state(DeckHome, step.id)


def to_choose(room: Room, step: Deck) -> bool:
    """Return whether a side has more cards than it keeps."""
    sizes = {side: len(table_of(room, step, side).tops) for side in SIDES}
    return any(size > kept(sizes) for size in sizes.values())


def settle_decks(d: Decision, step: Deck) -> None:
    """Let both sides keep the same number of cards: those with the most dots."""
    tables = {side: table_of(d.room, step, side) for side in SIDES}
    number = kept({side: len(table.tops) for side, table in tables.items()})
    for side, table in tables.items():
        chosen = [pooled.card for pooled in _by_dots(d, step, side, table)[:number]]
        # In a drawn order: people would copy the order of the votes into their rankings.
        cards = tuple(d.mixed(chosen, "deck", step.id, side))
        d.emit(DeckSettled(side=side, step=step.id, cards=cards))
        d.emit(DeckSealed(side=side, cards=cards))


def _by_dots(d: Decision, step: Deck, side: Side, table: DeckHome) -> Sequence[Pooled]:
    """Return the cards on top, those to keep first.

    Among equals the people's own words come before the prepared ones, and the second of two cards
    that put the same prepared one in different words comes last. Where nobody is there and nobody
    put a dot, the prepared cards stay.
    """
    people = d.public.owners(side)
    dots: dict[str, int] = {}
    for seat in people:
        for card, n in d.room.of(seat.id).state(DeckOwn, step.id).dots.items():
            dots[card] = dots.get(card, 0) + n
    settled_by_people = bool(dots) or any(seat.present for seat in people)

    def first(pooled: Pooled) -> tuple[int, bool]:
        was_prepared = pooled.of == pooled.card.id
        return -dots.get(pooled.card.id, 0), was_prepared == settled_by_people

    ordered = sorted(d.mixed(table.tops, "equals", step.id, side), key=first)
    families: set[str] = set()
    again: set[str] = set()
    for pooled in ordered:
        family = pooled.of or pooled.card.id
        if family in families:
            again.add(pooled.card.id)
        families.add(family)
    return sorted(ordered, key=lambda p: (first(p)[0], p.card.id in again))
