"""The archive's SQLite file: how it is opened, and what its errors mean."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import apsw

from turnabout_server.log import LogFailed
from turnabout_server.log.schema import make_folder

FILE: Final = "archive.db"
PATIENCE: Final = 5000
"""Milliseconds for which one process waits for another one that writes."""

MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        """CREATE TABLE session (
            id TEXT PRIMARY KEY, team TEXT NOT NULL, date TEXT NOT NULL, key TEXT NOT NULL,
            report BLOB NOT NULL
        ) STRICT, WITHOUT ROWID""",
        # A number is never given twice, also not when its promise was forgotten.
        """CREATE TABLE promise (
            number INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT NOT NULL, place INTEGER NOT NULL,
            mark TEXT NOT NULL DEFAULT 'open', obstacle TEXT NOT NULL DEFAULT '',
            marked_on TEXT NOT NULL DEFAULT '', marked_in TEXT NOT NULL DEFAULT '',
            UNIQUE (session, place)
        ) STRICT""",
        "CREATE INDEX series ON session (team, date)",
    ),
)
"""Statements that lead from one version of the file to the next."""

_PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    # What is forgotten is overwritten, not only deleted.
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)


class ArchiveFailed(LogFailed):
    """The archive could not be written or read. Nothing of what was asked has happened."""


@contextmanager
def opened(file: Path) -> Iterator[apsw.Connection]:
    """Give a connection to the archive in `file`, made or brought up to date.

    It is open for a moment only, so a server and commands beside it share the file.
    Raises ArchiveFailed; what is written is written whole or not at all.
    """
    try:
        make_folder(file.parent)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        db = apsw.Connection(str(file))
    except (OSError, apsw.Error) as error:
        raise ArchiveFailed(f"The archive {file} cannot be opened ({error}).") from None
    try:
        db.set_busy_timeout(PATIENCE)
        for pragma in _PRAGMAS:
            db.execute(pragma).fetchall()
        _migrate(db, file)
        yield db
    except apsw.Error as error:
        raise _explained(error, file) from None
    finally:
        db.close()


@contextmanager
def transaction(db: apsw.Connection) -> Iterator[None]:
    """Write all of what follows, or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        # A full disk has rolled back by itself.
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _migrate(db: apsw.Connection, file: Path) -> None:
    if int(str(db.pragma("user_version"))) == len(MIGRATIONS):
        return
    with transaction(db):
        version = int(str(db.pragma("user_version")))
        if version > len(MIGRATIONS):
            raise ArchiveFailed(
                f"The archive {file} was written by a newer Turnabout. Install that version,"
                " or choose another folder with --data."
            )
        for statements in MIGRATIONS[version:]:
            for statement in statements:
                db.execute(statement)
        db.pragma("user_version", len(MIGRATIONS))


def _explained(error: Exception, file: Path) -> ArchiveFailed:
    match error:
        case apsw.BusyError() | apsw.LockedError():
            what = f"The archive {file} is in use. Try again in a moment."
        case apsw.FullError():
            what = f"The disk of {file.parent} is full. Make room and try again."
        case apsw.ReadOnlyError() | apsw.CantOpenError() | apsw.PermissionsError():
            what = f"The archive {file} cannot be written. Check who may write to its folder."
        case apsw.NotADBError() | apsw.CorruptError():
            what = f"The archive {file} is damaged. Put a backup in its place, or move it away."
        case _:
            what = f"The archive {file} could not be used ({error}). Check the disk."
    return ArchiveFailed(what)
