"""How often chance alone is called a clear change: people who learnt nothing, simulated."""

from collections.abc import Callable, Iterator, Sequence
from math import sqrt
from random import Random
from statistics import fmean, stdev

import pytest

from turnabout_server.after import bands
from turnabout_server.after.bands import Band
from turnabout_server.after.publish.figures import arrow, exact_of, middle
from turnabout_server.after.scoring.accuracy import accuracy, points
from turnabout_server.after.scoring.measures import in_points

PEOPLE = range(3, 13)
PAIRS = 4000
"""People who answered twice and learnt nothing in between."""
ROOMS = 8000
"""Rooms of so many of them, drawn for each size."""
FALSE = 0.065
TRUTH = points(["ABCDEF"])

Twice = tuple[float, float]


def guessers(seed: int, knows: float, keeps: float) -> Iterator[Twice]:
    """Yield how good two guesses of one person are, who `knows` something of the order and `keeps`
    part of an own opinion from the first guess to the second. Both in units of a whim.
    """
    chance = Random(seed)
    for _ in range(PAIRS):
        opinion = [knows * worth + keeps * chance.gauss(0, 1) for worth in range(6, 0, -1)]
        first, second = (_guess(opinion, chance) for _ in range(2))
        yield first, second


def _guess(opinion: Sequence[float], chance: Random) -> float:
    whim = {card: worth + chance.gauss(0, 1) for card, worth in zip("ABCDEF", opinion, strict=True)}
    found = accuracy(sorted(whim, key=lambda card: -whim[card]), TRUTH)
    assert found is not None
    return found


def answerers(seed: int) -> Iterator[Twice]:
    """Yield two answers of one person on a scale of 7: the retest moves them by 0.7 steps."""
    chance = Random(seed)
    for _ in range(PAIRS):
        mind = chance.uniform(2, 6)
        first, second = (min(7, max(1, round(mind + chance.gauss(0, 0.4)))) for _ in range(2))
        yield in_points(first), in_points(second)


def false_clear(twice: Sequence[Twice], people: int, band: Band, seed: int) -> float:
    """Return the share of rooms of so many people that are told of a clear change."""
    chance = Random(seed)
    told = 0
    for _ in range(ROOMS):
        room = chance.choices(twice, k=people)
        before, after = (exact_of(fmean(one), people, 2) for one in zip(*room, strict=True))
        told += arrow(before, after, band).clear
    return told / ROOMS


def spread_and_kept(twice: Sequence[Twice]) -> tuple[float, float]:
    """Return the mean of the first ones, and how far they correlate with the second ones."""
    first, second = ([one[which] for one in twice] for which in (0, 1))
    means = fmean(first), fmean(second)
    shared = fmean((a - means[0]) * (b - means[1]) for a, b in twice)
    return means[0], shared / (stdev(first) * stdev(second))


@pytest.mark.parametrize(("knows", "keeps", "level"), [(0, 1.27, 50), (0.56, 1.4, 70)])
def test_guessers_who_learnt_nothing_are_rarely_told_that_they_did(
    knows: float, keeps: float, level: float
) -> None:
    twice = list(guessers(8, knows, keeps))
    mean, kept = spread_and_kept(twice)
    assert mean == pytest.approx(level, abs=1.5)
    assert kept == pytest.approx(0.5, abs=0.04)
    for people in PEOPLE:
        assert false_clear(twice, people, bands.guesses, people) < FALSE, people


def test_answers_that_wander_by_themselves_are_rarely_called_a_change() -> None:
    twice = list(answerers(8))
    steps = [(after - before) * 6 / 100 for before, after in twice]
    assert stdev(steps) == pytest.approx(0.7, abs=0.03)
    for people in PEOPLE:
        assert false_clear(twice, people, bands.answers, people) < FALSE, people


def test_two_fresh_random_guesses_are_the_worst_case() -> None:
    """What docs/facilitating.md says: about 17 of 100."""
    twice = list(guessers(8, 0, 0))
    found = [false_clear(twice, people, bands.guesses, people) for people in PEOPLE]
    assert fmean(found) == pytest.approx(0.17, abs=0.015)
    assert max(found) < 0.2


def test_a_room_of_two_directions_is_held_to_the_same() -> None:
    """Also where one side is small: the mean of both is then moved by few people."""
    twice = list(guessers(8, 0, 1.27))
    chance = Random(8)
    for sizes in ((2, 2), (2, 6), (3, 3), (3, 6)):
        told = 0
        for _ in range(ROOMS):
            sides = [list(zip(*chance.choices(twice, k=n), strict=True)) for n in sizes]
            before, after = (
                middle(
                    *(
                        exact_of(fmean(side[when]), n, 2)
                        for n, side in zip(sizes, sides, strict=True)
                    )
                )
                for when in (0, 1)
            )
            told += arrow(before, after, bands.guesses).clear
        assert told / ROOMS < FALSE, sizes


# The table of the evidence ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("band", "table"),
    [
        (bands.guesses, {3: 20, 4: 17, 5: 15, 6: 14, 8: 12, 10: 11, 12: 10, 24: 10}),
        (bands.answers, {3: 13, 4: 12, 6: 9, 12: 7, 24: 5}),
    ],
)
def test_the_bands_are_those_of_the_evidence(
    band: Callable[[float], float], table: dict[int, int]
) -> None:
    assert {people: band(people) for people in table} == table


def test_the_band_of_ratings_is_that_of_the_evidence() -> None:
    assert bands.ratings([[3]]) == 28
    assert bands.ratings([[3, 3]]) == bands.ratings([[3], [3]]) == 20
    assert bands.ratings([[4, 2]]) == round(48.5 * sqrt(1 / 4 + 1 / 2) / 2)


def test_of_two_people_nothing_is_said() -> None:
    found = arrow(exact_of(0, 2, 2), exact_of(100, 2, 2), bands.guesses)
    assert (found.change, found.clear, found.band, found.n) == (100, False, None, 2)


def test_a_house_may_ask_for_more_and_never_for_less() -> None:
    ends = exact_of(50, 6, 2), exact_of(67, 6, 2)
    assert arrow(*ends, bands.guesses).clear
    stricter = arrow(*ends, bands.guesses, 20)
    assert (stricter.clear, stricter.band) == (False, 20)
    assert arrow(*ends, bands.guesses, 1).band == 14
