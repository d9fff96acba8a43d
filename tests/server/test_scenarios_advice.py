"""Hints on scenarios: none for those that come with the game, one for every way to fall short."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from docs.schema import FILE, schema
from tests.support.minds import Minds
from tests.support.table import SESSION, Table
from turnabout.standin import NAMES as BOTS
from turnabout_protocol.scenario import SIDES
from turnabout_server.after.report import build, markdown
from turnabout_server.authoring import template
from turnabout_server.authoring.advice import advice
from turnabout_server.authoring.realnames import people
from turnabout_server.authoring.scenarios import find_scenario, library, load_scenario
from turnabout_server.authoring.yamlfile import read

FILES = sorted(library().glob("*.yaml"))
GOOD = (library() / "asset-valve.yaml").read_text(encoding="utf-8")


def new(folder: Path, **given: str) -> Path:
    file = folder / "mine.yaml"
    file.write_text(template.written(template.NewScenario(**given), file.name), encoding="utf-8")
    return file


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_scenario_of_the_library_is_as_good_as_we_advise(file: Path) -> None:
    scenario = load_scenario(file)
    assert advice(scenario) == []
    assert not {p.name for side in SIDES for p in scenario.sides[side].personas} & set(BOTS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_scenario_of_the_library_is_played_to_its_report(file: Path) -> None:
    table = Table(players=4, facilitators=1, scenario=find_scenario(file.stem))
    Minds(table, expect=4).play()
    assert find_scenario(file.stem).title in markdown(build(table.room, SESSION))


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ("A regional water agency", "An agency. " * 30, "$.situation", "60 to 110"),
        ("Let anyone find", "Let Field operations find", "$.shared_goal", "Field operations alone"),
        ("kind: worry", "kind: fact", "$.sides.business.key_points", "no worry"),
        (
            "twelve taps on a tablet",
            "twelve taps on a tablet " + "and then some more " * 4,
            "$.sides.business.key_points[0].text",
            "29 words",
        ),
        ("      - {term: Asset ID, means", "      # {", "$.sides.it.lingo", "Six terms"),
        ("Crews say the", "Lazy crews say the", "$.situation", "“Lazy” blames"),
        ("by people who", "by Maria Lopez and people who", "$.situation", "“Maria Lopez”"),
        ("name: Drew", "name: Drew Barnes", "$.sides.business.personas[0].name", "“Drew Barnes”"),
        ("asks in public", "asks IT in public", "$.twists[0].text", "names IT alone"),
        ("When a new release", "Maybe. A new release", "$.action_seeds[0]", "When this, then"),
        ("host_note:", "# host_note:", "$.host_note", "trap of blame"),
        ('care: "', 'care: "' + "and so on " * 15, "$.care", ""),
    ],
)
def test_what_falls_short_gets_one_hint(
    tmp_path: Path, old: str, new: str, field: str, says: str
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    hints = advice(load_scenario(file))
    if not says:
        assert hints == []  # long, and still read in time
        return
    assert [hint.path for hint in hints] == [field]
    assert says in hints[0].sentence


def test_a_brief_that_cannot_be_read_in_time_is_told(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    long = GOOD.replace('means: "', 'means: "in other words ' + "a b c d " * 12)
    long = long.replace('pressure: "', 'pressure: "' + "a b c d " * 12)
    file.write_text(long, encoding="utf-8")
    (hint,) = advice(load_scenario(file))
    assert "3 minutes of briefing" in hint.sentence
    file.write_text(long.replace("level: 2", "level: 2\nminutes: [60, 90]"), encoding="utf-8")
    assert advice(load_scenario(file)) == []


def test_decks_of_unequal_weight_are_told(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    lines = [
        line.partition("text:")[0] + 'text: "We see it so, dear friends."}'
        if "{id: t" in line
        else line
        for line in GOOD.splitlines()
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    figures, hint = advice(load_scenario(file))
    assert hint.path == "$.sides.it.key_points"
    assert "same weight" in hint.sentence
    assert "IT has 0 cards with a figure, Field operations 3" in figures.sentence


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask Dr Weber about it.", ["Dr Weber"]),
        ("Then Anna-Lena Özdemir said no.", ["Anna-Lena Özdemir"]),
        ("Write to a.b@example.org today.", ["a.b@example.org"]),
        ("On Monday we met. In June May Day came.", []),
        ("When Excel stops, The Depot waits.", []),
        ("Data protection stopped it; the CRM owner agreed.", []),
    ],
)
def test_what_looks_like_a_real_person(text: str, found: list[str]) -> None:
    assert list(people(text, {"Depot"})) == found


def test_german_nouns_are_no_names() -> None:
    text = "Die Anfrage kam über Systeme Daten hinweg; fragt Frau Weber."
    assert list(people(text, set(), "de")) == ["Frau Weber"]
    assert "Systeme Daten" in list(people(text, set()))


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"id": "no", "title": 'The "key": # of {it}', "business": "null", "it": "&x"},
        {"title": "1", "business": "-", "it": "$id", "tension": "- we: disagree # always"},
    ],
)
def test_a_new_file_says_what_was_answered_and_gets_hints_on_its_examples_alone(
    tmp_path: Path, given: dict[str, str]
) -> None:
    scenario = load_scenario(new(tmp_path, **given))
    start = template.NewScenario(**given)
    labels = {side: scenario.sides[side].label for side in SIDES}
    assert (scenario.id, scenario.title) == (start.id, start.title)
    assert labels == {"business": start.business, "it": start.it}
    assert scenario.situation.startswith(start.tension)
    assert [hint.path for hint in advice(scenario)] == [
        f"$.sides.{side}.key_points" for side in SIDES
    ]
    assert all("still the examples" in hint.sentence for hint in advice(scenario))


def test_an_answer_that_does_not_fit_is_told() -> None:
    assert template.wrong("title", "Fine") == ""
    assert "empty" in template.wrong("title", "")
    assert "At most 60" in template.wrong("title", "x" * 61)
    assert "small letters" in template.wrong("id", "Not So")
    assert template.slug("Die Schlüssel – des Depots!") == "die-schlussel-des-depots"
    assert template.slug("鍵") == ""


# For editors ------------------------------------------------------------------------------------


def complaints(plain: Any) -> list[str]:
    validator = jsonschema.Draft202012Validator(json.loads(schema()))
    return [error.json_path for error in validator.iter_errors(plain)]


def test_the_schema_is_what_the_types_say() -> None:
    assert FILE.read_text(encoding="utf-8") == schema(), "run: make docs"
    jsonschema.Draft202012Validator.check_schema(json.loads(schema()))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_scenario_fits_the_schema_that_it_names(file: Path) -> None:
    assert complaints(read(file).plain) == []
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    assert first == f"# yaml-language-server: $schema={FILE.name}"


def test_the_schema_finds_what_the_check_finds(tmp_path: Path) -> None:
    plain = read(new(tmp_path)).plain
    assert complaints(plain) == []
    plain["sides"]["it"]["key_points"][0]["kind"] = "wish"
    plain["titel"] = plain.pop("title")
    assert set(complaints(plain)) == {"$", "$.sides.it.key_points[0].kind"}
