"""recall: the deck of an earlier session is guessed again, to see what stayed of it.

From a team's second session on: the newest earlier one whose orders the room was shown. Everybody
guesses in which order the other side had put its cards then. Whether people feel understood is
asked right after it, in the first poll that measures it, and counts for both.
"""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from turnabout_language import N_
from turnabout_protocol.activities.rank import Ordering
from turnabout_protocol.bases import ToServer, ToSide
from turnabout_protocol.figures import Figure
from turnabout_protocol.privacy import Datum
from turnabout_protocol.results import Attitude
from turnabout_protocol.room import Home, HomeState, Room, Vault, VaultState
from turnabout_protocol.scenario import KeyPoint, Side, Slug

PAST: Final = Datum(
    "orders",
    N_("The cards of an earlier session of the team, with the orders and figures shown then"),
)
OLD_CARDS: Final = Datum(
    "orders", N_("The other side's cards of that earlier session, in a drawn order")
)


class Recall(Ordering, frozen=True, kw_only=True):
    """Settings: none beyond those of every step. With nothing to recall it takes no time."""

    def cards(self, room: Room, home: Side) -> tuple[KeyPoint, ...]:
        return room.home(home).state(RecallHome, self.id).cards


class Past(Struct, frozen=True, kw_only=True):
    """What a session left behind that a later one can be set against.

    It holds what the room was shown then, and nothing of a single person.
    """

    session: str
    """Its id."""
    date: str
    """YYYY-MM-DD; empty: not known."""
    title: str
    """Of its scenario."""
    labels: Mapping[Side, str]
    """What that room called its two sides."""
    decks: Mapping[Side, tuple[KeyPoint, ...]]
    """The cards of each side."""
    worth: Mapping[Side, Mapping[str, int]]
    """By side, how much each card mattered, more for more: from its place, or its third."""
    accuracy: Mapping[Side, Figure]
    """By whose cards they are: how many of 100 pairs the last guesses put as in `worth`."""
    felt: Attitude | None = None
    """How understood people felt; only `after` counts. None: that was not asked."""


class RecallVault(VaultState, frozen=True, kw_only=True):
    """What is recalled; None: nothing, and the step is over as it opens."""

    past: Past | None = None


class RecallHome(HomeState, frozen=True, kw_only=True):
    """The other side's cards of that day, in a drawn order, and what it was called."""

    date: str = ""
    label: str = ""
    cards: tuple[KeyPoint, ...] = ()


class PastFound(ToServer, frozen=True, kw_only=True):
    """The room opens, and this is the session that is recalled in it."""

    keeps = "until_close"
    tells = PAST

    step: Slug
    past: Past

    def fold(self, vault: Vault, at: int) -> Vault:
        return vault.with_state(self.step, RecallVault(past=self.past))


class PastShown(ToSide, frozen=True, kw_only=True):
    """The other side's cards of an earlier session, in a drawn order that tells nothing."""

    keeps = "until_close"
    tells = OLD_CARDS

    step: Slug
    date: str
    label: str
    """What the other side was called then."""
    cards: tuple[KeyPoint, ...]

    def fold(self, home: Home, at: int) -> Home:
        shown = RecallHome(date=self.date, label=self.label, cards=self.cards)
        return home.with_state(self.step, shown)
