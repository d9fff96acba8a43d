"""poll: answers are sealed; the tally comes when all have answered or time is up.

Measures are not tallied: their answers stay sealed, and a poll of nothing else has no tally.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from turnabout_language import N_
from turnabout_protocol.activities.poll import (
    Answer,
    AnswersSealed,
    Poll,
    PollState,
    PollVault,
    Question,
    SafetyJudged,
    TallySealed,
    TallyShown,
)
from turnabout_protocol.bases import Command
from turnabout_protocol.course import StageOpened
from turnabout_protocol.room import SECOND, Public, Room, Seat
from turnabout_server.after import publish
from turnabout_server.rules import readiness, results
from turnabout_server.rules.activities.base import Rules, panelist, player
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refusal import Refusal, moved_on


class PollRules(Rules[Poll]):
    """Stage 0: answer. Stage 1, if there is one: look at the tally."""

    def open(self, d: Decision, step: Poll) -> None:
        if not step.tallied:
            return
        d.emit(StageOpened(step=step.id, stage=0, ends=d.play + step.length - look(step)))

    def act(self, d: Decision, step: Poll, seat: Seat, command: Command) -> None:
        if not isinstance(command, Answer):
            super().act(d, step, seat, command)
            return
        state = d.public.state(PollState, step.id)
        asked = asked_of(d.public, step, seat)
        if state.tallies is not None:
            raise moved_on()
        results.check_not_out(d.public)
        # What is not named stays as it was: at the bell, or when the step is opened once more, a
        # screen may know of a part of it only.
        given = d.room.vault.state(PollVault, step.id).answers.get(seat.id, {})
        picks = {**given, **checked(asked, command.picks)}
        d.emit(AnswersSealed(step=step.id, seat=seat.id, picks=picks))
        # Somebody who has answered a part is not done; an empty answer leaves a question out.
        if picks.keys() >= {question.id for question in asked}:
            readiness.note(d, step, seat)

    def advance(self, d: Decision, step: Poll) -> bool:
        if not self._to_tally(d.room, step) or d.public.current is None:
            return False
        self._conclude(d, step)
        ends = max(d.public.current.ends, d.play + look(step))
        d.emit(StageOpened(step=step.id, stage=1, ends=ends))
        return True

    def unsent(self, room: Room, step: Poll) -> bool:
        return room.public.state(PollState, step.id).tallies is None

    def reopen(self, d: Decision, step: Poll) -> None:
        state = d.public.state(PollState, step.id)
        if state.tallies is not None and state.stage == 0 and d.public.current is not None:
            d.emit(StageOpened(step=step.id, stage=1, ends=d.public.current.ends))

    def close(self, d: Decision, step: Poll) -> None:
        if not step.tallied or self._to_tally(d.room, step):
            self._conclude(d, step)

    def _to_tally(self, room: Room, step: Poll) -> bool:
        """Return whether a tally is still to come."""
        return bool(step.tallied) and room.public.state(PollState, step.id).tallies is None

    def _conclude(self, d: Decision, step: Poll) -> None:
        """Tell what may be told: nobody answers any more."""
        if step.tallied:
            tallies = publish.tallies(d.room, step)
            d.emit(TallySealed(step=step.id, tallies=tallies))
            d.emit(TallyShown(step=step.id, tallies=tallies))
        judge_safety(d, step)


def look(step: Poll) -> int:
    """Return the milliseconds at the end in which the room talks about the tally.

    At least a third of the step is left to answer.
    """
    return min(step.look * SECOND, step.length * 2 // 3)


def asked_of(public: Public, step: Poll, seat: Seat) -> tuple[Question, ...]:
    """Return the questions that `seat` may answer: the measures if it watches. Raises Refusal."""
    if panelist(public, seat).plays:
        return step.questions
    if not step.measured:
        player(seat)
    return step.measured


def checked(
    asked: Sequence[Question], picks: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return the picks, each answer once. Raises Refusal."""
    questions = {q.id: q for q in asked}
    for name, chosen in picks.items():
        question = questions.get(name)
        if question is None:
            raise Refusal("no_such_question", N_("That question is not asked here."))
        check_answer(question, chosen)
    return {q: tuple(dict.fromkeys(chosen)) for q, chosen in picks.items()}


def check_answer(question: Question, chosen: tuple[str, ...]) -> None:
    """Raises Refusal unless `chosen` answers `question`."""
    if len(set(chosen)) > question.up_to:
        raise Refusal("too_many", N_("Choose {number} at most."), number=question.up_to)
    if any(choice not in question.choices for choice in chosen):
        raise Refusal("no_such_answer", N_("That is not one of the answers."))


def judge_safety(d: Decision, step: Poll) -> None:
    """Tell the facilitators what the safety items advise: once, so that no difference tells more.

    Another look, when the step comes again, is worth it only after too few answers.
    """
    if d.room.console.safety.get(step.id, "too_few") != "too_few":
        return
    verdict = publish.safety(d.room, step)
    if verdict is not None:
        d.emit(SafetyJudged(step=step.id, verdict=verdict))


RULES: Final = PollRules()
