"""The agendas that come with the game: exact, small enough to travel, and played to the end."""

from functools import cache

import pytest

from tests.support.minds import Minds
from tests.support.table import HOMES, SESSION, Table
from turnabout_protocol.activities.plan import Plan
from turnabout_protocol.activities.poll import LAST_WORD, Poll
from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.activities.talk import Talk
from turnabout_protocol.agenda import Agenda, balance, faults
from turnabout_protocol.codec import FRAME, decode, encode
from turnabout_protocol.commands import Start
from turnabout_protocol.fold import Entry
from turnabout_protocol.messages import VERSION, OpenRoom, Update
from turnabout_protocol.opening import RoomOpened
from turnabout_protocol.room import MINUTE, HouseRules
from turnabout_protocol.scenario import Scenario
from turnabout_server import rules
from turnabout_server.after.report import build, markdown
from turnabout_server.authoring.scenarios import find_agenda, find_scenario, library

PRESETS = ("taster", "45", "60", "90")
FIRST_TURNS = 2 * 30
"""Seconds that the first turns of the two sides are longer, together."""
PROMPT = 15
"""Seconds that the answer to one question of a talk takes at the least."""
SCENARIOS = sorted(file.stem for file in library().glob("*.yaml"))


@cache
def agenda(name: str) -> Agenda:
    return find_agenda(name)


@cache
def scenario(name: str) -> Scenario:
    return find_scenario(name)


def test_the_library_has_these_presets_and_at_least_twelve_scenarios() -> None:
    assert sorted(file.stem for file in (library() / "agendas").glob("*.yaml")) == sorted(PRESETS)
    assert len(SCENARIOS) >= 12


@pytest.mark.parametrize(
    ("name", "before", "play", "debrief"),
    [("taster", 4.5, 8.5, 12), ("45", 14, 12, 19), ("60", 19, 16, 25), ("90", 27, 24, 39)],
)
def test_the_minutes_are_those_of_the_plan(
    name: str, before: float, play: float, debrief: float
) -> None:
    preset = agenda(name)
    assert preset.id == name
    assert preset.minutes == (25 if name == "taster" else int(name)) == before + play + debrief
    assert balance(preset.steps) == (play * MINUTE, debrief * MINUTE)
    assert list(faults(preset.steps)) == []
    assert all(step.script for step in preset.steps)
    scenes = [step for step in preset.steps if isinstance(step, Scene)]
    assert sum(scene.twists for scene in scenes) == len(scenes) == (2 if play > 12 else 1)


@pytest.mark.parametrize(("name", "turns"), [("taster", 5), ("45", 9), ("60", 12), ("90", 18)])
def test_the_turns_are_those_of_the_plan(name: str, turns: int) -> None:
    fit = 0
    for scene in (step for step in agenda(name).steps if isinstance(step, Scene)):
        spare = scene.minutes * 60 - scene.twists * scene.twist_seconds - scene.rate - FIRST_TURNS
        fit += int(spare // (scene.think + scene.act))
    assert fit == turns


@pytest.mark.parametrize("name", PRESETS)
def test_no_part_of_a_step_is_shorter_than_what_happens_in_it(name: str) -> None:
    for step in agenda(name).steps:
        if isinstance(step, Talk):
            shares = sum(one.share for one in step.rounds)
            for one in step.rounds:
                seconds = step.minutes * 60 * one.share / shares
                assert seconds >= PROMPT * len(one.prompts), step.id
        if isinstance(step, Poll) and step.tallied:
            assert step.look * 3 <= step.minutes * 60 * 2, step.id
        if isinstance(step, Plan):
            parts = step.write + step.merge + step.vote + step.complete
            assert parts == step.minutes * 60, step.id


@pytest.mark.parametrize("name", PRESETS)
def test_one_day_comes_first_where_owners_set_the_picture_straight(name: str) -> None:
    (straight,) = (s for s in agenda(name).steps if isinstance(s, Talk) and s.id == "straight")
    assert [one.speakers for one in straight.rounds] == ["first_side", "second_side"]
    for one in straight.rounds:
        assert one.prompts[0] == "Tell one day when this hit you."


@pytest.mark.parametrize("name", ["60", "90"])
def test_between_the_scenes_owners_speak_as_themselves(name: str) -> None:
    steps = agenda(name).steps
    at = [step.id for step in steps].index("breather")
    breather = steps[at]
    assert isinstance(breather, Talk)
    assert not breather.in_role
    assert isinstance(steps[at - 1], Scene)
    assert isinstance(steps[at + 1], Scene)
    asked = " ".join(prompt for one in breather.rounds for prompt in one.prompts)
    assert "right" in asked
    assert "not see from outside" in asked


@pytest.mark.parametrize("case", SCENARIOS)
@pytest.mark.parametrize("name", PRESETS)
def test_every_scenario_opens_with_every_preset_and_fits_a_frame(name: str, case: str) -> None:
    house = HouseRules(team="Field crews and IT", opened_on="2026-03-02")
    order = OpenRoom(
        version=VERSION,
        key="0" * 16,
        scenario=scenario(case),
        agenda=agenda(name),
        rules=house,
        seed=None,
    )
    assert decode(encode(order), OpenRoom) == order
    opened = rules.open_room(scenario(case), agenda(name), house, 7, "hash", "E1", secret="S")
    entries = tuple(Entry(at=0, event=event) for event in opened.events[1:])
    update = Update(now=0, first=1, running=True, entries=entries)
    assert len(encode(update)) < 0.8 * FRAME
    assert decode(encode(update), Update) == update


@pytest.mark.parametrize("name", PRESETS[1:])
def test_who_has_the_last_word_is_asked_with_the_sides_own_names_and_never_tallied(
    name: str,
) -> None:
    outcome = rules.open_room(
        scenario("asset-valve"),
        agenda(name),
        HouseRules(opened_on="2026-03-02"),
        7,
        "hash",
        "E1",
        secret="S",
    )
    opened = next(event for event in outcome.events if isinstance(event, RoomOpened))
    polls = [step for step in opened.agenda if isinstance(step, Poll)]
    (asked,) = (q for poll in polls for q in poll.questions if q.id == LAST_WORD)
    assert asked.choices == ("Field operations", "IT")
    assert all(q.id != LAST_WORD for poll in polls for q in poll.tallied)
    assert any(isinstance(s, Talk) and s.first == "weaker" for s in opened.agenda)


@pytest.mark.parametrize("players", [2, 5, 12])
@pytest.mark.parametrize("name", PRESETS)
def test_bots_play_every_preset_to_its_end_and_a_report_comes_of_it(
    name: str, players: int
) -> None:
    table = Table(
        facilitators=1,
        agenda=agenda(name),
        house=HouseRules(opened_on="2026-03-02", demo=True, team="Ops and IT"),
    )
    for i in range(players):
        table.sit(f"Player {i}", HOMES[i % 2])
    minds = Minds(table, expect=players)
    table.do(table.boss[0], Start())
    minds.play()
    assert minds.refused == []
    public = table.public
    assert public.phase == "closed"
    assert set(public.steps) == {step.id for step in public.agenda}
    for step in public.agenda:
        if isinstance(step, Scene):
            state = public.steps[step.id]
            assert len(state.turns) >= step.turns - 1  # type: ignore[attr-defined]
    report = build(table.room, SESSION)
    assert public.story is not None
    assert public.story.title in markdown(report)
