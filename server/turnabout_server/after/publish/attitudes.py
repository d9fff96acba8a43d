"""What people said of how well the sides understand each other, and of each other's work."""

from collections.abc import Mapping
from typing import Final

from turnabout_protocol.activities.poll import Measure
from turnabout_protocol.results import Arrow, Regard, ThanThought, Understood
from turnabout_protocol.room import Room
from turnabout_protocol.scenario import SIDES, Side, other
from turnabout_server.after import bands
from turnabout_server.after.publish.figures import (
    Exact,
    Spread,
    arrow,
    attitude,
    difference,
    enough,
    mean_of,
    minus,
    rounded,
    spread,
    withheld,
)
from turnabout_server.after.scoring import measures
from turnabout_server.after.scoring.orders import When

AS_THOUGHT: Final = 10
"""Points under which the others see a side as it thought."""

Spreads = Mapping[When, Spread]

COMPARED: Final[tuple[tuple[Measure, ...], ...]] = (("felt",), ("claimed", "then"), ("close",))
"""Measures that are set against each other: what is shown of them is of the same people."""


def spreads(room: Room) -> Mapping[Measure, Spreads]:
    """Return what may be shown of every measure that was asked for."""
    needs = room.public.scoring.needs
    found: dict[Measure, Spreads] = {}
    for names in COMPARED:
        answers = measures.answered(
            room, names, lambda people: enough(room.public.seats, people, needs)
        )
        for name, times in answers.items():
            found[name] = {when: spread(sides, needs) for when, sides in times.items()}
    return found


def understood(room: Room, asked: Mapping[Measure, Spreads]) -> Understood | None:
    """Return what people felt and claimed; None when nothing was asked."""
    if not asked:
        return None
    least = room.public.scoring.clear_change
    shown = {name: attitude(of, least) for name, of in asked.items()}
    gaps = _gaps(room, asked.get("claimed", {}), asked.get("felt", {}))
    claimed, then = asked.get("claimed", {}).get("before"), asked.get("then", {}).get("after")
    back = None
    if claimed is not None and then is not None:
        back = attitude({"after": difference(claimed, then)}, least)
    return Understood(
        felt=shown.get("felt"),
        claimed=shown.get("claimed"),
        then=shown.get("then"),
        close=shown.get("close"),
        gap=gaps,
        looking_back=back,
    )


def _gaps(room: Room, claimed: Spreads, felt: Spreads) -> dict[Side, Arrow]:
    """Return what is claimed about each side less what it feels; nothing when not both were asked.

    Only where both are shown by side: a pooled one says nothing about a direction.
    """
    needs, least = room.public.scoring.needs, room.public.scoring.clear_change

    def one(side: Side, when: When) -> Exact | None:
        if when not in claimed or when not in felt:
            return None
        ours, theirs = claimed[when].sides, felt[when].sides
        if not ours or not theirs:
            return withheld("sides", needs.side)
        return minus(ours[other(side)], theirs[side])

    arrows = {
        side: arrow(one(side, "before"), one(side, "after"), bands.answers, least) for side in SIDES
    }
    asked = any(a.before is not None or a.after is not None for a in arrows.values())
    return arrows if asked else {}


def regard(room: Room) -> dict[Side, Regard] | None:
    """Return how each side is seen beside what it believed; None when nobody was asked.

    Both questions of the same people, and by side alone: a pooled answer says nothing of a
    direction. Where the others think less, no number goes out: a number would be quoted.
    """
    needs = room.public.scoring.needs
    homes = {seat.id: seat.home for seat in room.public.seats.values()}
    answers = measures.answered(
        room,
        ("seen", "regard"),
        lambda people: all([homes[p] for p in people].count(s) >= needs.side for s in SIDES),
    )
    if len(answers) < len(("seen", "regard")):
        return None
    seen, true = (next(iter(answers[name].values())) for name in ("seen", "regard"))
    return {
        side: _regard(mean_of(seen[side], needs.side), mean_of(true[other(side)], needs.side))
        for side in SIDES
    }


def _regard(seen: Exact, true: Exact) -> Regard:
    if seen.value is None or true.value is None:
        none = withheld("sides", seen.need).figure
        return Regard(seen=none, regard=none, than_thought=None)
    more = rounded(true.value - seen.value) or 0
    if more <= -AS_THOUGHT:
        none = withheld("words", seen.need).figure
        return Regard(seen=none, regard=none, than_thought="less")
    than: ThanThought = "better" if more >= AS_THOUGHT else "as_thought"
    return Regard(seen=seen.figure, regard=true.figure, than_thought=than)
