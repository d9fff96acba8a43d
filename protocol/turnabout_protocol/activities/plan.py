"""plan: when-then ideas, duplicates put together, a secret vote, promises with an owner.

What is not in the room's own power is not a promise: somebody carries it upstairs.
"""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from turnabout_protocol.room import (
    MINUTE,
    SECOND,
    OwnState,
    Public,
    Seat,
    SeatId,
    State,
    Step,
    VaultState,
)
from turnabout_protocol.scenario import Side
from turnabout_protocol.text import LINE, folded

WRITE: Final = 0
MERGE: Final = 1
VOTE: Final = 2
COMPLETE: Final = 3
SETTLE: Final = 4
"""Between the vote and completing, where ideas are level: a facilitator picks."""
SETTLING: Final = 30 * SECOND
"""How long the pick is waited for, in milliseconds; then the order of the letters decides."""
HORIZON_DAYS: Final = 42
"""A promise is due within six weeks."""
VOTERS: Final = 4
"""People who must have voted before the dots are shown; below that only the order is."""
RESERVED: Final = MINUTE
"""How long an idea waits for whoever is about to promise it, in milliseconds of play time."""
TERM: Final = 40
"""Longest term of the glossary, in characters."""
Starter = Literal["", "swap", "join", "word", "stop", "tell", "decide", "welcome"]
"""What an idea was started from; empty if from nothing."""
STARTERS: Final[tuple[Starter, ...]] = (
    "swap", "join", "word", "stop", "tell", "decide", "welcome",
)  # fmt: skip
IdeaNumber = Annotated[int, Meta(ge=1, le=99)]
Clause = Annotated[str, Meta(min_length=1, max_length=LINE)]
Day = Annotated[str, Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]


class Plan(Step, frozen=True, kw_only=True):
    """Settings: seconds of the four stages, the dots each person has, the most promises.

    If the seconds do not add up to the minutes of the step, the stages share the minutes in
    proportion. With 0 seconds to merge there is no such stage.
    """

    asks = True

    write: Annotated[int, Meta(ge=10, le=900)] = 60
    merge: Annotated[int, Meta(ge=0, le=300)] = 20
    vote: Annotated[int, Meta(ge=5, le=300)] = 20
    complete: Annotated[int, Meta(ge=10, le=900)] = 40
    dots: Annotated[int, Meta(ge=1, le=5)] = 3
    most_on_one: Annotated[int, Meta(ge=1, le=5)] = 2
    promises: Annotated[int, Meta(ge=1, le=3)] = 1
    ideas_each: Annotated[int, Meta(ge=1, le=5)] = 3

    def fresh(self) -> "PlanState":
        return PlanState()

    def final(self, state: State) -> bool:
        return state.stage == COMPLETE

    def unsigned(self, stage: int) -> bool:
        return stage not in (COMPLETE, SETTLE)

    def waited(self, public: Public) -> frozenset[int]:
        """Nobody while a facilitator settles what is level."""
        if public.state(PlanState, self.id).stage == SETTLE:
            return frozenset()
        return Step.waited(self, public)

    def share(self, stage: int, left: int) -> int:
        """Return how many of the `left` milliseconds `stage` gets; later stages need theirs."""
        if stage == SETTLE:
            return min(SETTLING, left // 3)
        seconds = (self.write, self.merge, self.vote, self.complete)
        return left * seconds[stage] // sum(seconds[stage:])


class Idea(Struct, frozen=True, kw_only=True):
    """WHEN something both of us will notice THEN we will take a first small step."""

    number: int
    when: str
    then: str
    starter: Starter = ""
    under: int = 0
    """Number of the idea that says the same and is kept; 0 if this one stands by itself."""
    dots: int | None = None
    """None until the vote is counted, and after it when fewer than VOTERS voted."""


class Promise(Struct, frozen=True, kw_only=True):
    """An adopted idea: no owner, no promise."""

    idea: int
    when: str
    then: str
    owner: str
    """Name of the person who took it."""
    partner: str
    """Name of a person from the other side."""
    side: Side | None = None
    """The home side of its owner; None in promises of 0.2 and before."""
    by: str
    """Date, YYYY-MM-DD."""
    sign: str
    """We see it works when ...; may be empty."""
    starter: Starter = ""
    agreed: bool | None = None
    """Whether the partner has said yes; None in promises of 0.3 and before: nobody was asked."""

    @property
    def unsaid(self) -> bool:
        """Whether the partner's yes is still to come. The promise is kept all the same."""
        return self.agreed is False

    def names(self, seat: Seat) -> bool:
        """Return whether `seat` is its partner."""
        return folded(seat.name) == folded(self.partner)


class Upstairs(Struct, frozen=True, kw_only=True):
    """An idea that this room cannot carry out, and who takes it to those who can."""

    idea: int
    when: str
    then: str
    carrier: str
    """Name of the person."""


class Word(Struct, frozen=True, kw_only=True):
    """A term for the glossary that both sides share."""

    term: str
    means: str


class Reservation(Struct, frozen=True, kw_only=True):
    """Somebody is about to promise an idea; for a minute it waits for them."""

    seat: SeatId
    until: int
    """Play time."""


class PlanState(State, frozen=True, kw_only=True):
    """The ideas, unsigned; the chosen ones after the vote; the promises."""

    ideas: tuple[Idea, ...] = ()
    words: tuple[Word, ...] = ()
    chosen: tuple[int, ...] = ()
    """Numbers of the ideas to complete, most dots first."""
    order: tuple[int, ...] = ()
    """Numbers of all ideas that were voted on, most dots first, equals by number."""
    level: tuple[int, ...] = ()
    """Numbers of the ideas with equally many dots of which not all can be chosen."""
    places: int = 0
    """How many of them can."""
    promises: tuple[Promise, ...] = ()
    upstairs: tuple[Upstairs, ...] = ()
    reserved: Mapping[int, Reservation] = {}
    """By number of the idea; one a seat. See `taker`: those that are over may be in it, too."""

    def idea(self, number: int) -> Idea | None:
        """Return the idea of that number."""
        return next((i for i in self.ideas if i.number == number), None)

    @property
    def kept(self) -> tuple[Idea, ...]:
        """The ideas that stand by themselves and are still this room's to decide."""
        gone = {up.idea for up in self.upstairs}
        return tuple(i for i in self.ideas if not i.under and i.number not in gone)

    def place(self, number: int) -> int:
        """Return the place of an idea in the vote, from 1; behind all, if it was not in it."""
        return (self.order.index(number) if number in self.order else len(self.order)) + 1

    def under(self, number: int) -> tuple[Idea, ...]:
        """Return the ideas that say the same as that one."""
        return tuple(i for i in self.ideas if i.under == number)

    def keeper(self, number: int) -> Idea | None:
        """Return the kept idea that stands for `number`: itself, or the one it lies under."""
        idea = self.idea(number)
        wanted = number if idea is None or not idea.under else idea.under
        return next((i for i in self.kept if i.number == wanted), None)

    @property
    def open(self) -> tuple[Idea, ...]:
        """The chosen ideas that nobody has taken yet."""
        taken = {promise.idea for promise in self.promises}
        found = (self.idea(number) for number in self.chosen if number not in taken)
        return tuple(idea for idea in found if idea is not None)


def taker(public: Public, step: str, idea: int, play: int) -> SeatId | None:
    """Return who is about to promise `idea` at play time `play`: nobody who is away."""
    found = public.state(PlanState, step).reserved.get(idea)
    seat = None if found is None or found.until <= play else public.seats.get(found.seat)
    return None if seat is None or not seat.present or not seat.plays else seat.id


def asked_of(public: Public, state: PlanState) -> tuple[Promise, ...]:
    """Return the promises whose partner is here and has not said yes yet."""
    here = [s for s in public.seats.values() if s.present and not public.stands_in(s.id)]
    return tuple(p for p in state.promises if p.unsaid and any(p.names(seat) for seat in here))


class WrittenIdea(Struct, frozen=True, kw_only=True):
    """An idea while everybody writes: its writer's alone."""

    when: str
    then: str
    starter: Starter = ""
    term: str = ""
    means: str = ""


class PlanOwn(OwnState, frozen=True, kw_only=True):
    """What one seat wrote, and put dots on."""

    written: tuple[WrittenIdea, ...] = ()
    dots: Mapping[int, int] = {}
    """My dots, by number of the idea."""


class PlanVault(VaultState, frozen=True, kw_only=True):
    """The ballots."""

    wrote: Mapping[int, int] = {}
    """How many ideas each seat wrote, in rooms of 0.2."""
    ballots: Mapping[int, Mapping[int, int]] = {}
