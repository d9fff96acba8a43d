"""poll: answers are sealed; the tally comes when all have answered or time is up."""

from collections import Counter
from collections.abc import Mapping

from turnabout_protocol.activities.poll import (
    Answer,
    AnswersSealed,
    Poll,
    PollState,
    PollVault,
    Question,
    Tally,
    TallyShown,
)
from turnabout_protocol.bases import Command
from turnabout_protocol.events import SeatReady, StageOpened
from turnabout_protocol.parts import SECOND, Room, Seat
from turnabout_server.rules.activities.base import Activity, player
from turnabout_server.rules.decision import Decision
from turnabout_server.rules.refused import Refused, moved_on


class PollRules(Activity[Poll]):
    """Stage 0: answer. Stage 1: look at the tally."""

    def open(self, d: Decision, step: Poll) -> None:
        look = min(step.look * SECOND, step.length // 2)
        d.emit(StageOpened(step=step.id, stage=0, ends=d.play + step.length - look))

    def act(self, d: Decision, step: Poll, seat: Seat, command: Command) -> None:
        if not isinstance(command, Answer):
            super().act(d, step, seat, command)
            return
        player(seat)
        state = d.public.state(PollState, step.id)
        if state.tallies is not None:
            raise moved_on()
        picks = checked(step, command.picks)
        d.emit(AnswersSealed(step=step.id, seat=seat.id, picks=picks))
        if seat.id not in state.ready:
            d.emit(SeatReady(step=step.id, seat=seat.id))

    def advance(self, d: Decision, step: Poll) -> bool:
        if d.public.state(PollState, step.id).tallies is not None or d.public.current is None:
            return False
        show_tally(d, step)
        ends = max(d.public.current.ends, d.play + min(step.look * SECOND, step.length // 2))
        d.emit(StageOpened(step=step.id, stage=1, ends=ends))
        return True

    def final(self, room: Room, step: Poll) -> bool:
        return room.public.state(PollState, step.id).tallies is not None

    def close(self, d: Decision, step: Poll) -> None:
        if d.public.state(PollState, step.id).tallies is None:
            show_tally(d, step)


def checked(step: Poll, picks: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the picks, each answer once. Raises Refused."""
    questions = {q.id: q for q in step.questions}
    for asked, chosen in picks.items():
        question = questions.get(asked)
        if question is None:
            raise Refused("no_such_question", "That question is not asked here.")
        check_answer(question, chosen)
    return {q: tuple(dict.fromkeys(chosen)) for q, chosen in picks.items()}


def check_answer(question: Question, chosen: tuple[str, ...]) -> None:
    """Raises Refused unless `chosen` answers `question`."""
    if len(set(chosen)) > question.up_to:
        raise Refused("too_many", f"Choose {question.up_to} at most.")
    if any(choice not in question.choices for choice in chosen):
        raise Refused("no_such_answer", "That is not one of the answers.")


def show_tally(d: Decision, step: Poll) -> None:
    """Publish how often each answer was given: only pooled, and only from enough people."""
    answers = d.room.vault.state(PollVault, step.id).answers
    bots = () if d.public.rules.bots_count else d.public.bots
    counted = [picks for seat, picks in sorted(answers.items()) if seat not in bots]
    d.emit(
        TallyShown(
            step=step.id,
            tallies=tuple(tally(q, counted, step.need) for q in step.questions),
        )
    )


def tally(question: Question, answers: list[Mapping[str, tuple[str, ...]]], need: int) -> Tally:
    """Return the pooled answers to one question; without counts when fewer than `need` answered."""
    chosen = [picks[question.id] for picks in answers if picks.get(question.id)]
    if len(chosen) < need:
        return Tally(question=question.id, counts={}, n=0, need=need)
    counts = Counter(choice for picks in chosen for choice in picks)
    shown = {choice: counts[choice] for choice in question.choices if counts[choice]}
    return Tally(question=question.id, counts=shown, n=len(chosen), need=need)
