"""What fails in a room stays there: its people are told, and every other room goes on."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import apsw
import pytest
from msgspec.structs import replace

from tests.support.serving import (
    Serving,
    as_after_a_crash,
    back,
    events,
    farewell,
    order,
    serving,
)
from tests.support.wire import Wire
from turnabout_protocol.messages import CloseCode, Opened
from turnabout_protocol.room import HouseRules, Room
from turnabout_protocol.scenario import Side
from turnabout_server import rules
from turnabout_server.after.archive import session_id
from turnabout_server.live.keys import room_id
from turnabout_server.live.liveroom import LiveRoom
from turnabout_server.log import LogFailed, Mark, Row
from turnabout_server.log.offline import listed
from turnabout_server.log.schema import FILE
from turnabout_server.log.sqlite import SqliteLog

ILL = "The ill room"


async def ill_room(here: Serving) -> Opened:
    """Open a room that the faults of these tests are for."""
    return await here.server.rooms.open(replace(order(), rules=HouseRules(team=ILL)))


def failing(what: Callable[..., Any]) -> Callable[..., Any]:
    """Return `what`, but for the ill room it fails, with words in the error that are private."""

    def fail(room: Room, *args: Any, **more: Any) -> Any:
        if room.public.rules.team == ILL:
            raise KeyError("What Ann said")
        return what(room, *args, **more)

    return fail


async def sent_away(here: Serving, code: str) -> CloseCode:
    """Return the code with which whoever knocks is sent away."""
    wire = await Wire.knock(here.address, code)
    return CloseCode((await farewell(wire))["code"])


async def test_a_room_that_cannot_be_read_stops_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(tmp_path / "data") as here:
        ill = await here.open()
        well, fay, _, _ = await here.table()
        copy = as_after_a_crash(here.data, tmp_path / "copy")
    id_ = room_id(ill.code)
    db = apsw.Connection(str(copy / FILE))
    first = "SELECT seq, data FROM entry WHERE room = ? ORDER BY seq"
    seq, whole = db.execute(first, (id_,)).fetchall()[0]
    db.execute("UPDATE entry SET data = x'81a26f6f01' WHERE room = ? AND seq = ?", (id_, seq))
    before = db.execute("SELECT * FROM entry WHERE room = ?", (id_,)).fetchall()
    db.close()
    async with serving(copy) as there:
        assert (there.server.rooms.aside, there.server.rooms.live) == (1, 1)
        health = there.address.replace("ws:", "http:") + "/healthz"
        answer = await asyncio.to_thread(lambda: urlopen(health).read())
        assert answer.endswith(b"1 room live, 0 resting, 1 room set aside\n")
        assert session_id(id_) in caplog.text
        wire = await Wire.knock(there.address, ill.code)
        goodbye = await farewell(wire)
        assert goodbye["code"] == CloseCode.ASIDE
        assert session_id(id_) in goodbye["sentence"]
        await back(there.address, well.code, fay.key)
    asides = {one.room: one.aside.why for one in listed(copy) if one.aside is not None}
    assert asides.keys() == {id_}
    assert f"entry {seq}" in asides[id_]
    db = apsw.Connection(str(copy / FILE))
    assert db.execute("SELECT * FROM entry WHERE room = ?", (id_,)).fetchall() == before
    db.execute("UPDATE entry SET data = ? WHERE room = ? AND seq = ?", (whole, id_, seq))
    db.close()
    # A version that can read it finds it as it was.
    async with serving(copy) as healed:
        assert (healed.server.rooms.aside, healed.server.rooms.live) == (0, 2)
        assert (await healed.server.rooms.find(ill.code)).door().phase == "lobby"
    assert not any(one.aside for one in listed(copy))


async def test_a_room_that_fails_again_and_again_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(tmp_path) as here:
        ill = await ill_room(here)
        ann = await Wire.join(here.address, ill.code, "Ann", "it")
        _, fay, _, _ = await here.table()
        monkeypatch.setattr(rules, "due", failing(rules.due))
        await ann.send({"msg": "do", "id": "1", "command": {"do": "watch"}})
        goodbye = await farewell(ann)
        assert goodbye["code"] == CloseCode.FAILED
        assert "write" not in goodbye["sentence"]
        assert await sent_away(here, ill.code) == CloseCode.FAILED
        await here.wait(10)
        assert await sent_away(here, ill.code) == CloseCode.ASIDE
        assert (await fay.do("pause"))["msg"] == "accepted"
        assert (here.server.rooms.aside, here.server.rooms.live) == (1, 1)
    assert "What Ann said" not in caplog.text


async def test_a_room_counts_once_while_it_is_noted_that_it_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(tmp_path) as here:
        ill = await ill_room(here)
        boss = await here.steer(ill)
        rooms, noted = here.server.rooms, SqliteLog.set_aside
        meanwhile = []

        async def look(log: SqliteLog, room: str, why: str) -> None:
            meanwhile.append((rooms.aside, rooms.live))
            await noted(log, room, why)

        monkeypatch.setattr(SqliteLog, "set_aside", look)
        monkeypatch.setattr(rules, "due", failing(rules.due))
        await boss.send({"msg": "do", "id": "1", "command": {"do": "lock_door", "locked": True}})
        await farewell(boss)
        await here.wait(10)
        assert meanwhile == [(1, 0)]
        assert (rooms.aside, rooms.live) == (1, 0)


async def test_failures_that_lie_far_apart_set_no_room_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(tmp_path) as here:
        ill = await ill_room(here)
        boss = await here.steer(ill)
        healthy, broken = rules.due, failing(rules.due)
        for n in range(4):
            monkeypatch.setattr(rules, "due", broken)
            lock = {"do": "lock_door", "locked": n % 2 == 0}
            await boss.send({"msg": "do", "id": f"{n}", "command": lock})
            await farewell(boss)
            monkeypatch.setattr(rules, "due", healthy)
            await here.wait(3)
            boss = await back(here.address, ill.code, boss.key)
            await here.wait(61)
        assert here.server.rooms.aside == 0


async def test_a_full_disk_sets_no_room_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(self: SqliteLog, room: str, after: int, rows: list[Row]) -> None:
        raise LogFailed("The disk is full.")

    async with serving(tmp_path) as here:
        opened, fay, ann, _ = await here.table()
        with monkeypatch.context() as patch:
            patch.setattr(SqliteLog, "append", full)
            await ann.send({"msg": "do", "id": "lost", "command": {"do": "pause"}})
            assert (await farewell(ann))["code"] == CloseCode.FAILED
            await here.wait(100)
        await here.wait(31)
        again = await back(here.address, opened.code, fay.key)
        assert (await again.do("pause"))["msg"] == "accepted"


async def test_who_cannot_be_seated_is_told_and_the_others_play_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(tmp_path) as here:
        ill = await ill_room(here)
        boss = await here.steer(ill)
        room = await here.server.rooms.find(ill.code)
        with monkeypatch.context() as patch:
            patch.setattr(rules, "take_seat", failing(rules.take_seat))
            wire = await Wire.knock(here.address, ill.code)
            await wire.send({"msg": "join", "name": "Ann", "home": "it"})
            assert (await farewell(wire))["code"] == CloseCode.FAILED
        await Wire.join(here.address, ill.code, "Ann", "it")
        assert (await boss.do("note_aha", text="x"))["msg"] == "refused"
        assert await here.server.rooms.find(ill.code) is room


async def test_who_is_gone_is_noted_as_soon_as_that_can_be_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(tmp_path) as here:
        ill = await ill_room(here)
        boss = await here.steer(ill)
        ann = await Wire.join(here.address, ill.code, "Ann", "it")
        room = await here.server.rooms.find(ill.code)
        with monkeypatch.context() as patch:
            patch.setattr(rules, "drop", failing(rules.drop))
            await ann.close()
            await here.rest()
        assert "seat_dropped" not in events(boss)
        await boss.do("allow_own_side", allow=True)
        await boss.wait_event("seat_dropped")
        assert await here.server.rooms.find(ill.code) is room


async def test_a_deadline_that_fails_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(tmp_path) as here:
        ill = await ill_room(here)
        boss = await here.steer(ill)
        sides = (("Ann", "business"), ("Bob", "it"))
        people = [await Wire.join(here.address, ill.code, name, home) for name, home in sides]
        await boss.do("start")
        for wire in people:
            await wire.do("agree", step="agree", yes=True)
        room = await here.server.rooms.find(ill.code)
        length = order().agenda.steps[1].length
        with monkeypatch.context() as patch:
            patch.setattr(rules, "expire", failing(rules.expire))
            await here.wait(length / 1000 + 1)
            assert (await boss.do("pause"))["msg"] == "accepted", "people can still act"
            assert (await boss.do("resume"))["msg"] == "accepted"
        assert events(boss).count("step_opened") == 2
        await here.wait(6)
        assert events(boss).count("step_opened") == 3
        assert await here.server.rooms.find(ill.code) is room


async def test_a_room_that_fails_keeps_its_code_and_calls_no_bot_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str, Side]] = []

    def call(code: str, ticket: str, home: Side) -> None:
        asked.append((code, ticket, home))

    async def full(self: SqliteLog, room: str, after: int, rows: list[Row]) -> None:
        raise LogFailed("The disk is full.")

    async with serving(tmp_path / "data", stand_in=call) as here:
        opened = await here.open()
        fay = await here.steer(opened)
        await fay.do("add_bot", home="it")
        await here.rest()
        await Wire.join(here.address, opened.code, "Robin", "it", ticket=asked[0][1])
        copy = as_after_a_crash(here.data, tmp_path / "copy")
    asked.clear()
    async with serving(copy, stand_in=call) as there:
        fay = await back(there.address, opened.code, fay.key)
        assert [(code, home) for code, _, home in asked] == [(opened.code, "it")]
        with monkeypatch.context() as patch:
            patch.setattr(SqliteLog, "append", full)
            await fay.send(
                {"msg": "do", "id": "1", "command": {"do": "allow_own_side", "allow": True}}
            )
            await farewell(fay)
        await there.wait(3)
        fay = await back(there.address, opened.code, fay.key)
        assert len(asked) == 1
        # The ticket that was on its way is still good.
        await Wire.join(there.address, opened.code, "Robin", "it", ticket=asked[0][1])
        await fay.do("add_bot", home="business")
        await there.rest()
        assert asked[-1][0] == opened.code


async def test_one_room_that_cannot_be_marked_ends_no_marks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = LiveRoom.mark
    marked: list[str] = []
    write = SqliteLog.mark

    def noted(self: SqliteLog, marks: dict[str, Mark]) -> Any:
        marked.extend(marks)
        return write(self, marks)

    async with serving(tmp_path) as here:
        one, *_ = await here.table()
        other, *_ = await here.table()
        ill = room_id(one.code)

        def unmarked(self: LiveRoom) -> Mark | None:
            if self.id == ill:
                raise KeyError("What Ann said")
            return mark(self)

        monkeypatch.setattr(LiveRoom, "mark", unmarked)
        monkeypatch.setattr(SqliteLog, "mark", noted)
        await here.wait(3)
        assert marked == [room_id(other.code)] * 3
