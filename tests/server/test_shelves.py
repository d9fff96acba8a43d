"""The library's shelves: the same scenario in the reader's language, by the same check."""

import re
from pathlib import Path

import pytest

from tests.support.minds import Minds
from tests.support.table import SESSION, Table
from turnabout.standin import NAMES as BOTS
from turnabout_language import LANGUAGES, speaking
from turnabout_protocol.room import HouseRules
from turnabout_protocol.scenario import SIDES, Case
from turnabout_protocol.whenthen import clauses
from turnabout_server.after.report import build, markdown
from turnabout_server.authoring.advice import advice
from turnabout_server.authoring.errors import ScenarioError
from turnabout_server.authoring.scenarios import find_scenario, load_scenario
from turnabout_server.authoring.shelves import scenario_file, shelf, versions
from turnabout_server.authoring.tongues import blame, promises
from turnabout_server.authoring.wording import doubts, kind_of

TRANSLATED = [
    (language, file)
    for files in versions().values()
    for language, file in files.items()
    if language != "en"
]
NUMBER = re.compile(
    r"\d|\b(?:halb|hälfte|dreißig|vierzig|fünfzig|zwanzig|zwölfmal|zwei|drei|vier|viert|vierten|sechs"
    r"|neun|zehn|elf|fünf|fünfzehn|zweihundert|neunhundert|hundert|einzigen"
    r"|moitié|deux|trois|quatre|cinq|six|neuf|dix|onze|douze|quinze|vingt|trente|quarante|cinquante"
    r"|cents?|seul)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("language", ["de", "fr"])
def test_six_scenarios_at_least_are_there_in_german_and_in_french(language: str) -> None:
    assert sum(tag == language for tag, _ in TRANSLATED) >= 6


@pytest.mark.parametrize(("language", "file"), TRANSLATED, ids=lambda each: str(each)[-28:])
def test_each_is_as_good_as_we_advise(language: str, file: Path) -> None:
    scenario, english = load_scenario(file), find_scenario(file.stem)
    assert (scenario.id, scenario.language) == (file.stem, language)
    assert file.parent == shelf(language)
    assert advice(scenario) == []
    assert not {p.name for side in SIDES for p in scenario.sides[side].personas} & set(BOTS)
    assert scenario.title != english.title
    assert all(all(clauses(seed)) for seed in scenario.action_seeds)
    for side in SIDES:
        case = scenario.sides[side]
        assert len(case.rank) == len(case.key_points)
        assert all(card.why for card in case.key_points)
        told = {card.text: [*doubts(card.text, (), language)] for card in case.key_points}
        assert not {text: said for text, said in told.items() if said}


@pytest.mark.parametrize(("language", "file"), TRANSLATED, ids=lambda each: str(each)[-28:])
def test_neither_side_has_the_numbers_the_limits_or_the_needs_for_itself(
    language: str, file: Path
) -> None:
    one, two = (weights(load_scenario(file).sides[side]) for side in SIDES)
    assert all(abs(one[what] - two[what]) <= 1 for what in one), (one, two)


def weights(case: Case) -> dict[str, int]:
    cards = case.key_points
    return {
        "facts with figures": sum(c.kind == "fact" and bool(NUMBER.search(c.text)) for c in cards),
        "limits": sum(card.kind == "limit" for card in cards),
        "needs": sum(card.kind == "need" for card in cards),
    }


@pytest.mark.parametrize(("language", "file"), TRANSLATED, ids=lambda each: str(each)[-28:])
def test_each_is_played_to_its_report(language: str, file: Path) -> None:
    house = HouseRules(opened_on="2026-03-02", language=language)
    scenario = load_scenario(file)
    table = Table(players=4, facilitators=1, scenario=scenario, house=house)
    Minds(table, expect=4).play()
    with speaking(language):
        assert scenario.title in markdown(build(table.room, SESSION))


def test_a_name_gives_the_scenario_in_the_language_that_is_wanted_else_the_one_there_is() -> None:
    assert find_scenario("missed-target").language == "en"
    assert find_scenario("missed-target", "de").language == "de"
    assert find_scenario("missed-target", "fr-BE").language == "fr"
    assert find_scenario("missed-target", "pt").language == "en"
    assert find_scenario("two-queues", "de").language == "en"
    assert scenario_file("mine.yaml", "de") == Path("mine.yaml")
    with pytest.raises(ScenarioError, match="Did you mean “missed-target”"):
        find_scenario("missed-targt", "de")


def test_a_scenario_is_listed_once_with_its_languages() -> None:
    found = versions()
    assert [*found["missed-target"]] == [*LANGUAGES]
    assert [*found["two-queues"]] == ["en"]
    assert [*found] == sorted(found)


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Der faule Vertrieb meldet sich nie.", "de", "faule"),
        ("Ihr seid selber schuld.", "de", "selber schuld"),
        ("Die Schulung der Dummies in der Schublade beginnt am Montag.", "de", ""),
        ("L'équipe est incompétente.", "fr", "incompétente"),
        ("C'est de votre faute, ils n’écoutent jamais.", "fr", "votre faute"),
        ("Faute de temps, la saisie attend ; les clics inutiles restent.", "fr", ""),
        ("Der faule Vertrieb", "en", ""),
        ("lazy", "pt-BR", ""),
    ],
)
def test_words_of_blame_are_those_of_the_language(text: str, language: str, found: str) -> None:
    assert blame(text, language) == found


@pytest.mark.parametrize(
    ("seed", "language", "holds"),
    [
        ("Wenn ein Feld dazukommt, dann fällt eines weg.", "de", True),
        ("Wir reden öfter miteinander.", "de", False),
        ("Lorsqu’un champ arrive, alors un autre part.", "fr", True),
        ("Parlons-nous plus souvent.", "fr", False),
        ("Falamos mais.", "pt", True),
    ],
)
def test_the_form_of_a_promise_is_that_of_the_language(
    seed: str, language: str, holds: bool
) -> None:
    assert promises(seed, language) == holds


@pytest.mark.parametrize(
    ("seed", "pair"),
    [
        ("When it rains, then we call.", ("it rains", "we call")),
        ("Wenn es regnet, dann rufen wir an.", ("es regnet", "rufen wir an")),
        ("Quand il pleut, alors nous appelons.", ("il pleut", "nous appelons")),
        ("Lorsqu'un orage vient, alors nous appelons.", ("un orage vient", "nous appelons")),
        ("We call.", ("", "")),
    ],
)
def test_both_clauses_of_a_promise_are_found(seed: str, pair: tuple[str, str]) -> None:
    assert clauses(seed) == pair


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_kinds_of_cards_are_guessed_in_each_language(language: str) -> None:
    cards = [
        card
        for file in shelf(language).glob("*.yaml")
        for side in SIDES
        for card in load_scenario(file).sides[side].key_points
    ]
    assert sum(kind_of(card.text) == card.kind for card in cards) > 0.7 * len(cards)
