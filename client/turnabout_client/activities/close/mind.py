"""A bot at the end: it reads its promise aloud and leaves with a word."""

from collections.abc import Iterator
from typing import Final

from turnabout_client.bots import afterwards
from turnabout_client.bots.joining import join
from turnabout_client.bots.view import Intention, View
from turnabout_protocol.activities.close import Close, CloseState, HaveRead, SayWord, promises_of

_READING: Final = (7.0, 11.0)
_WORD: Final = (12.0, 25.0)


def intend(view: View, step: Close) -> Iterator[Intention]:
    """Yield what the seat wants to do in the close."""
    state, promises = view.public.state(CloseState, step.id), promises_of(view.public)
    if not view.me.plays:
        return
    if state.read < len(promises) and promises[state.read].owner == view.me.name:
        read = HaveRead(step=step.id, promise=state.read)
        yield view.intend(f"{step.id}/read/{state.read}", read, _READING)
    yield from join(view, step.id)
    if view.me.id not in state.words:
        word = SayWord(step=step.id, word=afterwards.one_word(view.me.id, view.seed))
        yield view.intend(f"{step.id}/word", word, _WORD)
