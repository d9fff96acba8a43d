"""A demo says what is true of it: bots are bots, nothing is kept, and every figure is explained."""

import re

import pytest
from msgspec.structs import replace
from textual.widgets import Static

from tests.client.test_tui_screens import app_of, text, until
from tests.client.tui_table import Host
from tests.support.gallery import StillTable
from tests.support.minds import Minds
from tests.support.table import Table
from turnabout_client.activities.close import model
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.kit.figure_help import Explain
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.close import CloseState, promises_of
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.commands import Ready, Start
from turnabout_protocol.room import HouseRules
from turnabout_protocol.scenario import SIDES

LARGE = (120, 50)
UNTRUE = re.compile(
    "report keeps|Reminders come|[Tt]wo weeks|each other stays|stay with the team|seat is kept|"
    "is deleted after|same link"
)
"""What is true of a session with people, and of no demo."""


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)


def practising(demo: bool = True) -> Minds:
    """Return a table with one person among bots, who play on for that person, too."""
    table = Table(facilitators=1, house=HouseRules(opened_on="2026-03-02", demo=demo))
    for i in range(4):
        table.players.append(table.sit(f"P{i}", SIDES[i % 2], bot=i > 0 and demo))
    return Minds(table, expect=4)


def seen(minds: Minds) -> TurnaboutApp:
    """Return the app of the person as it stands."""
    me = minds.table.players[0]
    return TurnaboutApp(StillTable(minds.known_to(me), me, minds.table.now))


def plain(app: TurnaboutApp) -> str:
    return " ".join(text(app).split())


@pytest.mark.parametrize("step", ["close", "closed"])
async def test_the_end_of_a_demo_promises_nothing_to_be_kept(step: str) -> None:
    minds = practising()
    minds.play(until=step)
    assert promises_of(minds.table.public)
    app = seen(minds)
    async with app.run_test(size=LARGE) as pilot:
        await until(pilot, lambda: "othing of " in plain(app))
        told = [plain(app)]
        for key, escape in (("question_mark", "escape"), ("q", "escape")):
            before = plain(app)
            await pilot.press(key)
            await until(pilot, lambda before=before: plain(app) != before)  # type: ignore[misc]
            told.append(plain(app))
            await pilot.press(escape)
        assert not UNTRUE.search(" ".join(told)), told


async def test_with_people_all_of_that_is_said() -> None:
    minds = practising(demo=False)
    minds.play(until="closed")
    app = seen(minds)
    async with app.run_test(size=LARGE) as pilot:
        await until(pilot, lambda: "What you promised each other stays" in plain(app))
        await pilot.press("q")
        await until(pilot, lambda: "Leave the table?" in plain(app))
        assert "Your seat is kept" not in plain(app), "nothing is left to come back to"


async def test_the_consent_of_a_demo_tells_people_and_bots_apart() -> None:
    host = Host(house=HouseRules(opened_on="2026-03-02", demo=True, kept_by="Jo", keep_months=3))
    boss = host.sit("Boss", None, "facilitator", bot=True)
    me = host.sit("Sam", "business")
    bots = [host.sit(name, SIDES[i % 2], bot=True) for i, name in enumerate(("Ines", "Bo", "Cy"))]
    host.do(boss, Start())
    for seat in bots[:2]:
        host.do(seat, Agree(step="agree", yes=True))
    app = app_of(host, me)
    async with app.run_test(size=LARGE) as pilot:
        await until(pilot, lambda: "This is a demo" in plain(app))
        assert not UNTRUE.search(plain(app))
        assert "people's answers count" not in plain(app)
        host.do(me, Agree(step="agree", yes=True))
        app.room_changed()
        await until(pilot, lambda: "(1 person, 2 bots)" in plain(app))


async def test_a_single_score_is_explained() -> None:
    minds = practising()
    minds.play(until="scores")
    table = minds.table
    for seat in table.players:
        table.do(seat, Ready(step="scores", stage=0))
    app = seen(minds)
    async with app.run_test(size=LARGE) as pilot:
        await until(pilot, lambda: "What is this?" in plain(app))
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Explain))
        (said,) = (str(one.content) for one in app.screen.query(".explanation").results(Static))
        assert said.startswith("Rings true")
        assert "How:" in said


def test_no_bot_is_asked_to_read_aloud() -> None:
    minds = practising()
    minds.play(until="close")
    public = minds.table.public
    bots = {seat.name for seat in public.seats.values() if seat.bot}
    promise = promises_of(public)[0]
    assert "aloud" in model.asked_to_read(public, promise)
    assert "aloud" not in model.asked_to_read(public, replace(promise, owner=min(bots)))
    state = public.state(CloseState, "close")
    assert not UNTRUE.search(" ".join(model.stays(public, state)))
