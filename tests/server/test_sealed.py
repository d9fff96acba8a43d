"""What lies on the disk is sealed with a key of the room, and the key goes when the room closes."""

import asyncio
import shutil
from pathlib import Path

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.serving import Serving, as_after_a_crash, farewell, rows_of, serving
from tests.support.wire import Wire
from turnabout_protocol.codec import Malformed
from turnabout_protocol.messages import CloseCode, Opened
from turnabout_server.errors import ServerError
from turnabout_server.live.keys import room_id
from turnabout_server.live.roomkeys import RoomKey, RoomKeys, place
from turnabout_server.live.sealed import SEALED, STEP, Seal, SealedLog
from turnabout_server.log import Aside, LogFailed, Mark, Row
from turnabout_server.log.offline import listed
from turnabout_server.log.schema import FILE
from turnabout_server.log.sqlite import SqliteLog

ROOM = "a" * 32
OLDER = Path(__file__).parent / "golden_logs" / "sealed_alone.bin"
KEY = RoomKey(key=b"k" * 32, first=1)
ROW = Row(7, 1000, 1_893_456_000_000, 3, "c1", b"Dana rated it 2")


def seal(room: str = ROOM, *, key: bytes = KEY.key, first: int = 1) -> Seal:
    return Seal(room, RoomKey(key=key, first=first))


def key_files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def asides(data: Path) -> dict[str, Aside]:
    return {one.room: one.aside for one in listed(data) if one.aside is not None}


@given(
    data=st.binary(max_size=2000),
    seat=st.none() | st.integers(1, 99),
    cause=st.none() | st.text(max_size=32),
)
def test_what_is_sealed_comes_back_as_it_was(data: bytes, seat: int | None, cause: str) -> None:
    row = ROW._replace(data=data, seat=seat, cause=cause)
    before = ROW._replace(seq=row.seq - 1, at=row.at - 1)
    closed = seal().close([before, row])
    assert (closed.seat, closed.cause, closed.seq, closed.at) == (None, None, row.seq, row.at)
    assert len(data) < 8 or data not in closed.data
    assert seal().open(closed) == [before, row]
    mark = Mark(5, data)
    assert seal().open_mark(seal().close_mark(mark)) == mark


@given(a=st.binary(max_size=STEP - 64), b=st.binary(max_size=STEP - 64))
def test_short_entries_are_of_one_length_and_never_sealed_alike(a: bytes, b: bytes) -> None:
    one, two = (seal().close([ROW._replace(data=data)]).data for data in (a, b))
    assert len(one) == len(two)
    assert one != two
    assert seal().close([ROW]).data != seal().close([ROW]).data
    both, twice = (seal().close([ROW._replace(data=x), ROW]).data for x in (a, b))
    assert len(both) == len(twice) == len(one) + STEP


@pytest.mark.parametrize("field", ["seq", "at", "wall", "version"])
def test_a_row_that_changes_places_does_not_open(field: str) -> None:
    closed = seal().close([ROW])
    moved = Row(**{**closed._asdict(), field: getattr(closed, field) + 1})
    with pytest.raises(Malformed, match="it was changed, or belongs elsewhere"):
        seal().open(moved)


def test_only_the_room_and_the_key_that_sealed_a_row_open_it() -> None:
    closed = seal().close([ROW])
    bent = closed._replace(data=closed.data[:-1] + bytes([closed.data[-1] ^ 1]))
    for opens, row in (
        (seal("b" * 32), closed),
        (seal(key=b"x" * 32), closed),
        (seal(), bent),
        (seal(), closed._replace(data=SEALED)),
        (seal(), ROW),
        (seal(first=7), ROW),
    ):
        with pytest.raises(Malformed, match="entry 7"):
            opens.open(row)
    # What an older version wrote stays as it is.
    assert seal(first=8).open(ROW) == [ROW]


def test_what_an_older_version_sealed_alone_opens() -> None:
    # Sealed by version 0.3, with KEY.
    alone = ROW._replace(seat=None, cause=None, data=OLDER.read_bytes())
    assert seal().open(alone) == [ROW]


def test_a_mark_opens_in_its_place_alone() -> None:
    closed = seal().close_mark(Mark(5, b"typed so far"))
    assert b"typed" not in closed.drafts
    for mark in (closed._replace(at=6), closed._replace(drafts=SEALED), Mark(5, b"forged")):
        with pytest.raises(Malformed, match="mark"):
            seal().open_mark(mark)
    assert seal(first=4).open_mark(Mark(5, b"older")) == Mark(5, b"older")


async def test_an_older_room_goes_on_sealed(tmp_path: Path) -> None:
    inner = SqliteLog(tmp_path / "data")
    keys = RoomKeys(tmp_path / "keys")
    older = [ROW._replace(seq=seq) for seq in (1, 2)]
    await inner.append(ROOM, 0, older)
    await inner.mark({ROOM: Mark(1, b"draft")})
    log = SealedLog(inner, keys)
    assert await log.read(ROOM) == older
    assert await log.mark_of(ROOM) == Mark(1, b"draft")
    third = ROW._replace(seq=3)
    await log.append(ROOM, 2, [third])
    again = SealedLog(inner, keys)
    assert await again.read(ROOM) == [*older, third]
    assert await again.mark_of(ROOM) == Mark(1, b"draft")
    on_disk = await inner.read(ROOM)
    assert [row.data.startswith(SEALED) for row in on_disk] == [False, False, True]
    await inner.aclose()


async def test_a_crash_before_the_first_sealed_row_costs_nothing(tmp_path: Path) -> None:
    inner = SqliteLog(tmp_path / "data")
    keys = RoomKeys(tmp_path / "keys")
    await inner.append(ROOM, 0, [ROW._replace(seq=1)])
    keys.make(ROOM, 2)
    log = SealedLog(inner, keys)
    assert len(await log.read(ROOM)) == 1
    await log.append(ROOM, 1, [ROW._replace(seq=2)])
    assert len(await SealedLog(inner, keys).read(ROOM)) == 2
    await inner.aclose()


async def test_a_key_is_private_and_is_destroyed_when_the_room_is_closed(tmp_path: Path) -> None:
    async with serving(tmp_path / "data", keys=tmp_path / "keys") as here:
        opened, fay, _ann, _bob = await here.table()
        (file,) = key_files(tmp_path / "keys")
        assert file.stat().st_mode & 0o077 == 0
        assert room_id(opened.code) in file.name
        await fay.do("end")
        await farewell(fay)
        await here.server.rooms.ended(opened.code)
        assert key_files(tmp_path / "keys") == []


async def test_a_key_is_destroyed_when_the_room_is_forgotten(tmp_path: Path) -> None:
    async with serving(tmp_path / "data", keys=tmp_path / "keys") as here:
        opened, *_ = await here.table()
        await here.server.rooms.forget(opened.code, opened.facilitator_key)
        assert key_files(tmp_path / "keys") == []


async def test_a_key_that_could_not_be_destroyed_is_destroyed_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    destroy = RoomKeys.destroy

    def refuse(self: RoomKeys, room: str) -> None:
        raise LogFailed("The disk is full.")

    async with serving(tmp_path / "data", keys=tmp_path / "keys") as here:
        opened, fay, _ann, _bob = await here.table()
        monkeypatch.setattr(RoomKeys, "destroy", refuse)
        await fay.do("end")
        await farewell(fay)
        await here.rest()
        assert len(key_files(tmp_path / "keys")) == 1
        # Stopped between the close and the key: as after a crash.
    assert len(key_files(tmp_path / "keys")) == 1
    monkeypatch.setattr(RoomKeys, "destroy", destroy)
    async with serving(tmp_path / "data", keys=tmp_path / "keys") as there:
        assert key_files(tmp_path / "keys") == []
        assert await there.server.rooms.report(opened.code) is not None


async def test_the_same_server_destroys_it_when_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    destroy = RoomKeys.destroy
    failed: list[str] = []

    def once(self: RoomKeys, room: str) -> None:
        if not failed:
            failed.append(room)
            raise LogFailed("The disk is full.")
        destroy(self, room)

    monkeypatch.setattr(RoomKeys, "destroy", once)
    async with serving(tmp_path / "data", keys=tmp_path / "keys") as here:
        opened, fay, _ann, _bob = await here.table()
        await fay.do("end")
        await farewell(fay)
        ended = asyncio.create_task(here.server.rooms.ended(opened.code))
        await here.wait(2)
        await ended
        assert key_files(tmp_path / "keys") == []


async def test_whoever_forgets_a_room_is_told_when_its_key_is_still_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    destroy = RoomKeys.destroy

    def refuse(self: RoomKeys, room: str) -> None:
        raise LogFailed("The disk is full.")

    async with serving(tmp_path / "data", keys=tmp_path / "keys") as here:
        opened, *_ = await here.table()
        monkeypatch.setattr(RoomKeys, "destroy", refuse)
        with pytest.raises(LogFailed, match="full"):
            await here.server.rooms.forget(opened.code, opened.facilitator_key)
        monkeypatch.setattr(RoomKeys, "destroy", destroy)
        await here.wait(2)
        assert key_files(tmp_path / "keys") == []


async def test_a_room_whose_key_is_missing_is_set_aside_and_the_others_open(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    async with serving(data) as here:
        ill = await here.open()
        _well, _fay, _ann, _bob = await here.table()
        folder = here.server.keys_folder
    hidden = (folder / f"{room_id(ill.code)}.key").rename(tmp_path / "hidden")
    async with serving(data) as there:
        assert (there.server.rooms.aside, there.server.rooms.live) == (1, 1)
        assert (await turned(there, ill)) is CloseCode.ASIDE
    assert asides(data).keys() == {room_id(ill.code)}
    assert f"Its key is not in {folder}." in asides(data)[room_id(ill.code)].why
    hidden.rename(folder / f"{room_id(ill.code)}.key")
    async with serving(data) as healed:
        assert (healed.server.rooms.aside, healed.server.rooms.live) == (0, 2)


async def turned(here: Serving, opened: Opened) -> CloseCode:
    wire = await Wire.knock(here.address, opened.code)
    return CloseCode((await farewell(wire))["code"])


async def test_a_key_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with serving(data) as here:
        opened = await here.open()
        file = here.server.keys_folder / f"{room_id(opened.code)}.key"
    for spoil, why in (
        (lambda: file.chmod(0o644), "can be read by others"),
        (lambda: file.write_bytes(b"{"), "cannot be read"),
    ):
        file.chmod(0o600)
        spoil()
        async with serving(data) as there:
            assert there.server.rooms.aside == 1
        assert why in asides(data)[room_id(opened.code)].why


async def test_a_room_of_which_something_is_missing_is_not_opened(tmp_path: Path) -> None:
    inner, keys = SqliteLog(tmp_path / "data"), RoomKeys(tmp_path / "keys")
    log = SealedLog(inner, keys)
    for seq in (1, 2, 3):
        await log.append(ROOM, seq - 1, [ROW._replace(seq=seq)])
    assert len(await log.read(ROOM)) == 3
    await inner.ask(lambda db: db.execute("DELETE FROM entry WHERE seq = 2").fetchall())
    with pytest.raises(Malformed, match="entry 2: it is not there"):
        await log.read(ROOM)
    await inner.aclose()


@pytest.mark.parametrize("swap", ["tampered", "swapped", "forged"])
async def test_a_row_that_is_not_ours_sets_its_room_aside(tmp_path: Path, swap: str) -> None:
    data = tmp_path / "data"
    async with serving(data) as here:
        ill = await here.open()
        other = await here.open()
    room, change = room_id(ill.code), "UPDATE entry SET data = ? WHERE room = ? AND seq = ?"
    row = rows_of(data, ill.code, raw=True)[0]
    db = apsw.Connection(str(data / FILE))
    match swap:
        case "tampered":
            put = row.data[:-1] + bytes([row.data[-1] ^ 1])
        case "swapped":
            put = rows_of(data, other.code, raw=True)[0].data
        case _:
            put = rows_of(data, ill.code)[0].data
    db.execute(change, (put, room, row.seq))
    db.close()
    async with serving(data) as there:
        assert (there.server.rooms.aside, there.server.rooms.live) == (1, 1)
    assert f"entry {row.seq}" in asides(data)[room].why


async def test_a_server_on_a_copy_destroys_no_key(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with serving(data, keys=tmp_path / "keys") as here:
        await here.open()
        copy = shutil.copytree(data, tmp_path / "copy")
        await here.open()
        async with serving(copy, keys=tmp_path / "keys") as there:
            assert there.server.rooms.aside == 1
        assert len(key_files(tmp_path / "keys")) == 2
    # A disk that is not there, and an empty folder in its place.
    data.rename(tmp_path / "elsewhere")
    async with serving(data, keys=tmp_path / "keys"):
        assert len(key_files(tmp_path / "keys")) == 2
    shutil.rmtree(data)
    (tmp_path / "elsewhere").rename(data)
    async with serving(data) as again:
        assert again.server.rooms.live == 2


async def test_a_room_that_rested_is_read_with_its_key(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as here:
        opened = await here.open()
        copy = as_after_a_crash(here.data, tmp_path / "copy")
    async with serving(copy) as there:
        await there.wait(70)
        assert there.server.rooms.resting == 1
        assert (await there.server.rooms.find(opened.code)).door().phase == "lobby"


def test_the_keys_do_not_lie_in_the_data_folder(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for inside in (data, data / "keys", tmp_path / "x" / ".." / "data" / "keys"):
        with pytest.raises(ServerError, match="--keys"):
            place(data, inside)
    outside = place(data, tmp_path / "keys")
    assert outside.parent == tmp_path / "keys"
    assert place(data) == outside
    (data / "keys.json").write_bytes(b"{")
    with pytest.raises(ServerError, match="cannot be read"):
        place(data)


def test_a_folder_of_keys_that_others_can_write_to_is_not_used(tmp_path: Path) -> None:
    keys = RoomKeys(tmp_path / "keys")
    keys.folder.mkdir()
    keys.folder.chmod(0o777)
    with pytest.raises(LogFailed, match="--keys"):
        keys.make(ROOM, 1)
