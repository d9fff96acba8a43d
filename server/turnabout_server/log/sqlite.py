"""The log in one SQLite file: one thread owns it, and commits for all rooms at once."""

import asyncio
import queue
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from types import NoneType
from typing import Any, Final, NamedTuple, TypeVar

import apsw

from turnabout_server.log import Conflict, LogFailed, Mark, Row
from turnabout_server.log.schema import FILE, explained, open_file

T = TypeVar("T")

BATCH: Final = 512
"""Most jobs that are taken together, and so most appends in one commit."""

_INSERT: Final = "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)"
_MARK: Final = "INSERT OR REPLACE INTO mark VALUES (?, ?, ?)"


class _Append(NamedTuple):
    room: str
    after: int
    rows: Sequence[Row]
    done: asyncio.Future[None]


class _Work(NamedTuple):
    do: Callable[[apsw.Connection], Any]
    done: asyncio.Future[Any]


class SqliteLog:
    """A Log in `folder`. Make it inside the event loop that uses it. Raises LogFailed."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE
        self._db = open_file(self.file)
        self._loop = asyncio.get_running_loop()
        self._queue: queue.SimpleQueue[_Append | _Work | None] = queue.SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()

    def append(self, room: str, after: int, rows: Sequence[Row]) -> asyncio.Future[None]:
        done: asyncio.Future[None] = self._loop.create_future()
        self._put(_Append(room, after, rows, done), done)
        return done

    def read(self, room: str) -> asyncio.Future[list[Row]]:
        return self._ask(lambda db: _read(db, room))

    def open_rooms(self) -> asyncio.Future[list[str]]:
        return self._ask(open_rooms)

    def mark(self, marks: Mapping[str, Mark]) -> asyncio.Future[None]:
        rows = [(room, mark.at, mark.drafts) for room, mark in marks.items()]
        return self._ask(lambda db: _in_transaction(db, lambda: _many(db, _MARK, rows)))

    def mark_of(self, room: str) -> asyncio.Future[Mark | None]:
        return self._ask(lambda db: _mark_of(db, room))

    def close_room(self, room: str) -> asyncio.Future[None]:
        return self._ask(lambda db: close_room(db, room))

    def closed(self, room: str) -> asyncio.Future[bool]:
        return self._ask(lambda db: _closed(db, room))

    def old_reports(self) -> asyncio.Future[dict[str, bytes]]:
        """Return what older versions kept here of closed rooms, by room. Raises LogFailed."""
        return self._ask(_old_reports)

    def drop_old_report(self, room: str) -> asyncio.Future[None]:
        """Delete what an older version kept of a room: the archive has it. Raises LogFailed."""
        return self._ask(lambda db: _drop_old_report(db, room))

    async def aclose(self) -> None:
        if not self._closed:
            self._closed = True
            self._queue.put(None)
            await asyncio.to_thread(self._thread.join)
            # What the thread has handed back is still to be taken by the loop.
            await asyncio.sleep(0)

    def _ask(self, do: Callable[[apsw.Connection], T]) -> asyncio.Future[T]:
        done: asyncio.Future[T] = self._loop.create_future()
        self._put(_Work(do, done), done)
        return done

    def _put(self, job: _Append | _Work, done: asyncio.Future[Any]) -> None:
        if self._closed:
            done.set_exception(LogFailed("The server is stopping."))
        else:
            self._queue.put(job)

    # From here on: the thread. Nothing else touches the connection.

    def _run(self) -> None:
        going = True
        while going:
            for kind, group in groupby(self._waiting(), type):
                jobs = list(group)
                if kind is _Append:
                    self._commit([job for job in jobs if isinstance(job, _Append)])
                for job in jobs:
                    if isinstance(job, _Work):
                        self._work(job)
                going = going and kind is not NoneType
        self._db.close()

    def _waiting(self) -> Iterator[_Append | _Work | None]:
        """Wait for a job; return it with those that wait by then."""
        yield self._queue.get()
        for _ in range(BATCH):
            if self._queue.empty():
                return
            yield self._queue.get()

    def _commit(self, batch: list[_Append]) -> None:
        """Write a batch in one transaction; if that fails, one append at a time."""
        try:
            outcomes = self._write(batch)
        except apsw.Error:
            outcomes = [self._write_alone(job) for job in batch]
        self._tell(
            [(job.done, None, outcome) for job, outcome in zip(batch, outcomes, strict=True)]
        )

    def _write_alone(self, job: _Append) -> LogFailed | None:
        try:
            return self._write([job])[0]
        except apsw.Error as error:
            return explained(error, self.file)

    def _write(self, batch: list[_Append]) -> list[LogFailed | None]:
        return _in_transaction(self._db, lambda: [_append(self._db, job) for job in batch])

    def _work(self, job: _Work) -> None:
        try:
            result, error = job.do(self._db), None
        except apsw.Error as problem:
            result, error = None, explained(problem, self.file)
        self._tell([(job.done, result, error)])

    def _tell(self, outcomes: list[tuple[asyncio.Future[Any], Any, LogFailed | None]]) -> None:
        try:
            self._loop.call_soon_threadsafe(_resolve, outcomes)
        except RuntimeError:
            # The loop is gone, and with it everybody who waited.
            return


def _resolve(outcomes: list[tuple[asyncio.Future[Any], Any, LogFailed | None]]) -> None:
    for done, result, error in outcomes:
        if done.done():
            continue
        if error is None:
            done.set_result(result)
        else:
            done.set_exception(error)


def _in_transaction(db: apsw.Connection, do: Callable[[], T]) -> T:
    db.execute("BEGIN IMMEDIATE")
    try:
        result = do()
        db.execute("COMMIT")
    except BaseException:
        # A full disk has rolled back by itself.
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return result


def _append(db: apsw.Connection, job: _Append) -> LogFailed | None:
    newest = db.execute("SELECT max(seq) FROM entry WHERE room = ?", (job.room,)).fetchall()[0][0]
    if (newest or 0) != job.after or (newest is None and _closed(db, job.room)):
        return Conflict("This room is being written from elsewhere. It reopens from its log.")
    _many(db, _INSERT, [(job.room, *row) for row in job.rows])
    return None


def _many(db: apsw.Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    db.executemany(statement, rows)


def _read(db: apsw.Connection, room: str) -> list[Row]:
    found = db.execute(
        "SELECT seq, at, wall, seat, cause, data FROM entry WHERE room = ? ORDER BY seq", (room,)
    )
    return [Row(*row) for row in found]


def open_rooms(db: apsw.Connection) -> list[str]:
    """Return the rooms that have entries."""
    return [str(row[0]) for row in db.execute("SELECT DISTINCT room FROM entry")]


def _mark_of(db: apsw.Connection, room: str) -> Mark | None:
    found = db.execute("SELECT at, drafts FROM mark WHERE room = ?", (room,)).fetchall()
    return Mark(int(str(found[0][0])), _bytes(found[0][1])) if found else None


def _closed(db: apsw.Connection, room: str) -> bool:
    return bool(db.execute("SELECT 1 FROM closed WHERE room = ?", (room,)).fetchall())


def close_room(db: apsw.Connection, room: str) -> None:
    """Delete everything of a room, bytes included, and note that it is closed."""

    def write() -> None:
        db.execute("INSERT OR IGNORE INTO closed VALUES (?)", (room,))
        db.execute("DELETE FROM entry WHERE room = ?", (room,))
        db.execute("DELETE FROM mark WHERE room = ?", (room,))

    _in_transaction(db, write)
    _overwrite(db)


def _old_reports(db: apsw.Connection) -> dict[str, bytes]:
    return {str(row[0]): _bytes(row[1]) for row in db.execute("SELECT room, data FROM kept")}


def _drop_old_report(db: apsw.Connection, room: str) -> None:
    _in_transaction(db, lambda: db.execute("DELETE FROM kept WHERE room = ?", (room,)))
    _overwrite(db)


def _overwrite(db: apsw.Connection) -> None:
    """Empty the file that still has what was deleted; in the pages it is overwritten already."""
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise TypeError("the column holds bytes")
    return value
