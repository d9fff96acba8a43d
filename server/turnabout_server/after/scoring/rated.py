"""The turns that count, with the ratings that count."""

from collections.abc import Mapping

from msgspec import Struct

from turnabout_protocol.activities.scene import Rating, Scene, SceneState, SceneVault, Turn
from turnabout_protocol.room import Room, in_panel


class RatedTurn(Struct, frozen=True, kw_only=True):
    """A turn that counts, with the ratings that count, by seat of the rater."""

    turn: Turn
    ratings: Mapping[int, Rating]
    echo_counts: bool
    """Whether the echo was answered by somebody who counts."""
    off: bool = False
    """Ratings were off: nobody was asked."""
    hand: tuple[str, ...] = ()
    """The cards to choose from when one was played, by id."""
    struck: tuple[str, ...] = ()
    """Terms whose use in this turn an owner struck."""

    @property
    def rings(self) -> tuple[int, ...]:
        """The ratings that were not skipped, 1 to 4."""
        return tuple(r.ring for r in self.ratings.values() if r.ring is not None)

    @property
    def raters(self) -> frozenset[int]:
        """The seats that gave them."""
        return frozenset(seat for seat, r in self.ratings.items() if r.ring is not None)


def rated_turns(room: Room, seat: int | None = None) -> tuple[RatedTurn, ...]:
    """Return the turns that count, of all scenes, of one seat or of all.

    A pass, a flagged turn, one that a bot played for somebody, and whatever comes from outside the
    panel do not count.
    """
    found = []
    for step, state in room.public.steps.items():
        if not isinstance(state, SceneState):
            continue
        sealed = room.vault.state(SceneVault, step)
        struck = sealed.struck
        for turn in state.turns:
            if not _turn_counts(room, turn) or seat not in (None, turn.seat):
                continue
            off = turn.unrated or not _asks(room, step)
            given = {} if off else sealed.ratings.get(turn.number, {})
            echoed = state.turn(turn.echoes) if turn.echoes else None
            found.append(
                RatedTurn(
                    turn=turn,
                    ratings={s: r for s, r in given.items() if counts(room, s)},
                    off=off,
                    echo_counts=not off and echoed is not None and counts(room, echoed.seat),
                    hand=sealed.hands.get(turn.number, ()),
                    struck=struck.get(turn.number, ()),
                )
            )
    return tuple(found)


def all_off(turns: tuple[RatedTurn, ...]) -> bool:
    """Return whether nobody was asked to rate any of `turns`."""
    return bool(turns) and all(turn.off for turn in turns)


def raters(turns: tuple[RatedTurn, ...]) -> frozenset[int]:
    """Return the seats that rated any of `turns`."""
    return frozenset[int]().union(*(turn.raters for turn in turns))


def counts(room: Room, seat: int) -> bool:
    """Return whether what `seat` did counts: that it is in the panel."""
    return in_panel(room.public, seat)


def _asks(room: Room, step: str) -> bool:
    return all(s.ratings for s in room.public.agenda if s.id == step and isinstance(s, Scene))


def _turn_counts(room: Room, turn: Turn) -> bool:
    taken = turn.over and not turn.passed and not turn.flagged and not turn.covered
    return taken and counts(room, turn.seat)
