"""Ratings off: nobody is asked, nothing half given is shown, and figures say so."""

import pytest
from msgspec.structs import replace

from tests.support.scenes import scene, speak, state
from tests.support.table import SESSION, Table
from turnabout_protocol.activities.ratings import TurnRated
from turnabout_protocol.activities.scene import (
    AnswerEcho,
    FlagCaricature,
    Rate,
    React,
    Said,
    Scene,
    SceneState,
    Speak,
)
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.room import SECOND
from turnabout_protocol.steering import SwitchRatings
from turnabout_server.after import publish
from turnabout_server.after.report import build, markdown
from turnabout_server.authoring.scenarios import find_agenda


def find_scene() -> Scene:
    return next(s for s in find_agenda("taster").steps if isinstance(s, Scene))


def off(table: Table) -> None:
    table.do(table.boss[0], SwitchRatings(on=False))


def play_on(table: Table, ring: int | None = 4) -> None:
    """Play the scene to its end; whoever may rates with `ring`."""
    while table.step == "scene":
        live = state(table).live
        if live is None:
            table.bell()
            continue
        table.wait(20 * SECOND)
        number = speak(table, say="We said so.")
        last = state(table).turn(number)
        if ring is not None and last is not None and not last.unrated:
            for owner in table.owners(last):
                table.do(owner, Rate(step="scene", turn=number, ring=ring))


def test_while_ratings_are_off_nobody_rates_answers_or_reacts_and_the_scene_does_not_wait() -> None:
    table = scene(players=6)
    off(table)
    first = table.turn.seat
    table.do(first, Speak(step="scene", turn=1, said=_said(table)))
    owner = table.owners(state(table).turns[0])[0]
    for seat, command in (
        (owner, Rate(step="scene", turn=1, ring=4)),
        (owner, React(step="scene", turn=1, kind="ouch")),
    ):
        assert table.refused(seat, command) == "not_here"
    speak(table, echo="You said so.", say="x")
    assert table.refused(first, AnswerEcho(step="scene", turn=2, answer="yes")) == "not_here"
    table.do(owner, FlagCaricature(step="scene", turn=2))
    play_on(table, None)
    assert table.public.spent["scene"] < find_scene().length
    last = state(table).turns[-1]
    assert last.unrated
    assert not [e for e in table.log if isinstance(e.event, TurnRated)]


def _said(table: Table) -> Said:
    return Said(card=table.hand(table.turn.seat)[0], say="We said so.")


def test_figures_say_that_nobody_was_asked_and_not_nought() -> None:
    table = scene(players=6)
    off(table)
    play_on(table)
    figure = publish.room_rings_true(table.room)
    assert (figure.value, figure.off, figure.hidden) == (None, True, True)
    for seat in table.players:
        slip = publish.slip(table.room, seat)
        assert slip.rings_true.off
        assert slip.portrayal is None
    table.reach("close")
    text = markdown(build(table.room, SESSION))
    assert "ratings were switched off" in text
    assert "fewer than" not in text.partition("rang true")[2].partition("\n\n")[0]


def test_what_was_given_before_counts_only_while_ratings_are_on_and_half_a_turn_never() -> None:
    table = scene(players=6)
    for _ in range(4):
        table.wait(50 * SECOND)
        while state(table).live is None:
            table.bell()
        number = speak(table, say="We said so.")
        last = state(table).turn(number)
        assert last is not None
        for owner in table.owners(last):
            table.do(owner, Rate(step="scene", turn=number, ring=4))
    off(table)
    assert publish.room_rings_true(table.room).off
    told = [turn.number for turn in state(table).turns if turn.unrated]
    assert told, "those whose time was not over"
    table.do(table.boss[0], SwitchRatings(on=True))
    assert [turn.number for turn in state(table).turns if turn.unrated] == told
    figure = publish.room_rings_true(table.room)
    assert not figure.off
    play_on(table, None)
    rated = publish.results(table.room).rated
    assert rated is None or rated.turns <= number - len(told) + 1


def test_it_is_switched_before_the_start_and_stays_so_in_every_scene() -> None:
    table = Table(players=4, facilitators=1, agenda=find_agenda("60"))
    off(table)
    assert table.refused(table.boss[0], SwitchRatings(on=False)) == "already"
    assert table.refused(table.players[0], SwitchRatings(on=True)) == "not_yours"
    scenes = [step for step in table.public.agenda if isinstance(step, Scene)]
    assert len(scenes) == 2
    assert not any(step.ratings for step in scenes)


def test_a_plan_can_say_that_nothing_is_rated() -> None:
    steps = tuple(
        replace(s, ratings=False) if isinstance(s, Scene) else s
        for s in find_agenda("taster").steps
    )
    table = Table(players=4, facilitators=1, agenda=Agenda(id="a", title="A", steps=steps))
    table.do(table.boss[0], SwitchRatings(on=True))
    assert all(step.ratings for step in table.public.agenda if isinstance(step, Scene))


@pytest.mark.parametrize("on", [True, False])
def test_once_the_results_are_out_nothing_is_switched(on: bool) -> None:
    table = scene()
    if on:
        off(table)
    table.reach("scores")
    assert table.refused(table.boss[0], SwitchRatings(on=on)) == "shown"
    assert isinstance(table.public.steps["scene"], SceneState)
