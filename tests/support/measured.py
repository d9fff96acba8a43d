"""An agenda that measures: ranked and guessed before the play and after, felt and claimed."""

from msgspec.structs import replace

from turnabout_protocol.activities.poll import Measure, Poll, Question
from turnabout_protocol.activities.rank import Rank
from turnabout_protocol.activities.reveal import Reveal
from turnabout_protocol.agenda import Agenda
from turnabout_server.authoring.scenarios import find_agenda


def asking(step: str, *names: Measure) -> Poll:
    """Return a poll of these measures."""
    questions = tuple(Question(id=n, text=n, options="scale7", measure=n) for n in names)
    return Poll(id=step, title="Check", minutes=1, questions=questions)


def measuring(*, ranks: bool = True, polls: bool = True, minutes: float = 2) -> Agenda:
    """Return the taster with measures around its scene; `minutes` are those of the reveal."""
    agenda = find_agenda("taster")
    before = [
        *([asking("check", "felt", "claimed")] if polls else []),
        *([Rank(id="own", title="Rank", minutes=1)] if ranks else []),
        *([Rank(id="guess", title="Guess", minutes=1, whose="other")] if ranks else []),
    ]
    after = [
        *([Rank(id="guess-again", title="Guess", minutes=1, whose="other")] if ranks else []),
        *([asking("check-again", "felt", "claimed", "then")] if polls else []),
    ]
    steps = []
    for step in agenda.steps:
        if step.id == "brief":
            steps += before
        if isinstance(step, Reveal):
            steps += after
            step = replace(step, minutes=minutes, hold=False)
        steps.append(step)
    return replace(agenda, steps=tuple(steps))
