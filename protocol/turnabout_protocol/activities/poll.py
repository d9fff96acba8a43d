"""poll: questions with answers to choose from. Nobody sees a single answer, only the tally."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from turnabout_protocol.bases import StepCommand, ToAll, ToServer
from turnabout_protocol.parts import Public, SeatId, State, Step, Vault, VaultState
from turnabout_protocol.scenario import Slug

FEELINGS: Final = (
    "curious", "amused", "energised", "proud",
    "heard", "relieved", "calm", "hopeful",
    "frustrated", "defensive", "exposed", "pressured",
    "misunderstood", "powerless", "uneasy", "tired",
)  # fmt: skip
"""Four rows: pleasant or not, with high or low energy."""


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question. `options` may be the word `feelings` for the sixteen above."""

    id: Slug
    text: Annotated[str, Meta(min_length=1, max_length=160)]
    options: Literal["feelings"] | Annotated[tuple[str, ...], Meta(min_length=2, max_length=16)]
    up_to: Annotated[int, Meta(ge=1, le=5)] = 1

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers to choose from."""
        return FEELINGS if self.options == "feelings" else tuple(self.options)


class Poll(Step, frozen=True, kw_only=True):
    """Settings: the questions, and from how many people on the tally is shown."""

    questions: Annotated[tuple[Question, ...], Meta(min_length=1, max_length=6)]
    need: Annotated[int, Meta(ge=3, le=12)] = 5
    look: Annotated[int, Meta(ge=5, le=120)] = 15
    """Seconds kept at the end of the step to look at the tally."""

    def fresh(self) -> "PollState":
        return PollState()


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


class PollState(State, frozen=True, kw_only=True):
    """Who has answered is in `ready`; `tallies` comes when all have, or when time is up."""

    tallies: tuple[Tally, ...] | None = None


class PollVault(VaultState, frozen=True, kw_only=True):
    """The answers, by seat and question."""

    answers: Mapping[int, Mapping[str, tuple[str, ...]]] = {}


class Answer(StepCommand, frozen=True, kw_only=True):
    """My answers, by question id. Answering again replaces them until the tally is shown."""

    picks: Annotated[
        dict[Slug, Annotated[tuple[Annotated[str, Meta(max_length=40)], ...], Meta(max_length=5)]],
        Meta(min_length=1, max_length=6),
    ]


class AnswersSealed(ToServer, frozen=True, kw_only=True):
    """What a seat answered."""

    step: Slug
    seat: SeatId
    picks: Mapping[str, tuple[str, ...]]

    def fold(self, vault: Vault, at: int) -> Vault:
        state = vault.state(PollVault, self.step)
        return vault.with_state(
            self.step, replace(state, answers={**state.answers, self.seat: self.picks})
        )


class TallyShown(ToAll, frozen=True, kw_only=True):
    """The pooled answers."""

    step: Slug
    tallies: tuple[Tally, ...]

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PollState, self.step)
        return public.with_state(self.step, replace(state, tallies=self.tallies))
