"""What people answered to the measures, for whoever makes a score of it. Pure; never shown as is.

These are single people's answers. They stay on the server: only `publish` makes a figure of them.
"""

from collections.abc import Mapping

from turnabout_protocol.activities.poll import Measure, Poll, PollVault, Question
from turnabout_protocol.room import Room
from turnabout_protocol.scenario import SIDES

Answers = Mapping[int, int]
"""Answers by seat: steps of a scale, from 1."""


def measured(room: Room, name: Measure) -> list[tuple[str, Answers]]:
    """Return the answers to the measure `name`, by the step that asked for it, in agenda order.

    A step is there once it has opened, even if nobody has answered yet. Only the panel counts, and
    nobody who left the table: their side is no longer known.
    """
    found: list[tuple[str, Answers]] = []
    for step in room.public.agenda:
        if not isinstance(step, Poll) or step.id not in room.public.steps:
            continue
        asked = [q for q in step.measured if q.measure == name]
        if asked:
            found.append((step.id, answers_to(room, step, asked[-1])))
    return found


def answers_to(room: Room, step: Poll, question: Question) -> Answers:
    """Return the answers that count to a question on a scale."""
    public, answers = room.public, room.vault.state(PollVault, step.id).answers
    seats = sorted(seat.id for side in SIDES for seat in public.owners(side))
    given = {seat: answers.get(seat, {}).get(question.id, ()) for seat in seats}
    scale = question.choices
    return {seat: scale.index(picks[0]) + 1 for seat, picks in given.items() if picks}
