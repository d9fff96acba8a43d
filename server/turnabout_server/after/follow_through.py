"""How much of what a team promised earlier was done. Pure."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from turnabout_protocol.activities.review import PromiseMark, PromiseOutcome, due
from turnabout_protocol.room import Earlier

WORTH: Mapping[PromiseMark, float] = {"done": 1.0, "partly": 0.5, "not_yet": 0.0, "dropped": 0.0}


class FollowThrough(NamedTuple):
    """`points` of 100, None when nothing was due; `due` is how many promises stand behind it."""

    points: float | None
    due: int


def follow_through(
    earlier: Iterable[Earlier], outcomes: Mapping[int, PromiseOutcome], today: str
) -> FollowThrough:
    """Return 100 * (done + half of partly) / due. Promises that nobody marked count as not yet."""
    counted = [p.number for p in earlier if due(p, outcomes.get(p.number), today)]
    if not counted:
        return FollowThrough(None, 0)
    done = sum(WORTH[outcomes[n].mark] for n in counted if n in outcomes)
    return FollowThrough(round(100 * done / len(counted), 1), len(counted))
