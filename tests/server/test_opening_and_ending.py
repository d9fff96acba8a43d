"""Rooms that open at the same moment or for nobody, and a server that ends, as asked or not."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.support.serving import farewell, order, serving
from tests.support.slow_log import SlowLog
from tests.support.wire import Wire
from turnabout_protocol.messages import CloseCode, Opened
from turnabout_server.app import Server
from turnabout_server.errors import ServerError
from turnabout_server.live.guests import Turned
from turnabout_server.live.rooms import Rooms
from turnabout_server.log import LogFailed
from turnabout_server.log.sqlite import SqliteLog
from turnabout_server.net.listener import Listener
from turnabout_server.settings import Limits, Settings


async def test_rooms_that_open_at_once_do_not_pass_the_limit(tmp_path: Path) -> None:
    async with serving(tmp_path, limits=Limits(rooms=2)) as here:
        opening = [here.open() for _ in range(5)]
        outcomes = await asyncio.gather(*opening, return_exceptions=True)
        assert sum(isinstance(outcome, Opened) for outcome in outcomes) == 2
        assert sum(isinstance(outcome, Turned) for outcome in outcomes) == 3
        assert here.server.rooms.live == 2


async def test_a_room_whose_code_nobody_heard_takes_no_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(tmp_path, limits=Limits(rooms=1)) as here:
        with monkeypatch.context() as patch:
            slow = SlowLog(patch).hold()
            opening = asyncio.create_task(here.server.rooms.open(order()))
            permit = await slow.comes()
            opening.cancel()
            with pytest.raises(asyncio.CancelledError):
                await opening
            permit.set_result(None)
            await here.rest()
        assert here.server.rooms.live == 0
        await here.open()


async def test_who_is_cut_short_by_a_restart_is_told_to_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(tmp_path, limits=Limits(drain=0.4)) as here:
        _, _, ann, _ = await here.table()
        slow = SlowLog(monkeypatch).hold()
        await ann.send({"msg": "do", "id": "1", "command": {"do": "pause"}})
        await slow.comes()
        await here.server.stop()
        assert (await farewell(ann))["code"] == CloseCode.RESTART


async def test_the_end_of_the_log_is_the_end_of_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = asyncio.Event()

    async def watch(self: SqliteLog) -> None:
        await dead.wait()
        raise LogFailed("The log's thread has ended.")

    monkeypatch.setattr(SqliteLog, "watch", watch)
    async with serving(tmp_path) as here:
        _, _, ann, _ = await here.table()
        running = asyncio.create_task(here.server.run())
        await asyncio.sleep(0)
        assert not running.done()
        dead.set()
        with pytest.raises(ServerError, match="thread has ended"):
            await running
        assert (await farewell(ann))["code"] == CloseCode.RESTART
        with pytest.raises(OSError, match="Connect"):
            await Wire.connect(here.address)


@pytest.mark.parametrize("owner", [Rooms, Listener])
async def test_each_step_of_the_end_is_done_whatever_the_others_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: type[Rooms] | type[Listener]
) -> None:
    stop = owner.stop

    async def broken(self: Any, *args: Any) -> None:
        if owner is Listener:
            await stop(self, *args)
        raise KeyError("What Ann said")

    with monkeypatch.context() as patch:
        patch.setattr(owner, "stop", broken)
        async with serving(tmp_path) as here:
            _, _, ann, _ = await here.table()
            await here.server.stop()
            assert (await farewell(ann))["code"] == CloseCode.RESTART
            with pytest.raises(ServerError) as ended:
                await here.server.run()
            assert "What Ann said" not in ended.value.sentence
    # The folder is free again: nothing holds the log.
    async with serving(tmp_path) as there:
        assert there.server.rooms.live == 1


async def test_a_server_that_could_not_start_leaves_nothing_behind(tmp_path: Path) -> None:
    async with serving(tmp_path / "one") as here:
        port = int(here.address.rsplit(":", 1)[1])
        late = Server(Settings(data=tmp_path / "two", port=port))
        with pytest.raises(ServerError, match="taken"):
            await late.start()
    async with serving(tmp_path / "two"):
        pass


async def test_run_returns_when_the_server_was_asked_to_stop(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        running = asyncio.create_task(here.server.run())
        await here.server.stop()
        await running
