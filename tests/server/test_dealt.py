"""Dealt against undealt: a randomised control inside the deck."""

from random import Random
from statistics import fmean, stdev

import msgspec
import pytest

from tests.server.test_bands import TRUTH
from tests.support.reports import full, results
from tests.support.scored import ordered, room
from tests.support.table import Table
from turnabout_protocol.activities.brief import HandDealt
from turnabout_protocol.results import Dealt
from turnabout_protocol.room import Own, Room
from turnabout_server.after import bands, publish
from turnabout_server.after.report.formats import render
from turnabout_server.after.scoring.dealt import gains

IT_SIDE = (2, 4, 6)


def test_gains_are_told_apart_by_whether_a_dealt_card_is_in_the_pair() -> None:
    # A was put last and is now first: all pairs of A were wrong and are right.
    found = gains("BCDEFA", "ABCDEF", TRUTH, ["A"])
    assert found is not None
    assert (found.dealt, found.undealt) == (100, 0)
    assert gains("BCDEFA", "ABCDEF", TRUTH, []) is None
    assert gains("BCDEFA", "ABCDEF", TRUTH, "ABCDE") is None


def dealing(cards: str, guessers: tuple[int, ...] = IT_SIDE) -> Room:
    ranks = dict.fromkeys((1, 3, 5), "ABCDEF")
    of = ordered(
        room(), ranks, dict.fromkeys(guessers, "BCDEFA"), dict.fromkeys(guessers, "ABCDEF")
    )
    hand = tuple(f"b-{letter.lower()}" for letter in cards)
    own = {seat: msgspec.structs.replace(of.own[seat], dealt=hand) for seat in guessers}
    return msgspec.structs.replace(of, own={**of.own, **own})


def test_a_session_keeps_two_sums_and_how_many_people_they_are_of() -> None:
    found = publish.results(dealing("A")).dealt
    assert found == Dealt(dealt=300, undealt=0, n=3, band=bands.dealt(3))
    assert found.difference == 100


@pytest.mark.parametrize("of", [dealing(""), dealing("ABCDE"), dealing("A", (2, 4)), room()])
def test_nothing_is_kept_of_two_people_or_without_a_control(of: Room) -> None:
    assert publish.results(of).dealt is None


def test_the_first_hand_is_what_was_dealt() -> None:
    table = Table(players=4)
    hand = table.room.vault.scenario.sides["business"].key_points[:3]  # type: ignore[union-attr]
    own = HandDealt(seat=1, cards=hand).fold(Own(), 0)
    again = HandDealt(seat=1, cards=hand[:1]).fold(own, 0)
    assert own.dealt == again.dealt == tuple(card.id for card in hand)


def test_chance_alone_is_rarely_more_than_its_band() -> None:
    """People whose two guesses correlate .5 and who learnt nothing, hands of three of six cards."""
    chance = Random(8)
    differences = []
    for _ in range(4000):
        opinion = [1.27 * chance.gauss(0, 1) for _ in range(6)]
        whims = [[worth + chance.gauss(0, 1) for worth in opinion] for _ in range(2)]
        first, second = (
            "".join(sorted("ABCDEF", key=lambda c: -w["ABCDEF".index(c)])) for w in whims
        )
        found = gains(first, second, TRUTH, chance.sample("ABCDEF", 3))
        assert found is not None
        differences.append(found.dealt - found.undealt)
    assert abs(fmean(differences)) < 2
    for people in range(3, 13):
        rooms = [fmean(chance.choices(differences, k=people)) for _ in range(4000)]
        assert sum(abs(one) > bands.dealt(people) for one in rooms) / 4000 < 0.065, stdev(
            differences
        )


@pytest.mark.parametrize("kind", ["md", "html", "csv"])
def test_the_report_says_it_with_what_chance_makes_of_it(kind: str) -> None:
    found = Dealt(dealt=108, undealt=54, n=6, band=36)
    text = render(full(results=results(dealt=found)), kind)  # type: ignore[arg-type]
    assert "the accuracy of 6 people moved by +18 points, on all other pairs by +9." in text
    assert "That is no clear difference: chance alone makes up to 36." in text
