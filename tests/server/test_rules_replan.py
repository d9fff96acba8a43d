"""Replanning: what lies ahead can change, what was can not, and the debrief stays long enough."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.table import Table
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.agenda import Slot, ahead, balance, faults, gone, took, total
from turnabout_protocol.commands import MoreTime, Next, Replan, Start
from turnabout_protocol.room import MINUTE, Step
from turnabout_server.authoring.scenarios import find_agenda
from turnabout_server.rules import Refusal

TASTER = find_agenda("taster").steps


def plan(*steps: Step, **minutes: float) -> Replan:
    """Return the wish for these steps ahead, some with other minutes."""
    return Replan(steps=tuple(Slot(step=s.id, minutes=minutes.get(s.id, s.minutes)) for s in steps))


def in_the_scene() -> Table:
    table = Table(players=4, facilitators=1)
    table.do(table.boss[0], Start())
    for seat in table.players:
        table.do(seat, Agree(step="agree", yes=True))
    table.reach("scene")
    return table


def ids(steps: Sequence[Step]) -> list[str]:
    return [step.id for step in steps]


def test_in_the_lobby_everything_can_change_and_what_was_dropped_comes_back() -> None:
    table = Table(facilitators=1)
    boss = table.boss[0]
    fewer = [step for step in TASTER if step.id not in ("feel", "scores")]
    table.do(boss, plan(*fewer, scene=6))
    assert ids(table.public.agenda) == ids(fewer)
    assert ids(table.public.shelf) == ["feel", "scores"]
    assert table.public.length == 25 * MINUTE
    assert total(table.public, ahead(table.public), 0) == 19.5 * MINUTE
    table.do(boss, plan(*TASTER))
    assert table.public.agenda == TASTER
    assert table.public.shelf == ()
    assert table.refused(boss, plan(*TASTER)) == "already"


def test_in_the_scene_the_debrief_can_move_and_the_dots_follow() -> None:
    table = in_the_scene()
    boss = table.boss[0]
    derole, feel, straight, _scores, now_what, close = ahead(table.public)
    table.do(boss, plan(derole, straight, feel, now_what, close, straight=5))
    assert ids(gone(table.public)) == ["agree", "brief", "scene"]
    assert ids(table.public.agenda[3:]) == ["derole", "straight", "feel", "plan", "close"]
    assert table.step == "scene"
    for after in ("derole", "straight", "feel", "plan", "close"):
        table.do(boss, Next(step=table.step))
        assert table.step == after
        assert table.public.current is not None
        assert table.public.agenda[table.public.current.index].id == after
    assert ids(table.public.shelf) == ["scores"]


def test_a_debrief_that_gets_shorter_than_the_play_is_refused_with_the_reason() -> None:
    table = in_the_scene()
    boss = table.boss[0]
    steps = ahead(table.public)
    short = plan(*steps, straight=0.4)
    assert table.refused(boss, short) == "agenda"
    table.do(boss, MoreTime(step="scene", seconds=120))
    assert took(table.public, table.now)["scene"] == 10.5 * MINUTE
    assert table.refused(boss, plan(*steps, straight=2.4)) == "agenda"
    table.do(boss, plan(*steps, straight=2.5))


def test_a_scene_that_was_cut_short_asks_for_less_debrief() -> None:
    table = in_the_scene()
    boss = table.boss[0]
    table.wait(MINUTE)
    table.do(boss, Next(step="scene"))
    table.do(boss, plan(*ahead(table.public), straight=1))


def test_what_ran_stays_and_a_plan_from_before_is_refused() -> None:
    table = in_the_scene()
    boss = table.boss[0]
    before = ahead(table.public)
    for wish in (plan(*TASTER), plan(TASTER[0], *before), plan(*before, before[0])):
        assert table.refused(boss, wish) == "moved_on"
    table.do(boss, Next(step="scene"))
    assert table.refused(boss, plan(*before)) == "moved_on"
    assert table.refused(boss, plan(*ahead(table.public)[:-1])) == "agenda"
    assert table.refused(table.players[0], plan(*ahead(table.public), feel=2)) == "not_yours"


@settings(max_examples=40)
@given(st.data())
def test_whatever_is_planned_the_agenda_is_one_that_can_be_run(data: st.DataObject) -> None:
    table = Table(players=3, facilitators=1)
    boss = table.boss[0]
    table.do(boss, Start())
    for seat in table.players[:-1]:
        table.do(seat, Agree(step="agree", yes=True))
    for _ in range(6):
        public = table.public
        pool = [*ahead(public), *public.shelf, *public.agenda[:1]]
        wished = data.draw(st.lists(st.sampled_from(pool), unique_by=lambda s: s.id))
        minutes = {s.id: data.draw(st.sampled_from([0.5, 1, 2, 4, 8])) for s in wished}
        before = table.room
        try:
            table.do(boss, plan(*wished, **minutes))
        except Refusal:
            assert table.room == before
        public = table.public
        assert list(faults(public.agenda, took(public, table.now))) == []
        assert balance(public.agenda, took(public, table.now)).allowed
        assert sorted(ids((*public.agenda, *public.shelf))) == sorted(ids(TASTER))
        assert public.agenda[: len(gone(before.public))] == gone(before.public)
        table.do(boss, Next(step=table.step))
        if public.phase == "closed" or table.step == "close":
            break


def test_consent_and_the_way_out_of_the_role_stay_in_every_plan() -> None:
    table = Table(facilitators=1)
    boss = table.boss[0]
    for stays in ("agree", "derole", "close"):
        fewer = [step for step in TASTER if step.id != stays]
        assert table.refused(boss, plan(*fewer)) == "agenda"
    begun = in_the_scene()
    out = [step for step in ahead(begun.public) if step.id != "derole"]
    assert begun.refused(begun.boss[0], plan(*out)) == "agenda"
