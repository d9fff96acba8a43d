"""The bars: full when something begins, for whoever steers as for whoever plays."""

import pytest

from tests.client.test_tui_activities import SMALL, app_of_pilot
from tests.client.test_tui_screens import app_of, text, until
from tests.client.tui_table import Host, taster
from turnabout_client.tui.console.screen import ConsoleScreen
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.activities.scene import Said, SceneState, Speak
from turnabout_protocol.commands import MoreTime, Start
from turnabout_protocol.room import SECOND
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
