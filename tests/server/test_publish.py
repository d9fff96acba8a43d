"""What may be published: who counts, from how many people on, and nothing to work back from."""

from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.scored import Rings, answered, deck, ordered, room, turn, without
from turnabout_protocol.room import Room
from turnabout_server.after import publish


def example(**more: object) -> Room:
    """Return the room of the worked example: seat 2 has turns 2 and 4."""
    return room(
        (turn(1, 1), {}),
        (turn(2, 2, say="The Pipeline is thin.", heard="yes"), {1: 3, 3: 4, 5: 2}),
        (turn(3, 1), {}),
        (turn(4, 2, heard="nearly"), {1: 4, 3: 3, 5: 3}),
        **more,  # type: ignore[arg-type]
    )


# The worked example ------------------------------------------------------------------------------


def test_the_example_played() -> None:
    slip = publish.slip(example(), 2)
    assert (slip.rings_true.value, slip.rings_true.n) == (72, 3)
    assert (slip.heard, slip.their_words, slip.turns) == (75, 50, 2)
    assert slip.portrayal == 70


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
    out = turn(2, 2, say="Quota.", heard="no", **{how: True})  # type: ignore[arg-type]
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


# Words


def test_words_count_in_turns_that_rang_true() -> None:
    good, bad = {1: 3, 3: 3, 5: 3}, {1: 3, 3: 3, 5: 2}
    say = "Quota, pipeline, commit list."
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


def test_the_room_takes_in_players_whose_slips_are_hidden() -> None:
    shown, hidden = (turn(1, 2), {1: 4, 3: 4, 5: 4}), (turn(2, 1), {2: 1})
    third = (turn(3, 3), {4: 1, 6: 1})
    assert publish.slip(room(shown, hidden, third), 1).rings_true.hidden
    figure = publish.room_rings_true(room(shown, hidden, third))
    assert (figure.value, figure.n, figure.hidden) == (33, 6, False)


NOT_ENOUGH: Mapping[str, list[tuple[int, Rings]]] = {
    "three raters": [(2, {1: 4, 3: 4, 5: 4}), (4, {1: 4, 3: 4}), (6, {1: 1})],
    "two rated players: each could take the own slip off": [
        (2, {1: 4, 3: 4, 5: 4}),
        (1, {2: 1, 4: 2, 6: 3}),
    ],
    "one rater beside those of a slip": [
        (2, {1: 4, 3: 4, 5: 4}),
        (1, {2: None, 8: 1}),
        (3, {8: 1}),
    ],
}


@pytest.mark.parametrize("why", NOT_ENOUGH)
def test_the_room_is_not_told_what_somebody_could_work_back_from(why: str) -> None:
    played = [(turn(i, who), rings) for i, (who, rings) in enumerate(NOT_ENOUGH[why], 1)]
    figure = publish.room_rings_true(room(*played))
    assert (figure.value, figure.n, figure.hidden) == (None, 0, True)


def test_tags_are_pooled_and_published_results_name_no_seat() -> None:
    full = room((turn(1, 2), {1: 2, 3: 1, 5: 4}), (turn(2, 2), {1: 2}), missing="tone")
    slip = publish.slip(full, 2)
    assert slip.missing == {"tone": 3}
    published = msgspec.json.encode((slip, publish.results(full))).decode()
    assert "seat" not in published
    assert "rater" not in published


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


# The room ----------------------------------------------------------------------------------------

BUSINESS, IT_SIDE = (1, 3, 5), (2, 4, 6)


def felt(*seats: int, answer: int = 5) -> dict[int, int]:
    return dict.fromkeys(seats, answer)


@pytest.mark.parametrize(
    ("who", "sides", "pooled"),
    [
        ((*BUSINESS, *IT_SIDE), True, False),
        ((1, 3, 5, 7, 2, 4), False, True),  # two of IT: pooled, and not the four beside it
        ((1, 3, 5, 2), False, False),
        ((1, 3, 5, 7, 9), False, True),
        ((), False, False),
    ],
)
def test_a_question_is_shown_by_side_or_pooled_or_not_at_all(
    who: tuple[int, ...], sides: bool, pooled: bool
) -> None:
    of = answered(room(), after={"felt": felt(*who)})
    understood = publish.results(of).understood
    assert understood is not None
    assert understood.felt is not None
    assert bool(understood.felt.sides) == sides
    after = understood.felt.room.after
    assert after is not None
    assert (not after.hidden) == (sides or pooled)
    assert after.n == (len(who) if sides or pooled else 0)


def test_the_gap_needs_both_its_questions_by_side() -> None:
    both = {"felt": felt(*BUSINESS, *IT_SIDE, answer=3), "claimed": felt(*BUSINESS, *IT_SIDE)}
    few = {"felt": felt(*BUSINESS, 2, 4, answer=3), "claimed": felt(*BUSINESS, *IT_SIDE)}
    for answers, gap in ((both, 33), (few, None)):
        understood = publish.results(answered(room(), after=answers)).understood  # type: ignore[arg-type]
        assert understood is not None
        assert {a.after.value for a in understood.gap.values() if a.after} == {gap}


def test_where_one_did_not_answer_again_both_times_are_shown_without_them() -> None:
    of = answered(
        room(), {"felt": felt(*BUSINESS, *IT_SIDE)}, {"felt": felt(*BUSINESS, 2, 4, answer=7)}
    )
    understood = publish.results(of).understood
    assert understood is not None
    assert understood.felt is not None
    assert not understood.felt.sides
    arrow = understood.felt.room
    assert (arrow.before and arrow.before.value, arrow.after and arrow.after.value) == (67, 100)
    assert (arrow.before and arrow.before.n, arrow.after and arrow.after.n) == (5, 5)
    assert arrow.change == 33


@pytest.mark.parametrize(("after", "clear"), [("ABDCFE", False), ("ABCDEF", True)])
def test_a_change_below_ten_points_is_none(after: str, clear: bool) -> None:
    ranks = dict.fromkeys((1, 2, 3, 4), "ABCDEF")
    before = dict.fromkeys((1, 2, 3, 4), "BADCFE")
    found = publish.results(ordered(room(), ranks, before, dict.fromkeys(before, after))).accuracy
    assert found is not None
    assert found.room.clear == clear
    assert found.room.change == (20 if clear else 7)


def test_a_single_guess_belongs_where_it_stands() -> None:
    ranks, guess = dict.fromkeys((1, 2, 3, 4), "ABCDEF"), dict.fromkeys((1, 2, 3, 4), "ABCDEF")
    early = publish.results(ordered(room(), ranks, before=guess)).accuracy
    late = publish.results(ordered(room(), ranks, after=guess)).accuracy
    assert early is not None
    assert late is not None
    assert (early.room.before is None, early.room.after is None) == (False, True)
    assert (late.room.before is None, late.room.after is None) == (True, False)


def test_who_left_has_still_ranked_and_bots_have_not() -> None:
    ranks = {1: "ABCDEF", 3: "ABCDEF"}
    gone = without(ordered(room(), ranks), 1)
    assert publish.results(gone).board["business"][0].place == 1
    bots = ordered(room(bots=(3,)), ranks)
    assert publish.results(bots).board["business"][0].place is None


def test_picks_are_judged_by_the_hand_of_that_moment() -> None:
    cards = {card.id[-1].upper(): card for card in deck("business")}
    base = room(
        (turn(1, 2, card=cards["A"]), {1: 3, 3: 4, 5: 2}),
        (turn(2, 2, card=cards["D"]), {1: 4, 3: 3, 5: 3}),
        hands={1: ("b-a", "b-d", "b-f"), 2: ("b-d", "b-f", "b-b")},
    )
    ranks = {1: "ABCDEF", 3: "ACBDFE", 5: "BACDEF"}
    assert publish.slip(ordered(base, ranks), 2).picks == 73
    assert publish.slip(ordered(base, {1: "ABCDEF"}), 2).picks is None
    assert publish.slip(base, 2).picks is None


def test_a_word_that_an_owner_struck_does_not_count() -> None:
    said = (turn(1, 2, say="Quota and pipeline."), {1: 4, 3: 4, 5: 4})
    assert publish.slip(room(said), 2).their_words == 100
    struck = room(said, strikes={1: ((1, "Quota"),)})
    assert publish.slip(struck, 2).their_words == 50


@given(st.permutations(BUSINESS), st.permutations(IT_SIDE), st.data())
def test_whoever_answered_what_the_room_is_the_same(
    business: list[int], it: list[int], data: st.DataObject
) -> None:
    swap = dict(zip((*BUSINESS, *IT_SIDE), (*business, *it), strict=True))
    some = st.dictionaries(st.sampled_from(sorted(swap)), st.integers(1, 7))
    orders = st.dictionaries(st.sampled_from(sorted(swap)), st.permutations("ABCD").map("".join))
    answers, ranks, guesses = data.draw(some), data.draw(orders), data.draw(orders)

    def made(who: Mapping[int, int]) -> Room:
        base = answered(room(), after={"felt": {who[s]: a for s, a in answers.items()}})
        own = {who[s]: order for s, order in ranks.items()}
        return ordered(base, own, after={who[s]: o for s, o in guesses.items()}, size=4)

    one, two = made({s: s for s in swap}), made(swap)
    assert publish.results(one) == publish.results(two)
