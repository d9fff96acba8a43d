"""reveal: the room sees what it knows of itself, one thing after the other.

The true orders come card by card from the bottom; then a sentence a side; then one chart at a time,
and how the room stands last. Each of them is a slide. Nothing is sent before its turn.
"""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, get_args

from msgspec import Meta
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.bases import ToAll, ToServer
from turnabout_protocol.privacy import Datum, Least
from turnabout_protocol.results import (
    Accuracy,
    BlindSpot,
    CardFate,
    Regard,
    Results,
    Retention,
    Understood,
)
from turnabout_protocol.room import Public, State, Step, Vault, VaultState
from turnabout_protocol.scenario import Side, Slug
from turnabout_protocol.scoring import OTHERS, RATED, THREE, Needs

Slide = Literal[
    "orders", "cards", "blind", "accuracy", "felt", "gap", "looking_back", "close", "regard",
    "retention", "score",
]  # fmt: skip
"""One thing that everybody looks at, alone on the screen."""
SLIDES: Final[tuple[Slide, ...]] = get_args(Slide)
"""What a reveal tells, in this order; what was not asked in a session is left out."""

Chapter = Literal["orders", "blind", "accuracy", "understood", "regard", "score"]
"""What a slide is called for clients of older versions, which know no slides."""
CHAPTERS: Final[Mapping[Slide, Chapter]] = {
    "orders": "orders", "cards": "score", "blind": "blind", "accuracy": "accuracy",
    "felt": "understood", "gap": "understood", "looking_back": "understood",
    "close": "understood", "regard": "regard", "retention": "score", "score": "score",
}  # fmt: skip
OLDER: Final[Mapping[Chapter, Slide]] = {
    "orders": "orders", "blind": "blind", "accuracy": "accuracy", "understood": "felt",
    "regard": "regard", "score": "score",
}  # fmt: skip
"""The slide of each chapter in a session that an older version began."""


class Reveal(Step, frozen=True, kw_only=True):
    """Settings: none beyond those of every step."""

    def fresh(self) -> "RevealState":
        return RevealState()

    def final(self, state: State) -> bool:
        return isinstance(state, RevealState) and state.stage == len(state.slides) - 1

    def waited(self, public: Public) -> frozenset[int]:
        """Nobody while cards are still coming, then everybody."""
        state = public.state(RevealState, self.id)
        return frozenset() if state.coming else Step.waited(self, public)


class RevealState(State, frozen=True, kw_only=True):
    """What has been revealed so far. `results`, with all of it, comes last."""

    slides: tuple[Slide, ...] = ()
    """What is told, one after the other; `stage` says which of them is on."""
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
    cards: Mapping[Side, tuple[CardFate, ...]] | None = None
    """Which cards came up, where nobody put them in order."""
    retention: Retention | None = None
    results: Results | None = None

    @property
    def slide(self) -> Slide | None:
        """What is on all screens."""
        return self.slides[self.stage] if self.stage < len(self.slides) else None


class RevealVault(VaultState, frozen=True, kw_only=True):
    """The results as they were when the step opened: all that is shown is taken from them."""

    results: Results | None = None


BEGUN: Final = Datum("session", N_("What there will be to see in the reveal"))
PLACES: Final = Datum(
    "orders",
    N_("The order of a side's cards, all its people together, and the others' guess"),
    least=(
        Least(Needs().owners, N_("{n} people who put their side's cards in order")),
        Least(OTHERS, N_("{n} people who guessed")),
        Least(THREE, N_("of just {n} people only thirds are told")),
    ),
)
SPOTS: Final = Datum(
    "orders",
    N_("The card that the other side misplaced most"),
    least=(Least(OTHERS, N_("{n} people who guessed")),),
)
ACCURACY: Final = Datum(
    "orders",
    N_("How well each side guessed the other's order, before and after"),
    least=(
        Least(Needs().owners, N_("{n} people who put their side's cards in order")),
        Least(Needs().guessers, N_("{n} people who guessed")),
    ),
)
UNDERSTOOD: Final = Datum(
    "polls",
    N_("How understood the sides feel, before and after"),
    least=(
        Least(Needs().side, N_("{n} people who answered on each side")),
        Least(Needs().pooled, N_("else {n} people, both sides together")),
    ),
)
CAME_UP: Final = Datum("session", N_("Which cards came up in the play, and which never did"))
STAYED: Final = Datum(
    "orders",
    N_("What stayed of an earlier session: its cards guessed again, how understood people feel"),
    least=(
        Least(Needs().guessers, N_("{n} people who guessed")),
        Least(Needs().side, N_("{n} people who answered on each side")),
        Least(Needs().pooled, N_("else {n} people, both sides together")),
    ),
)
REGARD: Final = Datum(
    "polls",
    N_("How the sides think of each other's work"),
    least=(Least(Needs().side, N_("{n} people who answered on each side")),),
)
RESULTS: Final = Datum(
    "ratings",
    N_("The room's figures: how true its play rang, with all of the reveal"),
    least=(
        Least(Needs().rings_true, N_("{n} people who rated")),
        Least(RATED, N_("{n} players with a rated turn")),
    ),
)


class ResultsSealed(ToServer, frozen=True, kw_only=True):
    """The results, computed once, before any of them is shown."""

    keeps = "in_report"
    tells = RESULTS

    step: Slug
    results: Results

    def fold(self, vault: Vault, at: int) -> Vault:
        return vault.with_state(self.step, RevealVault(results=self.results))


class RevealBegun(ToAll, frozen=True, kw_only=True):
    """What there will be to see, and nothing of it yet."""

    keeps = "until_close"
    tells = BEGUN

    step: Slug
    chapters: tuple[Chapter, ...]
    """The slides as older clients know them, one for one."""
    places: Annotated[int, Meta(ge=0, le=20)]
    """How many cards a side has an order of; 0: no order is shown."""
    next_at: int | None
    slides: tuple[Slide, ...] = ()
    """Empty in a session that an older version began: then the chapters are its slides."""

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(RevealState, self.step)
        slides = self.slides or tuple(OLDER[chapter] for chapter in self.chapters)
        coming = tuple(range(self.places, 0, -1))
        return public.with_state(
            self.step, replace(state, slides=slides, coming=coming, next_at=self.next_at)
        )


class PlaceRevealed(ToAll, frozen=True, kw_only=True):
    """Which card is at that place of each side's true order, and where the others had put it."""

    keeps = "in_report"
    tells = PLACES

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

    keeps = "in_report"
    tells = SPOTS

    step: Slug
    blind_spots: Mapping[Side, BlindSpot]

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(RevealState, self.step)
        return public.with_state(self.step, replace(state, blind_spots=self.blind_spots))


class AccuracyShown(ToAll, frozen=True, kw_only=True):
    """How well the orders were guessed, before and after."""

    keeps = "in_report"
    tells = ACCURACY

    step: Slug
    accuracy: Accuracy

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(RevealState, self.step)
        return public.with_state(self.step, replace(state, accuracy=self.accuracy))


class UnderstoodShown(ToAll, frozen=True, kw_only=True):
    """What people felt and claimed, before and after, as far as it has been told. It comes again
    with more.
    """

    keeps = "in_report"
    tells = UNDERSTOOD

    step: Slug
    understood: Understood

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(RevealState, self.step)
        return public.with_state(self.step, replace(state, understood=self.understood))


class RegardShown(ToAll, frozen=True, kw_only=True):
    """How each side thinks of the other's work, beside what that one believed."""

    keeps = "in_report"
    tells = REGARD

    step: Slug
    regard: Mapping[Side, Regard]

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(RevealState, self.step)
        return public.with_state(self.step, replace(state, regard=self.regard))


class CardsShown(ToAll, frozen=True, kw_only=True):
    """Which cards of each side came up in the play."""

    keeps = "in_report"
    tells = CAME_UP

    step: Slug
    cards: Mapping[Side, tuple[CardFate, ...]]

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(RevealState, self.step)
        return public.with_state(self.step, replace(state, cards=self.cards))


class RetentionShown(ToAll, frozen=True, kw_only=True):
    """What stayed of an earlier session."""

    keeps = "in_report"
    tells = STAYED

    step: Slug
    retention: Retention

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(RevealState, self.step)
        return public.with_state(self.step, replace(state, retention=self.retention))


class Revealed(ToAll, frozen=True, kw_only=True):
    """The room's score, with all of the results, to everybody at the same moment."""

    keeps = "in_report"
    tells = RESULTS

    step: Slug
    results: Results

    def fold(self, public: Public, at: int) -> Public:
        state = public.state(RevealState, self.step)
        return public.with_state(self.step, replace(state, results=self.results))
