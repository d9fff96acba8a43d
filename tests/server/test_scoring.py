"""Scores: the worked examples, and what holds for any ratings, orders and answers."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from turnabout_protocol.scenario import Term
from turnabout_protocol.scoring import AlignmentWeights, PortrayalWeights
from turnabout_server.after.scoring import accuracy, measures, portrayal
from turnabout_server.after.scoring.pool import Pool
from turnabout_server.after.scoring.portrayal import Parts

WEIGHTS = PortrayalWeights()
POINTS = {"A": 17, "B": 15, "C": 13, "D": 9, "E": 5, "F": 4}
PLAYS = (("A", "ADF"), ("D", "DFB"))


# The worked examples ------------------------------------------------------------------------------


def test_the_parts_of_the_example() -> None:
    assert portrayal.rings_true([[3, 4, 2], [4, 3, 3]]) == pytest.approx(72.22, abs=0.005)
    assert portrayal.heard(["yes", "nearly"]) == 75
    assert portrayal.their_words(1) == 50
    assert portrayal.picks(PLAYS, POINTS) == pytest.approx(72.73, abs=0.005)
    parts = Parts(rings_true=72.2222, heard=75, picks=72.7273, their_words=50)
    assert portrayal.portrayal(parts, WEIGHTS) == pytest.approx(70.66, abs=0.005)


# What is missing is left out ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (Parts(rings_true=60), 60),
        (Parts(rings_true=60, heard=95), 70),
        (Parts(heard=100, picks=100, their_words=100), None),
        (Parts(), None),
    ],
)
def test_a_missing_part_never_counts_as_zero(parts: Parts, whole: float | None) -> None:
    assert portrayal.portrayal(parts, WEIGHTS) == (None if whole is None else pytest.approx(whole))


def test_nothing_to_average_is_no_zero() -> None:
    assert portrayal.rings_true([[], []]) is None
    assert portrayal.heard([]) is None


# Words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("the pipeline, our PIPELINES", 1),
        ("pipelined and quotation", 0),
        ("Slipped deals and discount approval", 2),
        ("pipe line", 0),
        ("C++ is our (stack).", 2),
    ],
)
def test_words_are_found_whole_in_any_case_with_a_plural(said: str, found: int) -> None:
    names = ("Pipeline", "Quota", "Slipped deal", "Discount approval", "(stack)", "C++")
    terms = [Term(term=name, means="x") for name in names]
    assert len(portrayal.terms_used([said], terms)) == found


def test_an_alias_is_the_same_word() -> None:
    term = Term(term="Pipeline", means="x", aliases=("funnel",))
    assert portrayal.terms_used(["pipeline", "the funnel"], [term]) == {"Pipeline"}


# Any ratings --------------------------------------------------------------------------------------


@given(st.lists(st.lists(st.integers(1, 4), max_size=4), max_size=5))
def test_rings_true_runs_from_never_to_always(turns: list[list[int]]) -> None:
    value = portrayal.rings_true(turns)
    assert value is None or 0 <= value <= 100
    if value is not None:
        assert (value == 0) == all(ring == 1 for rings in turns for ring in rings)
        assert (value == 100) == all(ring == 4 for rings in turns for ring in rings)


# Orders -------------------------------------------------------------------------------------------

OWNERS = {1: "ABCDEF", 3: "ACBDFE", 5: "BACDEF"}
ORDER = st.integers(4, 7).flatmap(lambda n: st.permutations("ABCDEFG"[:n]).map(tuple))


def test_the_orders_of_the_example() -> None:
    ranks = {seat: tuple(order) for seat, order in OWNERS.items()}
    assert accuracy.points(ranks.values()) == POINTS
    assert accuracy.accuracy("DACBFE", POINTS) == pytest.approx(66.67, abs=0.005)
    assert accuracy.accuracy("ABDCEF", POINTS) == pytest.approx(93.33, abs=0.005)
    assert accuracy.agreement(ranks).mean(3) == pytest.approx(92.67, abs=0.005)


@given(ORDER)
def test_the_true_order_is_100_and_its_reverse_0(order: tuple[str, ...]) -> None:
    truth = accuracy.points([order])
    assert accuracy.accuracy(order, truth) == 100
    assert accuracy.accuracy(order[::-1], truth) == 0


@given(st.data())
def test_without_ties_it_is_kendalls_tau(data: st.DataObject) -> None:
    cards = "ABCDEFG"[: data.draw(st.integers(4, 7))]
    owner, guess = data.draw(st.permutations(cards)), data.draw(st.permutations(cards))
    tau = kendalltau([owner.index(c) for c in cards], [guess.index(c) for c in cards]).statistic
    value = accuracy.accuracy(guess, accuracy.points([owner]))
    assert value == pytest.approx(50 * (1 + tau))


def test_a_random_guess_has_mean_50_and_the_spread_that_is_told() -> None:
    truth = accuracy.points(["ABCDEF"])
    values = [accuracy.accuracy(guess, truth) or 0 for guess in permutations("ABCDEF")]
    mean = sum(values) / len(values)
    assert mean == pytest.approx(50)
    assert (sum((v - mean) ** 2 for v in values) / len(values)) ** 0.5 == pytest.approx(
        17.7, abs=0.1
    )
    assert sum(v >= 80 for v in values) / len(values) == pytest.approx(0.07, abs=0.005)


def test_owners_who_disagree_wholly_leave_nothing_to_compare() -> None:
    truth = accuracy.points(["ABCD", "DCBA"])
    assert accuracy.accuracy("ABCD", truth) is None
    assert len(accuracy.accuracies({2: tuple("ABCD"), 4: tuple("DCBA")}, truth)) == 0


@pytest.mark.parametrize(
    ("guess", "spot"),
    [("ABCD", None), ("BACD", None), ("BADC", None), ("DABC", "D"), ("BDCA", "A")],
)
def test_the_blind_spot_is_the_card_that_is_furthest_off(guess: str, spot: str | None) -> None:
    assert accuracy.blind_spot("ABCD", guess) == spot


@given(st.data())
def test_whoever_ranked_what_the_accuracy_is_the_same(data: st.DataObject) -> None:
    orders = data.draw(st.lists(st.permutations("ABCDE").map(tuple), min_size=1, max_size=5))
    seats = data.draw(st.permutations(range(1, len(orders) + 1)))
    one = dict(enumerate(orders, 1))
    two = dict(zip(seats, orders, strict=True))
    truth = accuracy.points(one.values())
    assert truth == accuracy.points(two.values())
    for many in (accuracy.agreement, lambda of: accuracy.accuracies(of, truth)):
        assert many(one).mean(2) == many(two).mean(2)


# The room -----------------------------------------------------------------------------------------


def test_the_room_of_the_example() -> None:
    parts = (78.0, 61.0, 70.0)
    assert measures.alignment(parts, AlignmentWeights()) == pytest.approx(70.9)
    assert measures.alignment((78.0, None, 70.0), AlignmentWeights()) is None
    assert measures.gap(5.4, 3.2) == pytest.approx(36.7, abs=0.05)
    assert (measures.in_points(1), measures.in_points(7)) == (0, 100)


@given(st.dictionaries(st.integers(1, 12), st.integers(0, 100), max_size=12), st.integers(0, 12))
def test_a_pool_gives_no_mean_of_too_few(values: dict[int, int], need: int) -> None:
    mean = Pool(values).mean(need)
    assert (mean is None) == (len(values) < max(2, need))
    if mean is not None:
        assert min(values.values()) <= mean <= max(values.values())


def test_a_pool_has_no_way_to_a_single_value() -> None:
    pool = Pool({1: 17.0, 2: 23.0})
    public = [getattr(pool, name) for name in dir(pool) if not name.startswith("_")]
    assert "17" not in repr(pool)
    assert not hasattr(pool, "__getitem__")
    assert not hasattr(pool, "__iter__")
    assert all(thing != 17.0 for thing in public)
