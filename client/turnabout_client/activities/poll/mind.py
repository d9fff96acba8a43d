"""What a bot answers in a poll: feelings as they come, and measures that a session could move."""

from collections.abc import Iterator, Mapping
from typing import Final

from turnabout_client.bots.view import Intention, View
from turnabout_protocol.activities.poll import Answer, Measure, Poll, PollState, Question
from turnabout_protocol.chance import shuffled
from turnabout_protocol.commands import Ready

USUAL: Final[Mapping[Measure, tuple[int, int]]] = {
    "felt": (3, 5),
    "claimed": (5, 5),
    "then": (3, 3),
    "close": (3, 4),
    "seen": (3, 4),
    "regard": (5, 5),
    "safe1": (4, 4),
    "safe2": (4, 4),
}
"""What people usually answer before a session and after it: they think they understand more than
the others feel, and know better afterwards."""


def intend(view: View, step: Poll) -> Iterator[Intention]:
    """Yield what the seat wants to do in `step`."""
    state = view.public.state(PollState, step.id)
    if not view.me.plays or not view.counts or view.is_ready(step):
        return
    if state.tallies is not None:
        ready = Ready(step=step.id, stage=state.stage)
        yield view.intend(f"{step.id}/{state.stage}/ready", ready, (5, 9))
        return
    picks = {question.id: _picks(view, step, question) for question in step.questions}
    yield view.intend(f"{step.id}/answer", Answer(step=step.id, picks=picks), (8, 20))


def _picks(view: View, step: Poll, question: Question) -> tuple[str, ...]:
    if question.steps:
        return (str(_on_scale(view, step, question)),)
    many = 1 + view.draw("many", step.id, question.id) % question.up_to
    return tuple(shuffled(question.choices, view.draw(step.id, question.id))[:many])


def _on_scale(view: View, step: Poll, question: Question) -> int:
    """Return a step near what is usual. People lean to one side, the same one both times."""
    middle = (question.steps + 1) // 2
    before, after = (middle, middle) if question.measure is None else USUAL[question.measure]
    usual = after if _again(view, step, question) else before
    leans = view.draw("leans", question.measure or question.id) % 3 - 1
    return max(1, min(question.steps, usual + leans))


def _again(view: View, step: Poll, question: Question) -> bool:
    """Return whether an earlier poll has measured the same."""
    return any(
        question.measure is not None and question.measure in {q.measure for q in earlier.measured}
        for earlier in view.public.agenda[: view.public.agenda.index(step)]
        if isinstance(earlier, Poll)
    )
