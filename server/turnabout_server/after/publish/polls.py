"""What a poll may tell: tallies to the room, and an advice to the facilitator."""

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Final

from msgspec.structs import replace

from turnabout_protocol.activities.poll import (
    LAST_WORD,
    SAFETY,
    Poll,
    PollVault,
    Question,
    Tally,
    same,
)
from turnabout_protocol.room import Room, SafetyVerdict, in_panel
from turnabout_protocol.scenario import SIDES, Side
from turnabout_server.after.answers import answers_to

SAFE: Final = 3
"""A safety item below this median, of 1 to 5, or with any 1, advises care."""


def tallies(room: Room, step: Poll) -> tuple[Tally, ...]:
    """Return how often each answer was given, for the questions that are not measures.

    What was shown of a question once is all that is ever shown of it.
    """
    answers = room.vault.state(PollVault, step.id).answers
    counted = [picks for seat, picks in sorted(answers.items()) if in_panel(room.public, seat)]
    before = _told(room)
    found = ((q, before.get(same(q))) for q in step.tallied)
    return tuple(
        tally(q, counted, step.need) if told is None else replace(told, question=q.id)
        for q, told in found
    )


def _told(room: Room) -> dict[str, Tally]:
    """Return what was shown of each question, in a poll before or when this one was on before.

    It is not tallied anew: over fewer people, the difference would be somebody's answer.
    """
    found: dict[str, Tally] = {}
    for step in room.public.agenda:
        sealed = room.vault.steps.get(step.id)
        if isinstance(step, Poll) and isinstance(sealed, PollVault):
            questions = {q.id: q for q in step.questions}
            for told in sealed.told:
                if not told.hidden and told.question in questions:
                    found.setdefault(same(questions[told.question]), told)
    return found


def tally(question: Question, answers: list[Mapping[str, tuple[str, ...]]], need: int) -> Tally:
    """Return the pooled answers to one question; without counts when fewer than `need` answered."""
    chosen = [picks[question.id] for picks in answers if picks.get(question.id)]
    if len(chosen) < need:
        return Tally(question=question.id, counts={}, n=0, need=need)
    counts = Counter(choice for picks in chosen for choice in picks)
    shown = {choice: counts[choice] for choice in question.choices if counts[choice]}
    return Tally(question=question.id, counts=shown, n=len(chosen), need=need)


def less_heard(room: Room) -> Side | None:
    """Return the side that fewer people say usually has the last word.

    None if nobody was asked, too few answered, or both sides were named equally often. The answers
    of a question with the id `last-word` name the sides, in the order of their keys. Whoever is
    asked in several polls counts once, with the last answer.
    """
    named: dict[int, Side] = {}
    for step in room.public.agenda:
        sealed = room.vault.steps.get(step.id)
        if not isinstance(step, Poll) or not isinstance(sealed, PollVault):
            continue
        for question in (q for q in step.questions if q.id == LAST_WORD):
            sides = dict(zip(question.choices, SIDES, strict=False))
            counted = ((s, p) for s, p in sealed.answers.items() if in_panel(room.public, s))
            picks = {s: p.get(question.id, ()) for s, p in counted}
            named |= {s: sides[p[0]] for s, p in picks.items() if p and p[0] in sides}
    first, second = ([*named.values()].count(side) for side in SIDES)
    if first + second < room.public.scoring.needs.pooled or first == second:
        return None
    return SIDES[0] if first < second else SIDES[1]


def safety(room: Room, step: Poll) -> SafetyVerdict | None:
    """Return what the safety items of `step` advise the facilitator; None: it asks none."""
    items = [q for q in step.measured if q.measure in SAFETY]
    if not items:
        return None
    need = room.public.scoring.needs.safety
    return safety_verdict([tuple(answers_to(room, step, q).values()) for q in items], need)


def safety_verdict(items: Sequence[Sequence[int]], need: int) -> SafetyVerdict:
    """Return one advice for all `items`, each with its answers, 1 to 5.

    An item with fewer than `need` answers has no say, and then nothing says go either: an item
    that nobody may look into could be the one that would have warned.
    """
    heard = [answers for answers in items if len(answers) >= need]
    if any(median(answers) < SAFE or min(answers) == 1 for answers in heard):
        return "take_care"
    return "go" if len(heard) == len(items) else "too_few"
