"""A bot that ranks: people of a side lean the same way, and guesses are closer after the play."""

from collections.abc import Iterator
from typing import Final

from turnabout_client.bots.view import Intention, View
from turnabout_protocol.activities.rank import LockOrder, Rank, RankOwn
from turnabout_protocol.chance import draw
from turnabout_protocol.room import Public
from turnabout_protocol.scenario import KeyPoint

_MOOD: Final = {"own": 60, "first": 300, "later": 110}
"""How much a bot's own mood counts, where the leaning of its side counts 100."""


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
    mood = _MOOD[_guess(view.public, step)]

    def weight(card: KeyPoint) -> int:
        side = draw(view.seed, "leaning", card.id) % 100
        return side + view.draw("mood", step.id, card.id) % mood

    return tuple(card.id for card in sorted(cards, key=weight))


def _guess(public: Public, step: Rank) -> str:
    if step.whose == "own":
        return "own"
    guesses = [s.id for s in public.agenda if isinstance(s, Rank) and s.whose == "other"]
    return "first" if step.id == guesses[0] else "later"
