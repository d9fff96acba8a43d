"""The thread of the log: what fails tells so to who asked, and its end is told to everybody."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, cast

import apsw
import pytest

from tests.support.patience import patience
from turnabout_server.log import LogFailed, Mark, Row
from turnabout_server.log.sqlite import SqliteLog

FINE = Row(1, 0, 0, None, None, b"x")
WORSE: list[Row] = [
    Row(1, 2**70, 0, None, None, b"x"),
    Row(1, 0, 0, None, None, cast("Any", object())),
    Row(1, 0, 0, None, "\ud800", b"x"),
]
"""Rows that SQLite's driver refuses with errors of Python: overflow, type, encoding."""


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[SqliteLog]:
    log = SqliteLog(tmp_path / "data")
    yield log
    await log.aclose()


@pytest.mark.parametrize("bad", WORSE, ids=["overflow", "type", "encoding"])
async def test_an_append_that_fails_of_anything_fails_alone(log: SqliteLog, bad: Row) -> None:
    queued = [log.append("a", 0, [FINE]), log.append("bad", 0, [bad]), log.append("b", 0, [FINE])]
    async with patience():
        good, failed, also = await asyncio.gather(*queued, return_exceptions=True)
    assert (good, also) == (None, None)
    assert isinstance(failed, Exception)
    assert sorted(await log.open_rooms()) == ["a", "b"]


async def test_a_mark_that_fails_of_anything_tells_so_and_the_log_goes_on(log: SqliteLog) -> None:
    async with patience():
        with pytest.raises(OverflowError):
            await log.mark({"a": Mark(2**70, b"")})
        await log.mark({"a": Mark(1, b"")})
    assert await log.mark_of("a") == Mark(1, b"")


async def test_the_end_of_the_thread_is_told_to_all_who_wait_and_all_who_come(
    log: SqliteLog,
) -> None:
    def end(db: apsw.Connection) -> None:
        sys.exit("as a bug in the thread itself would")

    watching = asyncio.create_task(log.watch())
    queued = [log.ask(end), log.append("a", 0, [FINE]), log.mark({"a": Mark(1, b"")})]
    async with patience():
        outcomes = await asyncio.gather(*queued, return_exceptions=True)
        assert all(isinstance(outcome, LogFailed) for outcome in outcomes)
        with pytest.raises(LogFailed):
            await log.append("a", 0, [FINE])
        with pytest.raises(LogFailed, match="stopped"):
            await watching


async def test_the_newest_write_has_a_time_and_reading_does_not_move_it(log: SqliteLog) -> None:
    times: list[float | None] = []
    writes: list[Callable[[], Awaitable[None]]] = [
        lambda: log.append("a", 0, [FINE]),
        lambda: log.mark({"a": Mark(1, b"")}),
        log.probe,
        lambda: log.close_room("a"),
    ]
    for write in writes:
        await write()
        times.append(log.wrote_at)
        await log.open_rooms()
        assert log.wrote_at == times[-1]
    assert times == sorted(filter(None, times))


async def test_a_write_that_fails_does_not_count(log: SqliteLog) -> None:
    await log.probe()
    before = log.wrote_at
    with pytest.raises(OverflowError):
        await log.append("a", 0, [WORSE[0]])
    with pytest.raises(OverflowError):
        await log.mark({"a": Mark(2**70, b"")})
    assert log.wrote_at == before
