"""The log in one SQLite file: one thread owns it, and commits for all rooms at once."""

import asyncio
import contextlib
import logging
import queue
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from time import monotonic, time_ns
from typing import Any, Final, NamedTuple, TypeVar, cast

import apsw

from turnabout_machine.trouble import frames
from turnabout_server import sqlite
from turnabout_server.log import Aside, Conflict, LogFailed, Mark, Row, statements
from turnabout_server.log.schema import FILE, STORE, owned

T = TypeVar("T")

_log = logging.getLogger(__name__)

BATCH: Final = 512
"""Most jobs that are taken together, and so most appends in one commit."""


class _Append(NamedTuple):
    room: str
    after: int
    rows: Sequence[Row]
    done: asyncio.Future[None]


class _Work(NamedTuple):
    do: Callable[[apsw.Connection], Any]
    done: asyncio.Future[Any]
    writes: bool = False


ELSEWHERE: Final = "This room is being written from elsewhere. It reopens from its log."
STOPPED: Final = (
    "The log has stopped, so nothing more can be kept. Start the server again: all that was"
    " accepted is there."
)


class SqliteLog:
    """A Log in `folder`. Make it inside the event loop that uses it. Raises LogFailed."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE
        self._owned = owned(folder)
        self._db = self._owned.db
        self._loop = asyncio.get_running_loop()
        self._queue: queue.SimpleQueue[_Append | _Work | None] = queue.SimpleQueue()
        self._closed = False
        self._newest: dict[str, int] = {}
        """The number of the newest entry of each room that was written to: nobody else writes."""
        self._unclean = False
        """Whether the side file still has what was deleted."""
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
        """Write something tiny, to see whether that works. Raises LogFailed."""
        return self._change(statements.write_again)

    def append(self, room: str, after: int, rows: Sequence[Row]) -> asyncio.Future[None]:
        done: asyncio.Future[None] = self._loop.create_future()
        self._put(_Append(room, after, rows, done), done)
        return done

    def read(self, room: str) -> asyncio.Future[list[Row]]:
        return self.ask(lambda db: statements.read(db, room))

    def open_rooms(self) -> asyncio.Future[list[str]]:
        return self.ask(statements.open_rooms)

    def mark(self, marks: Mapping[str, Mark]) -> asyncio.Future[None]:
        return self._change(lambda db: statements.write_marks(db, marks))

    def mark_of(self, room: str) -> asyncio.Future[Mark | None]:
        return self.ask(lambda db: statements.mark_of(db, room))

    def close_room(self, room: str) -> asyncio.Future[None]:
        def close(db: apsw.Connection) -> None:
            statements.close_room(db, room)
            self._newest.pop(room, None)

        return self._change(close, deletes=True)

    def closed(self, room: str) -> asyncio.Future[bool]:
        return self.ask(lambda db: statements.closed(db, room))

    def set_aside(self, room: str, why: str) -> asyncio.Future[None]:
        since = time_ns() // 1_000_000
        return self._change(lambda db: statements.set_aside(db, room, why, since))

    def asides(self) -> asyncio.Future[dict[str, Aside]]:
        return self.ask(statements.asides)

    def take_back(self, room: str) -> asyncio.Future[None]:
        return self._change(lambda db: statements.take_back(db, room))

    def old_reports(self) -> asyncio.Future[dict[str, bytes]]:
        """Return what older versions kept here of closed rooms, by room. Raises LogFailed."""
        return self.ask(statements.old_reports)

    def drop_old_report(self, room: str) -> asyncio.Future[None]:
        """Delete what an older version kept of a room: the archive has it. Raises LogFailed."""
        return self._change(lambda db: statements.drop_old_report(db, room), deletes=True)

    async def aclose(self) -> None:
        if not self._closed:
            self._closed = True
            self._queue.put(None)
            await asyncio.to_thread(self._thread.join)
            # The loop must still take what the thread has handed back.
            await asyncio.sleep(0)

    def ask(self, do: Callable[[apsw.Connection], T], *, writes: bool = False) -> asyncio.Future[T]:
        """Let the thread do something with the file; the future has the result."""
        done: asyncio.Future[T] = self._loop.create_future()
        self._put(_Work(do, done, writes), done)
        return done

    def _change(
        self, do: Callable[[apsw.Connection], None], *, deletes: bool = False
    ) -> asyncio.Future[None]:
        """Let the thread write something, all of it or nothing; `deletes`: bytes must go."""

        def write(db: apsw.Connection) -> None:
            with db:
                do(db)
            if deletes:
                self._unclean = True
                self._overwrite()

        return self.ask(write, writes=True)

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
            # However it ended: the folder is free for the server that is started next.
            with contextlib.suppress(apsw.Error):
                self._owned.close()
            self._tell([(job.done, None, LogFailed(STOPPED)) for job in taken])
            with contextlib.suppress(RuntimeError):  # The loop is gone already.
                self._loop.call_soon_threadsafe(self._end)

    def _run(self, taken: list[_Append | _Work]) -> None:
        """Do what is asked until the end is. `taken` is all that is being done just now."""
        going = True
        while going:
            # All of a round at once: a lazy `groupby` would hold back a job that nobody knows of.
            waiting = list(self._waiting())
            taken[:] = [job for job in waiting if job is not None]
            for kind, group in groupby(taken, type):
                if kind is _Append:
                    self._commit([job for job in group if isinstance(job, _Append)])
                else:
                    for job in group:
                        self._work(cast("_Work", job))
            taken.clear()
            going = None not in waiting
            # Nobody waits for this just now; it is tried again after the next job.
            with contextlib.suppress(apsw.Error):
                self._overwrite()

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
        try:
            return self._written(batch)
        except BaseException:
            # Perhaps it is in the file all the same: ask the file the next time.
            for job in batch:
                self._newest.pop(job.room, None)
            raise

    def _written(self, batch: list[_Append]) -> list[Exception | None]:
        newest: dict[str, int] = {}
        outcomes: list[Exception | None] = []
        rows: list[tuple[str, Row]] = []
        with self._db as db:
            for room, after, more, _ in batch:
                known = newest.get(room) or self._newest.get(room) or statements.newest(db, room)
                if known != after:
                    outcomes.append(Conflict(ELSEWHERE))
                    continue
                newest[room] = more[-1].seq
                rows += [(room, row) for row in more]
                outcomes.append(None)
            statements.append(db, rows)
        self._newest |= newest
        self.wrote_at = monotonic()
        return outcomes

    def _work(self, job: _Work) -> None:
        try:
            result, error = job.do(self._db), None
            self.wrote_at = monotonic() if job.writes else self.wrote_at
        except Exception as problem:
            result, error = None, self._told(problem)
        self._tell([(job.done, result, error)])

    def _overwrite(self) -> None:
        """Let the bytes of what was deleted go; a reader puts that off."""
        if self._unclean:
            self._unclean = not sqlite.overwrite(self._db)

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
