"""Nothing that is decided is shown before it is durable: not at the door, nor in a farewell."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.serving import Serving, events, farewell, serving
from tests.support.slow_log import SlowLog
from tests.support.wire import Wire
from turnabout_language.phrase import Phrase
from turnabout_protocol.commands import Watch
from turnabout_protocol.messages import CloseCode, Do, Return
from turnabout_server.live.guests import Turned
from turnabout_server.log import LogFailed


class Peer:
    """A connection that keeps what it is given."""

    def __init__(self) -> None:
        self.posted: list[bytes] = []

    def post(self, *frames: bytes) -> None:
        self.posted.extend(frames)

    @property
    def empty(self) -> bool:
        return True

    async def deliver(self, data: bytes) -> bool:
        self.post(data)
        return True

    def part(self, code: CloseCode, phrase: Phrase) -> None:
        self.posted.append(phrase.english.encode())


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Serving]:
    async with serving(tmp_path / "data") as here:
        yield here


async def test_door_and_report_show_what_is_stored(
    here: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = await here.open()
    fay = await here.steer(opened)
    await Wire.join(here.address, opened.code, "Ann", "business")
    await Wire.join(here.address, opened.code, "Bob", "it")
    room = await here.server.rooms.find(opened.code)
    slow = SlowLog(monkeypatch).hold()
    before = room.report()
    await fay.send({"msg": "do", "id": "1", "command": {"do": "start"}})
    permit = await slow.comes()
    assert room.door().phase == "lobby"
    assert room.report() == before
    permit.set_result(None)
    await fay.wait_event("step_opened")
    assert room.door().phase == "running"


async def test_who_is_replaced_hears_of_it_when_that_is_durable(
    here: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, fay, ann, bob = await here.table()
    slow = SlowLog(monkeypatch).hold()
    await fay.send({"msg": "do", "id": "1", "command": {"do": "pause"}})
    first = await slow.comes()
    # While that is written, two things happen, and they are decided together.
    room = await here.server.rooms.find(opened.code)
    again = Peer()
    entering = asyncio.create_task(room.enter(again, Return(key=ann.key)))
    await asyncio.sleep(0)
    room.ask(bob.seat, again, Do(id="2", command=Watch()))
    first.set_result(None)
    second = await slow.comes()
    assert not again.posted
    second.set_exception(LogFailed("The disk is full."))
    with pytest.raises(Turned):
        await entering
    assert (await farewell(ann))["code"] == CloseCode.FAILED
    assert "seat_moved" not in events(fay)
