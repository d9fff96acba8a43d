"""Every way a scenario or agenda file can be wrong is told with file, line and field."""

import re
from pathlib import Path

import pytest

from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.codec import FRAME, encode
from turnabout_protocol.messages import VERSION, OpenRoom
from turnabout_protocol.room import HouseRules
from turnabout_protocol.scenario import SIDES
from turnabout_server.authoring.scenarios import (
    ScenarioError,
    find_agenda,
    find_scenario,
    library,
    load_agenda,
    load_scenario,
    prepare,
)

GOOD = (library() / "asset-valve.yaml").read_text(encoding="utf-8")
TASTER = (library() / "agendas" / "taster.yaml").read_text(encoding="utf-8")
NAMES = sorted(file.stem for file in library().glob("*.yaml"))


def refused(tmp_path: Path, text: str | bytes, *, agenda: bool = False) -> ScenarioError:
    file = tmp_path / "mine.yaml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(ScenarioError) as caught:
        load_agenda(file) if agenda else load_scenario(file)
    assert caught.value.file == file
    assert str(caught.value).startswith(str(file))
    return caught.value


def first_difference(one: str, two: str) -> int:
    lines = zip(one.splitlines(), two.splitlines(), strict=False)
    return next(number for number, (a, b) in enumerate(lines, 1) if a != b)


def test_twenty_two_scenarios_come_with_the_game() -> None:
    assert len(NAMES) == 22


def test_more_than_business_and_it_find_themselves_in_the_library() -> None:
    cases = [find_scenario(name).sides for name in NAMES]
    labels = [{cases[i][side].label for side in SIDES} for i in range(len(cases))]
    elsewhere = [pair for pair in labels if not any("IT" in label.split() for label in pair)]
    assert len(elsewhere) >= 4
    assert len({frozenset(pair) for pair in labels}) >= 20, "nearly every pair is another one"


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_of_the_library_loads_and_travels(name: str) -> None:
    scenario = find_scenario(name)
    assert scenario.id == name
    message = OpenRoom(
        version=VERSION,
        key="A" * 16,
        scenario=scenario,
        agenda=find_agenda("taster"),
        rules=HouseRules(),
    )
    assert len(encode(message)) < FRAME


def test_the_taster_takes_twenty_five_minutes() -> None:
    agenda = find_agenda("taster")
    scenes = [step for step in agenda.steps if isinstance(step, Scene)]
    assert agenda.minutes == 25
    assert [scene.minutes for scene in scenes] == [8.5]


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ("situation:", "situatoin:", "situatoin", "Did you mean “situation”?"),
        ("Field operations", "no", "sides.business.label", "“no” without quotes means false"),
        ("kind: fact", "kind: facts", "sides.business.key_points[0].kind", "mean “fact”"),
        ("level: 2", "level: high", "level", "a whole number of 1 to 3"),
        ("level: 2", "level: 9", "level", "the number 9"),
        ("The valve nobody can find", "", "title", "nothing is written"),
        ("The valve", "&x The valve", "title", "Anchors"),
        ("The valve nobody can find", "*x", "title", "Anchors"),
        ("The valve", "!!python/object:os.system The valve", "title", "Tags"),
        ("The valve", "The: valve", "", "colon"),
        ("The valve", "@The valve", "", "quotes"),
        ("The valve", "The\x07 valve", "", "control character"),
        ("level: 2", "level: 2\nlevel: 3", "", "“level” is written twice"),
        ("  business:", "\tbusiness:", "", "tab"),
        ("public-sector", "Public Sector", "tags[0]", "small letters"),
        ("id: b7", "id: b6", "sides.business.key_points[6].id", "“b6”"),
        ("id: t7", "id: b6", "sides.it.key_points[6].id", "“b6”"),
        ("name: Jo,", "name: drew,", "sides.it.personas[0].name", "share this name"),
        ("id: w2", "id: w1", "twists[1].id", "“w1”"),
        ("label: IT", "label: Field Operations", "sides.it.label", "same label"),
        ("  it:\n", "  IT:\n", "sides.IT", "no field “IT”"),
    ],
)
def test_a_slip_is_told_with_its_line_and_field(
    tmp_path: Path, old: str, new: str, field: str, says: str
) -> None:
    bad = GOOD.replace(old, new, 1)
    error = refused(tmp_path, bad)
    assert error.field == field
    assert says in error.sentence
    assert error.line == first_difference(GOOD, bad)
    assert error.column > 0


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    error = refused(tmp_path, GOOD.replace("opening_question:", "# opening_question:"))
    assert "“opening_question” is missing" in error.sentence


def test_both_sides_need_the_same_number_of_key_points(tmp_path: Path) -> None:
    lines = [line for line in GOOD.splitlines() if "id: b7" not in line]
    error = refused(tmp_path, "\n".join(lines))
    assert error.field == "sides.it.key_points"
    assert "6 key points" in error.sentence
    assert "7" in error.sentence


@pytest.mark.parametrize(
    ("rank", "field", "says"),
    [
        ("[b1, b4, b2, b7, b6, b3]", "sides.business.rank", "Missing: b5."),
        ("[b1, b4, b2, b7, b6, b3, b1]", "sides.business.rank[6]", "“b1” is there twice."),
        (
            "[b1, b4, b2, b7, b6, b3, t5]",
            "sides.business.rank[6]",
            "Field operations has no key point",
        ),
    ],
)
def test_an_order_names_each_key_point_once(
    tmp_path: Path, rank: str, field: str, says: str
) -> None:
    error = refused(tmp_path, GOOD.replace("[b2, b5, b4, b1, b7, b6, b3]", rank, 1))
    assert error.field == field
    assert says in error.sentence


def test_every_scenario_of_the_library_has_an_order_of_its_own() -> None:
    for name in NAMES:
        scenario = find_scenario(name)
        for side in SIDES:
            case = scenario.sides[side]
            assert sorted(case.rank) == sorted(point.id for point in case.key_points), name
            assert case.rank != tuple(point.id for point in case.key_points), name


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 0, "empty"),
        ("# nothing yet\n", 0, "empty"),
        ("hello", 1, "section"),
        ("- a\n- b\n", 1, "section"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a: [" + "[" * 40 + "]" * 40 + "]", 1, "nested more than"),
        ("[a, b]: 1\n", 1, "one plain word"),
        ('title: "open\n', 1, "quote"),
        (b"title: \xe9t\xe9\n", 1, "UTF-8"),
        ("a: b\n" * 100_000, 0, "KiB"),
        ("a: &a [1, 1]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", 1, "Anchors"),
    ],
)
def test_a_file_that_is_no_scenario(
    tmp_path: Path, text: str | bytes, line: int, says: str
) -> None:
    error = refused(tmp_path, text)
    assert says in error.sentence
    if line:
        assert abs(error.line - line) <= 1


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="folder"):
        load_scenario(tmp_path)
    with pytest.raises(ScenarioError, match="no such file"):
        load_scenario(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ("activity: brief", "activity: breif", "steps[1].activity", "Known: consent"),
        ("minutes: 8.5", "minutes: 8:30", "steps[2].minutes", "the text “8:30”"),
        ("minutes: 8.5", "minutes: 1", "steps[2].minutes", "room for 0 of its 75 s turns"),
        ("think: 15", "thinks: 15", "steps[2].thinks", "mean “think”"),
        ("id: brief", "id: agree", "steps[1].id", "“agree”"),
        ("options: feelings", "options: feeling", "steps[4].questions[0].options", "“feelings”"),
        ("id: now", "id: in-role", "steps[4].questions[1].id", "“in-role”"),
        ("{home}", "{hoem}", "steps[3].rounds[0].starter", "{home}"),
        ("activity: close", "activity: reveal", "steps[8]", "must be a close"),
        ("    activity: scene", "", "steps[2]", "missing"),
        ("speakers: everyone", "speakers: all", "steps[3].rounds[0].speakers", "“everyone”"),
    ],
)
def test_an_agenda_is_checked_the_same_way(
    tmp_path: Path, old: str, new: str, field: str, says: str
) -> None:
    text = TASTER
    if old == "    activity: scene":
        text = text.replace("  - activity: scene\n    id", "  - id")
    error = refused(tmp_path, text.replace(old, new, 1), agenda=True)
    assert error.field == field
    assert says in error.sentence
    assert error.line > 0


@pytest.mark.parametrize(
    ("lines", "field", "says"),
    [
        (["measure: felt"], "options", "Write `options: scale7`"),
        (["measure: close"], "options", "Write `options: circles or scale7`"),
        (["measure: flet"], "measure", "“then”, but it is the text “flet”"),
        (["low: never"], "low", "Only scales have ends: scale7"),
        (["options: scale7", "measure: safe1"], "options", "Write `options: scale5`"),
        (["options: scale7", "measure: felt", "up_to: 3"], "up_to", "Leave `up_to` out"),
    ],
)
def test_a_measure_fits_its_scale(tmp_path: Path, lines: list[str], field: str, says: str) -> None:
    old = "        options: feelings\n        up_to: 3\n"
    if not any(line.startswith("options") for line in lines):
        lines = ["options: feelings", *lines]
    text = TASTER.replace(old, "".join(f"        {line}\n" for line in lines), 1)
    error = refused(tmp_path, text, agenda=True)
    assert error.field == f"steps[4].questions[0].{field}"
    assert says in error.sentence


def test_a_measure_is_asked_once_in_a_poll(tmp_path: Path) -> None:
    text = re.sub(
        r"options: feelings\n        up_to: .\n", "options: scale7\n        measure: felt\n", TASTER
    )
    error = refused(tmp_path, text, agenda=True)
    assert error.field == "steps[4].questions[1].measure"
    assert "Two questions measure “felt”" in error.sentence


@pytest.mark.parametrize(
    ("scoring", "field", "says"),
    [
        ("weights: 3", "scoring.weights", "Known here: portrayal, alignment, needs"),
        ("alignment: {accuracy: 0}", "scoring.alignment.accuracy", "whole number of 1 to 100"),
        ("needs: {side: 2}", "scoring.needs.side", "of 3 to 12, but it is the number 2"),
        ("needs: {sides: 4}", "scoring.needs.sides", "mean “side”"),
        ("clear_change: 60", "scoring.clear_change", "a number of 0 to 50"),
    ],
)
def test_weights_and_thresholds_are_checked_too(
    tmp_path: Path, scoring: str, field: str, says: str
) -> None:
    text = TASTER.replace("steps:\n", f"scoring:\n  {scoring}\nsteps:\n", 1)
    error = refused(tmp_path, text, agenda=True)
    assert (error.field, error.line) == (field, 5)
    assert says in error.sentence
    file = tmp_path / "fine.yaml"
    file.write_text(text.replace(scoring, "alignment: {felt: 20}"), encoding="utf-8")
    assert load_agenda(file).scoring.alignment.felt == 20


def test_a_play_longer_than_its_debrief_is_told_at_the_scene(tmp_path: Path) -> None:
    error = refused(tmp_path, TASTER.replace("minutes: 8.5", "minutes: 15"), agenda=True)
    assert error.field == "steps[2].minutes"
    assert "It has 12 minutes against 15: add 3, or play less." in error.sentence


def test_a_scene_needs_a_brief_before_it(tmp_path: Path) -> None:
    start, end = TASTER.index("  - activity: brief"), TASTER.index("  - activity: scene")
    error = refused(tmp_path, TASTER[:start] + TASTER[end:], agenda=True)
    assert error.field == "steps[1]"
    assert "brief" in error.sentence


def test_an_unknown_name_gets_the_nearest_one() -> None:
    with pytest.raises(ScenarioError, match="mean “asset-valve”"):
        find_scenario("aset-valve")
    with pytest.raises(ScenarioError, match="mean “taster”"):
        find_agenda("tastr")


def test_minutes_can_be_changed_and_are_checked() -> None:
    agenda = prepare(find_agenda("taster"), {"straight": 6.5})
    assert agenda.minutes == 27.5
    for minutes, says in (
        ({"sceen": 3.0}, "scene"),
        ({"scene": 1.0}, "turns"),
        ({"scene": 14.5}, "It has 12 minutes against 14.5: add 2.5, or play less"),
        ({"scene": 0.0}, "above 0"),
    ):
        with pytest.raises(ScenarioError, match=says):
            prepare(find_agenda("taster"), minutes)


def test_text_of_a_file_is_cleaned(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(GOOD.replace("The valve", '"The \\e[31mvalve').replace("can find", 'can find"'))
    assert load_scenario(file).title == "The [31mvalve nobody can find"
