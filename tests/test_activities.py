"""Every activity has its parts, and one that is in no table needs nothing but its own folder."""

import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import msgspec
import pytest

from turnabout_client.activities import styles
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities import ACTIVITIES, Activity
from turnabout_protocol.bases import Event, StepCommand
from turnabout_protocol.report import Report
from turnabout_protocol.room import Step, snake
from turnabout_server.rules.activities import rules_of
from turnabout_server.rules.activities.base import Rules

ROOT = Path(__file__).parents[1]
EACH = pytest.mark.parametrize("activity", ACTIVITIES, ids=lambda activity: activity.name)


@EACH
def test_it_is_named_as_its_step_is_on_the_wire(activity: Activity) -> None:
    assert activity.name == snake(activity.step.__name__)
    assert issubclass(activity.step, Step)
    assert all(issubclass(command, StepCommand) for command in activity.commands)
    assert all(issubclass(event, Event) for event in activity.events)


@EACH
def test_it_has_rules(activity: Activity) -> None:
    step = msgspec.convert(
        {"activity": activity.name, **_least(activity.step)}, activity.step, strict=False
    )
    rules = rules_of(step)
    assert isinstance(rules, Rules)
    assert type(rules) is not Rules


@EACH
def test_it_has_a_model_a_screen_a_style_a_table_a_dialogue_and_a_mind(activity: Activity) -> None:
    package = f"turnabout_client.activities.{activity.name}"
    assert issubclass(import_module(f"{package}.screen").SCREEN, RoomScreen)
    assert callable(import_module(f"{package}.mind").intend)
    assert callable(import_module(f"{package}.table").lines)
    assert callable(import_module(f"{package}.dialogue").part)
    assert find_spec(f"{package}.model") is not None
    assert any(file.parent.name == activity.name for file in styles())


def test_every_style_is_there() -> None:
    assert all(file.is_file() for file in styles())


@EACH
def test_it_has_its_section_in_the_docs(activity: Activity) -> None:
    page = (ROOT / "docs" / "activities.md").read_text(encoding="utf-8")
    section = page.partition(f"\n## {activity.name}\n")[2].partition("\n## ")[0]
    assert len(section) > 200, f"docs/activities.md says too little about {activity.name}"
    fields = {field.name for field in msgspec.structs.fields(activity.step)}
    own = fields - {field.name for field in msgspec.structs.fields(Step)}
    assert not [name for name in own if f"`{name}`" not in section]


def test_every_part_of_the_report_has_one_origin() -> None:
    fields = {field.name for field in msgspec.structs.fields(Report)}
    claimed = [name for activity in ACTIVITIES for name in activity.report]
    assert len(claimed) == len({*claimed})
    assert {*claimed} <= fields
    of_the_session = {
        "version", "session", "closed", "title", "demo", "scenario", "team", "date", "language",
        "shared_goal", "labels", "people", "observers", "voices", "counted", "bots", "steps",
        "scoring", "shared", "pairs",
    }  # fmt: skip
    assert fields - {*claimed} == of_the_session


def test_no_activity_is_named_by_whatever_goes_through_all() -> None:
    for module in ("client/turnabout_client/activities/__init__.py",
                   "client/turnabout_client/tui/registry.py",
                   "client/turnabout_client/bots/mind.py",
                   "server/turnabout_server/rules/activities/__init__.py",
                   "protocol/turnabout_protocol/events.py",
                   "protocol/turnabout_protocol/commands.py"):  # fmt: skip
        text = (ROOT / module).read_text(encoding="utf-8")
        named = [a.name for a in ACTIVITIES if f"activities.{a.name}" in text]
        assert named in ([], ["close"]), f"{module} names {named}"


def test_a_thirteenth_activity_is_played_from_its_own_folder() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.thirteenth"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _least(step: type[Step]) -> dict[str, object]:
    """Return the fields that a step of this kind cannot do without."""
    known: dict[str, object] = {
        "id": "one",
        "title": "One",
        "minutes": 5,
        "promises": ["We are kind."],
        "rounds": [{"speakers": "everyone", "prompts": ["How?"]}],
        "questions": [{"id": "q", "text": "How?", "options": ["a", "b"]}],
    }
    needed = [field.name for field in msgspec.structs.fields(step) if field.required]
    return {name: known[name] for name in needed}
