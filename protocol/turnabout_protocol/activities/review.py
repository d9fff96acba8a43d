"""review: what became of the team's earlier promises, and what got in the way."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.bases import Bound, StepCommand, ToAll
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import Earlier, Public, State, Step
from turnabout_protocol.scenario import Slug
from turnabout_protocol.text import LINE

MARKING: Final = 0
LOOKING: Final = 1

PromiseMark = Literal["done", "partly", "not_yet", "dropped"]
MARKS: Final[Mapping[PromiseMark, str]] = {
    "done": N_("done"),
    "partly": N_("partly"),
    "not_yet": N_("not yet"),
    "dropped": N_("dropped"),
}
Number = Annotated[int, Meta(ge=1, le=9999)]


class Review(Step, frozen=True, kw_only=True):
    """Settings: the seconds kept at the end to look at the whole."""

    look: Annotated[int, Meta(ge=5, le=120)] = 20

    def fresh(self) -> "ReviewState":
        return ReviewState()

    def unsigned(self, stage: int) -> bool:
        return stage == MARKING


class PromiseOutcome(Struct, frozen=True, kw_only=True):
    """What became of an earlier promise. Nobody is told who said so."""

    number: int
    mark: PromiseMark
    obstacle: str = ""
    """What got in the way; may be empty."""


def due(promise: Earlier, outcome: PromiseOutcome | None, today: str) -> bool:
    """Return whether a promise counts: its date has come, or it was marked with more than not yet.

    `today` is YYYY-MM-DD; while it is unknown all are due.
    """
    said = outcome is not None and outcome.mark != "not_yet"
    return said or not today or promise.by <= today


class ReviewState(State, frozen=True, kw_only=True):
    """The outcomes by the promise's number; how much was kept, once that is looked at."""

    outcomes: Mapping[int, PromiseOutcome] = {}
    follow_through: float | None = None
    """Of 100, how much of what was due was done; None: not known, or nothing was due."""
    due: int = 0
    """How many promises stand behind it."""


class MarkPromise(StepCommand, frozen=True, kw_only=True):
    """Say what became of a promise. Marking it again replaces that, until the step ends."""

    bound = Bound(60)

    number: Number
    mark: PromiseMark
    obstacle: Annotated[str, Meta(max_length=LINE)] = ""


MARK: Final = Datum(
    "promises", N_("What became of an earlier promise and what got in the way, without who said so")
)
FOLLOWED: Final = Datum("promises", N_("How much of what was promised earlier was done"))


class PromiseMarked(ToAll, frozen=True, kw_only=True):
    """What became of a promise, unsigned."""

    keeps = "in_report"
    tells = MARK

    step: Slug
    outcome: PromiseOutcome

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(ReviewState, self.step)
        outcomes = {**state.outcomes, self.outcome.number: self.outcome}
        return public.with_state(self.step, replace(state, outcomes=outcomes))


class FollowedThrough(ToAll, frozen=True, kw_only=True):
    """How much of what was promised earlier was done."""

    keeps = "in_report"
    tells = FOLLOWED

    step: Slug
    points: float | None
    """Of 100; None when nothing was due."""
    due: Annotated[int, Meta(ge=0)]

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(ReviewState, self.step)
        return public.with_state(
            self.step, replace(state, follow_through=self.points, due=self.due)
        )
