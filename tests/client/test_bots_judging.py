"""Bots rate by plain signs: good turns, lazy ones and rude ones come apart, in three languages."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout_client.bots.judging import Verdict, answer, blames, judge
from turnabout_protocol.activities.scene import Turn
from turnabout_protocol.scenario import KeyPoint


class Case(NamedTuple):
    """A card with what people say who play it."""

    card: str
    good: str
    rude: str
    echo: str


CASES = {
    "en": Case(
        "Every hour spent typing into the CRM is an hour not spent with a customer.",
        "I became a seller to sit with a customer. Each evening of typing takes that away from me.",
        "You people are lazy and stupid, and typing is your own problem, customer or not.",
        "that every hour of typing is missing with the customer",
    ),
    "de": Case(
        "Jede Stunde, die wir ins CRM tippen, fehlt uns beim Kunden.",
        "Ich sitze abends und tippe, und die Stunde wäre beim Kunden besser angelegt gewesen.",
        "Ihr seid faul und dumm, und das Tippen ist euer Problem, Kunden hin oder her.",
        "dass die Stunde am CRM beim Kunden fehlt",
    ),
    "fr": Case(
        "Chaque heure passée à saisir dans le CRM manque à nos clients.",
        "Le soir je reste à saisir des fiches, et cette heure, mes clients ne la voient jamais.",
        "Vous êtes des fainéants et des imbéciles, clients ou non.",
        "que chaque heure de saisie manque aux clients",
    ),
}  # fmt: skip


def turn(said: str, card: str = "", *, echo: str = "") -> Turn:
    played = KeyPoint(id="b1", kind="limit", text=card) if card else None
    return Turn(
        number=2, seat=1, side="business", acts_from=0, ends=1, over=True, card=played,
        say=said, echo=echo, echoes=1,
    )  # fmt: skip


def mean(played: Turn) -> float:
    """Return what two bots give on average, one of them strict."""
    return sum(judge(played, "", strict=strict).ring for strict in (True, False)) / 2


@pytest.mark.parametrize("language", CASES)
def test_good_lazy_empty_and_rude_turns_come_apart(language: str) -> None:
    case = CASES[language]
    good = mean(turn(case.good, case.card))
    read = mean(turn(case.card, case.card))
    empty = mean(turn("", ""))
    nonsense = mean(turn("asdf", ""))
    rude = mean(turn(case.rude, case.card))
    assert good == 4
    assert good > read > empty == nonsense > rude == 1
    assert mean(turn("", case.card)) < read


def test_short_words_are_words_of_ones_own_too() -> None:
    card = "Four of us look after the CRM and eleven other systems, so every change waits."
    said = "There are only four of us for the CRM and eleven systems more, so a change has to wait."
    assert mean(turn(said, card)) == 4
    assert mean(turn(f"Well: {card}", card)) < 3


@pytest.mark.parametrize("language", CASES)
def test_they_say_why(language: str) -> None:
    case = CASES[language]
    assert judge(turn(case.rude, case.card), "", strict=False) == Verdict(1, "tone")
    assert judge(turn(case.card, case.card), "", strict=True).missing == "reason"
    assert judge(turn("", ""), "", strict=True).missing == "fact"


@pytest.mark.parametrize("language", CASES)
def test_an_echo_is_heard_by_the_words_it_shares(language: str) -> None:
    case = CASES[language]
    heard = turn(case.good, case.card)
    assert answer(case.echo, heard) == "yes"
    assert answer("asdf qwertz", heard) == "no"
    assert answer(case.rude, heard) == "no"


def test_words_of_the_card_itself_blame_nobody() -> None:
    card = "People call our sellers lazy, and nobody sees the hours on the road."
    assert not blames("They say lazy, and I spend hours on the road.", unless=card)
    assert blames("You are lazy")


@given(st.sampled_from(sorted(CASES)), st.text(max_size=80), st.booleans())
def test_blame_is_never_outweighed(language: str, more: str, strict: bool) -> None:
    case = CASES[language]
    said = f"{case.good} {more} {case.rude}"
    assert judge(turn(said, case.card), "", strict=strict) == Verdict(1, "tone")


@given(st.text(max_size=200), st.text(max_size=80), st.booleans())
def test_whatever_is_typed_has_a_verdict_and_always_the_same(
    said: str, echo: str, strict: bool
) -> None:
    played = turn(said, CASES["en"].card, echo=echo)
    verdict = judge(played, "", strict=strict)
    assert verdict.ring in (1, 2, 3, 4)
    assert (verdict.missing is not None) == (verdict.ring < 3)
    assert verdict == judge(played, "", strict=strict)
    assert judge(played, "", strict=True).ring <= judge(played, "", strict=False).ring
