"""A bot that ranks: its own side as the scenario's author does, and the other side by chance."""

from collections.abc import Iterator

from turnabout_client.bots.view import Intention, View
from turnabout_protocol.activities.rank import LockOrder, Rank, RankOwn
from turnabout_protocol.room import Home
from turnabout_protocol.scenario import KeyPoint


def intend(view: View, step: Rank) -> Iterator[Intention]:
    """Yield the order that the seat locks."""
    home = view.me.home
    if not view.me.plays or not view.counts or home is None:
        return
    cards = step.cards(view.room, home)
    locked = view.own.state(RankOwn, step.id).order
    if cards and sorted(locked) != sorted(card.id for card in cards):
        key = f"{step.id}/lock/{home}"
        yield view.intend(key, LockOrder(step=step.id, order=order(view, step, cards)), (12, 30))


def order(view: View, step: Rank, cards: tuple[KeyPoint, ...]) -> tuple[str, ...]:
    """Return the ids of `cards` as the seat would put them."""
    if step.whose == "other":
        return view.guess(step, cards)
    return tuple(card.id for card in sorted(cards, key=lambda card: _own(view, step, card)))


def _own(view: View, step: Rank, card: KeyPoint) -> int:
    """Weigh a card of my side: neighbours in its author's order may change their places."""
    rank = view.room.homes.get(view.me.home or "business", Home()).rank
    place = rank.index(card.id) if card.id in rank else len(rank)
    return 100 * place + view.draw("mood", step.id, card.id) % 150
