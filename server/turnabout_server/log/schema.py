"""The SQLite file: how it is opened, and how older files become today's."""

import os
from pathlib import Path
from typing import Final

import apsw

from turnabout_server.log import LogFailed

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

PRAGMAS: Final = (
    # One server a folder: the lock is taken by the first access and goes with the process.
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    # What is deleted when a session closes is overwritten, not only forgotten.
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)


def make_folder(folder: Path) -> None:
    """Make the data folder, for its owner alone. Raises ServerError."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = folder / ".writable"
        probe.touch(0o600)
        probe.unlink()
    except OSError as error:
        raise LogFailed(
            f"The data folder {folder} cannot be written ({error.strerror})."
            " Choose another one with --data."
        ) from None


def open_file(file: Path) -> apsw.Connection:
    """Return a connection to the log in `file`, made or brought up to date. Raises LogFailed."""
    make_folder(file.parent)
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        db = apsw.Connection(str(file))
    except (OSError, apsw.Error) as error:
        raise LogFailed(f"The log {file} cannot be opened ({error}).") from None
    try:
        for pragma in PRAGMAS:
            db.execute(pragma).fetchall()
        _migrate(db, file)
        # A crash may have come between a deletion and the end of its bytes in the side file.
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except apsw.Error as error:
        db.close()
        raise explained(error, file) from None
    except LogFailed:
        db.close()
        raise
    return db


def explained(error: Exception, file: Path) -> LogFailed:
    """Return the sentence for what SQLite says."""
    match error:
        case apsw.BusyError() | apsw.LockedError():
            what = (
                f"Another Turnabout server uses the data folder {file.parent}."
                " Stop it, or choose another folder with --data."
            )
        case apsw.FullError():
            what = f"The disk of {file.parent} is full. Make room; the server goes on by itself."
        case apsw.ReadOnlyError() | apsw.CantOpenError() | apsw.PermissionsError():
            what = f"The log {file} cannot be written. Check who may write to its folder."
        case apsw.NotADBError() | apsw.CorruptError():
            what = f"The log {file} is damaged. Put a backup in its place, or move it away."
        case _:
            what = f"The log {file} could not be used ({error}). Check the disk."
    return LogFailed(what)


def _migrate(db: apsw.Connection, file: Path) -> None:
    db.execute("BEGIN IMMEDIATE")
    version = int(str(db.pragma("user_version")))
    if version > len(MIGRATIONS):
        db.execute("ROLLBACK")
        raise LogFailed(
            f"The log {file} was written by a newer Turnabout. Install that version,"
            " or choose another folder with --data."
        )
    for statements in MIGRATIONS[version:]:
        for statement in statements:
            db.execute(statement)
    db.pragma("user_version", len(MIGRATIONS))
    db.execute("COMMIT")
