"""How true the play rang to those whose case it is."""

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Final

from msgspec.structs import replace

from turnabout_protocol.figures import Figure
from turnabout_protocol.results import Rated
from turnabout_protocol.room import Pair, Room
from turnabout_protocol.scoring import OTHERS, RATED
from turnabout_server.after import bands
from turnabout_server.after.publish.figures import Exact, exact_of, withheld
from turnabout_server.after.scoring import portrayal
from turnabout_server.after.scoring.rated import RatedTurn, all_off, rated_turns, raters

TENS: Final = 10
"""Ratings from which on it is said how many of ten were a 4."""


def room_rings_true(room: Room) -> Figure:
    """Return how true all players rang together, or that nobody was asked."""
    return replace(rings_true_of_all(room).figure, off=all_off(rated_turns(room)))


def rings_true_of_all(room: Room) -> Exact:
    """Return the mean of all players' Rings true, whether their slips are shown or not.

    It is also withheld when a player could subtract their own slip and too few people were left.
    """
    turns = rated_turns(room)
    # Those who share their turns weigh as one player: it is the same play.
    values = {
        speakers: portrayal.rings_true(t.rings for t in turns if t.turn.speakers == speakers)
        for speakers in {turn.turn.speakers for turn in turns}
    }
    known = {speakers: value for speakers, value in values.items() if value is not None}
    need, n = room.public.scoring.needs.rings_true, len(raters(turns))
    if n >= need and told_by_own_slip(turns, known):
        return withheld("own_slip", need)
    return exact_of(fmean(sorted(known.values())) if known else None, n, need)


def rated(room: Room) -> Rated:
    """Return what stands behind the room's Rings true, where that is shown."""
    turns = [turn for turn in rated_turns(room) if turn.rings]
    players: dict[Pair, list[int]] = {}
    for one in turns:
        players.setdefault(one.turn.speakers, []).append(len(one.rings))
    given = [ring for one in turns for ring in one.rings]
    # In tens, and of ten ratings at least: nobody can take their own ones off.
    fours = round(10 * given.count(4) / len(given)) * 10.0 if len(given) >= TENS else None
    return Rated(turns=len(turns), band=bands.ratings([*players.values()]), fours=fours)


def told_by_own_slip(turns: Sequence[RatedTurn], players: Mapping[Pair, float]) -> bool:
    """Return whether subtracting their own slip leaves some player with too few people.

    What is left are the other players' turns, less the ratings that this player gave.
    """
    if len(players) < RATED:
        return True
    left = [
        raters(tuple(t for t in turns if player not in t.turn.speakers)) - {player}
        for speakers in players
        for player in speakers
    ]
    return min(map(len, left)) < OTHERS - 1
