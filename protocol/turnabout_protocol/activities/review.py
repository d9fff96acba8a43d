"""review: what became of the team's earlier promises, and what got in the way.

Who owns a promise is a kind judge of it. So what was done counts once the partner, who is from the
other side, says so, too.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.bases import Bound, StepCommand, ToAll
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import Earlier, Public, Seat, State, Step
from turnabout_protocol.scenario import Slug
from turnabout_protocol.text import LINE, folded

MARKING: Final = 0
LOOKING: Final = 1

PromiseMark = Literal["done", "partly", "not_yet", "dropped"]
MARKS: Final[Mapping[PromiseMark, str]] = {
    "done": N_("done"),
    "partly": N_("partly"),
    "not_yet": N_("not yet"),
    "dropped": N_("dropped"),
}
WORTH: Final[Mapping[PromiseMark, float]] = {
    "done": 1.0, "partly": 0.5, "not_yet": 0.0, "dropped": 0.0,
}  # fmt: skip
"""How much of a promise counts as kept."""
Number = Annotated[int, Meta(ge=1, le=9999)]


class Review(Step, frozen=True, kw_only=True):
    """Settings: the seconds kept at the end to look at the whole."""

    look: Annotated[int, Meta(ge=5, le=120)] = 20

    def fresh(self) -> "ReviewState":
        return ReviewState()

    def final(self, state: State) -> bool:
        return state.stage == LOOKING

    def unsigned(self, stage: int) -> bool:
        return stage == MARKING


class PromiseOutcome(Struct, frozen=True, kw_only=True):
    """What became of an earlier promise. Nobody is told who said so."""

    number: int
    mark: PromiseMark
    obstacle: str = ""
    """What got in the way; may be empty."""
    confirmed: bool = False
    """Whether the mark was given, or given again, by somebody who may confirm it."""

    @property
    def counts(self) -> float:
        """How much of the promise counts as kept, 0 to 1."""
        return WORTH[self.mark] if self.confirmed else 0.0

    @property
    def waits(self) -> bool:
        """Whether it would count if it were confirmed."""
        return WORTH[self.mark] > 0 and not self.confirmed


def confirms(promise: Earlier, seat: Seat, here: Iterable[Seat]) -> bool:
    """Return whether `seat` may confirm what became of a promise; `here` are the players present.

    That is the partner, by the name that they had; while nobody of that name is here, it is anybody
    of the partner's side, and not the owner.
    """
    if any(_named(one, promise.partner) for one in here):
        return _named(seat, promise.partner)
    return not _named(seat, promise.owner) and seat.home != promise.side


def _named(seat: Seat, name: str) -> bool:
    return folded(seat.name) == folded(name)


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
    """Say what became of a promise. Marking it again replaces that, until the step ends.

    Who may confirm it confirms a mark by giving the same one.
    """

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
