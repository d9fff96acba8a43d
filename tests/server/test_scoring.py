"""Scores: the worked examples, what holds for any ratings, and what must never be worked out."""

from collections.abc import Mapping, Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout_protocol.activities.scene import (
    EchoAnswer,
    Missing,
    Rating,
    SceneState,
    SceneVault,
    Turn,
)
from turnabout_protocol.parts import HouseRules, Public, Room, Seat, Vault
from turnabout_protocol.scenario import Side, Term, other
from turnabout_protocol.scoring import PortrayalWeights
from turnabout_server import publish
from turnabout_server.scenarios import find_scenario
from turnabout_server.scoring import portrayal
from turnabout_server.scoring.portrayal import Parts

SCENARIO = find_scenario("missed-target")
Rings = Mapping[int, int | None]
"""Ratings of one turn, by seat."""

IT: Sequence[int] = (2, 4, 6, 8, 10)
"""Seats of IT people in these rooms; odd ones are business people."""


def turn(
    number: int,
    seat: int,
    *,
    say: str = "Words.",
    heard: EchoAnswer | None = None,
    passed: bool = False,
    flagged: bool = False,
) -> Turn:
    """Return a turn that is over. Every turn but the first echoes the one before it."""
    return Turn(
        number=number,
        seat=seat,
        side="business" if seat in IT else "it",
        acts_from=0,
        ends=0,
        over=True,
        echoes=number - 1 or None,
        say=say,
        heard=heard,
        passed=passed,
        flagged=flagged,
    )


def room(
    *played: tuple[Turn, Rings],
    bots: Sequence[int] = (),
    demo: bool = False,
    missing: Missing | None = None,
    lingo: Sequence[Term] | None = None,
) -> Room:
    """Return a room of ten in which these turns were played and so rated."""
    seats = {}
    for seat in range(1, 11):
        home: Side = "it" if seat in IT else "business"
        seats[seat] = Seat(
            id=seat, name=f"S{seat}", role="player", home=home, played=other(home), bot=seat in bots
        )
    ratings = {
        t.number: {
            seat: Rating(ring=ring, missing=missing if ring in (1, 2) else None)
            for seat, ring in rings.items()
        }
        for t, rings in played
    }
    scenario = SCENARIO
    if lingo is not None:
        business = msgspec.structs.replace(SCENARIO.sides.business, lingo=tuple(lingo))
        sides = msgspec.structs.replace(SCENARIO.sides, business=business)
        scenario = msgspec.structs.replace(SCENARIO, sides=sides)
    return Room(
        public=Public(
            seats=seats,
            bots=tuple(bots),
            rules=HouseRules(bots_count=demo),
            steps={"scene": SceneState(turns=tuple(t for t, _ in played))},
        ),
        vault=Vault(scenario=scenario, steps={"scene": SceneVault(ratings=ratings)}),
    )


def example(**more: object) -> Room:
    """Return the room of the worked example: seat 2 has turns 2 and 4."""
    return room(
        (turn(1, 1), {}),
        (turn(2, 2, say="The Pipeline is thin.", heard="yes"), {1: 3, 3: 4, 5: 2}),
        (turn(3, 1), {}),
        (turn(4, 2, heard="nearly"), {1: 4, 3: 3, 5: 3}),
        **more,  # type: ignore[arg-type]
    )


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


def test_the_example_played() -> None:
    slip = publish.slip(example(), 2)
    assert (slip.rings_true.value, slip.rings_true.n) == (72, 3)
    assert (slip.heard, slip.their_words, slip.turns) == (75, 50, 2)
    assert slip.portrayal == 70


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


def test_a_turn_nobody_rated_is_left_out() -> None:
    rings: Rings = {1: 4, 3: 4, 5: 4}
    slip = publish.slip(room((turn(1, 2), rings), (turn(2, 2), {1: None})), 2)
    assert slip.rings_true.value == 100


def test_a_side_without_words_of_its_own_costs_nobody_points() -> None:
    slip = publish.slip(example(lingo=()), 2)
    assert slip.their_words is None
    assert slip.portrayal == round((50 * 72.2222 + 20 * 75) / 70)


# Who counts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["passed", "flagged"])
def test_passes_and_flagged_turns_count_for_nothing(how: str) -> None:
    rings: Rings = {1: 4, 3: 4, 5: 4}
    out = turn(2, 2, say="Quota.", heard="no", **{how: True})
    slip = publish.slip(room((turn(1, 2), rings), (out, {1: 1, 3: 1, 5: 1})), 2)
    assert (slip.rings_true.value, slip.heard, slip.their_words) == (100, None, 0)
    assert slip.turns == 1


def test_bots_count_in_a_demo_alone() -> None:
    assert publish.slip(example(bots=(5,)), 2).rings_true.hidden
    assert publish.slip(example(bots=(2,)), 2).turns == 0
    assert publish.slip(example(bots=(1,)), 2).heard is None  # it answered the echoes
    shown = publish.slip(example(bots=(1, 2, 3, 5), demo=True), 2)
    assert shown.portrayal == 70


def test_a_bot_that_left_is_still_a_bot() -> None:
    before = example(bots=(5,))
    seats = {k: s for k, s in before.public.seats.items() if k != 5}
    public = msgspec.structs.replace(before.public, seats=seats)
    after = msgspec.structs.replace(before, public=public)
    assert publish.slip(after, 2).rings_true.hidden


def test_a_person_who_left_has_still_rated() -> None:
    before = example()
    seats = {k: s for k, s in before.public.seats.items() if k != 5}
    public = msgspec.structs.replace(before.public, seats=seats)
    after = msgspec.structs.replace(before, public=public)
    assert publish.slip(after, 2) == publish.slip(before, 2)


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


def test_words_count_in_turns_that_rang_true() -> None:
    good, bad = {1: 3, 3: 3, 5: 3}, {1: 3, 3: 3, 5: 2}
    say = "Quota, pipeline, commit."
    assert publish.slip(room((turn(1, 2, say=say), good)), 2).their_words == 100
    assert publish.slip(room((turn(1, 2, say=say), bad)), 2).their_words == 0


# What must not be worked out ----------------------------------------------------------------------


def test_a_slip_needs_three_different_raters() -> None:
    two = room((turn(1, 2), {1: 4, 3: 4}), (turn(2, 2), {1: 4, 3: 4}), missing="tone")
    slip = publish.slip(two, 2)
    assert slip.rings_true.hidden
    assert (slip.heard, slip.their_words, slip.portrayal) == (None, None, None)
    assert not slip.missing
    assert not publish.slip(room((turn(1, 2), {1: 4, 3: 4, 5: 1})), 2).rings_true.hidden


def test_a_hidden_figure_does_not_tell_who_skipped() -> None:
    quiet: list[Rings] = [{1: None, 3: None}, {1: 4, 3: None}, {1: 1, 3: 2}, {1: 4, 3: 4, 5: None}]
    first, *others = [publish.slip(room((turn(1, 2), rings)), 2) for rings in quiet]
    assert first.rings_true.n == 0
    assert all(slip == first for slip in others)


def test_a_word_does_not_tell_what_the_only_rater_of_a_turn_thought() -> None:
    known = (turn(1, 2), {1: 3, 3: 3, 5: 3})
    slips = [publish.slip(room(known, (turn(2, 2, say="Quota."), {1: ring})), 2) for ring in (1, 4)]
    assert slips[0].their_words == slips[1].their_words == 0


def test_the_room_needs_four_different_raters_and_takes_in_hidden_slips() -> None:
    shown, hidden = (turn(1, 2), {1: 4, 3: 4, 5: 4}), (turn(2, 1), {2: 1})
    assert publish.slip(room(shown, hidden), 1).rings_true.hidden
    figure = publish.room_rings_true(room(shown, hidden))
    assert (figure.value, figure.n, figure.hidden) == (50, 4, False)
    few = publish.room_rings_true(room(shown, (turn(2, 1), {2: None})))
    assert (few.value, few.n, few.hidden) == (None, 0, True)


def test_tags_are_pooled_and_published_results_name_no_seat() -> None:
    full = room((turn(1, 2), {1: 2, 3: 1, 5: 4}), (turn(2, 2), {1: 2}), missing="tone")
    slip = publish.slip(full, 2)
    assert slip.missing == {"tone": 3}
    published = msgspec.json.encode((slip, publish.results(full))).decode()
    assert "seat" not in published
    assert "rater" not in published


# Any ratings --------------------------------------------------------------------------------------

RATERS = st.dictionaries(
    st.sampled_from((1, 3, 5, 7, 9)), st.sampled_from((None, 1, 2, 3, 4)), max_size=5
)


@given(st.lists(RATERS, min_size=1, max_size=4), st.permutations((1, 3, 5, 7, 9)))
def test_scores_are_in_range_and_the_same_whoever_rated_what(
    all_rings: list[Rings], order: list[int]
) -> None:
    swap = dict(zip((1, 3, 5, 7, 9), order, strict=True))
    turns = [turn(i, 2, say="Quota.") for i in range(1, len(all_rings) + 1)]
    one = room(*zip(turns, all_rings, strict=True))
    swapped = [{swap[seat]: ring for seat, ring in rings.items()} for rings in all_rings]
    two = room(*zip(turns, swapped, strict=True))
    slip = publish.slip(one, 2)
    assert slip == publish.slip(two, 2)
    assert publish.results(one) == publish.results(two)
    for value in (slip.rings_true.value, slip.their_words, slip.portrayal):
        assert value is None or 0 <= value <= 100
    raters = {seat for rings in all_rings for seat, ring in rings.items() if ring}
    assert (slip.rings_true.value is not None) == (len(raters) >= 3)


@given(st.lists(st.lists(st.integers(1, 4), max_size=4), max_size=5))
def test_rings_true_runs_from_never_to_always(turns: list[list[int]]) -> None:
    value = portrayal.rings_true(turns)
    assert value is None or 0 <= value <= 100
    if value is not None:
        assert (value == 0) == all(ring == 1 for rings in turns for ring in rings)
        assert (value == 100) == all(ring == 4 for rings in turns for ring in rings)
