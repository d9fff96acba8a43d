"""Orders of cards: where one starts, and what a move does to it. Pure."""

from collections.abc import Sequence

from turnabout_protocol.activities.rank import Rank, RankOwn
from turnabout_protocol.chance import shuffled
from turnabout_protocol.room import Room, Seat


def start_order(room: Room, step: Rank, seat: Seat) -> tuple[str, ...]:
    """Return the order of card ids that `seat` starts from.

    It is the person's own last order of the same cards; at first a drawn one, the same however
    often it is asked for, that tells nothing about the order in which the cards were written.
    """
    cards = [] if seat.home is None else [card.id for card in step.cards(room, seat.home)]
    for earlier in reversed(room.public.agenda):
        if isinstance(earlier, Rank) and earlier.whose == step.whose:
            order = room.of(seat.id).state(RankOwn, earlier.id).order
            if sorted(order) == sorted(cards):
                return order
    return tuple(shuffled(cards, "start", seat.id, step.whose))


def locked_order(room: Room, step: Rank, seat: Seat) -> tuple[str, ...]:
    """Return the order of the cards it has now that `seat` locked in `step`; empty until then."""
    order = room.of(seat.id).state(RankOwn, step.id).order
    cards = () if seat.home is None else step.cards(room, seat.home)
    return order if sorted(order) == sorted(card.id for card in cards) else ()


def moved(order: Sequence[str], place: int, to: int) -> tuple[str, ...]:
    """Return `order` with what is at `place` put at `to`, or at the end that is nearer to it."""
    rest = list(order)
    rest.insert(max(0, min(to, len(order) - 1)), rest.pop(place))
    return tuple(rest)
