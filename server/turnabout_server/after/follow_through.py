"""How much of what a team promised earlier was done. Pure."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from turnabout_protocol.activities.review import PromiseOutcome, due
from turnabout_protocol.room import Earlier


class FollowThrough(NamedTuple):
    """`points` of 100, None when nothing was due; `due` is how many promises stand behind it."""

    points: float | None
    due: int


def follow_through(
    earlier: Iterable[Earlier], outcomes: Mapping[int, PromiseOutcome], today: str
) -> FollowThrough:
    """Return 100 * (done + half of partly) / due, of what was confirmed.

    Promises that nobody marked count as not yet, and so do those that nobody confirmed.
    """
    counted = [p.number for p in earlier if due(p, outcomes.get(p.number), today)]
    if not counted:
        return FollowThrough(None, 0)
    done = sum(outcomes[n].counts for n in counted if n in outcomes)
    return FollowThrough(round(100 * done / len(counted), 1), len(counted))
