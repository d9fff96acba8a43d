"""A flag on the console, and the key that decides on it."""

import pytest

from tests.client.test_tui_debrief import seated
from tests.client.test_tui_screens import app_of, live, state, text, until
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.scene import FlagCaricature, Said, Speak
from turnabout_protocol.commands import JudgeFlag


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


async def test_c_takes_a_flagged_turn_out() -> None:
    host, (boss, *players, _) = seated("scene")
    first = live(host)
    listener = next(seat for seat in players if seat != first.seat)
    app = app_of(host, boss)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("c")
        said = Said(say="They only sleep.")
        host.do(first.seat, Speak(step="scene", turn=1, said=said))
        host.do(listener, FlagCaricature(step="scene", turn=1))
        await pilot.pause()
        assert "Caricature?" not in text(app)
        second = live(host)
        host.do(second.seat, Speak(step="scene", turn=2, said=said))
        await until(pilot, lambda: "Caricature?" in text(app))
        await pilot.press("c")
        await until(pilot, lambda: "It does not count" in text(app))
        await pilot.press("2")
        await until(pilot, lambda: state(host).turns[0].flagged)
        await until(pilot, lambda: "Caricature?" not in text(app))
        judged = JudgeFlag(scene="scene", turn=1, counts=False)
        assert [c for c in host.table(boss).done if isinstance(c, JudgeFlag)] == [judged]
