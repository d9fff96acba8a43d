"""Who comes too late for the promises reads them first, and is asked in from the console."""

import pytest

from tests.client.test_tui_activities import SMALL, app_of_pilot
from tests.client.test_tui_door import asking
from tests.client.test_tui_screens import app_of, text, until
from tests.client.tui_table import Host
from turnabout_client.activities.poll.screen import PollScreen
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.kit.pick import Pick
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol import panel
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.commands import Reseat, Start
from turnabout_protocol.room import in_panel


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def in_one(app: TurnaboutApp) -> str:
    """Return all that stands on the screen, in one line."""
    return " ".join(text(app).split())


def begun() -> tuple[Host, int, int]:
    """Return a session whose promises are made, its facilitator, and somebody who came late."""
    host = Host(asking())
    boss = host.sit("Boss", None, "facilitator")
    ada, ben = host.sit("Ada", "business"), host.sit("Ben", "it")
    host.do(boss, Start())
    for seat in (ada, ben):
        host.do(seat, Agree(step="agree", yes=True))
    return host, boss, host.sit("Lea", "it")


async def test_who_comes_late_and_is_asked_in_reads_the_promises_and_says_yes() -> None:
    host, boss, late = begun()
    async with app_of(host, late).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "I keep to it" in text(app))
        await until(pilot, lambda: "What we promise each other" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PollScreen))
        async with app_of(host, boss).run_test(size=SMALL) as steering:
            console = app_of_pilot(steering)
            await until(steering, lambda: "Came late, and watches: Lea. m asks" in in_one(console))
            await steering.press("m")
            await until(steering, lambda: isinstance(console.screen, Pick))
            await steering.press("3", "2")
            await until(steering, lambda: "Still to say whether they play: Lea" in in_one(console))
            await until(steering, lambda: "Came late" not in in_one(console))
        assert not in_panel(host.room.public, late)
        await until(pilot, lambda: "You will play ▲" in in_one(app))
        await until(pilot, lambda: "Then say: y I play" in in_one(app))
        await pilot.press("y")
        await until(pilot, lambda: in_panel(host.room.public, late))
        assert host.room.public.seats[late].plays
        await until(pilot, lambda: isinstance(app.screen, PollScreen))


async def test_who_is_asked_late_may_go_on_watching_and_is_asked_no_more() -> None:
    host, boss, late = begun()
    host.do(boss, Reseat(seat=late, role="observer", say=True))
    async with app_of(host, late).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: "y my answers count, w I only watch" in in_one(app))
        await pilot.press("w")
        await until(pilot, lambda: not panel.came_late(host.room.public))
        assert not in_panel(host.room.public, late)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PollScreen))
