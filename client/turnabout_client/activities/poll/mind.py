"""What a bot answers in a poll: feelings as they come, and measures that a session could move."""

from collections.abc import Iterator, Mapping
from typing import Final

from turnabout_client.bots.view import Intention, View
from turnabout_protocol.activities.poll import Answer, Measure, Poll, PollState, Question
from turnabout_protocol.chance import shuffled

USUAL: Final[Mapping[Measure, int]] = {
    "felt": 4,
    "claimed": 5,
    "then": 4,
    "close": 4,
    "seen": 4,
    "regard": 5,
    "safe1": 4,
    "safe2": 4,
}
"""What people usually answer. A bot learns nothing, so it answers alike before and after."""


def intend(view: View, step: Poll) -> Iterator[Intention]:
    """Yield what the seat wants to do in `step`."""
    state = view.public.state(PollState, step.id)
    if not view.me.plays or not view.counts or view.is_ready(step):
        return
    if state.tallies is not None:
        # The time to look at it is the time to talk of it.
        yield view.ready(step, (0.6 * step.look, 0.9 * step.look))
        return
    picks = {question.id: _picks(view, step, question) for question in step.questions}
    yield view.intend(f"{step.id}/answer", Answer(step=step.id, picks=picks), (8, 20))


def _picks(view: View, step: Poll, question: Question) -> tuple[str, ...]:
    if question.steps:
        return (str(_on_scale(view, step, question)),)
    many = 1 + view.draw("many", step.id, question.id) % question.up_to
    return tuple(shuffled(question.choices, view.draw(step.id, question.id))[:many])


def _on_scale(view: View, step: Poll, question: Question) -> int:
    """Return a step near what is usual: everybody leans to one side, and wavers every time."""
    middle = (question.steps + 1) // 2
    usual = middle if question.measure is None else USUAL[question.measure]
    leans = view.draw("leans", question.measure or question.id) % 3 - 1
    wavers = view.draw("wavers", step.id, question.id) % 3 - 1
    return max(1, min(question.steps, usual + leans + wavers))
