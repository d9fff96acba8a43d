"""After the end every screen says where the report is, and a demo that there is none."""

import pytest

from tests.client.test_tui_screens import app_of, text, until
from tests.client.tui_table import Host
from turnabout_client.entrance.model import Wish
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.room.closed import ClosedScreen
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_client.view.afterwards import where_report
from turnabout_protocol.commands import End
from turnabout_protocol.room import HouseRules, Public, Room


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def ended(house: HouseRules | None = None) -> tuple[Host, dict[str, int]]:
    """Return a room whose session is over, and who sat in it."""
    host = Host(house=house or HouseRules(opened_on="2026-11-23", keep_months=24))
    seats = {
        "fay": host.sit("Fay", None, "facilitator"),
        "ann": host.sit("Ann", "it"),
        "oli": host.sit("Oli", None, "observer"),
    }
    host.do(seats["fay"], End())
    return host, seats


async def at_the_end(app: TurnaboutApp) -> str:
    """Return what the last screen says, in one line."""
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ClosedScreen))
        await until(pilot, lambda: "Thank you for walking" in text(app))
        return " ".join(text(app).replace("│", " ").split())


@pytest.mark.parametrize("who", ["ann", "oli"])
async def test_who_plays_or_watches_is_told_whom_to_ask(who: str) -> None:
    host, seats = ended()
    said = await at_the_end(app_of(host, seats[who]))
    assert "Ask Fay for the report." in said
    assert "The report is deleted after 24 months." in said


async def test_who_opened_the_room_elsewhere_gets_the_line_when_they_leave() -> None:
    host, seats = ended()
    said = await at_the_end(app_of(host, seats["fay"]))
    assert "Leave with q, and the line that fetches it is printed." in said


async def test_the_host_reads_the_file() -> None:
    host, seats = ended()
    table = host.table(seats["fay"])
    app = TurnaboutApp(table, wish=Wish(report="/home/fay/reports/1.html"))
    said = await at_the_end(app)
    assert "The report is saved on this machine: /home/fay/reports/1.html" in said


async def test_of_a_demo_nothing_is_said_to_be_kept() -> None:
    host, seats = ended(HouseRules(demo=True, keep_months=24))
    assert "report" not in await at_the_end(app_of(host, seats["ann"]))


def test_a_co_facilitator_asks_whoever_opened_the_room() -> None:
    host = Host()
    fay = host.sit("Fay", None, "facilitator")
    coe = host.sit("Coe", None, "facilitator", co=True)
    host.do(fay, End())
    assert where_report(host.table(coe).room, coe).startswith("Ask Fay for the report.")
    assert where_report(host.table(fay).room, fay).startswith("The report is ready.")


def test_without_a_facilitator_there_is_still_somebody_to_ask() -> None:
    said = where_report(Room(public=Public(phase="closed")), None)
    assert said == "Ask whoever opened the room for the report."
