"""A long log reaches whoever comes late, as fast as the line takes it, and in order."""

import asyncio
from pathlib import Path
from typing import Final

import pytest

from tests.support.serving import Serving, back, events, farewell, numbers, rows_of, serving
from tests.support.wire import Wire, entries
from turnabout_protocol.codec import encode
from turnabout_protocol.fold import Entry
from turnabout_protocol.messages import CloseCode, Opened
from turnabout_protocol.opening import EarlierRecalled
from turnabout_protocol.room import Earlier
from turnabout_server.live.keys import room_id
from turnabout_server.live.roomkeys import RoomKeys, place
from turnabout_server.live.sealed import Seal
from turnabout_server.log import Row
from turnabout_server.log.sqlite import SqliteLog
from turnabout_server.rules import bounds
from turnabout_server.settings import Limits

LONG: Final = 20_000
"""Entries, ten times those of a long session of twelve."""
LITTLE: Final = 64 * 1024
"""Bytes that one guest may cost a room at a time."""
PATIENT: Final = Limits(write=60)
"""Nobody is cut off while a test stops reading."""


@pytest.fixture(autouse=True)
def room_for_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let rooms grow beyond what they may: what is sent must not rest on that bound."""
    monkeypatch.setattr(bounds, "MOST_ENTRIES", 2 * LONG)
    monkeypatch.setattr(bounds, "MOST_BYTES", 1024 * LONG)


def promises(number: int) -> EarlierRecalled:
    """Return an event of some size that changes little."""
    promise = Earlier(
        number=1 + number % 9999,
        when="w" * 100,
        then="t" * 100,
        owner="Ann",
        partner="Bob",
        by="2026-12-01",
        sign="s" * 150,
    )
    return EarlierRecalled(promises=(promise,))


async def long_log(data: Path, number: int = LONG) -> Opened:
    """Leave a room with a long log in `data`."""
    async with serving(data) as here:
        opened = await here.open()
    log = SqliteLog(data)
    rows = rows_of(data, opened.code)
    first = rows[-1].seq + 1
    more = [
        Row(seq, 0, 0, None, None, encode(Entry(at=0, event=promises(seq))))
        for seq in range(first, first + number)
    ]
    room = room_id(opened.code)
    made = RoomKeys(place(data)).find(room)
    assert made is not None
    more = [Seal(room, made).close(more)]
    await log.append(room, rows[-1].seq, more)
    await log.aclose()
    return opened


async def stuck(here: Serving, nth: int) -> int:
    """Return how many bytes wait for the server's nth client once no more leave."""
    outbox = here.server.outboxes[nth]
    before, looks = -1, 0
    while looks < 20:
        looks = looks + 1 if outbox.posted == before else 0
        before = outbox.posted
        await asyncio.sleep(0.005)
    return before


async def slow_join(here: Serving, opened: Opened, nth: int) -> Wire:
    """Join as the server's nth client, and stop reading in the middle of what is sent."""
    late = await Wire.knock(here.address, opened.code)
    await late.wait_for(lambda m: m["msg"] == "door")
    late.socket.transport.pause_reading()
    await late.send({"msg": "join", "name": "Late", "home": "it"})
    while not here.server.outboxes[nth].posted:
        await asyncio.sleep(0.001)
    assert 0 < await stuck(here, nth) < LITTLE
    return late


async def test_who_comes_late_on_a_slow_line_gets_all_of_it_in_order(tmp_path: Path) -> None:
    opened = await long_log(tmp_path)
    async with serving(tmp_path, limits=PATIENT) as here:
        late = await slow_join(here, opened, 0)
        # The room plays on, and what happens meanwhile follows in its place.
        fay = await here.steer(opened)
        assert (await fay.do("allow_own_side", allow=True))["msg"] == "accepted"
        assert here.server.outboxes[0].posted < LITTLE
        late.socket.transport.resume_reading()
        await late.wait_event("own_side_allowed")
        told = numbers(late.messages)
        assert told == [*range(1, len(told) + 1)]
        assert events(late).count("earlier_recalled") == LONG
        assert events(late)[-1] == "own_side_allowed"


async def test_answers_come_after_the_news_they_rest_on(tmp_path: Path) -> None:
    opened = await long_log(tmp_path, 2_000)
    async with serving(tmp_path, limits=PATIENT) as here:
        late = await Wire.knock(here.address, opened.code)
        await late.send({"msg": "steer", "key": opened.facilitator_key, "name": "Fay"})
        await late.send(
            {"msg": "do", "id": "1", "command": {"do": "allow_own_side", "allow": True}}
        )
        answer = await late.wait_for(lambda m: m.get("id") == "1")
        assert answer["msg"] == "accepted"
        before = late.messages[: late.messages.index(answer)]
        assert "own_side_allowed" in [e["event"]["event"] for m in before for e in entries(m)]


async def test_who_changes_the_role_while_catching_up_starts_over(tmp_path: Path) -> None:
    opened = await long_log(tmp_path)
    async with serving(tmp_path, limits=PATIENT) as here:
        fay = await here.steer(opened)
        late = await slow_join(here, opened, 1)
        seat = (await fay.wait_event("seat_taken"))["event"]["seat"] + 1
        assert (await fay.do("reseat", seat=seat, role="observer"))["msg"] == "accepted"
        late.socket.transport.resume_reading()
        await late.wait_event("seat_moved")
        welcomes = [i for i, m in enumerate(late.messages) if m["msg"] == "welcome"]
        assert len(welcomes) == 2
        again = numbers(late.messages[welcomes[1] :])
        assert again == [*range(1, len(again) + 1)]


async def test_who_leaves_while_catching_up_leaves_nothing_running(tmp_path: Path) -> None:
    opened = await long_log(tmp_path)
    async with serving(tmp_path, limits=PATIENT) as here:
        fay = await here.steer(opened)
        late = await slow_join(here, opened, 1)
        late.socket.transport.abort()
        await fay.wait_event("seat_dropped")
        assert (await fay.do("allow_own_side", allow=True))["msg"] == "accepted"
        await here.rest()


async def test_a_seat_that_is_taken_over_while_catching_up_goes_to_the_newest(
    tmp_path: Path,
) -> None:
    opened = await long_log(tmp_path, 2_000)
    async with serving(tmp_path, limits=PATIENT) as here:
        late = await Wire.join(here.address, opened.code, "Late", "it")
        again = await back(here.address, opened.code, late.key)
        assert (await farewell(late))["code"] == CloseCode.REPLACED
        await again.wait_event("seat_taken")
        assert events(again).count("earlier_recalled") == 2_000
