"""What people felt and claimed, and the room's score."""

from collections.abc import Mapping, Sequence
from typing import Final

from turnabout_protocol.activities.poll import Measure
from turnabout_protocol.room import Room
from turnabout_protocol.scenario import SIDES, Side
from turnabout_protocol.scoring import AlignmentWeights
from turnabout_server.after.answers import Answers, measured
from turnabout_server.after.scoring.orders import When, times
from turnabout_server.after.scoring.pool import Pool

SCALE: Final = 7
"""Steps of the scales that are measured on."""

BySide = Mapping[Side, Pool]
"""Answers in points, by the home side of those who answered."""


def answered(room: Room, name: Measure) -> Mapping[When, BySide]:
    """Return the answers to a measure before and after the play, whichever was asked."""
    asked = dict(measured(room, name))
    return {
        when: _by_side(room, asked[step]) for when, step in times(room.public, [*asked]).items()
    }


def _by_side(room: Room, answers: Answers) -> BySide:
    homes = {seat: room.public.seats[seat].home for seat in answers}
    return {
        side: Pool({s: in_points(answer) for s, answer in answers.items() if homes[s] == side})
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
