"""What people answered to the measures, for whoever makes a score of it. Pure; never shown as is.

These are single people's answers. They stay on the server: only `publish` makes a figure of them.
"""

from collections.abc import Mapping

from turnabout_protocol.activities.poll import Measure, Poll, PollVault, Question
from turnabout_protocol.room import Room

Answers = Mapping[int, int]
"""Answers by seat: steps of a scale, from 1."""


def measured(room: Room, name: Measure) -> list[tuple[str, Answers]]:
    """Return the answers to the measure `name`, by the step that asked for it, in agenda order.

    A step is there once it has opened, even when nobody has answered yet. Bots are left out unless
    they count, and so is whoever left the table: nobody knows their side any more.
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
    owners = [seat.id for _, seat in sorted(public.seats.items()) if seat.owner]
    given = {seat: answers.get(seat, {}).get(question.id, ()) for seat in owners}
    scale = question.choices
    return {
        seat: scale.index(picks[0]) + 1
        for seat, picks in given.items()
        if picks and not public.stands_in(seat)
    }
