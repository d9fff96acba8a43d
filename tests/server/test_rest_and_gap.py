"""Rooms at rest, and stretches in which the process stood still."""

from pathlib import Path

import pytest

from tests.support.serving import Serving, back, events, farewell, newest, serving
from tests.support.wire import Wire, entries
from turnabout_protocol.messages import CloseCode
from turnabout_server.log.sqlite import SqliteLog
from turnabout_server.rules import agenda


async def leave(here: Serving, *wires: Wire) -> None:
    for wire in wires:
        await wire.close()
    await here.rest()


def seconds(wire: Wire, name: str, field: str) -> float:
    """Return a time in the newest event with that name, in seconds."""
    found = [e["event"] for m in wire.messages for e in entries(m) if e["event"]["event"] == name]
    return float(found[-1][field]) / 1000


async def test_a_room_without_anybody_rests_until_somebody_knocks(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        opened = await here.open()
        ann = await Wire.join(here.address, opened.code, "Ann", "it")
        rooms = here.server.rooms
        await here.wait(120)
        assert (rooms.live, rooms.resting) == (1, 0)
        seen = newest(ann)
        await leave(here, ann)
        await here.wait(62)
        assert (rooms.live, rooms.resting) == (0, 1)
        again = await back(here.address, opened.code, ann.key, seen, ann.epoch)
        await again.wait_event("seat_returned")
        assert events(again) == ["seat_dropped", "seat_returned"]
        assert not again.messages[1]["restart"]
        assert (rooms.live, rooms.resting) == (1, 0)
        at = again.messages[-1]["now"] / 1000
        assert at == pytest.approx(here.clock.now(), abs=1)


async def test_a_room_whose_clock_runs_does_not_rest(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        _, *people = await here.table()
        await leave(here, *people)
        await here.wait(70)
        assert here.server.rooms.resting == 0


async def test_a_room_at_rest_wakes_when_its_clock_calls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agenda, "PAUSE_LIMIT", 90_000)
    async with serving(tmp_path) as here:
        opened, fay, ann, bob = await here.table()
        await fay.do("pause")
        await leave(here, fay, ann, bob)
        await here.wait(65)
        assert here.server.rooms.resting == 1
        await here.wait(30)
        assert here.server.rooms.resting == 0
        again = await back(here.address, opened.code, ann.key)
        resumed = await again.wait_event("resumed")
        paused = await again.wait_event("paused")
        assert resumed["at"] - paused["at"] == 90_000


async def test_a_room_at_rest_answers_for_its_report_and_can_be_forgotten(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        opened = await here.open()
        await here.wait(62)
        rooms = here.server.rooms
        assert rooms.resting == 1
        assert not (await rooms.report_for(opened.code, opened.facilitator_key)).closed
        await here.wait(62)
        await rooms.forget(opened.code, opened.facilitator_key)
        await rooms.ended(opened.code)
        assert (rooms.live, rooms.resting) == (0, 0)


async def test_a_server_stops_with_rooms_at_rest(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        opened = await here.open()
        await here.wait(62)
    async with serving(tmp_path) as there:
        assert (await there.server.rooms.find(opened.code)).door().phase == "lobby"


async def test_who_knocks_at_a_room_that_cannot_be_read_again_hears_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(tmp_path) as here:
        opened = await here.open()
        await here.wait(62)

        async def unread(self: SqliteLog, room: str) -> list[object]:
            raise KeyError("What Ann said")

        monkeypatch.setattr(SqliteLog, "read", unread)
        wire = await Wire.knock(here.address, opened.code)
        assert (await farewell(wire))["code"] == CloseCode.ASIDE


async def test_a_gap_is_no_play_time_and_everybody_comes_back(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        opened, fay, ann, bob = await here.table()
        await here.play(ann, bob)
        await here.rest()
        left = seconds(ann, "turn_started", "ends") - here.clock.now()
        # Stopped with kill -STOP, or asleep: the clock has gone on, and nothing else has.
        here.clock.advance_to(here.clock.now() + 430)
        await here.rest()
        for wire in (fay, ann, bob):
            goodbye = await farewell(wire)
            assert goodbye["code"] == CloseCode.RESTART
            assert "stood still" in goodbye["sentence"]
            assert "turn_ended" not in events(wire)
        again = await back(here.address, opened.code, ann.key, newest(ann), ann.epoch)
        await again.wait_event("server_restarted")
        other = await back(here.address, opened.code, bob.key, newest(bob), bob.epoch)
        await other.wait_event("resumed")
        await here.wait(left - 1.5)
        assert "turn_ended" not in events(again)
        await here.wait(4)
        assert "turn_ended" in events(again)


async def test_a_late_beat_is_no_gap(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        _, _, ann, _ = await here.table()
        await here.rest()
        here.clock.advance_to(here.clock.now() + 5.5)
        await here.rest()
        assert (await ann.do("pause"))["msg"] == "accepted"
        assert "server_restarted" not in events(ann)


async def test_a_gap_does_not_end_what_waits(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        opened, *_ = await here.table()
        here.clock.advance_to(here.clock.now() + 3 * 24 * 3600)
        await here.rest()
        assert (await here.server.rooms.find(opened.code)).door().phase == "running"
