"""The log's SQLite file: its tables, how older files become today's, and whose it is."""

from pathlib import Path
from typing import Final, NamedTuple

import apsw

from turnabout_server.log import LogFailed
from turnabout_server.sqlite import Store, make_file, make_folder, overwrite

FILE: Final = "turnabout.db"
LOCK: Final = "server.lock"
"""Held by the server of the folder. The log itself is not locked, so that others can read it."""

MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        """CREATE TABLE entry (
            room TEXT, seq INTEGER, at INTEGER NOT NULL, wall INTEGER NOT NULL,
            seat INTEGER, cause TEXT, data BLOB NOT NULL, PRIMARY KEY (room, seq)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE mark (
            room TEXT PRIMARY KEY, at INTEGER NOT NULL, drafts BLOB NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE kept (
            room TEXT PRIMARY KEY, data BLOB NOT NULL
        ) STRICT, WITHOUT ROWID""",
    ),
    # What is kept of a closed room is in the archive; the log only knows that it was closed.
    # `kept` stays for what older versions put there, until the archive has taken it over.
    (
        "CREATE TABLE closed (room TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
        "INSERT INTO closed SELECT room FROM kept",
    ),
    # Which version of the events `data` has. Rows from before it was noted have the first one.
    (
        "ALTER TABLE entry ADD COLUMN version INTEGER NOT NULL DEFAULT 1",
        """CREATE TABLE aside (
            room TEXT PRIMARY KEY, why TEXT NOT NULL, since INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
    ),
)
"""Statements that lead from one version of the file to the next."""

STORE: Final = Store(
    name="log",
    failed=LogFailed,
    pragmas=(),
    migrations=MIGRATIONS,
    busy="Another Turnabout server uses the data folder {folder}."
    " Stop it, or choose another folder with --data.",
    full="Make room; the server goes on by itself.",
    wait=1000,
)


class Owned(NamedTuple):
    """A log that nobody else can write to until it is closed."""

    db: apsw.Connection
    lock: apsw.Connection

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()
        self.lock.close()


def owned(folder: Path) -> Owned:
    """Return the log in `folder`, made or brought up to date. Raises LogFailed."""
    make_folder(folder, LogFailed)
    lock = _lock(folder)
    try:
        return Owned(_open(folder / FILE), lock)
    except LogFailed:
        lock.close()
        raise


def _open(file: Path) -> apsw.Connection:
    db = STORE.open(file)
    try:
        # All rooms wait for the log, so its writer should not have to wait for readers.
        db.set_busy_timeout(0)
        # A crash may have come between a deletion and the end of its bytes in the side file.
        overwrite(db)
    except apsw.Error as error:
        db.close()
        raise STORE.explained(error, file) from None
    return db


def _lock(folder: Path) -> apsw.Connection:
    """Return a lock that keeps other servers out; it ends with the process, however that ends.

    An open transaction on an empty file is a lock that works alike on every system.
    """
    file = folder / LOCK
    try:
        make_file(file)
        lock = apsw.Connection(str(file))
    except (OSError, apsw.Error) as error:
        raise STORE.explained(error, file) from None
    try:
        lock.execute("PRAGMA journal_mode = OFF").fetchall()
        lock.execute("BEGIN EXCLUSIVE")
    except apsw.Error as error:
        lock.close()
        raise STORE.explained(error, file) from None
    return lock
