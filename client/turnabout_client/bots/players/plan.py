"""A bot in a plan: it writes an idea, puts its dots, and one of them takes the promise."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from turnabout_client.bots import afterwards
from turnabout_client.bots.chance import shuffled
from turnabout_client.bots.view import Intention, View
from turnabout_protocol.activities.plan import (
    COMPLETE,
    VOTE,
    WRITE,
    Plan,
    PlanState,
    Promising,
    Propose,
    Vote,
)
from turnabout_protocol.commands import Ready

DUE_DAYS: Final = 14
_PATIENCE: Final = 0.35
"""Part of the time to complete a promise that people have before a bot takes it."""
_STEP: Final = 0.08
_LAST: Final = 0.85


def intend(view: View, step: Plan) -> Iterator[Intention]:
    """Yield what the seat wants to do in a plan."""
    state = view.public.state(PlanState, step.id)
    if not view.me.plays:
        return
    if state.stage == COMPLETE:
        yield from _complete(view, step, state)
    elif view.me.id not in state.ready:
        if state.stage == WRITE:
            yield from _write(view, step)
        elif state.stage == VOTE:
            dots = Vote(step=step.id, dots=ballot(view, step, state))
            yield view.intend(f"{step.id}/vote", dots, _within(step.vote, 0.25, 0.6))


def _write(view: View, step: Plan) -> Iterator[Intention]:
    story = view.public.story
    if story is None:
        return
    when, then = afterwards.idea(story, view.me.id, view.seed)
    idea = Propose(step=step.id, when=when, then=then)
    yield view.intend(f"{step.id}/idea", idea, _within(step.write, 0.2, 0.45))
    # Nobody is told whose an idea is, not even its writer: being done comes later by the clock.
    done = Ready(step=step.id, stage=WRITE)
    yield view.intend(f"{step.id}/written", done, _within(step.write, 0.5, 0.65))


def ballot(view: View, step: Plan, state: PlanState) -> dict[int, int]:
    """Return dots for ideas: as many as one may on the favourite, what is left on others."""
    left, dots = step.dots, dict[int, int]()
    numbers = [idea.number for idea in state.ideas]
    for number in shuffled(numbers, view.seed, view.me.id, "favourite"):
        put = min(left, step.most_on_one)
        if put == 0:
            break
        dots[number] = put
        left -= put
    return dots


def _complete(view: View, step: Plan, state: PlanState) -> Iterator[Intention]:
    taken = {promise.idea for promise in state.promises}
    opened_on = view.public.rules.opened_on
    here = [s for s in view.public.players() if s.present]
    across = [s.id for s in here if s.home is not None and s.home != view.me.home]
    for number in state.chosen:
        if number in taken or not across or not opened_on:
            continue
        # All who are here take it up one after the other, should those before them not want to.
        order = shuffled([s.id for s in here], view.seed, "owner", number)
        wait = min(_LAST, _PATIENCE + _STEP * order.index(view.me.id))
        command = Promising(
            step=step.id,
            idea=number,
            partner=view.pick(across, "partner", number),
            by=str(date.fromisoformat(opened_on) + timedelta(days=DUE_DAYS)),
            sign=afterwards.sign(view.seed, number),
        )
        soon = _within(step.complete, wait, wait + _STEP)
        yield view.intend(f"{step.id}/promise/{number}", command, soon)


def _within(seconds: int, low: float, high: float) -> tuple[float, float]:
    return seconds * low, seconds * high
