"""Before and after are of the same people, or there is no arrow between them."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.scored import answered, home, ordered, room
from turnabout_protocol.results import Arrow, Results
from turnabout_protocol.room import Room
from turnabout_server.after import publish

RANKS = dict.fromkeys((1, 3, 5), "ABCDEF")
"""Three business people who agree on everything."""
BUSINESS, IT_SIDE = (1, 3, 5, 7), (2, 4, 6, 8)


def ends(arrow: Arrow) -> tuple[float | None, float | None]:
    before, after = (None if end is None else end.value for end in (arrow.before, arrow.after))
    return before, after


def guessed(found: Results) -> Arrow:
    assert found.accuracy is not None
    return found.accuracy.sides["business"]


def test_nobody_changed_an_answer_and_one_dropped_off() -> None:
    before = {**dict.fromkeys((2, 4, 6), "ABCDEF"), 8: "FEDCBA"}
    after = dict.fromkeys((2, 4, 6), "ABCDEF")
    arrow = guessed(publish.results(ordered(room(), RANKS, before, after)))
    assert ends(arrow) == (100, 100)
    assert (arrow.change, arrow.clear) == (0, False)
    assert arrow.before is not None
    assert arrow.after is not None
    assert arrow.before.n == arrow.after.n == 3


def test_nobody_changed_what_they_felt_and_one_dropped_off() -> None:
    same = {**dict.fromkeys((1, 3, 5, 2, 4, 6), 7)}
    of = answered(room(), {"felt": {**same, 7: 1, 8: 1}}, {"felt": same})
    understood = publish.results(of).understood
    assert understood is not None
    assert understood.felt is not None
    for arrow in (understood.felt.room, *understood.felt.sides.values()):
        assert ends(arrow) == (100, 100)
        assert (arrow.change, arrow.clear) == (0, False)


def test_who_came_late_is_shown_alone_where_too_few_answered_both_times() -> None:
    before, after = {2: "ABCDEF", 4: "ABCDEF"}, {4: "FEDCBA", 6: "FEDCBA", 8: "FEDCBA"}
    arrow = guessed(publish.results(ordered(room(), RANKS, before, after)))
    assert ends(arrow) == (None, 0)
    assert arrow.change is None
    felt = answered(
        room(), {"felt": dict.fromkeys(BUSINESS, 2)}, {"felt": dict.fromkeys(range(1, 9), 6)}
    )
    understood = publish.results(felt).understood
    assert understood is not None
    assert understood.felt is not None
    assert ends(understood.felt.room) == (None, 83)


def test_what_is_claimed_and_looked_back_on_is_of_the_same_people() -> None:
    """Else the difference and its two parts would tell what one single person answered."""
    everybody = dict.fromkeys((*BUSINESS, *IT_SIDE), 5)
    fewer = {seat: 4 for seat in everybody if seat != 8}
    of = answered(room(), {"claimed": everybody}, {"claimed": everybody, "then": fewer})
    understood = publish.results(of).understood
    assert understood is not None
    assert understood.claimed is not None
    assert understood.then is not None
    assert understood.looking_back is not None
    shown = (understood.claimed.room, understood.then.room, understood.looking_back.room)
    assert {arrow.after.n for arrow in shown if arrow.after} == {7}


ORDERS = st.dictionaries(st.sampled_from(IT_SIDE), st.permutations("ABCD").map("".join), max_size=4)


@given(ORDERS, ORDERS)
def test_whoever_answered_once_moves_no_arrow(
    before: Mapping[int, str], after: Mapping[int, str]
) -> None:
    both = before.keys() & after.keys()
    ranks = {1: "ABCD", 3: "ABDC", 5: "BACD"}
    whole = guessed(publish.results(ordered(room(), ranks, before, after, size=4)))
    paired = guessed(
        publish.results(
            ordered(
                room(),
                ranks,
                {s: o for s, o in before.items() if s in both},
                {s: o for s, o in after.items() if s in both},
                size=4,
            )
        )
    )
    if len(both) >= 2:
        assert whole == paired
    else:
        assert whole.change is None


ANSWERS = st.dictionaries(st.sampled_from((*BUSINESS, *IT_SIDE)), st.integers(1, 7))


@given(ANSWERS, ANSWERS, ANSWERS, ANSWERS)
def test_every_change_is_the_mean_of_the_changes_of_people(
    felt: Mapping[int, int],
    felt_after: Mapping[int, int],
    claimed: Mapping[int, int],
    then: Mapping[int, int],
) -> None:
    of: Room = answered(
        room(), {"felt": felt, "claimed": claimed}, {"felt": felt_after, "then": then}
    )
    understood = publish.results(of).understood
    assert understood is not None
    assert understood.felt is not None
    both = felt.keys() & felt_after.keys()
    for side, arrow in understood.felt.sides.items():
        people = [seat for seat in both if home(seat) == side]
        if arrow.change is not None:
            moved = sum(felt_after[s] - felt[s] for s in people) / len(people) * 100 / 6
            assert arrow.change == pytest.approx(moved, abs=0.5)
            assert arrow.before is not None
            assert arrow.before.n == len(people)
