"""Notes become cards: what is a point, what its words tell, and a file that keeps its comments."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from turnabout_protocol.scenario import SIDES, Import, KeyPoint, Side
from turnabout_server.authoring import template
from turnabout_server.authoring.advice import advice
from turnabout_server.authoring.errors import ScenarioError
from turnabout_server.authoring.importing.cards import make_cards
from turnabout_server.authoring.importing.filling import TooMany, deck, fill, going
from turnabout_server.authoring.importing.found import NoPoints, Point, Span
from turnabout_server.authoring.importing.insertion import (
    NoPlace,
    numbered,
    put_cards,
    put_import,
    row,
)
from turnabout_server.authoring.importing.reading import read
from turnabout_server.authoring.scenarios import library, load_scenario
from turnabout_server.authoring.wording import doubts, kind_of
from turnabout_server.authoring.yamlfile import parse

REAL = Import(from_real=True, consented=True, scrubbed=True, age_days=20)
TEXT = template.written(template.NewScenario(business="Depot"), "mine.yaml")
FILE = Path("mine.yaml")


def points(notes: str, ending: str) -> list[Point]:
    return read(notes.encode("utf-8", "replace"), ending).points


def texts(notes: str, ending: str = ".md") -> list[str]:
    return [point.text for point in points(notes, ending)]


# --- notes --------------------------------------------------------------------------------------


def test_all_lists_of_a_page_are_points_without_their_marks() -> None:
    notes = (
        "# Retro\n\nWe met.\n\n- We need **one** `key`\n  that opens all\n* [x] tell us [before](http://x)"
        "\n\n3. three\n4) four\n"
    )
    assert texts(notes) == ["We need one key that opens all", "Tell us before", "Three", "Four"]
    assert [point.at.first for point in points(notes, ".md")] == [5, 7, 9, 10]


def test_what_is_indented_below_a_point_is_its_reason() -> None:
    (point,) = points("- We need a key\n  - The guard leaves at six\n  - and is alone\n", ".md")
    assert (point.text, point.why) == ("We need a key", "The guard leaves at six and is alone")


def test_a_kind_stands_in_a_heading_or_before_a_colon() -> None:
    notes = (
        "## Worries\n- Nobody comes\n- need: A key\n\n## What else\n- Fact – It is open\n- Locked\n"
    )
    assert [point.kind for point in points(notes, ".md")] == ["worry", "need", "fact", None]
    assert texts(notes) == ["Nobody comes", "A key", "It is open", "Locked"]


def test_pasted_lines_are_points_whatever_stands_before_them() -> None:
    notes = "• one\n\n 2) two keys are gone\n • three\nand this is four\n"
    assert texts(notes, "") == ["One", "Two keys are gone", "Three", "And this is four"]
    assert texts("one\ntwo\n", "") == ["One", "Two"]
    with pytest.raises(NoPoints, match="no point"):
        points(" \n\n", "")
    assert texts("Just a page.") == ["Just a page."], "there is nothing else"


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_rows_of_a_sheet(sign: str) -> None:
    rows = (("Why", "TEXT", "kind"), ("", '"We need, you see"', "Need"), ("so", "b", ""))
    sheet = "\r\n".join(sign.join(row) for row in rows)
    assert points(sheet, ".csv") == [
        Point(Span(2, 2), "We need, you see", "need", ""),
        Point(Span(3, 3), "B", None, "so"),
    ]
    with pytest.raises(NoPoints, match="columns"):
        points("what,when\na,b\n", ".csv")


@given(st.text(), st.sampled_from([".md", ".csv", ".txt", ""]))
def test_any_text_gives_points_or_says_that_there_is_none(notes: str, ending: str) -> None:
    with suppress(NoPoints):
        assert all(point.text and point.at.first >= 1 for point in points(notes, ending))


# --- words --------------------------------------------------------------------------------------


def test_three_of_four_cards_that_authors_wrote_are_guessed_right() -> None:
    cards = [
        card
        for file in library().glob("*.yaml")
        for side in SIDES
        for card in load_scenario(file).sides[side].key_points
    ]
    assert sum(kind_of(card.text) == card.kind for card in cards) > 0.7 * len(cards)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Could you tell us a week before?", "ask"),
        ("Sagt uns vorher Bescheid.", "ask"),
        ("We are afraid that nobody comes.", "worry"),
        ("Nous avons besoin d'une clé.", "need"),
        ("Wir brauchen einen Schlüssel.", "need"),
        ("We cannot leave the gate.", "limit"),
        ("Half of the doors have two locks.", "fact"),
    ],
)
def test_words_speak_for_a_kind(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Anna Meier opened the gate.", ["“Anna Meier” may be a real person"]),
        ("On 12 March the gate was shut.", ["“12 March” may tell who or when"]),
        ("Ticket INC-48213 waited.", ["“INC-48213” may tell"]),
        ("It cost € 4,200 and 48213 hours.", ["“€ 4,200” may tell", "“48213” may tell"]),
        ("They answer “not today” each time.", ["“not today” is told as it was said"]),
        ("You never listen to us.", ["“never listen” blames"]),
        (" ".join(["word"] * 21), ["21 words"]),
        ("Half of seven doors open at six on a Monday.", []),
        ("The Depot Guard opens at six.", []),
    ],
)
def test_what_should_not_be_on_a_card_is_told(text: str, told: list[str]) -> None:
    found = list(doubts(text, {"Depot"}))
    assert len(found) == len(told), found
    assert all(sentence.startswith(start) for sentence, start in zip(found, told, strict=True))


# --- the file -----------------------------------------------------------------------------------

LETTERS = st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"])
CARDS = st.lists(
    st.builds(
        KeyPoint,
        id=st.just("new"),
        kind=st.sampled_from(["need", "fact", "limit", "worry", "ask"]),
        text=st.text(
            st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1
        )
        .map(str.strip)
        .filter(bool),
        source=st.just("real"),
    ),
    min_size=1,
    max_size=8,
)


@given(CARDS, st.sampled_from(SIDES), st.sampled_from(["\n", "\r\n"]))
def test_a_file_with_new_cards_says_what_it_said_and_them(
    cards: list[KeyPoint], side: Side, end: str
) -> None:
    text = TEXT.replace("\n", end)
    file = parse(FILE, text)
    out = going(file, side, anew=False)
    assert len(out) == 7, "all cards of the template are examples"
    filled = fill(file, text, side, cards, REAL, out)
    said = deck(parse(FILE, filled.text), side)
    assert [card["kind"] for card in said] == [card.kind for card in cards]
    before, after = text.split(end), filled.text.split(end)
    notes = [line for line in before if line.lstrip().startswith("#")]
    assert [line for line in after if line in notes] == notes
    assert filled.counts[side] == len(cards)
    assert parse(FILE, filled.text).plain["import"]["age_days"] == 20


def test_only_the_lines_of_cards_change() -> None:
    card = KeyPoint(id="new", kind="need", text="We need a key.", source="session")
    text = (library() / "shadow-depot.yaml").read_text(encoding="utf-8")
    file = parse(FILE, text)
    filled = fill(file, text, "it", [card], Import(from_real=False))
    before, after = text.splitlines(), filled.text.splitlines()
    assert [line for line in after if line not in before] == [
        '      - {id: t8, kind: need, text: "We need a key.", source: session}'
    ]
    assert len(after) == len(before) + 1
    with pytest.raises(TooMany, match="9"):
        fill(file, text, "it", [card, card], Import(from_real=False))


def test_cards_written_over_many_lines_find_their_place_too() -> None:
    text = (
        "sides:\n  it:\n    key_points:\n    - id: t1\n      text: >-\n        one\n        two\n"
        "\n    # a note\n    - id: t2 # here\n      text: last # there\n"
        "    # behind\n    lingo: []\n"
    )
    card = KeyPoint(id="t3", kind="need", text="New: x")
    both = put_cards(text, "it", [card])
    assert both == text.replace("# there\n", f"# there\n    {row(card)}\n")
    one = put_cards(text, "it", [card], out={"t1"})
    assert "id: t1" not in one
    assert "two" not in one
    assert "# a note" in one
    for flow in ("sides: {it: {key_points: [{id: t1}]}}", "sides: {}", "sides: []", "x: 1"):
        with pytest.raises(NoPlace):
            put_cards(flow, "it", [card])


@pytest.mark.parametrize(
    "there",
    [
        "",
        "import:\n",
        "import: {from_real: true}\n",
        "import:\n  from_real: true # yes\n  age_days: 30\n",
    ],
)
def test_the_import_is_noted_whatever_was_there(there: str) -> None:
    text = put_import(f"id: a\n{there}", REAL)
    assert parse(FILE, text).plain == {
        "id": "a",
        "import": {"from_real": True, "consented": True, "scrubbed": True, "age_days": 20},
    }


def test_of_two_discussions_the_younger_counts() -> None:
    text, card = TEXT, KeyPoint(id="new", kind="need", text="We need a key.")
    for age, noted in ((30, 30), (20, 20), (40, 20)):
        file = parse(FILE, text)
        cards = [replace(card, text=f"We need {age}.")]
        out = going(file, "it", anew=True)
        text = fill(file, text, "it", cards, replace(REAL, age_days=age), out).text
        assert parse(FILE, text).plain["import"]["age_days"] == noted


def test_cards_that_are_there_or_too_long_are_left_out_and_told() -> None:
    file = parse(FILE, TEXT)
    there = deck(file, "it")[0]["text"]
    said = (there, "x" * 241, "A key.", "a key.")
    found = [Point(Span(line, line), text) for line, text in enumerate(said, 3)]
    made = make_cards(found, "session", file)
    assert [card.text for card in made.cards] == ["A key."]
    assert [(one.at.first, one.why[:9]) for one in made.left] == [
        (3, "that card"), (4, "241 chara"), (6, "that card"),
    ]  # fmt: skip
    assert make_cards(found[:1], "session", file, out={"t1"}).cards


def test_ids_are_free_ones() -> None:
    card = KeyPoint(id="new", kind="need", text="x")
    assert [c.id for c in numbered([card] * 3, "it", {"t1", "t3", "b2"})] == ["t2", "t4", "t5"]


# --- the section `import` -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("from_real: true, consented: false, scrubbed: true, age_days: 20", "consented"),
        ("from_real: true, consented: true, scrubbed: false, age_days: 20", "scrubbed"),
        ("from_real: true, consented: true, scrubbed: true, age_days: 13", "age_days"),
    ],
)
def test_a_real_discussion_needs_consent_other_words_and_two_weeks(
    tmp_path: Path, said: str, field: str
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"{TEXT}import: {{{said}}}\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(file)
    assert caught.value.field == f"import.{field}"
    file.write_text(f"{TEXT}import: {{from_real: false}}\n", encoding="utf-8")
    assert load_scenario(file).imported == Import(from_real=False)


def test_real_cards_without_a_word_on_consent_are_a_hint() -> None:
    scenario = load_scenario(library() / "shadow-depot.yaml")
    cards = scenario.sides.it.key_points
    case = replace(scenario.sides.it, key_points=(replace(cards[0], source="real"), *cards[1:]))
    told = replace(scenario, sides=replace(scenario.sides, it=case))
    assert any("retell a real discussion" in hint.sentence for hint in advice(told))
    assert not advice(replace(told, imported=REAL))
