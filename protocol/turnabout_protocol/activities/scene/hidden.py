"""What the server alone knows of a scene, and what a side alone does."""

from collections.abc import Mapping

from msgspec import Struct

from turnabout_protocol.activities.scene.turn import Missing, Reaction
from turnabout_protocol.room import HomeState, VaultState
from turnabout_protocol.scenario import Term


class Rating(Struct, frozen=True, kw_only=True):
    """An owner's verdict. `ring` None: skipped."""

    ring: int | None
    missing: Missing | None


class SceneVault(VaultState, frozen=True, kw_only=True):
    """Ratings by turn and seat; reactions by turn as (seat, kind), so that nobody reacts twice."""

    ratings: Mapping[int, Mapping[int, Rating]] = {}
    reactions: Mapping[int, tuple[tuple[int, Reaction], ...]] = {}
    hands: Mapping[int, tuple[str, ...]] = {}
    """The cards that a turn's card was chosen from, by turn."""
    strikes: Mapping[int, tuple[tuple[int, str], ...]] = {}
    """Terms that owners found misused, by turn as (seat, term)."""
    flags: Mapping[int, tuple[int, ...]] = {}
    """Seats that found a turn a caricature, by turn."""

    @property
    def struck(self) -> Mapping[int, tuple[str, ...]]:
        """The terms of each turn that do not count, as at least one owner struck them."""
        return {
            turn: tuple(dict.fromkeys(term for _, term in pairs))
            for turn, pairs in self.strikes.items()
        }


class SceneHome(HomeState, frozen=True, kw_only=True):
    """A side's own words, so that its people see where they were used."""

    terms: tuple[Term, ...] = ()
