"""Shared turns: two players of a side take turns as one, for a table with many people. Pure.

A *pair* is two players of one side, or three where the number is odd. It plays one persona and
holds one hand. One of the pair has the pen of a turn; the others read along, whole, while it is
written, and the turn is everybody's of the pair: nobody of it rates it, and it counts for each.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.bases import Bound, Command, ToAll
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import Pair, Public, Seat
from turnabout_protocol.scenario import SIDES, Side

SHARED: Final = Datum("session", N_("Whether two share a turn"))
TOGETHER: Final = Datum("session", N_("Who shares a turn with whom"))


class ShareTurns(Command, frozen=True, kw_only=True):
    """Facilitator: two players of a side take turns as one, or no longer; until parts are given."""

    bound = Bound(40, per="session")

    shared: bool


class TurnsShared(ToAll, frozen=True, kw_only=True):
    """Two players of a side take turns as one from here on, or no longer."""

    keeps = "in_report"
    tells = SHARED

    shared: bool

    def fold(self, public: Public, at: int) -> Public:
        return replace(public, shared=self.shared, pairs=())


class PairsFormed(ToAll, frozen=True, kw_only=True):
    """Who takes turns together."""

    keeps = "in_report"
    tells = TOGETHER

    pairs: tuple[Pair, ...]

    def fold(self, public: Public, at: int) -> Public:
        return replace(public, pairs=self.pairs)


def turn_takers(public: Public, side: Side | None = None) -> tuple[tuple[Seat, ...], ...]:
    """Return who takes turns, of one played side or of both: pairs, and people by themselves.

    Everybody who plays is in exactly one. Before parts are given they are as they would be now.
    """
    found = []
    for one in SIDES:
        if side not in (one, None):
            continue
        players = {seat.id: seat for seat in public.players(one)}
        groups = _here(public.pairs, players)
        if public.shared and not public.pairs:
            groups = paired((), list(players))
        alone = [(seat,) for seat in players if not any(seat in group for group in groups)]
        found += [tuple(players[seat] for seat in group) for group in sorted([*groups, *alone])]
    return tuple(found)


def pair_of(public: Public, seat: int) -> tuple[Seat, ...]:
    """Return who takes turns with `seat`, itself among them; empty: it does not play."""
    found = (group for group in turn_takers(public) if any(s.id == seat for s in group))
    return next(found, ())


def mates(public: Public, seat: int) -> tuple[Seat, ...]:
    """Return the others who take turns with `seat`."""
    return tuple(s for s in pair_of(public, seat) if s.id != seat)


def formed(public: Public) -> tuple[Pair, ...]:
    """Return the pairs as they are to be: those there are stay, whoever has none is put in."""
    return tuple(
        group
        for side in SIDES
        for group in paired(public.pairs, [seat.id for seat in public.players(side)])
    )


def paired(before: Sequence[Pair], players: Sequence[int]) -> list[Pair]:
    """Return the players of a side in pairs, all of them; one of three where the number is odd.

    Those of `before` stay together. Whoever is new sits down with somebody left alone, else with
    somebody new, else as the third of a pair.
    """
    groups = _here(before, players)
    free = [seat for seat in players if not any(seat in group for group in groups)]
    for alone in [group for group in groups if len(group) == 1][: len(free)]:
        groups[groups.index(alone)] = (*alone, free.pop(0))
    while len(free) > 1:
        groups.append((free.pop(0), free.pop(0)))
    if free:
        smallest = min(groups, key=len, default=None)
        if smallest is None:
            groups.append((free[0],))
        else:
            groups[groups.index(smallest)] = (*smallest, free[0])
    return groups


def _here(pairs: Iterable[Pair], players: Iterable[int]) -> list[Pair]:
    """Return `pairs` without those who do not play."""
    here = frozenset(players)
    left = (tuple(seat for seat in pair if seat in here) for pair in pairs)
    return [pair for pair in left if pair]
