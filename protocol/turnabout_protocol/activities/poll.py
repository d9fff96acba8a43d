"""poll: questions with answers to choose from. Nobody sees a single answer, only the tally.

A question with a measure is not even tallied: its answers go sealed into the scores of the room.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_language.phrase import Phrase
from turnabout_protocol.activities.entry import Complaint
from turnabout_protocol.bases import Bound, StepCommand, ToAll, ToFacilitators, ToServer
from turnabout_protocol.privacy import MANY, Datum, Least
from turnabout_protocol.room import (
    Console,
    Public,
    SafetyVerdict,
    SeatId,
    State,
    Step,
    Vault,
    VaultState,
)
from turnabout_protocol.scenario import Slug
from turnabout_protocol.scoring import Needs
from turnabout_protocol.text import folded

Measure = Literal["felt", "claimed", "then", "close", "seen", "regard", "safe1", "safe2"]
"""What an answer measures: the other side understands us, we understand them, we did before today,
how close the sides are, what they think of our work, what we think of theirs, and whether one can
speak freely in this room (two items)."""
ANSWERING: Final = 0
TALLIED: Final = 5
"""People who must have answered before a tally is shown. An agenda may ask for more."""
LAST_WORD: Final = "last-word"
"""Id of the question who usually has the last word. Nobody is told what was answered: a talk may
let the other side speak first. Its two answers name the sides, first business, then it."""
SAFETY: Final[tuple[Measure, ...]] = ("safe1", "safe2")
"""Only the facilitator is told what follows from them, and nothing else."""

STEPS: Final[Mapping[str, int]] = {"scale7": 7, "scale5": 5, "circles": 7}
"""Steps of each scale: boxes in a row, or pairs of circles that come closer and closer."""
FITS: Final[Mapping[Measure, tuple[str, ...]]] = {
    "felt": ("scale7",),
    "claimed": ("scale7",),
    "then": ("scale7",),
    "close": ("circles", "scale7"),
    "seen": ("scale7",),
    "regard": ("scale7",),
    "safe1": ("scale5",),
    "safe2": ("scale5",),
}
"""The options each measure is made for."""

MOODS: Final = (
    (N_("pleasant, lively"), (N_("curious"), N_("amused"), N_("energised"), N_("proud"))),
    (N_("pleasant, quiet"), (N_("heard"), N_("relieved"), N_("calm"), N_("hopeful"))),
    (N_("unpleasant, lively"),
     (N_("frustrated"), N_("defensive"), N_("exposed"), N_("pressured"))),
    (N_("unpleasant, quiet"), (N_("misunderstood"), N_("powerless"), N_("uneasy"), N_("tired"))),
)  # fmt: skip
"""The feelings in four rows, each with its name: pleasant or not, with high or low energy."""
FEELINGS: Final = tuple(word for _mood, words in MOODS for word in words)
"""All of them, in the order of their keys."""


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question. `options` may be the word `feelings` for the sixteen above, or a scale.

    In options of your own `{business}` and `{it}` stand for what the scenario calls its sides.
    """

    id: Slug
    text: Annotated[str, Meta(min_length=1, max_length=160)]
    options: (
        Literal["feelings", "scale7", "scale5", "circles"]
        | Annotated[tuple[str, ...], Meta(min_length=2, max_length=16)]
    )
    up_to: Annotated[int, Meta(ge=1, le=5)] = 1
    measure: Measure | None = None
    """What the answer measures. Such a question is not tallied in the poll."""
    low: Annotated[str, Meta(max_length=24)] = ""
    """What the lowest step of a scale means; empty: the usual words."""
    high: Annotated[str, Meta(max_length=24)] = ""
    """What the highest step of a scale means; empty: the usual words."""

    @property
    def steps(self) -> int:
        """How many steps its scale has; 0: it is no scale."""
        return STEPS.get(self.options, 0) if isinstance(self.options, str) else 0

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers to choose from. Those of a scale are its steps, from "1"."""
        if self.steps:
            return tuple(str(step) for step in range(1, self.steps + 1))
        return FEELINGS if self.options == "feelings" else tuple(self.options)

    @property
    def ends(self) -> tuple[str, str]:
        """What the ends of its scale mean."""
        if self.options == "circles":
            return self.low or N_("worlds apart"), self.high or N_("almost one")
        return self.low or N_("not at all"), self.high or N_("fully")


class Poll(Step, frozen=True, kw_only=True):
    """Settings: the questions, and how many people a tally takes."""

    asks = True

    questions: Annotated[tuple[Question, ...], Meta(min_length=1, max_length=6)]
    need: Annotated[int, Meta(ge=TALLIED, le=12)] = TALLIED
    """People who must have answered before a tally is shown."""
    look: Annotated[int, Meta(ge=5, le=120)] = 15
    """Seconds kept at the end of the step to look at the tally."""

    @property
    def tallied(self) -> tuple[Question, ...]:
        """The questions of which the room sees how often each answer was given."""
        return tuple(q for q in self.questions if q.measure is None and q.id != LAST_WORD)

    @property
    def measured(self) -> tuple[Question, ...]:
        """The questions whose answers go sealed into the scores; observers with a say answer."""
        return tuple(q for q in self.questions if q.measure is not None)

    def fresh(self) -> "PollState":
        return PollState()

    def final(self, state: State) -> bool:
        return not (self.tallied and isinstance(state, PollState) and state.tallies is None)

    def unsigned(self, stage: int) -> bool:
        return stage == ANSWERING


class Tally(Struct, frozen=True, kw_only=True):
    """The pooled answers to one question. `counts` is empty when too few answered."""

    question: str
    counts: Mapping[str, int]
    n: int
    """How many answered; 0 when hidden."""
    need: int

    @property
    def hidden(self) -> bool:
        return self.n < self.need

    @property
    def feelings(self) -> bool:
        """Whether feelings are what was named, and so come in their four rows."""
        return bool(self.counts) and self.counts.keys() <= set(FEELINGS)


class PollState(State, frozen=True, kw_only=True):
    """`tallies` comes when all have answered, or when time is up.

    A poll of measures alone has no tallies: it ends when all have answered.
    """

    tallies: tuple[Tally, ...] | None = None


class PollVault(VaultState, frozen=True, kw_only=True):
    """The answers, by seat and question, and what was told of them."""

    answers: Mapping[int, Mapping[str, tuple[str, ...]]] = {}
    told: tuple[Tally, ...] = ()


class Answer(StepCommand, frozen=True, kw_only=True):
    """My answers, by question id. Answering again replaces them until the tally is shown.

    Whoever has named all questions that they are asked is ready; an empty array leaves one out.
    """

    bound = Bound(40)

    picks: Annotated[
        dict[Slug, Annotated[tuple[Annotated[str, Meta(max_length=40)], ...], Meta(max_length=5)]],
        Meta(min_length=1, max_length=6),
    ]


ANSWERS: Final = Datum(
    "polls",
    N_("What you answer in a poll: feelings, how understood you feel, how safe you feel"),
    MANY,
)
TALLY: Final = Datum(
    "polls",
    N_("How often each feeling was chosen, both sides together"),
    least=(Least(TALLIED, N_("{n} people who answered")),),
)
SAFE: Final = Datum(
    "polls",
    N_("Whether it is safe to play: go, or take care, and nothing else"),
    least=(Least(Needs().safety, N_("{n} people who answered")),),
)


class AnswersSealed(ToServer, frozen=True, kw_only=True):
    """What a seat answered."""

    keeps = "until_close"
    tells = ANSWERS

    step: Slug
    seat: SeatId
    picks: Mapping[str, tuple[str, ...]]

    def fold(self, vault: Vault, at: int) -> Vault:
        state = vault.state(PollVault, self.step)
        return vault.with_state(
            self.step, replace(state, answers={**state.answers, self.seat: self.picks})
        )


class TallySealed(ToServer, frozen=True, kw_only=True):
    """What is told of a poll: the same questions are never tallied again, over other people."""

    keeps = "in_report"
    tells = TALLY

    step: Slug
    tallies: tuple[Tally, ...]

    def fold(self, vault: Vault, at: int) -> Vault:
        state = vault.state(PollVault, self.step)
        return vault.with_state(self.step, replace(state, told=self.tallies))


class TallyShown(ToAll, frozen=True, kw_only=True):
    """The pooled answers to the questions that are no measures."""

    keeps = "in_report"
    tells = TALLY

    step: Slug
    tallies: tuple[Tally, ...]

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PollState, self.step)
        return public.with_state(self.step, replace(state, tallies=self.tallies))


class SafetyJudged(ToFacilitators, frozen=True, kw_only=True):
    """What the answers to the two safety items, taken together, advise. Never more than that."""

    keeps = "until_close"
    tells = SAFE

    step: Slug
    verdict: SafetyVerdict

    def fold(self, console: Console, at: int) -> Console:
        return replace(console, safety={**console.safety, self.step: self.verdict})


def asked_again(step: Poll, before: Sequence[Step]) -> Iterator[Complaint]:
    """Yield the questions that a poll before this one has tallied.

    Two tallies of one question, with somebody gone in between, tell what that person answered.
    """
    tallied = {same(q) for poll in before if isinstance(poll, Poll) for q in poll.tallied}
    for question in step.tallied:
        if same(question) in tallied:
            said = N_("“{text}” is tallied in an earlier poll. Ask it once, or ask something else.")
            yield Complaint(Phrase(said, {"text": question.text}), "questions")


def same(question: Question) -> str:
    """Return what two questions have in common that are the same to people."""
    return folded(question.text)
