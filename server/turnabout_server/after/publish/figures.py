"""A figure is a number that withholds itself when too few people stand behind it."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from turnabout_protocol.figures import Figure, Withheld
from turnabout_protocol.results import Arrow, Attitude
from turnabout_protocol.room import Seat
from turnabout_protocol.scenario import SIDES, Side
from turnabout_protocol.scoring import Needs
from turnabout_server.after import bands
from turnabout_server.after.bands import FEWEST, Band
from turnabout_server.after.scoring.orders import When
from turnabout_server.after.scoring.pool import Pool


class Exact(NamedTuple):
    """A number and the people behind it, before it is rounded: a change, a mean and a sum are made
    of these, and rounded once, when they become figures.
    """

    value: float | None
    """None where it is withheld, and where there is nothing to average or to compare."""
    n: int
    """How many people; 0 when withheld, as it would tell who skipped."""
    need: int
    steady: float
    """As the mean of how many people it is, as far as chance goes: fewer than `n` where it is made
    of two means, for chance moves both.
    """
    why: Withheld = ""

    @property
    def hidden(self) -> bool:
        """Whether it is withheld because too few people stand behind it."""
        return self.n < self.need

    @property
    def figure(self) -> Figure:
        """What is shown of it."""
        return Figure(value=rounded(self.value), n=self.n, need=self.need, why=self.why)


def exact_of(value: float | None, n: int, need: int, steady: float | None = None) -> Exact:
    """Return `value`, withheld when fewer than `need` people stand behind it.

    Without a value but with enough people there was nothing to compare.
    """
    if n < need:
        return Exact(None, 0, need, 0)
    return Exact(value, n, need, n if steady is None else steady)


def withheld(why: Withheld, need: int) -> Exact:
    """Return a number that is not shown, and why."""
    return Exact(None, 0, need, 0, why)


def figure_of(value: float | None, n: int, need: int) -> Figure:
    """Return `value` as a figure that is withheld when fewer than `need` people are behind it."""
    return exact_of(value, n, need).figure


def mean_of(pool: Pool, need: int) -> Exact:
    """Return the mean of `pool`."""
    return exact_of(pool.mean(need), len(pool), need)


def rounded(value: float | None) -> float | None:
    """Return whole points: more would be false precision, and help to work back from.

    A half goes to the even side; the last bits of a sum, which mean nothing, do not decide that.
    """
    return None if value is None else float(round(round(value, 6))) + 0.0


def arrow(before: Exact | None, after: Exact | None, band: Band, least: float = 0) -> Arrow:
    """Return two numbers of the same people as an arrow with its change. None: not asked.

    A change is clear when it is larger than the `band` that chance alone gives, and than `least`;
    of a change of two people nothing is said. It is rounded by itself, as every number is, and so
    may be one off from its two ends.
    """
    if before is None or after is None or before.value is None or after.value is None:
        return Arrow(before=_end(before, after), after=_end(after, before))
    change = float(rounded(after.value - before.value) or 0)
    chance = max(band(after.steady), least) if after.n >= FEWEST else None
    clear = chance is not None and abs(change) > chance
    return Arrow(
        before=before.figure,
        after=after.figure,
        change=change,
        clear=clear,
        band=chance,
        n=after.n,
    )


def apart(then: Exact, now: Exact, band: Band, least: float = 0) -> Arrow:
    """Return two numbers as an arrow whose people may be others each time.

    Chance moves both ends, each by itself, so its band is wider than that of the same people. `n`
    is how many there are at the end that has fewer; of two people nothing is said.
    """
    if then.value is None or now.value is None:
        return Arrow(before=then.figure, after=now.figure)
    steady = 1 / (1 / then.steady + 1 / now.steady)
    found = arrow(then, now._replace(steady=steady), band, least)
    found = replace(found, n=min(then.n, now.n))
    return found if found.n >= FEWEST else replace(found, band=None, clear=False)


def _end(end: Exact | None, other: Exact | None) -> Figure | None:
    """Return one end of an arrow without a change: one is hidden for the sake of the other."""
    if end is None:
        return None
    alone = end.hidden and not end.why and other is not None and other.value is not None
    return withheld("twice", end.need).figure if alone else end.figure


class Spread(NamedTuple):
    """A question at one time: the mean of each side, or of all together, and never both."""

    sides: Mapping[Side, Exact]
    """Empty when not both sides have enough answers."""
    room: Exact
    """The mean of the sides, or the mean of all answers."""


def enough(seats: Mapping[int, Seat], people: Collection[int], needs: Needs) -> bool:
    """Return whether a question that these people answered is shown at all."""
    return _by_side_or_pooled([sum(seats[p].home == s for p in people) for s in SIDES], needs)


def _by_side_or_pooled(counts: Sequence[int], needs: Needs) -> bool:
    return min(counts) >= needs.side or sum(counts) >= needs.pooled


def spread(answers: Mapping[Side, Pool], needs: Needs) -> Spread:
    """Return what may be shown of one question at one time.

    By side where both sides have enough answers, so that nobody can subtract one side from the
    whole; else the mean of all if they are enough; else nothing.
    """
    sides = {side: mean_of(answers[side], needs.side) for side in SIDES}
    if any(mean.hidden for mean in sides.values()):
        return Spread({}, mean_of(answers[SIDES[0]] | answers[SIDES[1]], needs.pooled))
    return Spread(sides, middle(*sides.values()))


def middle(one: Exact, two: Exact) -> Exact:
    """Return the mean of two numbers that different people stand behind; withheld with either."""
    if one.hidden or two.hidden:
        whys = {end.why for end in (one, two) if end.hidden}
        both = one.hidden and two.hidden and len(whys) == 1
        return withheld(whys.pop() if both else "direction", one.need)
    if one.value is None or two.value is None:
        return exact_of(None, one.n + two.n, one.need)
    steady = 4 / (1 / one.steady + 1 / two.steady)
    return exact_of((one.value + two.value) / 2, one.n + two.n, one.need, steady)


def attitude(spreads: Mapping[When, Spread], least: float) -> Attitude:
    """Return a question before and after, as the same people answered it."""
    before, after = spreads.get("before"), spreads.get("after")
    sides = {
        side: arrow(_of(before, side), _of(after, side), bands.answers, least)
        for side in SIDES
        if any(spread.sides for spread in spreads.values())
    }
    room = arrow(before and before.room, after and after.room, bands.answers, least)
    return Attitude(sides=sides, room=room)


def _of(found: Spread | None, side: Side) -> Exact | None:
    """Return the number of a side at a time; withheld where there is none, None: not asked."""
    return None if found is None else found.sides.get(side, exact_of(None, 0, found.room.need))


def difference(more: Spread, less: Spread) -> Spread:
    """Return by how much `more` is more than `less`: two questions that the same people answered.

    Where not both are shown, nothing is.
    """
    sides = {
        s: minus(more.sides[s], less.sides[s], more.sides[s].steady)
        for s in SIDES
        if more.sides and less.sides
    }
    return Spread(sides, minus(more.room, less.room, more.room.steady))


def minus(more: Exact, less: Exact, steady: float | None = None) -> Exact:
    """Return `more` less `less`, of different people unless `steady` is given; withheld with
    either. Where they are different people, all of them stand behind it.
    """
    need = max(more.need, less.need)
    if more.value is None or less.value is None:
        return withheld(more.why or less.why, need)
    apart = 1 / (1 / more.steady + 1 / less.steady)
    if steady is None:
        return exact_of(more.value - less.value, more.n + less.n, need, apart)
    return exact_of(more.value - less.value, more.n, need, steady)
