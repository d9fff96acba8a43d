"""A bot among the people of its side: it has nothing to add to the prepared cards, and votes."""

from collections.abc import Iterator

from turnabout_client.bots.view import Intention, View
from turnabout_protocol.activities.deck import (
    VOTE,
    Deck,
    DeckHome,
    PutDots,
)
from turnabout_protocol.chance import shuffled
from turnabout_protocol.commands import Ready
from turnabout_protocol.room import SECOND, Home, State


def intend(view: View, step: Deck) -> Iterator[Intention]:
    """Yield what the seat wants to do while its side settles its cards."""
    state, home = view.public.state(State, step.id), view.me.home
    if not view.me.plays or not view.counts or home is None:
        return
    table = view.room.homes.get(home, Home()).state(DeckHome, step.id)
    if view.is_ready(step):
        return
    if state.stage == VOTE:
        dots = PutDots(step=step.id, dots=ballot(view, step, table))
        yield view.intend(f"{step.id}/dots", dots, _within(step, VOTE, 0.25, 0.6))
    else:
        ready = Ready(step=step.id, stage=state.stage)
        soon = _within(step, state.stage, 0.5, 0.65)
        yield view.intend(f"{step.id}/{state.stage}/ready", ready, soon)


def ballot(view: View, step: Deck, table: DeckHome) -> dict[str, int]:
    """Return dots for cards: as many as allowed on the favourite, the rest on others."""
    left, dots = step.dots, dict[str, int]()
    tops = [p.card for p in table.tops]
    for card in shuffled([card.id for card in tops], view.draw(step.id, "favourite")):
        put = min(left, step.most_on_one)
        if put == 0:
            break
        dots[card] = put
        left -= put
    return dots


def _within(step: Deck, stage: int, low: float, high: float) -> tuple[float, float]:
    seconds = step.seconds(stage) / SECOND
    return seconds * low, seconds * high
