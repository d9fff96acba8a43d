"""What people felt and claimed, and the room's score."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from turnabout_protocol.activities.poll import Measure
from turnabout_protocol.room import Room
from turnabout_protocol.scenario import SIDES, Side
from turnabout_protocol.scoring import AlignmentWeights
from turnabout_server.after.answers import measured
from turnabout_server.after.scoring.orders import WHEN, When, times
from turnabout_server.after.scoring.paired import comparable
from turnabout_server.after.scoring.pool import Pool

SCALE: Final = 7
"""Steps of the scales that are measured on."""

BySide = Mapping[Side, Pool]
"""Answers in points, by the home side of those who answered."""


def answered(
    room: Room, names: Sequence[Measure], enough: Callable[[Collection[int]], bool]
) -> Mapping[Measure, Mapping[When, BySide]]:
    """Return the answers to measures that are set against each other, by measure and time.

    They are of the same people: those who answered all of them, each time that they were asked;
    where these are not `enough`, see `comparable`. A measure that was not asked is not there.
    """
    found = {name: dict(measured(room, name)) for name in names}
    asked = {name: times(room.public, [*found[name]]) for name in names}
    sheets: dict[When, Mapping[int, Mapping[Measure, float]]] = {}
    for when in WHEN:
        given = {name: found[name][of[when]] for name, of in asked.items() if when in of}
        if given:
            people = frozenset.intersection(*(frozenset(answers) for answers in given.values()))
            sheets[when] = {
                seat: {name: in_points(answers[seat]) for name, answers in given.items()}
                for seat in people
            }
    kept = comparable(sheets, enough)
    return {
        name: {when: _by_side(room, name, kept[when]) for when in of}
        for name, of in asked.items()
        if of
    }


def _by_side(room: Room, name: Measure, sheets: Mapping[int, Mapping[Measure, float]]) -> BySide:
    homes = {seat: room.public.seats[seat].home for seat in sheets}
    return {
        side: Pool({s: sheet[name] for s, sheet in sheets.items() if homes[s] == side})
        for side in SIDES
    }


def in_points(mean: float) -> float:
    """Return a step of the scale, or a mean of steps, as points: `100 * (mean - 1) / 6`."""
    return 100 * (mean - 1) / (SCALE - 1)


def gap(claimed: float, felt: float) -> float:
    """Return the understanding gap in points: what one side claims less what the other feels.

    Both are means on the scale.
    """
    return in_points(claimed) - in_points(felt)


def alignment(parts: Sequence[float | None], weights: AlignmentWeights) -> float | None:
    """Return the room's score from accuracy, felt and rings true; None when one is missing."""
    if any(part is None for part in parts):
        return None
    shares = (weights.accuracy, weights.felt, weights.rings_true)
    return sum(share * (part or 0.0) for share, part in zip(shares, parts, strict=True)) / sum(
        shares
    )
