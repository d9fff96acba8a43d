"""The log in one SQLite file: one thread owns it, and commits for all rooms at once."""

import asyncio
import contextlib
import logging
import queue
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from time import monotonic
from types import NoneType
from typing import Any, Final, NamedTuple, TypeVar

import apsw

from turnabout_machine.trouble import frames
from turnabout_server.log import Conflict, LogFailed, Mark, Row
from turnabout_server.log.schema import FILE, STORE, open_file

T = TypeVar("T")

_log = logging.getLogger(__name__)

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
    writes: bool = False


STOPPED: Final = (
    "The log has stopped, so nothing more can be kept. Start the server again: all that was"
    " accepted is there."
)


class SqliteLog:
    """A Log in `folder`. Make it inside the event loop that uses it. Raises LogFailed."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE
        self._db = open_file(self.file)
        self._loop = asyncio.get_running_loop()
        self._queue: queue.SimpleQueue[_Append | _Work | None] = queue.SimpleQueue()
        self._closed = False
        self._ended = asyncio.Event()
        self.wrote_at: float | None = None
        """Monotonic time, in seconds, at which something was last made durable."""
        self._thread = threading.Thread(target=self._live, name="log", daemon=True)
        self._thread.start()

    async def watch(self) -> None:
        """Return when the log is closed. Raises LogFailed if its thread ended unasked."""
        await self._ended.wait()
        if not self._closed:
            raise LogFailed(STOPPED)

    def probe(self) -> asyncio.Future[None]:
        """Write something tiny, to see whether that goes. Raises LogFailed."""
        return self.ask(_probe, writes=True)

    def append(self, room: str, after: int, rows: Sequence[Row]) -> asyncio.Future[None]:
        done: asyncio.Future[None] = self._loop.create_future()
        self._put(_Append(room, after, rows, done), done)
        return done

    def read(self, room: str) -> asyncio.Future[list[Row]]:
        return self.ask(lambda db: _read(db, room))

    def open_rooms(self) -> asyncio.Future[list[str]]:
        return self.ask(open_rooms)

    def mark(self, marks: Mapping[str, Mark]) -> asyncio.Future[None]:
        rows = [(room, mark.at, mark.drafts) for room, mark in marks.items()]
        return self.ask(lambda db: _many_at_once(db, _MARK, rows), writes=True)

    def mark_of(self, room: str) -> asyncio.Future[Mark | None]:
        return self.ask(lambda db: _mark_of(db, room))

    def close_room(self, room: str) -> asyncio.Future[None]:
        return self.ask(lambda db: close_room(db, room))

    def closed(self, room: str) -> asyncio.Future[bool]:
        return self.ask(lambda db: _closed(db, room))

    def old_reports(self) -> asyncio.Future[dict[str, bytes]]:
        """Return what older versions kept here of closed rooms, by room. Raises LogFailed."""
        return self.ask(_old_reports)

    def drop_old_report(self, room: str) -> asyncio.Future[None]:
        """Delete what an older version kept of a room: the archive has it. Raises LogFailed."""
        return self.ask(lambda db: _drop_old_report(db, room))

    async def aclose(self) -> None:
        if not self._closed:
            self._closed = True
            self._queue.put(None)
            await asyncio.to_thread(self._thread.join)
            # What the thread has handed back is still to be taken by the loop.
            await asyncio.sleep(0)

    def ask(self, do: Callable[[apsw.Connection], T], *, writes: bool = False) -> asyncio.Future[T]:
        """Let the thread do something with the file; the future has what came of it."""
        done: asyncio.Future[T] = self._loop.create_future()
        self._put(_Work(do, done, writes), done)
        return done

    def _put(self, job: _Append | _Work, done: asyncio.Future[Any]) -> None:
        if self._closed:
            done.set_exception(LogFailed("The server is stopping."))
        elif self._ended.is_set():
            done.set_exception(LogFailed(STOPPED))
        else:
            self._queue.put(job)

    def _end(self) -> None:
        """The thread has ended: nobody takes what waits any more."""
        self._ended.set()
        while not self._queue.empty():
            job = self._queue.get_nowait()
            if job is not None and not job.done.done():
                job.done.set_exception(LogFailed(STOPPED))

    # From here on: the thread. Nothing else touches the connection.

    def _live(self) -> None:
        """Run to the end, whatever that is, and say so to the loop."""
        taken: list[_Append | _Work] = []
        try:
            self._run(taken)
        except BaseException as error:
            _log.critical("the log's thread has ended: %s", frames(error))
        finally:
            self._tell([(job.done, None, LogFailed(STOPPED)) for job in taken])
            with contextlib.suppress(RuntimeError):  # The loop is gone already.
                self._loop.call_soon_threadsafe(self._end)

    def _run(self, taken: list[_Append | _Work]) -> None:
        """Do what is asked until the end is. `taken` is what is being done just now."""
        going = True
        while going:
            for kind, group in groupby(self._waiting(), type):
                jobs = list(group)
                taken[:] = [job for job in jobs if job is not None]
                if kind is _Append:
                    self._commit([job for job in jobs if isinstance(job, _Append)])
                for job in jobs:
                    if isinstance(job, _Work):
                        self._work(job)
                taken.clear()
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
        except Exception:
            outcomes = [self._write_alone(job) for job in batch]
        self._tell(
            [(job.done, None, outcome) for job, outcome in zip(batch, outcomes, strict=True)]
        )

    def _write_alone(self, job: _Append) -> Exception | None:
        try:
            return self._write([job])[0]
        except Exception as error:
            return self._told(error)

    def _told(self, error: Exception) -> Exception:
        return STORE.explained(error, self.file) if isinstance(error, apsw.Error) else error

    def _write(self, batch: list[_Append]) -> list[Exception | None]:
        outcomes: list[Exception | None] = []
        with self._db as db:
            outcomes += [_append(db, job) for job in batch]
        self.wrote_at = monotonic()
        return outcomes

    def _work(self, job: _Work) -> None:
        try:
            result, error = job.do(self._db), None
            self.wrote_at = monotonic() if job.writes else self.wrote_at
        except Exception as problem:
            result, error = None, self._told(problem)
        self._tell([(job.done, result, error)])

    def _tell(self, outcomes: list[tuple[asyncio.Future[Any], Any, Exception | None]]) -> None:
        try:
            self._loop.call_soon_threadsafe(_resolve, outcomes)
        except RuntimeError:
            # The loop is gone, and with it everybody who waited.
            return


def _resolve(outcomes: list[tuple[asyncio.Future[Any], Any, Exception | None]]) -> None:
    for done, result, error in outcomes:
        if done.done():
            continue
        if error is None:
            done.set_result(result)
        else:
            done.set_exception(error)


def _probe(db: apsw.Connection) -> None:
    # What is there already, written again: a page goes to the disk and nothing changes.
    with db:
        db.pragma("user_version", db.pragma("user_version"))


def _append(db: apsw.Connection, job: _Append) -> Exception | None:
    newest = db.execute("SELECT max(seq) FROM entry WHERE room = ?", (job.room,)).fetchall()[0][0]
    if (newest or 0) != job.after or (newest is None and _closed(db, job.room)):
        return Conflict("This room is being written from elsewhere. It reopens from its log.")
    _many(db, _INSERT, [(job.room, *row) for row in job.rows])
    return None


def _many(db: apsw.Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    db.executemany(statement, rows)


def _many_at_once(db: apsw.Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    with db:
        _many(db, statement, rows)


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
    with db:
        db.execute("INSERT OR IGNORE INTO closed VALUES (?)", (room,))
        db.execute("DELETE FROM entry WHERE room = ?", (room,))
        db.execute("DELETE FROM mark WHERE room = ?", (room,))
    _overwrite(db)


def _old_reports(db: apsw.Connection) -> dict[str, bytes]:
    return {str(row[0]): _bytes(row[1]) for row in db.execute("SELECT room, data FROM kept")}


def _drop_old_report(db: apsw.Connection, room: str) -> None:
    with db:
        db.execute("DELETE FROM kept WHERE room = ?", (room,))
    _overwrite(db)


def _overwrite(db: apsw.Connection) -> None:
    """Empty the file that still has what was deleted; in the pages it is overwritten already."""
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise TypeError("the column holds bytes")
    return value
