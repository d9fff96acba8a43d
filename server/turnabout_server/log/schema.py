"""The log's SQLite file: its tables, and how older files become today's."""

from pathlib import Path
from typing import Final

import apsw

from turnabout_server.log import LogFailed
from turnabout_server.sqlite import Store

FILE: Final = "turnabout.db"

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
)
"""Statements that lead from one version of the file to the next."""

STORE: Final = Store(
    name="log",
    failed=LogFailed,
    # One server a folder: the lock is taken by the first access and goes with the process.
    pragmas=("PRAGMA locking_mode = EXCLUSIVE",),
    migrations=MIGRATIONS,
    busy="Another Turnabout server uses the data folder {folder}."
    " Stop it, or choose another folder with --data.",
    full="Make room; the server goes on by itself.",
)


def open_file(file: Path) -> apsw.Connection:
    """Return a connection to the log in `file`, made or brought up to date. Raises LogFailed."""
    db = STORE.open(file)
    try:
        # A crash may have come between a deletion and the end of its bytes in the side file.
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except apsw.Error as error:
        db.close()
        raise STORE.explained(error, file) from None
    return db
