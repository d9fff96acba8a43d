"""rank: everyone puts cards in order, most important first. Nobody sees anybody else's order.

First one's own side's cards, then, as a guess, those of the other side, in the order that its
people would give them.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated, Final, Literal

from msgspec import Meta
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_language.phrase import Phrase
from turnabout_protocol.activities.entry import Complaint
from turnabout_protocol.bases import Bound, StepCommand, ToSeat, ToSide
from turnabout_protocol.privacy import DECK, Datum
from turnabout_protocol.room import Home, Own, OwnState, Room, State, Step
from turnabout_protocol.scenario import KeyPoint, Side, Slug

CardIds = Annotated[tuple[Slug, ...], Meta(min_length=2, max_length=8)]


class Ordering(Step, frozen=True, kw_only=True):
    """A step in which each person puts cards in order, alone. `Rank` is one."""

    asks = True

    def fresh(self) -> "RankState":
        return RankState()

    def unsigned(self, stage: int) -> bool:
        return True

    def cards(self, room: Room, home: Side) -> tuple[KeyPoint, ...]:
        """Return the cards that the people of `home` put in order here."""
        return ()


class Rank(Ordering, frozen=True, kw_only=True):
    """Settings: whose cards are put in order.

    The first `other` step is the guess before the play; a second one is the guess after it.
    """

    whose: Literal["own", "other"] = "own"

    def cards(self, room: Room, home: Side) -> tuple[KeyPoint, ...]:
        known = room.home(home)
        return known.deck if self.whose == "own" else known.theirs


class RankState(State, frozen=True, kw_only=True):
    """How many players have locked their order is `counted`. An observer with a say may, too."""


class RankOwn(OwnState, frozen=True, kw_only=True):
    """What one seat locked: ids of cards, most important first; empty until then."""

    order: tuple[str, ...] = ()


def any_locked(room: Room) -> bool:
    """Return whether somebody has locked an order, of either side's cards."""
    ranks = [step.id for step in room.public.begun if isinstance(step, Rank)]
    return any(own.state(RankOwn, step).order for own in room.own.values() for step in ranks)


class LockOrder(StepCommand, frozen=True, kw_only=True):
    """This is my order: every card once, most important first. It cannot be changed any more."""

    bound = Bound(20)

    order: CardIds


ORDER: Final = Datum(
    "orders", N_("How you put your side's cards in order, and how you guess the other side's order")
)


class OrderLocked(ToSeat, frozen=True, kw_only=True):
    """A seat's own order, for nobody else."""

    keeps = "until_close"
    tells = ORDER

    step: Slug
    order: tuple[str, ...]

    def fold(self, own: Own, at: int) -> Own:
        return own.with_state(self.step, RankOwn(order=self.order))


class DeckShown(ToSide, frozen=True, kw_only=True):
    """A side's own cards, in play as they were prepared: no deck step has settled others."""

    keeps = "in_report"
    tells = DECK

    cards: tuple[KeyPoint, ...]

    def fold(self, home: Home, at: int) -> Home:
        return replace(home, deck=self.cards)


class CardsSwapped(ToSide, frozen=True, kw_only=True):
    """The other side's cards, in a drawn order that tells nothing."""

    keeps = "in_report"
    tells = DECK

    cards: tuple[KeyPoint, ...]

    def fold(self, home: Home, at: int) -> Home:
        return replace(home, theirs=self.cards)


GUESSES: Final = 2
"""How often people guess the other side's order: what moved lies between the two."""


def misplaced(step: Rank, before: Sequence[Step]) -> Iterator[Complaint]:
    """Yield what is wrong with a ranking that follows the steps `before` it."""
    earlier = [one.whose for one in before if isinstance(one, Rank)]
    if step.whose == "own" and "own" in earlier:
        said = N_("People put their own cards in order once. Take one of the two out.")
        yield Complaint(Phrase(said), "whose")
    elif step.whose == "other" and "own" not in earlier:
        said = N_(
            "Before people guess the other side's order, each side puts its own cards in order: "
            "else there is nothing to compare with."
        )
        yield Complaint(Phrase(said), "whose")
    elif earlier.count("other") == GUESSES and step.whose == "other":
        said = N_("People guess twice: before the play and after it. Take the third one out.")
        yield Complaint(Phrase(said), "whose")
