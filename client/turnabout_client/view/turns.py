"""How many turns everybody will have, and for how many people a plan is good. Pure."""

from typing import Final, NamedTuple

from turnabout_language import _, n_
from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.room import Public
from turnabout_protocol.scenario import SIDES

FEWEST: Final = 4
"""People from whom on there are two a side: fewer have nobody to compare notes with."""
MOST: Final = ((6, 6), (10, 8))
"""So many turns are good for so many people; more turns for as many as a table takes."""


class Turns(NamedTuple):
    """How many turns each player will have."""

    few: int
    many: int
    planned: int
    """How many there are in all."""


def planned(public: Public) -> int:
    """Return how many turns there are time for."""
    return sum(step.turns for step in public.agenda if isinstance(step, Scene))


def most(public: Public) -> int:
    """Return for how many players the plan is good."""
    turns = planned(public)
    return next((people for few, people in MOST if turns <= few), public.rules.max_players)


def each(public: Public) -> Turns | None:
    """Return how many turns each player will have; None while a side or the scene is missing.

    The sides alternate, and nobody on a side speaks twice before all on it have spoken.
    """
    turns, sides = planned(public), [len(public.players(side)) for side in SIDES]
    if not turns or not all(sides):
        return None
    less, more = turns // 2, turns - turns // 2
    return Turns(min(less // n for n in sides), max(-(-more // n) for n in sides), turns)


def forecast(public: Public) -> list[str]:
    """Return what to know of the turns before the session begins, in sentences."""
    found, players = each(public), len(public.players())
    if not planned(public):
        return []
    best = _("This plan is best for {few} to {most} players.", few=FEWEST, most=most(public))
    said = [best] if found is None or players < FEWEST else []
    said = [*([] if found is None else [_told(found, players)]), *said]
    if players > most(public):
        said.append(
            _(
                "{players} players are many for this plan, it is best for up to {most}: open a "
                "second table, or let two share a turn.",
                players=players,
                most=most(public),
            )
        )
    return said


def _told(turns: Turns, players: int) -> str:
    if turns.few == 0:
        return _(
            "With {players} players there are {turns} turns: not everybody gets one.",
            players=players,
            turns=turns.planned,
        )
    if turns.few == turns.many:
        return n_(
            "With {players} players everybody has {n} turn.",
            "With {players} players everybody has {n} turns.",
            turns.few,
            players=players,
        )
    return _(
        "With {players} players everybody has {few} to {many} turns.",
        players=players,
        few=turns.few,
        many=turns.many,
    )
