"""Going to the next table: one key, and the name and the side go along."""

from functools import partial
from pathlib import Path

import pytest

from tests.client.test_tui_activities import SMALL, app_of_pilot
from tests.client.test_tui_screens import app_of, text, until
from tests.client.tui_table import Host
from tests.support.serving import serving
from tests.support.wire import Plain, Wire, entries
from turnabout_client.entrance.door import NetworkEntrance
from turnabout_client.entrance.model import Wish
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.console.next_table import NextTableScreen
from turnabout_client.tui.room.lobby import LobbyScreen
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_client.view import tables
from turnabout_protocol import links
from turnabout_protocol.tables import AskOver, OpenTable

CODE, KEY, CO = "C" * 16, "K" * 16, "F" * 16


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def on_screen(app: TurnaboutApp, words: str) -> bool:
    return words in " ".join(text(app).split())


def seated(wire: Wire, name: str) -> Plain:
    """Return how somebody of that name sat down, as `wire` was told."""
    told = (entry["event"] for message in wire.messages for entry in entries(message))
    return next(event for event in told if event.get("name") == name)


async def test_one_key_takes_a_player_over_and_the_seat_is_free(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as here:
        opened = await here.open()
        fay = await here.steer(opened)
        where = links.parse(f"{here.address}/join/{opened.code}")
        app = TurnaboutApp(
            wish=Wish(where=where, name="Ann", home="business"),
            entrance=NetworkEntrance(tmp_path / "seats.json"),
        )
        async with app.run_test(size=SMALL) as pilot:
            await until(pilot, lambda: isinstance(app.screen, LobbyScreen))
            assert (await fay.do("open_table", code=CODE, key=KEY, co_key=CO))["msg"] == "accepted"
            await until(pilot, partial(on_screen, app, "There is a table 2, too."))
            taken = seated(fay, "Ann")
            await fay.do("ask_over", seats=[taken["seat"]])
            await until(pilot, partial(on_screen, app, "You are asked to table 2."))
            await pilot.press("2", "y")
            await until(pilot, partial(on_screen, app, "This is table 2."))
            await until(pilot, partial(on_screen, app, "Ann"))
        gone = await fay.wait_event("seat_removed")
        assert gone["event"]["seat"] == taken["seat"]
        there = await Wire.join(here.address, CODE, "Bob", "it")
        await there.wait_event("table_numbered")
        assert seated(there, "Ann")["home"] == "business"


async def test_who_cannot_go_stays_and_reads_why(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as here:
        opened = await here.open()
        fay = await here.steer(opened)
        where = links.parse(f"{here.address}/join/{opened.code}")
        app = TurnaboutApp(
            wish=Wish(where=where, name="Ann", home="business"),
            entrance=NetworkEntrance(tmp_path / "seats.json"),
        )
        async with app.run_test(size=SMALL, notifications=True) as pilot:
            await until(pilot, lambda: isinstance(app.screen, LobbyScreen))
            await fay.do("open_table", code=CODE, key=KEY, co_key=CO)
            await here.rest()
            await Wire.join(here.address, CODE, "Ann", "it")
            await until(pilot, partial(on_screen, app, "There is a table 2, too."))
            await pilot.press("2", "y")
            await until(pilot, lambda: any("Ann" in n.message for n in app._notifications))
            assert isinstance(app.screen, LobbyScreen)


async def test_the_console_opens_it_shows_its_links_and_asks_half_of_each_side() -> None:
    host = Host()
    fay = host.sit("Fay", None, "facilitator")
    seats = [host.sit(f"P{i}", "it" if i % 2 else "business") for i in range(8)]
    async with app_of(host, fay).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, partial(on_screen, app, "2 opens another table"))
        await pilot.press("2", "y")
        await until(pilot, lambda: isinstance(app.screen, NextTableScreen))
        assert host.room.public.next_table
        await pilot.press("1")
        await until(pilot, lambda: host.room.public.asked_over == tuple(seats[4:]))
        await until(pilot, partial(on_screen, app, "Asked to go there: P4, P5, P6 and P7."))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, NextTableScreen))


def test_half_of_each_side_is_asked_and_bots_stay() -> None:
    host = Host()
    fay = host.sit("Fay", None, "facilitator")
    people = [host.sit(f"P{i}", "it" if i < 3 else "business") for i in range(5)]
    host.sit("Ines", "business", bot=True)
    host.do(fay, OpenTable(code=CODE, key=KEY, co_key=CO))
    assert tables.half(host.room.public) == (people[2], people[4])
    host.do(fay, AskOver(seats=tables.half(host.room.public)))
    assert tables.asked(host.room.public) == "P2 and P4"
