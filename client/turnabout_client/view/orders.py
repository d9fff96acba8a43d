"""Orders of cards: where one starts, and what a move does to it. Pure."""

from collections.abc import Sequence

from turnabout_protocol.activities.rank import Ordering, Rank, RankOwn
from turnabout_protocol.chance import shuffled
from turnabout_protocol.room import Room, Seat


def start_order(room: Room, step: Ordering, seat: Seat) -> tuple[str, ...]:
    """Return the order of card ids that `seat` starts from.

    It is the person's own last order of the same cards. Without one it is drawn, so that it tells
    nothing about the order in which the cards were written; a seat always gets the same one.
    """
    cards = [] if seat.home is None else [card.id for card in step.cards(room, seat.home)]
    whose = step.whose if isinstance(step, Rank) else step.id
    for earlier in reversed(room.public.agenda):
        if isinstance(earlier, Rank) and earlier.whose == whose:
            order = room.of(seat.id).state(RankOwn, earlier.id).order
            if sorted(order) == sorted(cards):
                return order
    return tuple(shuffled(cards, "start", seat.id, whose))


def locked_order(room: Room, step: Ordering, seat: Seat) -> tuple[str, ...]:
    """Return the order that `seat` locked in `step`; empty if none, or if the cards changed."""
    order = room.of(seat.id).state(RankOwn, step.id).order
    cards = () if seat.home is None else step.cards(room, seat.home)
    return order if sorted(order) == sorted(card.id for card in cards) else ()


def moved(order: Sequence[str], place: int, to: int) -> tuple[str, ...]:
    """Return `order` with the card at `place` moved to `to`, which is held within the order."""
    rest = list(order)
    rest.insert(max(0, min(to, len(order) - 1)), rest.pop(place))
    return tuple(rest)
