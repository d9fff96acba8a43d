"""reveal: the room sees what it knows of itself, one thing after the other.

The true orders come card by card from the bottom; then the blind spots, the arrows from the first
guess to the second, what people felt before and after, and the room's score last. Nothing is sent
before its turn.
"""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.bases import ToAll, ToServer
from turnabout_protocol.room import Figure, Public, State, Step, Vault, VaultState, Withheld
from turnabout_protocol.scenario import KeyPoint, Side, Slug
from turnabout_protocol.scoring import AlignmentWeights

Chapter = Literal["orders", "blind", "accuracy", "understood", "regard", "score"]
CHAPTERS: Final[tuple[Chapter, ...]] = (
    "orders", "blind", "accuracy", "understood", "regard", "score",
)  # fmt: skip
"""What a reveal tells, in this order; what was not asked in a session is left out."""
SHARES: Final[Mapping[Chapter, int]] = {
    "orders": 8, "blind": 3, "accuracy": 3, "understood": 3, "regard": 2, "score": 4,
}  # fmt: skip
"""How the minutes of the step are shared."""


class Reveal(Step, frozen=True, kw_only=True):
    """Settings: none beyond those of every step."""

    def fresh(self) -> "RevealState":
        return RevealState()

    def waited(self, public: Public) -> frozenset[int]:
        """Nobody while cards are still coming, then everybody."""
        state = public.state(RevealState, self.id)
        return frozenset() if state.coming else Step.waited(self, public)


Third = Literal[1, 2, 3]
THIRDS: Final[Mapping[Third, str]] = {
    1: N_("among the first"),
    2: N_("in the middle"),
    3: N_("among the last"),
}
"""What the thirds of an order are called, what matters most first.

Three people are few: two of them, who know their own, could work out the third one's order from an
exact sum of all three. So an order that three people stand behind is told in thirds.
"""


def third_of(place: int, cards: int) -> Third:
    """Return the third of `place` (from 1) among `cards`. Of seven the middle one has three."""
    size = round(cards / 3)
    return 1 if place <= size else 3 if place > cards - size else 2


class CardFate(Struct, frozen=True, kw_only=True):
    """What became of a key point."""

    card: KeyPoint
    played: int
    """How often it was played, over all scenes."""
    by_bots: int = 0
    """How many of those times a bot played it."""
    place: int | None = None
    """Its place in its owners' order, 1 matters most; None: too few ranked. With a `third` it is
    only where the card lies on the table: within a third the cards are in no order."""
    guessed: int | None = None
    """The place that the other side gave it, all guesses together; None: too few guessed."""
    third: Third | None = None
    """The third of its owners' order that it is in, where three people stand behind an order."""
    guessed_third: Third | None = None
    """The third in which the other side put it."""


class Arrow(Struct, frozen=True, kw_only=True):
    """A figure before and after the play, of the same people. None: that was not asked."""

    before: Figure | None = None
    after: Figure | None = None
    change: float | None = None
    """Points, after minus before; None unless both are shown."""
    clear: bool = False
    """Whether the change is larger than chance alone makes it."""
    band: float | None = None
    """Points by which chance alone moves so few people; None: two people, of whom nothing is said,
    or no change, or a session of an older version.
    """
    n: int = 0
    """How many people answered both times; 0: no change, or a session of an older version."""


class BlindSpot(Struct, frozen=True, kw_only=True):
    """The card that the other side misplaced most."""

    card: KeyPoint | None
    """None when hidden, and when no card was off by more than a place."""
    place: int = 0
    """Its place in its owners' order."""
    guessed: int = 0
    """The place that the other side gave it."""
    third: Third | None = None
    """Where an order is told in thirds: the one it is in. Then `place` and `guessed` are 0."""
    guessed_third: Third | None = None
    n: int
    """How many guessed; 0 when hidden."""
    need: int
    why: Withheld = ""
    """Why it is hidden; empty: fewer than `need` people guessed."""

    @property
    def hidden(self) -> bool:
        """Whether it is withheld because too few people stand behind it."""
        return self.n < self.need


class Accuracy(Struct, frozen=True, kw_only=True):
    """How well each side's order was guessed: of 100 pairs of cards, those put right. 50 is chance.

    Keys are the sides whose cards were guessed.
    """

    sides: dict[Side, Arrow]
    room: Arrow
    """The mean of the two directions."""
    agreement: dict[Side, Figure]
    """How well the owners of each side agree with one another: the yardstick beside the guesses."""


class Attitude(Struct, frozen=True, kw_only=True):
    """What people answered to one question, 0 to 100: by home side, or else only pooled."""

    sides: dict[Side, Arrow] = {}
    """By the home side of those who answered; empty when only pooled or hidden."""
    room: Arrow
    """The mean of the two sides; where they are not shown, the mean of all answers."""


class Understood(Struct, frozen=True, kw_only=True):
    """What people said of how well the sides understand each other. None: it was not asked."""

    felt: Attitude | None = None
    """The other side understands us."""
    claimed: Attitude | None = None
    """We understand the other side."""
    then: Attitude | None = None
    """Looking back: before today we understood it. Only `after` is set."""
    close: Attitude | None = None
    """How close the sides are at work."""
    gap: dict[Side, Arrow] = {}
    """What the others claim about that side less what it feels, -100 to 100; 0 is best."""
    looking_back: Attitude | None = None
    """What was claimed before less what it looks like now, -100 to 100. Only `after` is set."""


ThanThought = Literal["better", "as_thought", "less"]
"""How the others think of a side's work: better than it thought, as it thought, or less."""


class Regard(Struct, frozen=True, kw_only=True):
    """How the others think of how a side works, beside what that side believed they do."""

    seen: Figure
    """What the side believed. Without a value also where the others think less: that is said in
    words alone.
    """
    regard: Figure
    """What the others answered. Without a value where `seen` has none."""
    than_thought: ThanThought | None
    """None: it is not shown."""

    @property
    def arrow(self) -> Arrow:
        """From what was believed to what is."""
        return Arrow(before=self.seen, after=self.regard)


class Alignment(Struct, frozen=True, kw_only=True):
    """The room's score, with what it is made of."""

    figure: Figure
    """Without a value when one of the parts has none."""
    accuracy: Figure
    felt: Figure
    rings_true: Figure
    weights: AlignmentWeights


class Rated(Struct, frozen=True, kw_only=True):
    """What stands behind the room's Rings true."""

    turns: int
    """Turns that somebody rated."""
    band: float
    """Points by which chance alone may put it off."""
    fours: float | None
    """How many of 100 ratings were a 4, in tens; None: too few ratings to say."""


class Dealt(Struct, frozen=True, kw_only=True):
    """What people gained on pairs with a card that the server dealt them, and on pairs without."""

    dealt: float
    """Points that accuracy moved by on pairs with a dealt card: the sum over people."""
    undealt: float
    """The same on the other pairs, of the same people."""
    n: int
    band: float
    """Points by which chance alone moves the difference of the two means."""

    @property
    def difference(self) -> float:
        """By how many points they gained more where they held a card."""
        return (self.dealt - self.undealt) / self.n


class Results(Struct, frozen=True, kw_only=True):
    """What the whole room may see. Only `publish` makes one."""

    rings_true: Figure
    board: dict[Side, tuple[CardFate, ...]]
    """In their owners' order where that is known."""
    turns: int
    """Turns that said something."""
    blind_spots: dict[Side, BlindSpot] = {}
    """By the side whose card it is; empty when nobody was asked to guess."""
    accuracy: Accuracy | None = None
    """None: nobody was asked to guess."""
    understood: Understood | None = None
    """None: nobody was asked."""
    regard: dict[Side, Regard] | None = None
    """By the side whose work it is; None: nobody was asked."""
    dealt: Dealt | None = None
    """None: too few people guessed twice, or every card was dealt."""
    rated: Rated | None = None
    """None: Rings true is hidden, or a session of an older version."""
    alignment: Alignment | None = None
    """None: the house does not add its parts up, or this session does not measure all of them."""


class RevealState(State, frozen=True, kw_only=True):
    """What has been revealed so far. `results`, with all of it, comes last."""

    chapters: tuple[Chapter, ...] = ()
    """What there is to tell; `stage` says which of them is on."""
    coming: tuple[int, ...] = ()
    """Places that are still to come, in their order: the last place first."""
    next_at: int | None = None
    """Play time at which the next place comes."""
    orders: Mapping[Side, tuple[CardFate, ...]] = {}
    """The places that have come, the highest so far first."""
    blind_spots: Mapping[Side, BlindSpot] | None = None
    accuracy: Accuracy | None = None
    understood: Understood | None = None
    regard: Mapping[Side, Regard] | None = None
    results: Results | None = None

    @property
    def chapter(self) -> Chapter | None:
        """What is being told."""
        return self.chapters[self.stage] if self.stage < len(self.chapters) else None


class RevealVault(VaultState, frozen=True, kw_only=True):
    """The results as they were when the step opened: all that is shown is taken from them."""

    results: Results | None = None


class ResultsSealed(ToServer, frozen=True, kw_only=True):
    """The results, computed once, before any of them is shown."""

    step: Slug
    results: Results

    def fold(self, vault: Vault, at: int) -> Vault:
        return vault.with_state(self.step, RevealVault(results=self.results))


class RevealBegun(ToAll, frozen=True, kw_only=True):
    """What there will be to see, and nothing of it yet."""

    step: Slug
    chapters: tuple[Chapter, ...]
    places: Annotated[int, Meta(ge=0, le=20)]
    """How many cards a side has an order of; 0: no order is shown."""
    next_at: int | None

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(RevealState, self.step)
        coming = tuple(range(self.places, 0, -1))
        return public.with_state(
            self.step,
            replace(state, chapters=self.chapters, coming=coming, next_at=self.next_at),
        )


class PlaceRevealed(ToAll, frozen=True, kw_only=True):
    """Which card is at that place of each side's true order, and where the others had put it."""

    step: Slug
    place: Annotated[int, Meta(ge=1, le=20)]
    cards: Mapping[Side, CardFate]
    next_at: int | None
    """Play time at which the next place comes; None after the first place."""

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(RevealState, self.step)
        orders = dict(state.orders)
        for side, fate in self.cards.items():
            orders[side] = (fate, *orders.get(side, ()))
        coming = tuple(place for place in state.coming if place != self.place)
        return public.with_state(
            self.step, replace(state, orders=orders, coming=coming, next_at=self.next_at)
        )


class BlindSpotsNamed(ToAll, frozen=True, kw_only=True):
    """Which card each side's guessers misplaced most."""

    step: Slug
    blind_spots: Mapping[Side, BlindSpot]

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(RevealState, self.step)
        return public.with_state(self.step, replace(state, blind_spots=self.blind_spots))


class AccuracyShown(ToAll, frozen=True, kw_only=True):
    """How well the orders were guessed, before and after."""

    step: Slug
    accuracy: Accuracy

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(RevealState, self.step)
        return public.with_state(self.step, replace(state, accuracy=self.accuracy))


class UnderstoodShown(ToAll, frozen=True, kw_only=True):
    """What people felt and claimed, before and after."""

    step: Slug
    understood: Understood

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(RevealState, self.step)
        return public.with_state(self.step, replace(state, understood=self.understood))


class RegardShown(ToAll, frozen=True, kw_only=True):
    """How each side thinks of the other's work, beside what that one believed."""

    step: Slug
    regard: Mapping[Side, Regard]

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(RevealState, self.step)
        return public.with_state(self.step, replace(state, regard=self.regard))


class Revealed(ToAll, frozen=True, kw_only=True):
    """The room's score, with all of the results, to everybody at the same moment."""

    step: Slug
    results: Results

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(RevealState, self.step)
        return public.with_state(self.step, replace(state, results=self.results))
