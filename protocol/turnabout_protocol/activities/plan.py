"""plan: when-then ideas, duplicates put together, a secret vote, promises with an owner.

What is not in the room's own power is not a promise: somebody carries it upstairs.
"""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.bases import Bound, StepCommand, ToAll, ToSeat, ToServer
from turnabout_protocol.privacy import MANY, Datum, Least
from turnabout_protocol.room import (
    MINUTE,
    SECOND,
    Own,
    OwnState,
    Public,
    Seat,
    SeatId,
    State,
    Step,
    Vault,
    VaultState,
)
from turnabout_protocol.scenario import Side, Slug
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
    """The ideas that one seat wrote."""

    written: tuple[WrittenIdea, ...] = ()


class PlanVault(VaultState, frozen=True, kw_only=True):
    """The ballots."""

    wrote: Mapping[int, int] = {}
    """How many ideas each seat wrote, in rooms of 0.2."""
    ballots: Mapping[int, Mapping[int, int]] = {}


class Propose(StepCommand, frozen=True, kw_only=True):
    """Write an idea. It comes onto the table, unsigned, with all others when the stage is over.

    With both `term` and `means` the glossary grows.
    """

    bound = Bound(40)

    when: Clause
    then: Clause
    starter: Starter = ""
    term: Annotated[str, Meta(max_length=TERM)] = ""
    means: Annotated[str, Meta(max_length=LINE)] = ""


class PutUnder(StepCommand, frozen=True, kw_only=True):
    """Two ideas say the same: `idea` goes under the other one. With `under` 0 it is alone again."""

    bound = Bound(60)

    idea: IdeaNumber
    under: Annotated[int, Meta(ge=0, le=99)]


class Vote(StepCommand, frozen=True, kw_only=True):
    """Put my dots on ideas, by number. Voting again replaces it until all have voted."""

    bound = Bound(60)

    dots: Annotated[dict[IdeaNumber, Annotated[int, Meta(ge=1, le=5)]], Meta(max_length=5)]


class Promising(StepCommand, frozen=True, kw_only=True, tag="promise"):
    """Take a chosen idea: I own it, with `partner` from the other side."""

    bound = Bound(60)

    idea: IdeaNumber
    partner: SeatId
    by: Day
    sign: Annotated[str, Meta(max_length=LINE)] = ""


class Reserve(StepCommand, frozen=True, kw_only=True):
    """I am about to promise a chosen idea: it waits for me for a minute."""

    bound = Bound(60)

    idea: IdeaNumber


class Release(StepCommand, frozen=True, kw_only=True):
    """I am not, after all: whoever likes may take it."""

    bound = Bound(60)

    idea: IdeaNumber


class JoinIn(StepCommand, frozen=True, kw_only=True):
    """Yes, I do what was promised with me. Also in the close."""

    bound = Bound(20)

    idea: IdeaNumber


class SettleTie(StepCommand, frozen=True, kw_only=True):
    """Facilitator: of the ideas that are level, this one is chosen."""

    bound = Bound(20)

    idea: IdeaNumber


class SendUpstairs(StepCommand, frozen=True, kw_only=True):
    """This is not in our own power: I carry it to those who can decide it."""

    bound = Bound(30)

    idea: IdeaNumber


IDEA: Final = Datum(
    "ideas", N_("The ideas that you write, unsigned; of those that say the same one is kept")
)
OWN_IDEA: Final = Datum("ideas", N_("An idea of yours, until all are laid out together"))
WORD_SHARED: Final = Datum("words", N_("A word that you explain for both sides, unsigned"))
WRITERS: Final = Datum("ideas", N_("Who has written how many ideas"))
BALLOT: Final = Datum("ideas", N_("On which ideas you put dots"), MANY)
VOTES: Final = Datum(
    "ideas",
    N_("How the vote on the ideas ended"),
    least=(Least(VOTERS, N_("{n} people who voted, else only the order is shown")),),
)
CHOSEN: Final = Datum("ideas", N_("Which idea comes next"))
PROMISE: Final = Datum(
    "promises", N_("A promise, with the names of its owner and partner, and its date")
)
TAKING: Final = Datum("promises", N_("That you are about to take on a promise, for a minute"))
YES: Final = Datum("promises", N_("Whether the partner of a promise has said yes to it"))
UPSTAIRS: Final = Datum(
    "promises", N_("An idea that somebody carries to those who can decide it, with their name")
)


class IdeaKept(ToSeat, frozen=True, kw_only=True):
    """I have written an idea. Nobody else is told until the time to write is over."""

    keeps = "until_close"
    tells = OWN_IDEA

    step: Slug
    idea: WrittenIdea

    def fold(self, own: Own, at: int) -> Own:
        state = own.state(PlanOwn, self.step)
        return own.with_state(self.step, replace(state, written=(*state.written, self.idea)))


class IdeaWritten(ToAll, frozen=True, kw_only=True):
    """An idea is on the table. Nobody is told whose.

    All come together, by their letters, when the time to write is over: neither the moment nor the
    order of one tells whose it is.
    """

    keeps = "in_report"
    tells = IDEA

    step: Slug
    idea: IdeaNumber
    when: str
    then: str
    starter: Starter = ""

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PlanState, self.step)
        idea = Idea(number=self.idea, when=self.when, then=self.then, starter=self.starter)
        return public.with_state(self.step, replace(state, ideas=(*state.ideas, idea)))


class WordShared(ToAll, frozen=True, kw_only=True):
    """A term is in the glossary of both sides, with the ideas. Nobody is told whose."""

    keeps = "in_report"
    tells = WORD_SHARED

    step: Slug
    term: str
    means: str

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PlanState, self.step)
        word = Word(term=self.term, means=self.means)
        return public.with_state(self.step, replace(state, words=(*state.words, word)))


class IdeaMoved(ToAll, frozen=True, kw_only=True):
    """An idea lies under another one, with those that lay under it; or stands by itself again."""

    keeps = "in_report"
    tells = IDEA

    step: Slug
    idea: IdeaNumber
    under: int

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PlanState, self.step)
        ideas = tuple(
            replace(i, under=self.under)
            if i.number == self.idea or (self.under and i.under == self.idea)
            else i
            for i in state.ideas
        )
        return public.with_state(self.step, replace(state, ideas=ideas))


class IdeaNoted(ToServer, frozen=True, kw_only=True):
    """Who wrote an idea, in rooms of 0.2: there each came onto the table as it was written."""

    keeps = "until_close"
    tells = WRITERS

    step: Slug
    seat: SeatId

    def fold(self, vault: Vault, at: int) -> Vault:
        state = vault.state(PlanVault, self.step)
        wrote = {**state.wrote, self.seat: state.wrote.get(self.seat, 0) + 1}
        return vault.with_state(self.step, replace(state, wrote=wrote))


class BallotSealed(ToServer, frozen=True, kw_only=True):
    """Where a seat put its dots."""

    keeps = "until_close"
    tells = BALLOT

    step: Slug
    seat: SeatId
    dots: Mapping[int, int]

    def fold(self, vault: Vault, at: int) -> Vault:
        state = vault.state(PlanVault, self.step)
        return vault.with_state(
            self.step, replace(state, ballots={**state.ballots, self.seat: self.dots})
        )


class VotesCounted(ToAll, frozen=True, kw_only=True):
    """What the vote gave, all at once, and which ideas are to be completed."""

    keeps = "in_report"
    tells = VOTES

    step: Slug
    dots: Mapping[int, int]
    """By number of the idea; empty when fewer than VOTERS voted."""
    chosen: tuple[int, ...]
    order: tuple[int, ...] = ()
    """All ideas that were voted on, most dots first; empty: as `dots` says, in rooms of 0.2."""
    level: tuple[int, ...] = ()
    """Ideas with equally many dots of which not all can be chosen: a facilitator picks. Empty when
    fewer than VOTERS voted, and when no facilitator was here."""
    places: int = 0
    """How many of them can be chosen."""

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PlanState, self.step)
        order = self.order or tuple(sorted(self.dots, key=lambda n: (-self.dots[n], n)))
        ideas = tuple(
            replace(i, dots=self.dots.get(i.number, 0) if self.dots else None) for i in state.ideas
        )
        return public.with_state(
            self.step,
            replace(
                state,
                ideas=ideas,
                chosen=self.chosen,
                order=order,
                level=self.level,
                places=self.places,
            ),
        )


class TieSettled(ToAll, frozen=True, kw_only=True):
    """Of the ideas that were level, one more is chosen."""

    keeps = "until_close"
    tells = CHOSEN

    step: Slug
    idea: IdeaNumber

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PlanState, self.step)
        rest = tuple(number for number in state.level if number != self.idea)
        left = state.places - 1
        state = replace(state, chosen=(*state.chosen, self.idea), level=rest, places=left)
        if not left:
            state = replace(state, level=())
        return public.with_state(self.step, state)


class Promised(ToAll, frozen=True, kw_only=True):
    """Somebody took an idea, with everything it takes."""

    keeps = "in_report"
    tells = PROMISE

    step: Slug
    promise: Promise

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PlanState, self.step)
        return public.with_state(
            self.step, replace(state, promises=(*state.promises, self.promise))
        )


class Reserved(ToAll, frozen=True, kw_only=True):
    """Somebody is about to promise an idea, and nothing else: an earlier one is free again."""

    keeps = "until_close"
    tells = TAKING

    step: Slug
    idea: IdeaNumber
    seat: SeatId
    until: int
    """Play time."""

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PlanState, self.step)
        others = {idea: r for idea, r in state.reserved.items() if r.seat != self.seat}
        mine = Reservation(seat=self.seat, until=self.until)
        return public.with_state(self.step, replace(state, reserved={**others, self.idea: mine}))


class Released(ToAll, frozen=True, kw_only=True):
    """Nobody is about to promise that idea any more."""

    keeps = "until_close"
    tells = TAKING

    step: Slug
    idea: IdeaNumber

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PlanState, self.step)
        rest = {idea: r for idea, r in state.reserved.items() if idea != self.idea}
        return public.with_state(self.step, replace(state, reserved=rest))


class PartnerJoined(ToAll, frozen=True, kw_only=True):
    """The partner of a promise has said yes to it."""

    keeps = "in_report"
    tells = YES

    step: Slug
    """The plan in which it was made."""
    idea: IdeaNumber

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PlanState, self.step)
        promises = tuple(
            replace(p, agreed=True) if p.idea == self.idea else p for p in state.promises
        )
        return public.with_state(self.step, replace(state, promises=promises))


class SentUpstairs(ToAll, frozen=True, kw_only=True):
    """Somebody carries an idea to those who can decide it. It is no longer to be completed."""

    keeps = "in_report"
    tells = UPSTAIRS

    step: Slug
    idea: IdeaNumber
    carrier: str

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PlanState, self.step)
        idea = state.idea(self.idea)
        if idea is None:
            return public
        up = Upstairs(idea=idea.number, when=idea.when, then=idea.then, carrier=self.carrier)
        chosen = tuple(number for number in state.chosen if number != self.idea)
        return public.with_state(
            self.step, replace(state, upstairs=(*state.upstairs, up), chosen=chosen)
        )


class IdeaChosen(ToAll, frozen=True, kw_only=True):
    """The next idea by its dots is to be completed, instead of one that went upstairs."""

    keeps = "until_close"
    tells = CHOSEN

    step: Slug
    idea: IdeaNumber

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(PlanState, self.step)
        return public.with_state(self.step, replace(state, chosen=(*state.chosen, self.idea)))
