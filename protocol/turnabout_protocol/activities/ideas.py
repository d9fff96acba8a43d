"""plan, its first half: ideas are written in secret, laid out together and voted on."""

from collections.abc import Mapping
from typing import Annotated, Final

from msgspec import Meta
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.activities.plan import (
    TERM,
    VOTERS,
    Clause,
    Idea,
    IdeaNumber,
    PlanOwn,
    PlanState,
    PlanVault,
    Starter,
    Word,
    WrittenIdea,
)
from turnabout_protocol.bases import Bound, StepCommand, ToAll, ToSeat, ToServer
from turnabout_protocol.privacy import MANY, Datum, Least
from turnabout_protocol.room import Own, Public, SeatId, Vault
from turnabout_protocol.scenario import Slug
from turnabout_protocol.text import LINE


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


class SettleTie(StepCommand, frozen=True, kw_only=True):
    """Facilitator: of the ideas that are level, this one is chosen."""

    bound = Bound(20)

    idea: IdeaNumber


IDEA: Final = Datum(
    "ideas", N_("The ideas that you write, unsigned; of those that say the same one is kept")
)
OWN_IDEA: Final = Datum("ideas", N_("An idea of yours, until all are laid out together"))
WORD_SHARED: Final = Datum("words", N_("A word that you explain for both sides, unsigned"))
WRITERS: Final = Datum("ideas", N_("Who has written how many ideas"))
BALLOT: Final = Datum("ideas", N_("On which ideas you put dots"), MANY)
OWN_BALLOT: Final = Datum("ideas", N_("Your own dots on ideas, so that you find them again"))
VOTES: Final = Datum(
    "ideas",
    N_("How the vote on the ideas ended"),
    least=(Least(VOTERS, N_("{n} people who voted, else only the order is shown")),),
)
CHOSEN: Final = Datum("ideas", N_("Which idea comes next"))


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


class BallotKept(ToSeat, frozen=True, kw_only=True):
    """Where my dots are. Nobody else is told."""

    keeps = "until_close"
    tells = OWN_BALLOT

    step: Slug
    dots: Mapping[int, int]

    def fold(self, own: Own, at: int) -> Own:
        state = own.state(PlanOwn, self.step)
        return own.with_state(self.step, replace(state, dots=self.dots))


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
