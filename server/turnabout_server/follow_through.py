"""How much of what a team promised earlier was done. Pure."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from turnabout_protocol.activities.review import Mark, Outcome
from turnabout_protocol.parts import Earlier

WORTH: Mapping[Mark, float] = {"done": 1.0, "partly": 0.5, "not_yet": 0.0, "dropped": 0.0}


class FollowThrough(NamedTuple):
    """`points` of 100, None when nothing was due; `due` is how many promises stand behind it."""

    points: float | None
    due: int


def follow_through(
    earlier: Iterable[Earlier], outcomes: Mapping[int, Outcome], today: str
) -> FollowThrough:
    """Return 100 * (done + half of partly) / due.

    A promise is due when its date has come (`today`, YYYY-MM-DD; all are when it is unknown), or
    when something other than not yet was said of it. One that nobody marked counts as not yet.
    """
    marks: list[Mark] = []
    for promise in earlier:
        outcome = outcomes.get(promise.number)
        mark: Mark = "not_yet" if outcome is None else outcome.mark
        if mark != "not_yet" or not today or promise.by <= today:
            marks.append(mark)
    if not marks:
        return FollowThrough(None, 0)
    return FollowThrough(round(100 * sum(WORTH[m] for m in marks) / len(marks), 1), len(marks))
