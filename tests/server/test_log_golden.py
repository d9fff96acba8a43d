"""Logs that released versions left are opened for ever, and every room in them goes on."""

import lzma
from pathlib import Path

import msgpack
import pytest

from tests.support.serving import serving
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.ratings import TurnRated
from turnabout_protocol.codec import Malformed, encode
from turnabout_protocol.course import RoomFilling
from turnabout_protocol.fold import Entry
from turnabout_server.live import stored
from turnabout_server.live.history import History
from turnabout_server.log import EVENTS, Row, offline
from turnabout_server.log.sqlite import SqliteLog

GOLDEN = sorted((Path(__file__).parent / "golden_logs").glob("*.db.xz"))


def unpacked(golden: Path, folder: Path) -> Path:
    """Make `golden` the log in `folder`."""
    folder.mkdir(mode=0o700)
    (folder / "turnabout.db").write_bytes(lzma.decompress(golden.read_bytes()))
    return folder


def test_there_is_one_of_each_version() -> None:
    assert [file.name.removesuffix(".db.xz") for file in GOLDEN] == ["0.1", "0.2", "0.3"]


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda file: file.stem)
async def test_every_entry_is_read_and_folded(golden: Path, tmp_path: Path) -> None:
    log = SqliteLog(unpacked(golden, tmp_path / "data"))
    rooms = await log.open_rooms()
    assert len(rooms) > 2
    for room in rooms:
        rows = await log.read(room)
        history = History(rows)
        assert history.newest == len(rows)
        assert history.room.public.seats
        assert await log.mark_of(room) is not None
    await log.aclose()


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda file: file.stem)
async def test_a_server_opens_every_room(golden: Path, tmp_path: Path) -> None:
    folder = unpacked(golden, tmp_path / "data")
    rooms = {one.room: one for one in offline.listed(folder)}
    left = await left_in_their_close(folder)
    async with serving(folder) as here:
        await here.rest()
        found = offline.listed(folder)
        assert {now.room for now in found} | left == rooms.keys()
        for now in found:
            assert now.entries >= rooms[now.room].entries
            assert now.aside is None


async def left_in_their_close(folder: Path) -> set[str]:
    """Return the rooms that end as soon as they are open again: their people had gone home."""
    log = SqliteLog(folder)
    histories = {room: History(await log.read(room)) for room in await log.open_rooms()}
    await log.aclose()
    return {
        room
        for room, history in histories.items()
        if isinstance((public := history.room.public).step, Close)
        and not any(seat.present for seat in public.seats.values() if not seat.bot)
    }


def test_a_step_leads_older_entries_to_the_shape_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    data = encode(Entry(at=0, event=RoomFilling()))

    def renamed(plain: stored.Plain) -> stored.Plain:
        return {**plain, "at": plain["at"] + 5}

    monkeypatch.setattr(stored, "STEPS", (renamed,))
    monkeypatch.setattr(stored, "EVENTS", 2)
    entry, written = stored.read(Row(1, 0, 0, None, None, data, 1))
    assert entry.at == 5
    assert written == encode(entry)
    same, kept = stored.read(Row(1, 0, 0, None, None, data, 2))
    assert (same.at, kept) == (0, data)


def test_each_version_of_the_events_has_its_step() -> None:
    assert len(stored.STEPS) == EVENTS - 1


def test_what_cannot_be_read_is_named_and_never_quoted() -> None:
    bad = encode(Entry(at=0, event=RoomFilling())).replace(b"room_filling", b"dana_thinks_")
    for row in (Row(17, 0, 0, None, None, bad), Row(17, 0, 0, None, None, b"\xc1Dana")):
        with pytest.raises(Malformed, match="entry 17") as caught:
            stored.read(row)
        assert "dana" not in str(caught.value).lower()
    with pytest.raises(Malformed, match="newer"):
        stored.read(Row(17, 0, 0, None, None, bad, EVENTS + 1))


def test_who_rated_one_by_one_becomes_a_batch_of_one() -> None:
    rated = {"event": "turn_rated", "step": "scene", "turn": 3, "seat": 4}
    data = msgpack.packb({"seq": 7, "at": 900, "event": rated})
    entry, _ = stored.read(Row(7, 0, 0, None, None, data, 1))
    assert entry.event == TurnRated(step="scene", turn=3, seats=(4,))
