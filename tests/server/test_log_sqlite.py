"""The contract of the log, and what its files hold."""

import asyncio
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import apsw
import pytest

from tests.support.serving import as_after_a_crash, on_disk
from turnabout_server import sqlite
from turnabout_server.log import EVENTS, Conflict, LogFailed, Mark, Row, offline
from turnabout_server.log.schema import MIGRATIONS
from turnabout_server.log.sqlite import SqliteLog


def row(seq: int, data: bytes = b"x") -> Row:
    return Row(seq, seq * 10, 1_000 + seq, 3, f"c{seq}", data)


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[SqliteLog]:
    log = SqliteLog(tmp_path / "data")
    yield log
    await log.aclose()


async def test_rows_come_back_in_order_and_whole(log: SqliteLog) -> None:
    await log.append("a", 0, [row(1), row(2, b"\x00two")])
    await log.append("a", 2, [row(3)])
    await log.append("b", 0, [Row(1, 0, 0, None, None, b"")])
    assert await log.read("a") == [row(1), row(2, b"\x00two"), row(3)]
    assert sorted(await log.open_rooms()) == ["a", "b"]


async def test_what_was_acknowledged_is_there_for_the_next_server(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path)
    await log.append("a", 0, [row(1)])
    await log.aclose()
    again = SqliteLog(tmp_path)
    assert await again.read("a") == [row(1)]
    await again.aclose()


async def test_an_append_behind_the_newest_entry_conflicts_and_writes_nothing(
    log: SqliteLog,
) -> None:
    await log.append("a", 0, [row(1)])
    with pytest.raises(Conflict):
        await log.append("a", 0, [row(1, b"other")])
    assert await log.read("a") == [row(1)]


async def test_after_one_failure_every_append_queued_behind_it_fails(log: SqliteLog) -> None:
    await log.append("a", 0, [row(1)])
    queued = [
        log.append("a", 7, [row(8)]),
        log.append("a", 8, [row(9)]),
        log.append("b", 0, [row(1)]),
    ]
    first, second, other = await asyncio.gather(*queued, return_exceptions=True)
    assert isinstance(first, Conflict)
    assert isinstance(second, Conflict)
    assert other is None
    assert await log.read("a") == [row(1)]


async def test_what_was_written_although_it_failed_stands_in_nobodys_way(log: SqliteLog) -> None:
    await log.append("a", 0, [row(1)])
    insert = "INSERT INTO entry SELECT room, 2, at, wall, seat, cause, data, version FROM entry"
    await log.ask(lambda db: db.execute(insert).fetchall())
    with pytest.raises(LogFailed):
        await log.append("a", 1, [row(2)])
    await log.append("a", 2, [row(3)])
    assert [one.seq for one in await log.read("a")] == [1, 2, 3]


async def test_one_room_that_cannot_be_written_does_not_fail_the_others(log: SqliteLog) -> None:
    # Two rows with one number break the table's own rule, not ours.
    queued = [
        log.append("a", 0, [row(1)]),
        log.append("bad", 0, [row(1), row(1)]),
        log.append("b", 0, [row(1)]),
    ]
    good, bad, also = await asyncio.gather(*queued, return_exceptions=True)
    assert (good, also) == (None, None)
    assert isinstance(bad, LogFailed)
    assert sorted(await log.open_rooms()) == ["a", "b"]


async def test_appends_of_many_rooms_share_commits(log: SqliteLog) -> None:
    await asyncio.gather(*(log.append(f"r{n}", 0, [row(1)]) for n in range(300)))
    assert len(await log.open_rooms()) == 300


async def test_closing_leaves_a_note_and_no_byte_else(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path)
    secret, typed = b"RAW-ANSWER-%d", b"TYPED-DRAFT"
    rows = [row(n, (secret % n) * 40) for n in range(1, 200)]
    await log.append("a", 0, rows)
    await log.append("b", 0, [row(1, b"OTHER-ROOM")])
    await log.mark({"a": Mark(5, typed), "b": Mark(6, b"")})
    await log.mark({"a": Mark(7, b"")})
    await log.close_room("a")
    found = on_disk(tmp_path)
    assert b"RAW-ANSWER" not in found
    assert typed not in found
    assert await log.closed("a")
    assert not await log.closed("b")
    assert await log.mark_of("a") is None
    assert await log.mark_of("b") == Mark(6, b"")
    assert await log.open_rooms() == ["b"]
    with pytest.raises(Conflict):
        await log.append("a", 0, [row(1)])
    await log.aclose()


async def test_after_a_crash_the_side_file_has_no_byte_of_what_was_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as crashing:
        crashing.setattr(sqlite, "overwrite", lambda db: True)
        log = SqliteLog(tmp_path / "data")
        await log.append("a", 0, [row(1, b"Dana said it")])
        await log.close_room("a")
        copy = as_after_a_crash(tmp_path / "data", tmp_path / "copy")
        await log.aclose()
    assert b"Dana said it" in on_disk(copy)
    again = SqliteLog(copy)
    assert await again.closed("a")
    assert b"Dana said it" not in on_disk(copy)
    await again.aclose()


async def test_files_are_the_owners_alone(tmp_path: Path, log: SqliteLog) -> None:
    await log.append("a", 0, [row(1)])
    folder = tmp_path / "data"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


async def test_a_folder_is_used_by_one_server(tmp_path: Path, log: SqliteLog) -> None:
    with pytest.raises(LogFailed, match="Another Turnabout server"):
        SqliteLog(tmp_path / "data")


async def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    db = apsw.Connection(str(tmp_path / "turnabout.db"))
    db.pragma("user_version", 99)
    db.close()
    with pytest.raises(LogFailed, match="newer Turnabout"):
        SqliteLog(tmp_path)


async def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / "turnabout.db").write_bytes(b"not a database, but long enough" * 100)
    with pytest.raises(LogFailed, match="damaged"):
        SqliteLog(tmp_path)


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LogFailed, match="--data"):
        SqliteLog(tmp_path / "file" / "data")


async def test_a_full_disk_is_told_as_one_and_the_log_goes_on(log: SqliteLog) -> None:
    await log.append("a", 0, [row(1)])
    pages = await log.ask(lambda db: int(str(db.pragma("page_count"))))
    await log.ask(lambda db: db.pragma("max_page_count", pages))
    with pytest.raises(LogFailed, match="is full"):
        await log.append("a", 1, [row(2, b"x" * 200_000)])
    await log.ask(lambda db: db.pragma("max_page_count", 1_000_000))
    await log.append("a", 1, [row(2, b"x" * 200_000)])
    assert len(await log.read("a")) == 2


async def test_a_folder_that_others_can_write_to_is_refused(tmp_path: Path) -> None:
    await asyncio.to_thread(tmp_path.chmod, 0o777)
    with pytest.raises(LogFailed, match="chmod go-w"):
        SqliteLog(tmp_path)


async def test_whatever_a_job_raises_goes_to_who_asked_and_the_log_goes_on(
    log: SqliteLog,
) -> None:
    with pytest.raises(ZeroDivisionError):
        await log.ask(lambda db: 1 / 0)
    await log.append("a", 0, [row(1)])
    strange = Row(2, 0, 0, None, None, object())  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        await log.append("a", 1, [strange])
    await log.append("a", 1, [row(2)])
    assert len(await log.read("a")) == 2


async def test_a_thread_that_ends_is_told_to_all_who_wait_and_to_who_watches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(self: SqliteLog, batch: object) -> None:
        raise SystemExit

    log = SqliteLog(tmp_path)
    watching = asyncio.create_task(log.watch())
    monkeypatch.setattr(SqliteLog, "_commit", end)
    for _ in range(2):
        with pytest.raises(LogFailed, match="stopped"):
            await log.append("a", 0, [row(1)])
    with pytest.raises(LogFailed, match="stopped"):
        await watching
    await log.aclose()


async def test_watching_ends_quietly_with_the_log(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path)
    watching = asyncio.create_task(log.watch())
    await log.aclose()
    await watching


async def test_a_probe_writes(log: SqliteLog) -> None:
    assert log.wrote_at is None
    await log.probe()
    first = log.wrote_at
    assert first is not None
    await log.append("a", 0, [row(1)])
    assert log.wrote_at is not None
    assert log.wrote_at >= first


async def test_rooms_are_set_aside_with_the_reason_and_taken_back(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path)
    await log.append("a", 0, [row(1)])
    await log.set_aside("a", "Entry 1 cannot be read.")
    first = (await log.asides())["a"]
    await log.set_aside("a", "It failed three times.")
    await log.aclose()
    again = SqliteLog(tmp_path)
    (aside,) = (await again.asides()).values()
    assert aside == ("It failed three times.", first.since)
    assert await again.open_rooms() == ["a"]
    assert await again.read("a") == [row(1)]
    await again.take_back("a")
    assert await again.asides() == {}
    await again.set_aside("a", "Once more.")
    await again.close_room("a")
    assert await again.asides() == {}
    await again.aclose()


async def test_rooms_are_listed_while_a_server_writes(tmp_path: Path, log: SqliteLog) -> None:
    await log.append("b", 0, [row(1), row(2)])
    await log.append("a", 0, [Row(1, 0, 5, None, None, b"")])
    await log.set_aside("a", "Entry 1 cannot be read.")
    found = offline.listed(tmp_path / "data")
    assert [(one.room, one.entries, one.opened, one.written) for one in found] == [
        ("a", 1, 5, 5),
        ("b", 2, 1_001, 1_002),
    ]
    assert [one.aside and one.aside.why for one in found] == ["Entry 1 cannot be read.", None]
    assert offline.listed(tmp_path / "nothing") == []


async def test_listing_writes_nothing_and_is_told_of_files_it_cannot_read(tmp_path: Path) -> None:
    file = tmp_path / "turnabout.db"
    db = apsw.Connection(str(file))
    for statement in (*MIGRATIONS[0], *MIGRATIONS[1]):
        db.execute(statement)
    db.execute("INSERT INTO entry VALUES ('a', 1, 0, 7, NULL, NULL, x'00')")
    db.pragma("user_version", 2)
    assert [one.room for one in offline.listed(tmp_path)] == ["a"]
    assert db.pragma("user_version") == 2
    db.pragma("user_version", 99)
    db.close()
    with pytest.raises(LogFailed, match="newer Turnabout"):
        offline.listed(tmp_path)
    file.write_bytes(b"not a database, but long enough" * 100)
    with pytest.raises(LogFailed, match="damaged"):
        offline.listed(tmp_path)


async def test_an_open_room_is_not_deleted_under_a_server(tmp_path: Path, log: SqliteLog) -> None:
    await log.append("a", 0, [row(1)])
    with pytest.raises(LogFailed, match="Another Turnabout server"):
        offline.delete_open(tmp_path / "data", "a")
    await log.aclose()
    assert offline.delete_open(tmp_path / "data", "a")
    assert not offline.delete_open(tmp_path / "data", "a")


async def test_who_reads_in_it_only_puts_off_that_deleted_bytes_are_overwritten(
    tmp_path: Path, log: SqliteLog
) -> None:
    await log.append("a", 0, [row(1, b"Dana said it")])
    reader = apsw.Connection(str(log.file), flags=apsw.SQLITE_OPEN_READONLY)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM entry").fetchall()
    await log.close_room("a")
    assert b"Dana said it" in on_disk(tmp_path / "data")
    reader.close()
    await log.append("b", 0, [row(1)])
    await log.open_rooms()
    assert b"Dana said it" not in on_disk(tmp_path / "data")


async def test_rows_from_before_versions_were_noted_have_the_first_one(tmp_path: Path) -> None:
    db = apsw.Connection(str(tmp_path / "turnabout.db"))
    for statement in (*MIGRATIONS[0], *MIGRATIONS[1]):
        db.execute(statement)
    db.execute("INSERT INTO entry VALUES ('a', 1, 0, 7, NULL, NULL, x'00')")
    db.pragma("user_version", 2)
    db.close()
    log = SqliteLog(tmp_path)
    assert await log.read("a") == [Row(1, 0, 7, None, None, b"\0", 1)]
    await log.append("a", 1, [row(2)])
    assert [one.version for one in await log.read("a")] == [1, EVENTS]
    await log.aclose()
