"""Clocks and bells: bars are full when something begins, clocks agree, bells send what is meant."""

import pytest

from tests.client.test_tui_activities import SMALL, app_of_pilot, at
from tests.client.test_tui_screens import app_of, field, text, until
from tests.client.tui_table import Host, taster
from turnabout_client.tui.console.screen import ConsoleScreen
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_client.view.time import stage_span, step_span
from turnabout_protocol.activities.close import SetNextDate
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.deck import Deck, DeckState
from turnabout_protocol.activities.scene import Said, SceneState, Speak
from turnabout_protocol.activities.talk import SayRemark
from turnabout_protocol.commands import End, MoreTime, Start
from turnabout_protocol.room import SECOND, Current, Public, State
from turnabout_protocol.scenario import Side


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


async def test_the_bar_of_the_console_is_full_when_a_turn_a_stage_or_a_step_begins() -> None:
    host = Host(taster())
    boss = host.sit("Boss", None, "facilitator")
    homes: tuple[Side, Side] = ("business", "it")
    seats = [host.sit(f"Player {i}", homes[i % 2]) for i in range(4)]
    async with app_of(host, boss).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)

        def full() -> float:
            screen = app.screen
            assert isinstance(screen, ConsoleScreen)
            span = screen.span(host.room)
            assert span is not None
            return span.fraction(host.room.public.clock.play(host.now))

        host.do(boss, Start())
        await until(pilot, lambda: "Waiting for" in text(app))
        assert full() == 1
        host.now += 20 * SECOND
        for seat in seats:
            host.do(seat, Agree(step="agree", yes=True))
        assert full() == 1
        host.pass_steps("scene")
        assert full() == 1
        host.now += 30 * SECOND
        assert full() < 1
        host.do(boss, MoreTime(step="scene"))
        live = host.room.public.state(SceneState, "scene").live
        assert live is not None
        said = Said(say="We have to wait for everything.")
        host.do(live.seat, Speak(step="scene", turn=live.number, said=said))
        assert full() == 1, "another turn has begun"
        for step in ("derole", "feel", "straight", "scores"):
            host.pass_steps(step)
            await until(pilot, lambda: isinstance(app.screen, ConsoleScreen))
            assert full() == 1, step


async def test_a_key_pressed_in_the_field_is_not_said_at_the_bell() -> None:
    host, seats = at("straight")
    speaker = next(iter(host.room.public.step.waited(host.room.public)))  # type: ignore[union-attr]
    assert speaker in seats
    async with app_of(host, speaker).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "Or say it aloud: esc, then r." in text(app))
        await until(pilot, lambda: field(app, "remark").has_focus)
        await pilot.press("r", "r")
        await until(pilot, lambda: field(app, "remark").text == "rr")
        host.wait(121 * SECOND)
        await until(pilot, lambda: host.room.public.state(State, "straight").stage == 1)
        assert not any(isinstance(c, SayRemark) for c in host.table(speaker).done)


async def test_after_the_end_everybody_reads_when_they_meet_again() -> None:
    host, (me, _other) = at("close")
    host.do(1, SetNextDate(step="close", day="2026-12-21"))
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        host.do(1, End())
        await until(pilot, lambda: "Press q to leave" in text(app))
        assert "We meet again on Monday, 21 December." in text(app)


async def test_once_the_turns_are_over_both_clocks_of_the_console_count_the_same() -> None:
    host, _seats = at("scene")
    async with app_of(host, 1).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        while (scene := host.room.public.state(SceneState, "scene")).phase != "rating":
            host.wait(30 * SECOND)
            if scene.live is not None:
                said = Said(say="We wait.")
                host.do(scene.live.seat, Speak(step="scene", turn=scene.live.number, said=said))
        await until(pilot, lambda: isinstance(app.screen, ConsoleScreen))
        screen = app.screen
        assert isinstance(screen, ConsoleScreen)
        assert screen.step_span(host.room) == screen.span(host.room)


def test_the_clock_of_a_step_never_has_less_than_that_of_its_stage() -> None:
    step = Deck(id="deck", title="Key points", minutes=2)
    current = Current(index=0, opened=0, ends=120 * SECOND)
    late = DeckState(stage=2, since=90 * SECOND, ends=122 * SECOND)
    public = Public(phase="running", agenda=(step,), current=current, steps={"deck": late})
    whole, part = step_span(public), stage_span(public, step)
    assert whole is not None
    assert part is not None
    assert whole.left(100 * SECOND) == part.left(100 * SECOND) == 22 * SECOND
