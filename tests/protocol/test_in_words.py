"""What a figure shows, in a sentence: never a wrong number, by number, ties and nothing handled."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout_protocol import in_words
from turnabout_protocol.figures import Figure
from turnabout_protocol.results import (
    Accuracy,
    Alignment,
    Arrow,
    Attitude,
    BlindSpot,
    CardFate,
    Regard,
    Results,
    Retention,
    Third,
    Understood,
)
from turnabout_protocol.scenario import SIDES, KeyPoint, Side
from turnabout_protocol.scoring import AlignmentWeights, Scoring

LABELS: dict[Side, str] = {"business": "Sales", "it": "IT"}
BLAME = re.compile(r"wrong|fail|bad|worse|only|unfortunately|mistake|should", re.IGNORECASE)


def card(number: int) -> KeyPoint:
    return KeyPoint(id=f"c{number}", kind="need", text=f"Card {number}.")


def figure(value: float | None, n: int = 4) -> Figure:
    return Figure(value=value, n=0 if value is None else n, need=3)


def numbers(sentence: str) -> list[int]:
    return [int(found) for found in re.findall(r"-?\d+", sentence)]


def arrow(before: float | None, after: float | None, band: float | None = 15, n: int = 4) -> Arrow:
    """Return an arrow as `publish` makes one."""
    both = before is not None and after is not None
    change = after - before if before is not None and after is not None else None
    clear = change is not None and band is not None and abs(change) > band
    return Arrow(
        before=figure(before), after=figure(after), change=change, clear=clear,
        band=band if both else None, n=n if both else 0,
    )  # fmt: skip


points = st.integers(0, 100).map(float)
maybe = st.one_of(st.none(), points)
arrows = st.builds(arrow, maybe, maybe, st.one_of(st.none(), st.integers(5, 30).map(float)))
differences = st.one_of(st.none(), st.integers(-100, 100).map(float))


@st.composite
def guessed(draw: st.DrawFn) -> tuple[list[CardFate], BlindSpot]:
    """Return a side's cards with the others' guess, and the blind spot that follows from them."""
    n = draw(st.integers(1, 7))
    order = draw(st.permutations(range(1, n + 1)))
    fates = [CardFate(card=card(i), played=0, place=i, guessed=g) for i, g in enumerate(order, 1)]
    worst = max(fates, key=lambda fate: abs((fate.place or 0) - (fate.guessed or 0)))
    off = abs((worst.place or 0) - (worst.guessed or 0))
    if off < 2:
        return fates, BlindSpot(card=None, n=3, need=3)
    spot = BlindSpot(
        card=worst.card, place=worst.place or 0, guessed=worst.guessed or 0, n=3, need=3
    )
    return fates, spot


@given(guessed())
def test_a_side_reads_how_many_were_placed_right_and_which_was_missed_most(
    drawn: tuple[list[CardFate], BlindSpot],
) -> None:
    fates, spot = drawn
    said = in_words.placed(LABELS, "business", fates, spot)
    found = sum(fate.place == fate.guessed for fate in fates)
    assert "IT placed" in said
    assert ("none of the" in said) == (found == 0)
    assert (" all " in said) == (found == len(fates) > 1)
    if 0 < found < len(fates):
        assert f"IT placed {found} of the {len(fates)} cards of Sales" in said
    if spot.card is not None:
        assert (
            f"“{spot.card.text[:-1]}”: number {spot.place} for Sales, number {spot.guessed}" in said
        )
    else:
        assert "missed" not in said
    assert not BLAME.search(said)


@given(st.lists(st.tuples(*[st.sampled_from((1, 2, 3))] * 2), min_size=1, max_size=7))
def test_in_thirds_no_place_is_told(thirds: list[tuple[Third, Third]]) -> None:
    fates = [
        CardFate(card=card(0), played=0, place=i, third=third, guessed_third=put)
        for i, (third, put) in enumerate(thirds, 1)
    ]
    ends = next((pair for pair in thirds if {*pair} == {1, 3}), None)
    spot = BlindSpot(
        card=None if ends is None else KeyPoint(id="c", kind="need", text="Ours."),
        in_thirds=True, third=ends and ends[0], guessed_third=ends and ends[1], n=3, need=3,
    )  # fmt: skip
    said = in_words.placed(LABELS, "it", fates, spot)
    found = sum(true == put for true, put in thirds)
    known = {found, len(fates)} - ({0} if not found else set())
    assert {*numbers(said)} <= known
    assert "in the third" in said
    assert ("missed most" in said) == (ends is not None)


def test_a_side_of_one_card_and_one_right_are_told_by_number() -> None:
    one = [CardFate(card=card(1), played=0, place=1, guessed=1)]
    none = BlindSpot(card=None, n=3, need=3)
    assert in_words.placed(LABELS, "it", one, none) == "Sales placed the 1 card of IT where IT do."


def test_what_is_hidden_is_no_sentence_and_says_why() -> None:
    spot = BlindSpot(card=None, n=0, need=3)
    assert in_words.placed(LABELS, "it", [], spot) == ""
    why, aloud = in_words.unsaid("blind_spot", spot, Scoring())
    assert why == "Blind spot: not shown, fewer than 3 people guessed."
    assert aloud.startswith("Ask aloud: ")


@given(arrows)
def test_a_change_is_said_with_both_its_ends_and_only_if_it_is_clear(told: Arrow) -> None:
    for said in (
        in_words.feels(Attitude(room=told)),
        in_words.closeness(Attitude(room=told)),
        in_words.knows(Accuracy(sides={}, room=told, agreement={}), LABELS),
        in_words.stayed(
            Retention(session="a", date="", title="", labels={}, accuracy={}, room=told)
        ),
    ):
        ends = [e.value for e in (told.after, told.before) if e is not None and e.value is not None]
        assert bool(said) == bool(ends)
        assert {*numbers(said)} - {100, 50} == {int(end) for end in ends} - {100, 50}
        better = re.search(r"better|closer at|know more", said)
        assert bool(better) == (told.clear and (told.change or 0) > 0)
        if ends and told.change is not None and told.band is None:
            assert "by chance" in said
        assert not BLAME.search(said)


@given(differences, differences)
def test_a_gap_says_which_way_and_by_how_much(before: float | None, after: float | None) -> None:
    gap = {side: arrow(before, after) for side in SIDES}
    told = [*in_words.gaps(gap, LABELS)]
    shown = after if after is not None else before
    assert len(told) == (0 if shown is None else 2)
    for said in told:
        assert numbers(said) == ([abs(int(shown))] if shown else [])
        assert said.startswith("Before the play: ") == (after is None)
        assert ("point." in said) == (abs(shown or 0) == 1)
        assert not BLAME.search(said)


@given(differences)
def test_looking_back_says_lower_or_higher(size: float | None) -> None:
    said = in_words.looked_back(Attitude(room=Arrow(after=figure(size))))
    assert bool(said) == (size is not None)
    assert ("lower" in said) == ((size or 0) > 0)
    assert ("higher" in said) == ((size or 0) < 0)
    assert numbers(said) == ([abs(int(size))] if size else [])


@given(st.lists(st.integers(0, 3), min_size=1, max_size=7), st.lists(st.integers(0, 3), max_size=7))
def test_cards_that_came_up_are_counted(ours: list[int], theirs: list[int]) -> None:
    board = {
        side: tuple(CardFate(card=card(i), played=n) for i, n in enumerate(of))
        for side, of in zip(SIDES, (ours, theirs), strict=True)
    }
    came, of = sum(n > 0 for n in [*ours, *theirs]), len(ours) + len(theirs)
    said = in_words.came_up(board)
    assert numbers(said) == ([of] if came in (0, of) else [came, of])


@given(maybe, maybe, maybe)
def test_how_the_room_stands_names_what_is_shown(
    test: float | None, feeling: float | None, play: float | None
) -> None:
    results = Results(
        rings_true=figure(play),
        board={},
        turns=1,
        accuracy=Accuracy(sides={}, room=Arrow(after=figure(test)), agreement={}),
        understood=Understood(felt=Attitude(room=Arrow(after=figure(feeling)))),
    )
    said = in_words.stands(results)
    shown = [int(value) for value in (test, feeling, play) if value is not None]
    assert [n for n in numbers(said) if n != 100] == [n for n in shown if n != 100]
    assert bool(said) == bool(shown)


@pytest.mark.parametrize(
    ("value", "word"),
    [(0, "not us"), (16, "not us"), (40, "something missing"), (67, "right concern"),
     (84, "I could have said that"), (100, "I could have said that")],
)  # fmt: skip
def test_rings_true_is_said_with_the_nearest_rating(value: float, word: str) -> None:
    assert in_words.rang(figure(value)) == (
        f"The play rang true to {value} of 100: nearest to “{word}”."
    )


def test_a_sum_is_one_sentence_and_says_what_is_missing() -> None:
    whole = Alignment(
        figure=figure(71), accuracy=figure(78), felt=figure(61), rings_true=figure(70),
        weights=AlignmentWeights(),
    )  # fmt: skip
    assert "stands at 71 of 100" in in_words.aligned(whole)
    gone = Alignment(
        figure=figure(None), accuracy=figure(78), felt=figure(61), rings_true=figure(None),
        weights=AlignmentWeights(),
    )  # fmt: skip
    assert in_words.aligned(gone) == "Rings true is hidden, so there is no sum."


def test_less_than_thought_has_no_number() -> None:
    none = Figure(value=None, n=0, need=3, why="words")
    told = [*in_words.seen({"it": Regard(seen=none, regard=none, than_thought="less")}, LABELS)]
    assert len(told) == 1
    assert not numbers(told[0])
