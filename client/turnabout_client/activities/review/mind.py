"""A bot in a review: whoever promised says how it went; if they do not, another bot does."""

from collections.abc import Iterator
from typing import Final

from turnabout_client.bots import afterwards
from turnabout_client.bots.view import Intention, View
from turnabout_protocol.activities.review import (
    MARKING,
    MARKS,
    MarkPromise,
    PromiseOutcome,
    Review,
    ReviewState,
    confirms,
)
from turnabout_protocol.chance import draw
from turnabout_protocol.commands import Ready
from turnabout_protocol.room import Earlier, Seat

_OWNERS: Final = (5.0, 12.0)
_OTHERS: Final = (18.0, 4.0)
"""Seconds after which others speak up, and seconds between one of them and the next."""


def intend(view: View, step: Review) -> Iterator[Intention]:
    """Yield what the seat wants to do in a review."""
    state = view.public.state(ReviewState, step.id)
    if not view.me.plays:
        return
    left = [
        p for p in view.public.earlier if state.stage == MARKING and _asks(view, state, p)
    ]  # fmt: skip
    for promise in left:
        said = state.outcomes.get(promise.number)
        yield _mark(view, step, promise) if said is None else _confirm(view, step, said)
    if not left and not view.is_ready(step):
        ready = Ready(step=step.id, stage=state.stage)
        yield view.intend(f"{step.id}/{state.stage}/ready", ready, (6, 12))


def _asks(view: View, state: ReviewState, promise: Earlier) -> bool:
    """Return whether there is something left to say of a promise."""
    said = state.outcomes.get(promise.number)
    return said is None or (said.waits and confirms(promise, view.me, _here(view)))


def _here(view: View) -> list[Seat]:
    return [seat for seat in view.public.players() if seat.present]


def _confirm(view: View, step: Review, said: PromiseOutcome) -> Intention:
    command = MarkPromise(step=step.id, number=said.number, mark=said.mark, obstacle=said.obstacle)
    return view.intend(f"{step.id}/confirm/{said.number}", command, _OWNERS)


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
    here = [seat.id for seat in _here(view)]
    place = here.index(view.me.id) if view.me.id in here else len(here)
    first, apart = _OTHERS
    return view.intend(key, command, (first + apart * place, first + apart * place + 2))
