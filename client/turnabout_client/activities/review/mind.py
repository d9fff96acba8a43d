"""A bot in a review: whoever promised says how it went; if they do not, another bot does."""

from collections.abc import Iterator
from typing import Final

from turnabout_client.bots import afterwards
from turnabout_client.bots.view import Intention, View
from turnabout_protocol.activities.review import (
    MARKING,
    MARKS,
    MarkPromise,
    Review,
    ReviewState,
)
from turnabout_protocol.chance import draw
from turnabout_protocol.commands import Ready
from turnabout_protocol.room import Earlier

_OWNERS: Final = (5.0, 12.0)
_OTHERS: Final = (18.0, 4.0)
"""Seconds after which others speak up, and seconds between one of them and the next."""


def intend(view: View, step: Review) -> Iterator[Intention]:
    """Yield what the seat wants to do in a review."""
    state = view.public.state(ReviewState, step.id)
    if not view.me.plays:
        return
    if state.stage == MARKING:
        for promise in view.public.earlier:
            if promise.number not in state.outcomes:
                yield _mark(view, step, promise)
    settled = all(p.number in state.outcomes for p in view.public.earlier)
    if not view.is_ready(step) and (settled or state.stage != MARKING):
        ready = Ready(step=step.id, stage=state.stage)
        yield view.intend(f"{step.id}/{state.stage}/ready", ready, (6, 12))


def _mark(view: View, step: Review, promise: Earlier) -> Intention:
    mark = tuple(MARKS)[(draw(view.seed, "mark") + promise.number) % len(MARKS)]
    command = MarkPromise(
        step=step.id,
        number=promise.number,
        mark=mark,
        obstacle="" if mark == "done" else afterwards.obstacle(view.seed, promise.number),
    )
    key = f"{step.id}/mark/{promise.number}"
    if view.me.name == promise.owner:
        return view.intend(key, command, _OWNERS)
    here = [s.id for s in view.public.players() if s.present]
    place = here.index(view.me.id) if view.me.id in here else len(here)
    first, apart = _OTHERS
    return view.intend(key, command, (first + apart * place, first + apart * place + 2))
