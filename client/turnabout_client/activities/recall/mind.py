"""A bot that recalls: it remembers nothing, so it guesses as it always does."""

from collections.abc import Iterator

from turnabout_client.bots.view import Intention, View
from turnabout_protocol.activities.rank import LockOrder, RankOwn
from turnabout_protocol.activities.recall import Recall


def intend(view: View, step: Recall) -> Iterator[Intention]:
    """Yield the order that the seat locks, in a demo."""
    home = view.me.home
    if not view.me.plays or not view.counts or home is None:
        return
    cards = step.cards(view.room, home)
    if cards and not view.own.state(RankOwn, step.id).order:
        lock = LockOrder(step=step.id, order=view.guess(step, cards))
        yield view.intend(f"{step.id}/lock/{home}", lock, (12, 30))
