"""Three people are few: the order they stand behind is told in thirds, and accuracy stays exact."""

import re
from itertools import permutations
from random import Random

import pytest

from tests.support.reports import report
from tests.support.scored import ordered, room
from turnabout_protocol.results import CardFate, Results, third_of
from turnabout_server.after import publish
from turnabout_server.after.report.board import blind_spot
from turnabout_server.after.scoring import accuracy

CARDS = "ABCDEF"


def results(owners: dict[int, str], guesses: dict[int, str] | None = None) -> Results:
    return publish.results(ordered(room(), owners, guesses))


def letters(fates: tuple[CardFate, ...], third: int) -> str:
    return "".join(sorted(fate.card.id[-1].upper() for fate in fates if fate.third == third))


def test_two_of_three_owners_who_cancel_each_other_out_do_not_read_the_third() -> None:
    """Tried: their two orders add up to the same for every card, so the sum is the third one's."""
    random = Random(3)
    for _ in range(50):
        third = "".join(random.sample(CARDS, 6))
        board = results({1: CARDS, 3: CARDS[::-1], 5: third}).board["business"]
        fits = (
            [
                "".join(one)
                for one in permutations(CARDS)
                if results_alike(board, {1: CARDS, 3: CARDS[::-1], 5: "".join(one)})
            ]
            if _ == 0
            else []
        )
        assert [fate.place for fate in board] == [1, 2, 3, 4, 5, 6]
        # Where a card lies within its third tells nothing: they lie as in the deck.
        thirds = [fate.third for fate in board]
        assert thirds == [1, 1, 2, 2, 3, 3]
        for n in (1, 2, 3):
            within = [fate.card.id for fate in board if fate.third == n]
            assert within == sorted(within)
            assert letters(board, n) == "".join(sorted(third[2 * n - 2 : 2 * n]))
        assert _ or len(fits) == 8


def results_alike(board: tuple[CardFate, ...], owners: dict[int, str]) -> bool:
    return results(owners).board["business"] == board


@pytest.mark.parametrize("owners", [2, 4])
def test_of_two_and_of_four_owners_places_are_told(owners: int) -> None:
    ranks = dict(zip((1, 3, 5, 7), (CARDS, "BACDEF", CARDS, CARDS), strict=False))
    board = results({seat: ranks[seat] for seat in list(ranks)[:owners]}).board["business"]
    assert [fate.place for fate in board] == [1, 2, 3, 4, 5, 6]
    assert not any(fate.third for fate in board)


def test_the_guess_is_told_in_thirds_beside_them_and_accuracy_stays_exact() -> None:
    owners = {1: "ABCDEF", 3: "ACBDFE", 5: "BACDEF"}
    guesses = dict.fromkeys((2, 4, 6, 8), "DACBFE")
    found = results(owners, guesses)
    fates = found.board["business"]
    assert all(fate.guessed is None for fate in fates)
    assert {f.card.id[-1]: f.guessed_third for f in fates} == {
        "d": 1, "a": 1, "c": 2, "b": 2, "f": 3, "e": 3
    }  # fmt: skip
    assert found.accuracy is not None
    before = found.accuracy.sides["business"].before
    assert before is not None
    assert before.value == round(
        accuracy.accuracy(
            tuple("DACBFE"), accuracy.points([tuple(order) for order in owners.values()])
        )
        or 0
    )
    assert found.blind_spots["business"].card is None, "no card is at the other end"


def test_the_blind_spot_is_told_in_thirds_beside_them() -> None:
    owners = {1: "ABCDEF", 3: "ACBDFE", 5: "BACDEF"}
    spot = results(owners, dict.fromkeys((2, 4, 6, 8), "FACBDE")).blind_spots["business"]
    assert spot.card is not None
    assert (spot.place, spot.guessed) == (0, 0)
    assert (spot.third, spot.guessed_third) == (3, 1)


def test_three_guessers_are_few_too() -> None:
    owners = dict.fromkeys((1, 3, 5, 7), CARDS)
    found = results(owners, {2: CARDS, 4: CARDS[::-1], 6: "FABCDE"})
    assert all(fate.third for fate in found.board["business"])


def test_thirds_of_any_deck() -> None:
    sizes = {n: [third_of(place, n) for place in range(1, n + 1)] for n in range(3, 8)}
    assert sizes[6] == [1, 1, 2, 2, 3, 3]
    assert sizes[7] == [1, 1, 2, 2, 2, 3, 3]
    for thirds in sizes.values():
        assert thirds == sorted(thirds)
        assert thirds.count(1) == thirds.count(3) >= 1


@pytest.mark.parametrize("guess", ["BADCFE", "ABCDEF", "BACDEF"])
def test_where_no_card_lies_at_the_other_end_no_place_is_spoken_of(guess: str) -> None:
    owners = dict.fromkeys((1, 3, 5), CARDS)
    found = results(owners, dict.fromkeys((2, 4, 6, 8), guess))
    spot = found.blind_spots["business"]
    assert spot.card is None
    assert spot.in_thirds
    assert not spot.hidden


@pytest.mark.parametrize("guess", ["BADCFE", "FABCDE", "DACBFE"])
def test_a_blind_spot_in_thirds_has_no_place(guess: str) -> None:
    owners = dict.fromkeys((1, 3, 5), CARDS)
    found = results(owners, dict.fromkeys((2, 4, 6, 8), guess))
    spot = found.blind_spots["business"]
    said = blind_spot(report(results=found), "business", spot)
    assert (spot.place, spot.guessed) == (0, 0)
    # How many cards lie in the same third is seen in the orders; where one lay is not said.
    assert not re.search(r"place|number|\d", re.sub(r"put (\d of the|all) 6 cards", "", said))
