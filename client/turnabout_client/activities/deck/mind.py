"""A bot among the people of its side: it may write a card, puts one under another, and votes."""

from collections.abc import Iterator
from typing import Final

from turnabout_client.bots.view import Intention, View
from turnabout_protocol.activities.deck import (
    POOL,
    VOTE,
    WRITE,
    Deck,
    DeckHome,
    DeckOwn,
    MergeCards,
    PutDots,
    WriteCard,
)
from turnabout_protocol.chance import shuffled
from turnabout_protocol.commands import Ready
from turnabout_protocol.room import MOST_CARDS, SECOND, Home, State
from turnabout_protocol.scenario import KeyPoint

_WRITES: Final = 75
_MERGES: Final = 50
_AGAIN: Final = (
    "We have said this before: {text}",
    "From where we sit: {text}",
    "Once more, and in plain words: {text}",
)


def intend(view: View, step: Deck) -> Iterator[Intention]:
    """Yield what the seat wants to do while its side settles its cards."""
    state, home = view.public.state(State, step.id), view.me.home
    if not view.me.plays or home is None:
        return
    table = view.room.homes.get(home, Home()).state(DeckHome, step.id)
    own = view.own.state(DeckOwn, step.id)
    if state.stage == WRITE and not own.written and view.chance(_WRITES, step.id, "writes"):
        yield from _write(view, step, table)
    if state.stage == POOL and view.chance(_MERGES, step.id, "merges"):
        yield from _merge(view, step, table)
    if view.me.id in state.ready:
        return
    if state.stage == VOTE:
        dots = PutDots(step=step.id, dots=ballot(view, step, table))
        yield view.intend(f"{step.id}/dots", dots, _within(step, VOTE, 0.25, 0.6))
    else:
        ready = Ready(step=step.id, stage=state.stage)
        soon = _within(step, state.stage, 0.5, 0.65)
        yield view.intend(f"{step.id}/{state.stage}/ready", ready, soon)


def _write(view: View, step: Deck, table: DeckHome) -> Iterator[Intention]:
    if not table.prepared or not step.own_cards:
        return
    card = view.pick(table.prepared, step.id, "about")
    said = view.pick(_AGAIN, step.id, "says").format(text=_inner(card))
    write = WriteCard(step=step.id, number=1, kind=card.kind, text=said[:240])
    yield view.intend(f"{step.id}/card", write, _within(step, WRITE, 0.15, 0.45))


def _inner(card: KeyPoint) -> str:
    return card.text[:1].lower() + card.text[1:]


def _merge(view: View, step: Deck, table: DeckHome) -> Iterator[Intention]:
    """Put one card that a bot wrote under the prepared card that it wrote about."""
    tops = [pooled.card for pooled in table.tops]
    if len(tops) <= MOST_CARDS + 1:
        # Few enough: what is left is for the vote.
        return
    for card in tops:
        keep = [k for k in tops if k.id != card.id and _inner(k) in card.text]
        if keep:
            merge = MergeCards(step=step.id, card=card.id, keep=keep[0].id)
            soon = _within(step, POOL, 0.15, 0.4)
            yield view.intend(f"{step.id}/merge", merge, soon)
            return


def ballot(view: View, step: Deck, table: DeckHome) -> dict[str, int]:
    """Return dots for cards: as many as one may on the favourite, what is left on others."""
    left, dots = step.dots, dict[str, int]()
    tops = [p.card for p in table.tops]
    # A side that says the same twice argues less: nobody needs to hear a card again.
    once = [c.id for c in tops if not any(_inner(k) in c.text for k in tops if k.id != c.id)]
    for card in shuffled(once, view.draw(step.id, "favourite")):
        put = min(left, step.most_on_one)
        if put == 0:
            break
        dots[card] = put
        left -= put
    return dots


def _within(step: Deck, stage: int, low: float, high: float) -> tuple[float, float]:
    seconds = step.seconds(stage) / SECOND
    return seconds * low, seconds * high
