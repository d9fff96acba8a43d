"""rank: everyone orders cards for themselves. An order is told to nobody but its owner."""

from typing import Final, TypeVar

from turnabout_language import N_
from turnabout_protocol.activities.rank import (
    CardsSwapped,
    DeckShown,
    LockOrder,
    Ordering,
    OrderLocked,
    Rank,
    RankOwn,
)
from turnabout_protocol.bases import Command
from turnabout_protocol.room import Room, Seat, State, in_panel
from turnabout_protocol.scenario import SIDES, Side, other
from turnabout_server.rules import readiness, results
from turnabout_server.rules.activities.base import Rules
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal, not_in_panel

P = TypeVar("P", bound=Ordering)


class OrderingRules(Rules[P]):
    """Whoever has a home side locks one order; the step waits for players only."""

    def act(self, d: Decision, step: P, seat: Seat, command: Command) -> None:
        if isinstance(command, LockOrder):
            lock(d, step, seat, command)
        else:
            super().act(d, step, seat, command)

    def unsent(self, room: Room, step: P) -> bool:
        return True

    def ready(self, d: Decision, step: P, seat: Seat) -> None:
        if d.public.state(State, step.id).again:
            super().ready(d, step, seat)
            return
        raise Refusal("lock_first", N_("Lock your order. That is all there is to do here."))


class RankRules(OrderingRules[Rank]):
    """The cards of this session: one's own, or the other side's."""

    def open(self, d: Decision, step: Rank) -> None:
        self._lay_out(d, step)

    def reopen(self, d: Decision, step: Rank) -> None:
        # The side may have settled other cards in the step before.
        self._lay_out(d, step)

    def _lay_out(self, d: Decision, step: Rank) -> None:
        for side in SIDES:
            if step.whose == "own":
                show_deck(d, side)
            else:
                swap_cards(d, side)


def show_deck(d: Decision, side: Side) -> None:
    """Give the people of `side` their own cards, unless a deck step has."""
    if not d.room.home(side).deck:
        d.emit(DeckShown(side=side, cards=d.room.vault.deck(side)))


def swap_cards(d: Decision, side: Side) -> None:
    """Give the people of `side` the other side's cards, once, in an order that tells nothing."""
    deck = d.room.vault.deck(other(side))
    had = {card.id: card for card in d.room.home(side).theirs}
    if had != {card.id: card for card in deck}:
        cards = d.mixed(deck, "swap", side)
        d.emit(CardsSwapped(side=side, cards=tuple(cards)))


def lock(d: Decision, step: Ordering, seat: Seat, command: LockOrder) -> None:
    """Keep the order of `seat`, for good. Raises Refusal."""
    if seat.home is None or not seat.owner:
        raise Refusal("no_home", N_("Only people who belong to one of the sides order cards."))
    if not in_panel(d.public, seat.id):
        raise not_in_panel()
    cards = sorted(card.id for card in step.cards(d.room, seat.home))
    if sorted(command.order) != cards:
        raise Refusal("not_the_cards", N_("An order names each of the cards once."))
    results.check_not_out(d.public)
    if d.room.of(seat.id).state(RankOwn, step.id).order:
        raise Refusal("locked", N_("Your order is locked. Locked means locked."))
    d.emit(OrderLocked(seat=seat.id, step=step.id, order=command.order))
    readiness.note(d, step, seat)


RULES: Final = RankRules()
