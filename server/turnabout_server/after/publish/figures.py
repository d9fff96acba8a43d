"""A figure is a number that withholds itself when too few people stand behind it."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from turnabout_protocol.activities.reveal import Arrow, Attitude
from turnabout_protocol.room import Figure
from turnabout_protocol.scenario import SIDES, Side
from turnabout_protocol.scoring import Needs
from turnabout_server.after.scoring.orders import When
from turnabout_server.after.scoring.pool import Pool

OTHERS: Final = 3
"""People behind a figure from which somebody could subtract a part they know: their own answer, or
their own figure. Then at least two unknown answers are left, and each could be either person's.
"""


def figure_of(value: float | None, n: int, need: int) -> Figure:
    """Return a figure that withholds `value` when fewer than `need` people stand behind it.

    Without a value but with enough people there was nothing to compare.
    """
    if n < need:
        return Figure(value=None, n=0, need=need)
    return Figure(value=rounded(value), n=n, need=need)


def mean_of(pool: Pool, need: int) -> Figure:
    """Return the mean of `pool` as a figure."""
    return figure_of(pool.mean(need), len(pool), need)


def rounded(value: float | None) -> float | None:
    """Return whole points: more would be false precision, and help to work back from."""
    return None if value is None else float(round(value)) + 0.0


def arrow(
    before: Figure | None, after: Figure | None, clear: float, *, alike: bool = True
) -> Arrow:
    """Return the two figures with their change. `alike`: they are of the same kind of people."""
    if before is None or after is None or before.value is None or after.value is None or not alike:
        return Arrow(before=before, after=after)
    change = after.value - before.value
    return Arrow(before=before, after=after, change=change, clear=abs(change) >= clear)


class Spread(NamedTuple):
    """A question at one time: the mean of each side, or of all together, and never both."""

    sides: Mapping[Side, Figure]
    """Empty when not both sides have enough answers."""
    room: Figure
    """The mean of the sides, or the mean of all answers."""
    exact: Mapping[Side | None, float]
    """What is shown, before rounding; None is the room."""

    def figure(self, side: Side, need: int) -> Figure:
        """Return the figure of a side; withheld when there is none."""
        return self.sides.get(side, figure_of(None, 0, need))


def spread(answers: Mapping[Side, Pool], needs: Needs) -> Spread:
    """Return what may be shown of one question at one time.

    By side where both sides have enough answers, so that nobody can subtract one side from the
    whole; else the mean of all if they are enough; else nothing.
    """
    means = {side: answers[side].mean(needs.side) for side in SIDES}
    n = sum(len(answers[side]) for side in SIDES)
    exact: dict[Side | None, float] = {s: mean for s, mean in means.items() if mean is not None}
    if len(exact) == len(SIDES):
        room = sum(exact.values()) / len(SIDES)
        shown = {side: mean_of(answers[side], needs.side) for side in SIDES}
        return Spread(shown, figure_of(room, n, needs.side), {**exact, None: room})
    everybody = answers[SIDES[0]] | answers[SIDES[1]]
    pooled = everybody.mean(needs.pooled)
    return Spread({}, mean_of(everybody, needs.pooled), {} if pooled is None else {None: pooled})


def attitude(spreads: Mapping[When, Spread], needs: Needs, clear: float) -> Attitude:
    """Return a question before and after."""
    before, after = spreads.get("before"), spreads.get("after")
    by_side = [bool(s.sides) for s in spreads.values()]
    sides = {
        side: arrow(
            None if before is None else before.figure(side, needs.side),
            None if after is None else after.figure(side, needs.side),
            clear,
        )
        for side in SIDES
        if any(by_side)
    }
    room = arrow(
        None if before is None else before.room,
        None if after is None else after.room,
        clear,
        alike=len(set(by_side)) == 1,
    )
    return Attitude(sides=sides, room=room)


def difference(more: Spread, less: Spread) -> Spread:
    """Return by how much `more` is more than `less`, where both are shown in the same way."""
    need = max(more.room.need, less.room.need)
    if bool(more.sides) != bool(less.sides):
        return Spread({}, figure_of(None, 0, need), {})
    exact = {k: more.exact[k] - less.exact[k] for k in more.exact.keys() & less.exact.keys()}
    sides = {
        side: figure_of(exact[side], min(more.sides[side].n, less.sides[side].n), need)
        for side in more.sides
    }
    n = min(more.room.n, less.room.n)
    return Spread(sides, figure_of(exact.get(None), n, need), exact)
