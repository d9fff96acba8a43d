"""How many turns everybody will have, and for how many people a plan is good. Pure."""

from typing import Final, NamedTuple

from turnabout_language import _, n_
from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.pairs import turn_takers
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
    """Return for how many who take turns, players or pairs, the plan is good."""
    turns = planned(public)
    return next((people for few, people in MOST if turns <= few), public.rules.max_players)


def each(public: Public) -> Turns | None:
    """Return how many turns each player will have; None while a side or the scene is missing.

    The sides alternate, and nobody on a side speaks twice before all on it have spoken. A pair that
    shares its turns counts as one.
    """
    turns, sides = planned(public), [len(turn_takers(public, side)) for side in SIDES]
    if not turns or not all(sides):
        return None
    less, more = turns // 2, turns - turns // 2
    return Turns(min(less // n for n in sides), max(-(-more // n) for n in sides), turns)


def forecast(public: Public, *, steers: bool = False) -> list[str]:
    """Return what to know of the turns before the session begins, in sentences.

    `steers`: for a facilitator, with the keys that help.
    """
    found, players = each(public), len(public.players())
    if not planned(public):
        return []
    best = _("This plan is best for {few} to {most} players.", few=FEWEST, most=most(public))
    said = [best] if found is None or players < FEWEST else []
    said = [*([] if found is None else [_told(public, found, players)]), *said]
    if advice := _advice(public, found, players, steers=steers):
        said.append(advice)
    return said


def _advice(public: Public, found: Turns | None, players: int, *, steers: bool) -> str:
    """Return what helps a room that is too large for its plan, or full; empty: it is neither."""
    takers, best = len(turn_takers(public)), most(public)
    if players >= public.most_players:
        why = _("All {most} places are taken.", most=public.most_players)
    elif takers > best and public.shared:
        why = _(
            "{pairs} pairs are many for this plan, it is best for up to {most}.",
            pairs=takers,
            most=best,
        )
    elif takers > best:
        why = _(
            "{players} players are many for this plan, it is best for up to {most}.",
            players=players,
            most=best,
        )
    elif found is not None and found.few == 0:
        why = ""
    else:
        return ""
    return f"{why} {_help(public, steers=steers)}".strip()


def _help(public: Public, *, steers: bool) -> str:
    """Return what the facilitator can do about it, in one sentence."""
    if not steers:
        if public.next_table:
            return ""  # where it is, and how one gets there, is said beside this
        if public.shared:
            return _("The facilitator can open another table.")
        return _("The facilitator can let two share a turn, or open another table.")
    if public.next_table:
        return _("2 asks people over to the other table.")
    if public.shared:
        return _("2 opens another table.")
    return _("& lets two share a turn, 2 opens another table.")


def _told(public: Public, turns: Turns, players: int) -> str:
    if public.shared:
        return _told_of_pairs(turns, players)
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


def _told_of_pairs(turns: Turns, players: int) -> str:
    if turns.few == 0:
        return _(
            "Two share a turn. For {players} players there are {turns} turns: not every pair gets "
            "one.",
            players=players,
            turns=turns.planned,
        )
    if turns.few == turns.many:
        return n_(
            "Two share a turn: with {players} players every pair has {n} turn.",
            "Two share a turn: with {players} players every pair has {n} turns.",
            turns.few,
            players=players,
        )
    return _(
        "Two share a turn: with {players} players every pair has {few} to {many} turns.",
        players=players,
        few=turns.few,
        many=turns.many,
    )
