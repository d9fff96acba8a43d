"""plan: when-then ideas, a secret vote, and promises with an owner."""

from collections.abc import Mapping
from typing import Annotated, Final

from msgspec import Meta, Struct
from msgspec.structs import replace

from turnabout_protocol.bases import StepCommand, ToAll, ToServer
from turnabout_protocol.parts import SECOND, Public, SeatId, State, Step, Vault, VaultState
from turnabout_protocol.scenario import Slug
from turnabout_protocol.text import LINE

WRITE: Final = 0
VOTE: Final = 1
COMPLETE: Final = 2
HORIZON_DAYS: Final = 42
"""A promise is due within six weeks."""

IdeaNumber = Annotated[int, Meta(ge=1, le=99)]
Clause = Annotated[str, Meta(min_length=1, max_length=LINE)]
Day = Annotated[str, Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]


class Plan(Step, frozen=True, kw_only=True):
    """Settings: seconds of the three stages, the dots each person has, the most promises."""

    write: Annotated[int, Meta(ge=10, le=900)] = 60
    vote: Annotated[int, Meta(ge=5, le=300)] = 20
    complete: Annotated[int, Meta(ge=10, le=900)] = 40
    dots: Annotated[int, Meta(ge=1, le=5)] = 3
    most_on_one: Annotated[int, Meta(ge=1, le=5)] = 2
    promises: Annotated[int, Meta(ge=1, le=3)] = 1
    ideas_each: Annotated[int, Meta(ge=1, le=5)] = 3

    def fresh(self) -> "PlanState":
        return PlanState()

    def seconds(self, stage: int) -> int:
        """Return the length of a stage in milliseconds."""
        return (self.write, self.vote, self.complete)[stage] * SECOND


class Idea(Struct, frozen=True, kw_only=True):
    """WHEN something both of us will notice THEN we will take a first small step."""

    number: int
    when: str
    then: str
    dots: int | None = None
    """None until the vote is counted."""


class Promise(Struct, frozen=True, kw_only=True):
    """An adopted idea: no owner, no promise."""

    idea: int
    when: str
    then: str
    owner: str
    """Name of the person who took it."""
    partner: str
    """Name of a person from the other side."""
    by: str
    """Date, YYYY-MM-DD."""
    sign: str
    """We see it works when ..."""


class PlanState(State, frozen=True, kw_only=True):
    """The ideas, unsigned; the chosen ones after the vote; the promises."""

    ideas: tuple[Idea, ...] = ()
    chosen: tuple[int, ...] = ()
    """Numbers of the ideas to complete, most dots first."""
    promises: tuple[Promise, ...] = ()

    def idea(self, number: int) -> Idea | None:
        """Return the idea of that number."""
        return next((i for i in self.ideas if i.number == number), None)


class PlanVault(VaultState, frozen=True, kw_only=True):
    """Who wrote how many ideas, and the ballots."""

    wrote: Mapping[int, int] = {}
    ballots: Mapping[int, Mapping[int, int]] = {}


class Propose(StepCommand, frozen=True, kw_only=True):
    """Write an idea. It appears unsigned."""

    when: Clause
    then: Clause


class Vote(StepCommand, frozen=True, kw_only=True):
    """Put my dots on ideas, by number. Voting again replaces it until all have voted."""

    dots: Annotated[dict[IdeaNumber, Annotated[int, Meta(ge=1, le=5)]], Meta(max_length=5)]


class Promising(StepCommand, frozen=True, kw_only=True, tag="promise"):
    """Take a chosen idea: I own it, with `partner` from the other side."""

    idea: IdeaNumber
    partner: SeatId
    by: Day
    sign: Clause


class IdeaWritten(ToAll, frozen=True, kw_only=True):
    """An idea is on the table. Nobody is told whose."""

    step: Slug
    idea: IdeaNumber
    when: str
    then: str

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PlanState, self.step)
        idea = Idea(number=self.idea, when=self.when, then=self.then)
        return public.with_state(self.step, replace(state, ideas=(*state.ideas, idea)))


class IdeaNoted(ToServer, frozen=True, kw_only=True):
    """Who wrote it, so that everybody has the same number."""

    step: Slug
    seat: SeatId

    def fold(self, vault: Vault, at: int) -> Vault:
        state = vault.state(PlanVault, self.step)
        wrote = {**state.wrote, self.seat: state.wrote.get(self.seat, 0) + 1}
        return vault.with_state(self.step, replace(state, wrote=wrote))


class BallotSealed(ToServer, frozen=True, kw_only=True):
    """Where a seat put its dots."""

    step: Slug
    seat: SeatId
    dots: Mapping[int, int]

    def fold(self, vault: Vault, at: int) -> Vault:
        state = vault.state(PlanVault, self.step)
        return vault.with_state(
            self.step, replace(state, ballots={**state.ballots, self.seat: self.dots})
        )


class VotesCounted(ToAll, frozen=True, kw_only=True):
    """All dots at once, and which ideas are to be completed."""

    step: Slug
    dots: Mapping[int, int]
    chosen: tuple[int, ...]

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PlanState, self.step)
        ideas = tuple(replace(i, dots=self.dots.get(i.number, 0)) for i in state.ideas)
        return public.with_state(self.step, replace(state, ideas=ideas, chosen=self.chosen))


class Promised(ToAll, frozen=True, kw_only=True):
    """Somebody took an idea, with everything it takes."""

    step: Slug
    promise: Promise

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PlanState, self.step)
        return public.with_state(
            self.step, replace(state, promises=(*state.promises, self.promise))
        )
