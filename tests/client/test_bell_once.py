"""What is sent while the bell rings goes out once, on a line that takes its time, too."""

import asyncio

import pytest

from tests.client.test_plain_talk import begun
from tests.client.test_tui_activities import SMALL, app_of_pilot, at, near_the_bell
from tests.client.test_tui_screens import app_of, field, until
from tests.client.tui_table import Host, SeatTable
from turnabout_client.dialogue.sitting import Sitting
from turnabout_client.tui.room.activity import ActivityScreen
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_protocol.activities.brief import WarmUp
from turnabout_protocol.activities.ideas import Propose
from turnabout_protocol.commands import AnyCommand

LEFT = 500
"""Milliseconds that are left: the bell sends what stands there by now."""
LINE = {"text": "nobody answers me"}


class SlowTable(SeatTable):
    """A table whose answers come when `line` is free."""

    def __init__(self, host: Host, seat: int) -> None:
        super().__init__(host, seat)
        self.line = asyncio.Event()

    async def do(self, command: AnyCommand) -> None:
        await self.line.wait()
        await super().do(command)


def at_the_bell() -> tuple[SlowTable, Sitting]:
    """Return a seat that is asked for its first line, and has next to no time left."""
    host, seat = begun("brief")
    me = seat.table.seat or 0
    host.tables[me] = table = SlowTable(host, me)
    sitting = Sitting(table)
    assert sitting.left is not None
    host.wait(sitting.left - LEFT)
    sitting.changed()
    return table, sitting


async def once(table: SlowTable, sitting: Sitting, *, bell_first: bool) -> None:
    """Let the bell ring and the same answer be given, in that order or the other."""
    ask = sitting.shown.ask
    assert ask is not None
    if bell_first:
        sitting.keep(ask, LINE)
        bell = asyncio.create_task(sitting.run())
        await asyncio.sleep(0)
    answer = asyncio.create_task(sitting.answer(ask, LINE))
    await asyncio.sleep(0)
    if not bell_first:
        bell = asyncio.create_task(sitting.run())
        await asyncio.sleep(0)
    table.line.set()
    assert await answer is None
    await asyncio.sleep(0)
    bell.cancel()
    await asyncio.gather(bell, return_exceptions=True)
    assert [type(command) for command in table.done] == [WarmUp]


async def test_the_bell_does_not_send_what_is_on_its_way() -> None:
    await once(*at_the_bell(), bell_first=False)


async def test_what_the_bell_has_sent_is_not_sent_again() -> None:
    await once(*at_the_bell(), bell_first=True)


@pytest.mark.parametrize("bell_first", [False, True])
async def test_a_screen_sends_once_what_is_sent_at_the_bell(
    bell_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RoomScreen, "DOZE", 0.0)
    host, (me, _other) = at("plan")
    host.tables[me] = table = SlowTable(host, me)
    async with app_of(host, me).run_test(size=SMALL) as pilot:
        app = app_of_pilot(pilot)
        await until(pilot, lambda: field(app, "when").has_focus)
        await pilot.press(*"c", "enter", *"d", *(() if bell_first else ("enter",)))
        screen = app.screen
        assert isinstance(screen, ActivityScreen)
        before = screen._rung
        near_the_bell(host)
        host.sit("Late", "it", "observer")
        await until(pilot, lambda: screen._rung != before)
        await pilot.press("enter")
        table.line.set()
        await until(pilot, lambda: bool(table.done))
        await pilot.pause()
        assert [type(command) for command in table.done] == [Propose]
