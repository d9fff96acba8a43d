"""What a team's sessions show together of its promises: how many were done, with an interval.

A share of so few is a guess. Wilson's interval (JASA 22, 1927, 209-212) says how good a guess, also
where all or none were done.
"""

from collections.abc import Sequence
from math import sqrt
from typing import Final

from msgspec import Struct

from turnabout_language import n_
from turnabout_protocol.report import Report
from turnabout_server.after.report import phrases

_Z: Final = 1.96
"""Of the normal distribution, for 95 of 100."""


class Promised(Struct, frozen=True, kw_only=True):
    """Of the promises that were `due`, so many were `done`, and the partner's side said so.

    `low` to `high`, of 100, holds the true share 95 times of 100.
    """

    due: int
    done: int
    low: float
    high: float


def promised(reports: Sequence[Report]) -> Promised | None:
    """Return how many of a team's promises were done; None: none was due yet."""
    due = sum(report.due for report in reports)
    done = sum(
        told.mark == "done" and told.confirmed is not False
        for report in reports
        for told in report.earlier
    )
    if not due:
        return None
    low, high = interval(min(done, due), due)
    return Promised(due=due, done=min(done, due), low=low, high=high)


def interval(done: int, due: int) -> tuple[float, float]:
    """Return Wilson's interval for a share, in points of 100."""
    share, z2 = done / due, _Z * _Z
    middle = share + z2 / (2 * due)
    half = _Z * sqrt(share * (1 - share) / due + z2 / (4 * due * due))
    low, high = ((middle + sign * half) / (1 + z2 / due) for sign in (-1, 1))
    return round(100 * max(0.0, low), 1), round(100 * min(1.0, high), 1)


def told(found: Promised) -> str:
    """Return it in a sentence."""
    return n_(
        "Promises: {done} of {n} that was due was done. So few could mean {low} to {high} of 100.",
        "Promises: {done} of {n} that were due were done. So few could mean {low} to {high} of"
        " 100.",
        found.due,
        done=found.done,
        low=phrases.points(found.low),
        high=phrases.points(found.high),
    )
