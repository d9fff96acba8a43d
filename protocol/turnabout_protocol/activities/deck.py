"""deck: each home side, unseen by the other, settles the cards that it will be played with.

Everybody first writes alone; then the side sees all of its cards, unsigned, and puts together those
that say the same; then dots decide which stay. Both sides keep the same number.
"""

from collections.abc import Mapping
from typing import Annotated, Final

from msgspec import Meta, Struct
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.bases import Bound, StepCommand, ToSeat, ToServer, ToSide
from turnabout_protocol.privacy import DECK, Datum
from turnabout_protocol.room import (
    MOST_CARDS,
    SECOND,
    Home,
    HomeState,
    Own,
    OwnState,
    State,
    Step,
    Vault,
)
from turnabout_protocol.scenario import SIDES, KeyPoint, Kind, Sentence, Side, Slug

WRITE: Final = 0
POOL: Final = 1
VOTE: Final = 2
SHARES: Final = (0.45, 0.33, 0.22)
"""Part of the step's minutes that each stage gets when its seconds are not given."""
SHORTEST: Final = 15
"""Seconds of a stage when the others have left it no time."""
FEWEST: Final = 6
"""Putting cards together leaves at least this many of them, if there were as many."""
WORDS: Final = 20
"""More words on a card are hard to play. A hint, not a limit."""

Why = Annotated[str, Meta(max_length=240)]
Given = Annotated[int, Meta(ge=0, le=9)]
Seconds = Annotated[int, Meta(ge=10, le=1800)]


class Deck(Step, frozen=True, kw_only=True):
    """Settings: seconds of the stages, dots a person, own cards a person.

    Stages without seconds share what is left of the minutes.
    """

    asks = True

    write: Seconds | None = None
    pool: Seconds | None = None
    vote: Seconds | None = None
    dots: Annotated[int, Meta(ge=1, le=9)] = 4
    most_on_one: Annotated[int, Meta(ge=1, le=9)] = 2
    own_cards: Annotated[int, Meta(ge=0, le=9)] = 3
    """How many cards of their own each person may write, besides one edit of each prepared card."""

    def fresh(self) -> "DeckState":
        return DeckState()

    def final(self, state: State) -> bool:
        return state.stage == VOTE

    def unsigned(self, stage: int) -> bool:
        return True

    def seconds(self, stage: int) -> int:
        """Return the length of a stage in milliseconds."""
        given = (self.write, self.pool, self.vote)
        own = given[stage]
        if own is not None:
            return own * SECOND
        spare = self.length - sum(s or 0 for s in given) * SECOND
        shares = sum(share for share, s in zip(SHARES, given, strict=True) if s is None)
        return max(SHORTEST * SECOND, round(spare * SHARES[stage] / shares))


class DeckState(State, frozen=True, kw_only=True):
    """Everybody sees which stage is on and how many are ready, and no word of what is written."""


class Written(Struct, frozen=True, kw_only=True):
    """A card that somebody wrote, or a prepared one in that person's words."""

    of: str = ""
    """Id of the prepared card that it puts in other words; empty if it is my own."""
    number: int = 0
    """Which of my own cards it is, from 1; 0 if it is none of them."""
    kind: Kind
    text: str
    why: str = ""


class DeckOwn(OwnState, frozen=True, kw_only=True):
    """What one person saw before the day, wrote, and put dots on."""

    prepared: tuple[KeyPoint, ...] = ()
    """The prepared cards of my side, if I looked at them before the session began."""
    written: tuple[Written, ...] = ()
    dots: Mapping[str, int] = {}
    """My dots by card id."""

    def find(self, of: str, number: int) -> Written | None:
        """Return what I wrote in that place."""
        return next((w for w in self.written if w.of == of and w.number == number), None)

    def without(self, of: str, number: int) -> "DeckOwn":
        """Return this with nothing in that place."""
        kept = tuple(w for w in self.written if (w.of, w.number) != (of, number))
        return replace(self, written=kept)


class Pooled(Struct, frozen=True, kw_only=True):
    """A card on the side's own table, unsigned."""

    card: KeyPoint
    of: str = ""
    """Id of the prepared card that it is, or puts in other words; empty: somebody's own."""
    under: str = ""
    """Id of the card that it lies under: they say the same."""


class DeckHome(HomeState, frozen=True, kw_only=True):
    """The cards of one side while it settles them."""

    prepared: tuple[KeyPoint, ...] = ()
    pool: tuple[Pooled, ...] = ()
    """All cards in their order on the table; empty while everybody writes alone."""

    @property
    def tops(self) -> tuple[Pooled, ...]:
        """The cards that lie under no other."""
        return tuple(p for p in self.pool if not p.under)

    def find(self, card: str) -> Pooled | None:
        """Return the card with that id."""
        return next((p for p in self.pool if p.card.id == card), None)

    def below(self, card: str) -> tuple[Pooled, ...]:
        """Return the cards that lie under that one."""
        return tuple(p for p in self.pool if p.under == card)

    def with_card(self, changed: Pooled) -> "DeckHome":
        """Return this with one card changed."""
        pool = tuple(changed if p.card.id == changed.card.id else p for p in self.pool)
        return replace(self, pool=pool)


class LookAtCards(StepCommand, frozen=True, kw_only=True):
    """Before the session begins: lay the prepared cards of my side before me."""

    bound = Bound(10)


class WriteCard(StepCommand, frozen=True, kw_only=True):
    """Write a card of my own (`number`), or put a prepared one in other words (`of`).

    Writing in the same place again replaces it. Also in the lobby, days before the step.
    """

    bound = Bound(80)

    of: Annotated[str, Meta(max_length=40)] = ""
    number: Given = 0
    kind: Kind
    text: Sentence
    why: Why = ""


class TakeBackCard(StepCommand, frozen=True, kw_only=True):
    """Take back what I wrote in that place. Also in the lobby."""

    bound = Bound(80)

    of: Annotated[str, Meta(max_length=40)] = ""
    number: Given = 0


class MergeCards(StepCommand, frozen=True, kw_only=True):
    """These two say the same: put `card`, with all under it, under `keep`."""

    bound = Bound(80)

    card: Slug
    keep: Slug


class PartCards(StepCommand, frozen=True, kw_only=True):
    """Take `card` out from under the one it was put under."""

    bound = Bound(80)

    card: Slug


class RewordCard(StepCommand, frozen=True, kw_only=True):
    """Put a card on the table in better words. `was`: its text when I began."""

    bound = Bound(80)

    card: Slug
    was: Sentence
    kind: Kind
    text: Sentence
    why: Why = ""


class PutDots(StepCommand, frozen=True, kw_only=True):
    """Put my dots on cards, by id. Doing it again replaces it until the stage ends."""

    bound = Bound(80)

    dots: Annotated[dict[Slug, Annotated[int, Meta(ge=1, le=9)]], Meta(max_length=9)]


PREPARED: Final = Datum("session", N_("The cards of the case, as they were prepared"))
OWN_CARDS: Final = Datum("words", N_("The cards that you write"))
TABLE: Final = Datum("words", N_("All the cards of your side on its own table, unsigned"))
OWN_DOTS: Final = Datum("ideas", N_("On which cards of your side you put dots"))


class CardsLaidOut(ToSeat, frozen=True, kw_only=True):
    """Somebody looks at the prepared cards of their side before the session begins."""

    keeps = "until_close"
    tells = PREPARED

    step: Slug
    cards: tuple[KeyPoint, ...]

    def fold(self, own: Own, at: int) -> Own:
        state = own.state(DeckOwn, self.step)
        return own.with_state(self.step, replace(state, prepared=self.cards))


class CardWritten(ToSeat, frozen=True, kw_only=True):
    """What I wrote in one place, replacing what was there."""

    keeps = "until_close"
    tells = OWN_CARDS

    step: Slug
    card: Written

    def fold(self, own: Own, at: int) -> Own:
        state = own.state(DeckOwn, self.step)
        kept = state.without(self.card.of, self.card.number)
        return own.with_state(self.step, replace(kept, written=(*kept.written, self.card)))


class CardTakenBack(ToSeat, frozen=True, kw_only=True):
    """I took back what I wrote in one place."""

    keeps = "until_close"
    tells = OWN_CARDS

    step: Slug
    of: str
    number: int

    def fold(self, own: Own, at: int) -> Own:
        state = own.state(DeckOwn, self.step)
        return own.with_state(self.step, state.without(self.of, self.number))


class DotsPut(ToSeat, frozen=True, kw_only=True):
    """Where my dots are. Nobody else is told."""

    keeps = "until_close"
    tells = OWN_DOTS

    step: Slug
    dots: Mapping[str, int]

    def fold(self, own: Own, at: int) -> Own:
        state = own.state(DeckOwn, self.step)
        return own.with_state(self.step, replace(state, dots=self.dots))


class DeckOpened(ToSide, frozen=True, kw_only=True):
    """The prepared cards of this side lie before its people."""

    keeps = "until_close"
    tells = PREPARED

    step: Slug
    cards: tuple[KeyPoint, ...]

    def fold(self, home: Home, at: int) -> Home:
        state = home.state(DeckHome, self.step)
        return home.with_state(self.step, replace(state, prepared=self.cards))


class CardPooled(ToSide, frozen=True, kw_only=True):
    """A card comes onto the side's table, after the others. Nobody is told whose."""

    keeps = "until_close"
    tells = TABLE

    step: Slug
    card: KeyPoint
    of: str = ""

    def fold(self, home: Home, at: int) -> Home:
        state = home.state(DeckHome, self.step)
        pool = (*state.pool, Pooled(card=self.card, of=self.of))
        return home.with_state(self.step, replace(state, pool=pool))


class CardPutUnder(ToSide, frozen=True, kw_only=True):
    """A card lies under another one now; if `under` is empty, it does not any more."""

    keeps = "until_close"
    tells = TABLE

    step: Slug
    card: Slug
    under: str

    def fold(self, home: Home, at: int) -> Home:
        state = home.state(DeckHome, self.step)
        found = state.find(self.card)
        if found is None:
            return home
        return home.with_state(self.step, state.with_card(replace(found, under=self.under)))


class CardReworded(ToSide, frozen=True, kw_only=True):
    """A card on the side's table reads differently now."""

    keeps = "until_close"
    tells = TABLE

    step: Slug
    card: KeyPoint

    def fold(self, home: Home, at: int) -> Home:
        state = home.state(DeckHome, self.step)
        found = state.find(self.card.id)
        if found is None:
            return home
        return home.with_state(self.step, state.with_card(replace(found, card=self.card)))


class DeckSettled(ToSide, frozen=True, kw_only=True):
    """These are the side's cards from here on, in a drawn order."""

    keeps = "in_report"
    tells = DECK

    step: Slug
    cards: tuple[KeyPoint, ...]

    def fold(self, home: Home, at: int) -> Home:
        return replace(home, deck=self.cards)


class DeckSealed(ToServer, frozen=True, kw_only=True):
    """The cards that a side is played with."""

    keeps = "in_report"
    tells = DECK

    side: Side
    cards: tuple[KeyPoint, ...]

    def fold(self, vault: Vault, at: int) -> Vault:
        return replace(vault, decks={**vault.decks, self.side: self.cards})


def kept(sizes: Mapping[Side, int]) -> int:
    """Return how many cards both sides keep: seven, six, or as many as the smaller side has."""
    return min(MOST_CARDS, *(sizes[side] for side in SIDES))
