"""Owners may strike one of their own words that was used in a wrong sense."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.scenes import scene, speak, state
from turnabout_protocol.activities.ratings import WordStruck
from turnabout_protocol.activities.scene import (
    SceneHome,
    SceneVault,
    StrikeWord,
)
from turnabout_protocol.fold import may_know
from turnabout_protocol.room import SECOND
from turnabout_protocol.scenario import SIDES, Term
from turnabout_protocol.terms import uses

TERMS = (
    Term(term="CI", means="builds"),
    Term(term="pipeline", means="deals", aliases=("deal flow",)),
    Term(term="deal", means="a sale"),
)


def test_whole_words_in_any_case_and_number_and_the_longest_where_two_overlap() -> None:
    text = "Pipelines decide. The DEAL FLOW is thin, ci. Codeal!"
    assert [(text[u.start : u.end], u.term) for u in uses(text, TERMS)] == [
        ("Pipelines", "pipeline"),
        ("DEAL FLOW", "pipeline"),
        ("ci", "CI"),
    ]


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("Kennzahl", "Unsere Kennzahlen stimmen.", "Kennzahlen"),
        ("Rückstand", "Wegen des Rückstands", "Rückstands"),
        ("écran de saisie", "deux écrans\u00a0de saisie", "écrans\u00a0de saisie"),
        ("taux d'abandon", "le taux d’abandon monte", "taux d’abandon"),
        ("encours", "tout l'encours", "encours"),
        ("batch", "two batches failed", "batches"),
        ("plan", "by plane", ""),
        ("lead", "the leaden sky", ""),
        ("Close", "closer than before", ""),
    ],
)
def test_an_ordinary_form_of_a_word_counts_in_every_language(
    term: str, text: str, found: str
) -> None:
    at = [text[u.start : u.end] for u in uses(text, (Term(term=term, means="x"),))]
    assert at == ([found] if found else [])


@given(st.text("cidealpn flow.s", max_size=60))
def test_uses_are_in_order_and_never_overlap(text: str) -> None:
    found = uses(text, TERMS)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(0 <= u.start < u.end <= len(text) for u in found)


def test_each_side_alone_is_told_its_own_words() -> None:
    table = scene()
    scenario = table.room.vault.scenario
    assert scenario is not None
    for side in SIDES:
        known = table.room.home(side).state(SceneHome, "scene").terms
        assert known == scenario.sides[side].lingo


def test_an_owner_strikes_a_word_that_was_used_and_nobody_is_told() -> None:
    table = scene(6)
    side = table.turn.side
    scenario = table.room.vault.scenario
    assert scenario is not None
    term, unused = (t.term for t in scenario.sides[side].lingo[:2])
    number = speak(table, say=f"It is all about {term}s.")
    turn = state(table).turns[0]
    one, two = table.owners(turn)[:2]
    strike = StrikeWord(step="scene", turn=number, term=term)
    (event,) = table.do(one, strike)
    assert isinstance(event, WordStruck)
    assert not any(may_know(seat, event) for seat in table.public.seats.values())
    assert table.refused(one, strike) == "already"
    table.do(two, strike)
    wrong = StrikeWord(step="scene", turn=number, term=unused)
    assert table.refused(one, wrong) == "no_such_word"
    assert table.refused(turn.seat, strike) == "not_owner"
    assert table.refused(table.boss[0], strike) == "not_owner"
    assert table.room.vault.state(SceneVault, "scene").struck == {1: (term,)}
    for _ in range(2):
        while state(table).live is None:
            table.bell()  # the twist is read
        table.wait(60 * SECOND)
        speak(table, say="Yes.")
    table.wait(2 * SECOND)
    assert table.refused(table.owners(turn)[2], strike) == "moved_on"
