"""Bots rate by plain signs: good turns, lazy ones and rude ones come apart, in three languages."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout_client.bots import judging
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
    said = f"{case.good} {more}. {case.rude}"
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


ABUSE = (
    "I hate you all, go away, your request was garbage and your questions too.",
    "Shut up. Your overview is rubbish, and every one of you is incompetent.",
    "Nobody likes you idiots and your request for an overview.",
    "You are not only slow with our request, you are useless.",
    "No wonder you are lazy when the request is an overview.",
    "Geht weg mit eurer Anfrage, ihr seid unfähige Trottel und die Übersicht ist Müll.",
    "Ihr seid nicht langsam, sondern faul, und eure Anfrage war Schwachsinn.",
    "Haltet die Klappe, eure Anfrage ist eure Schuld.",
    "Taisez-vous, votre demande d'un aperçu est une ordure.",
    "Tu es con, et la demande d'un aperçu est restée une demande.",
    "Allez-vous-en avec votre demande, bande d'incapables.",
    "Vous n'êtes pas lents mais paresseux, et la demande reste une demande.",
)
"""What the card says is in it, and contempt."""
KIND = (
    "I know nobody here is lazy. Your wish for an overview came to us as a single line.",
    "We aren't useless to you, and your request is not garbage.",
    "It was the fault of a faulty default, and I am not saying that you are careless.",
    "Keiner ist faul, und niemand sagt, dass ihr dumm seid. Die Anfrage kam als eine Zeile.",
    "Das ist nicht eure Schuld, und ihr seid auch nicht unfähig.",
    "Personne n'est paresseux chez nous, et ce n'est pas votre faute.",
    "Vous n'êtes pas incompétents, la demande tenait en une ligne.",
)


@pytest.mark.parametrize("said", ABUSE)
def test_contempt_is_seen(said: str) -> None:
    card = (
        "A request for an overview came as one line; our questions stayed open. Anfrage, demande."
    )
    assert judge(turn(said, card), "", strict=False) == Verdict(1, "tone")


@pytest.mark.parametrize("said", KIND)
def test_blame_that_is_denied_blames_nobody(said: str) -> None:
    assert not blames(said)


@given(st.sampled_from(KIND), st.sampled_from(ABUSE))
def test_what_is_denied_excuses_nothing_after_it(kind: str, abuse: str) -> None:
    assert blames(f"{kind} {abuse}")
    assert blames(f"{abuse} {kind}")


MASHED = (
    "asdf qwer zxcv uiop hjkl overview request",
    "asdfasdf qwerqwer sdkjfh wrtzp dfgdfg the overview request",
    "wekro salim tunop raddo perik overview request",
    "aaaa bbbb cccc dddd eeee the overview request",
)


@pytest.mark.parametrize("said", MASHED)
@pytest.mark.parametrize("strict", [True, False])
def test_letters_that_are_no_words_are_nobodys_own_words(said: str, strict: bool) -> None:
    card = "The request for an overview came as one line, and our questions stayed open."
    verdict = judge(turn(said, card), "", strict=strict)
    assert verdict.ring <= 2
    assert verdict.missing == "reason"
    assert judge(turn(said), card, strict=strict).ring <= 2


@given(
    st.lists(st.sampled_from(["asdf", "qwertz", "jklh", "xcvb", "mnbv", "poiu"]), min_size=1),
    st.sampled_from(sorted(CASES)),
    st.booleans(),
)
def test_mashing_never_makes_a_turn_better(mashed: list[str], language: str, strict: bool) -> None:
    card, noise = CASES[language].card, " ".join(mashed)
    for said in ("", card, CASES[language].good):
        more = judge(turn(f"{said} {noise}", card), "", strict=strict)
        assert more.ring <= judge(turn(said, card), "", strict=strict).ring


@pytest.mark.parametrize("word", ["wert", "were", "property", "Schifffahrt", "strengths", "Haus"])
def test_words_are_words(word: str) -> None:
    assert judging._is_word(word.lower())


def test_a_bot_that_leaves_remembers_nothing_of_what_was_typed() -> None:
    judging.is_sentence("We cannot warn you from empty records.")
    remembered = (judging._words, judging._is_word, judging._plain)
    assert all(one.cache_info().currsize for one in remembered)
    judging.forget()
    assert not any(one.cache_info().currsize for one in remembered)
