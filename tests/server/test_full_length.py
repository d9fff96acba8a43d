"""A session at its full length: nobody is ever ready, so every step runs to its deadline."""

import pytest

from tests.server.test_rules_sessions import EARLIER
from tests.support.minds import Minds
from tests.support.past import past
from tests.support.table import HOMES, SESSION, Table
from turnabout_protocol.activities.consent import Agree, Consent
from turnabout_protocol.activities.deck import Deck
from turnabout_protocol.activities.plan import Plan
from turnabout_protocol.activities.poll import Answer
from turnabout_protocol.activities.rank import LockOrder
from turnabout_protocol.activities.review import Review
from turnabout_protocol.activities.scene import Scene, Speak
from turnabout_protocol.bases import Command
from turnabout_protocol.commands import Next, NextStage, Ready, Start
from turnabout_protocol.room import MINUTE, HouseRules
from turnabout_server.after.report import build, markdown
from turnabout_server.authoring.scenarios import find_agenda
from turnabout_server.rules.activities.base import HOLD

PRESETS = {"taster": 25, "45": 45, "60": 60, "90": 90}
HURRY: tuple[type[Command], ...] = (Ready, Next, NextStage, Answer, LockOrder, Speak)
"""What ends a step or a turn before its time."""


def seated(preset: str, *, steered: bool = False) -> Table:
    """Return a table of six with promises and a deck of last time, and its session begun.

    Unless it is `steered` nobody is at the console from then on: nothing is held.
    """
    table = Table(
        facilitators=1,
        agenda=find_agenda(preset),
        earlier=EARLIER,
        past=past(),
        house=HouseRules(opened_on="2026-03-02", team="Ops and IT", demo=True),
    )
    for i in range(6):
        table.sit(f"Player {i}", HOMES[i % 2])
    table.do(table.boss[0], Start())
    if not steered:
        table.drop(table.boss[0])
    return table


@pytest.mark.parametrize("preset", PRESETS)
def test_where_nobody_does_anything_every_step_takes_its_minutes(preset: str) -> None:
    table = seated(preset)
    for seat in table.public.players():  # a side that nobody plays would hold the session
        table.do(seat.id, Agree(step="agree", yes=True))
    table.reach("close")
    public = table.public
    for step in public.agenda[:-1]:
        spent = public.spent[step.id]
        if isinstance(step, Consent | Deck | Plan | Scene):
            # Over when all have agreed; turns that are passed are rated by nobody; a stage with
            # nothing to put together, or to vote on, does not open.
            assert 0 <= spent <= step.length, step.id
        else:
            assert spent == step.length, step.id
    assert public.current is not None
    assert public.current.ends - public.current.opened == public.agenda[-1].length
    minutes = (table.now + public.agenda[-1].length) / MINUTE
    assert PRESETS[preset] * 0.8 <= minutes <= PRESETS[preset]


@pytest.mark.parametrize("preset", PRESETS)
def test_where_people_play_and_nobody_hurries_a_session_takes_its_minutes_and_gives_a_report(
    preset: str,
) -> None:
    table = seated(preset)
    minds = Minds(table, expect=6, never=HURRY)
    minds.play("close")
    assert minds.refused == []
    public = table.public
    for step in public.agenda[:-1]:
        spent = public.spent[step.id]
        if isinstance(step, Consent | Deck | Plan | Review | Scene):
            # Over as soon as everybody has agreed, voted, told or had their turns.
            assert 0 < spent <= step.length, step.id
        else:
            assert spent == step.length, step.id
    minutes = (table.now + public.agenda[-1].length) / MINUTE
    assert PRESETS[preset] * 0.8 <= minutes <= PRESETS[preset]
    minds.play()
    assert public.story is not None
    assert public.story.title in markdown(build(table.room, SESSION))


@pytest.mark.parametrize("preset", PRESETS)
def test_a_facilitator_who_touches_no_key_makes_a_session_two_minutes_longer_for_each_hold(
    preset: str,
) -> None:
    table = seated(preset, steered=True)
    Minds(table, expect=6, never=HURRY).play("close")
    held = [step for step in table.public.agenda[:-1] if step.hold]
    assert [step.id for step in held] == ["agree", "straight", "scores", "plan"]
    for step in table.public.agenda[:-1]:
        most = step.length + HOLD * step.hold
        assert 0 <= table.public.spent[step.id] <= most, step.id
    assert table.public.spent["straight"] == HOLD + next(
        step.length for step in held if step.id == "straight"
    )
