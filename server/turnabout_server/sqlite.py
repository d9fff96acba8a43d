"""A SQLite file of ours: how it is opened and brought up to date, and what its errors mean.

A connection is used as a context manager: `with db:` writes all that is in the block or nothing.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import apsw

from turnabout_machine.files import FolderOpen, private_folder
from turnabout_server.errors import ServerError

READING: Final = 1000
"""Milliseconds for which a reader waits for somebody who opens the file just then."""

PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    # What is deleted is overwritten, not only forgotten.
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)


@dataclass(frozen=True, kw_only=True)
class Store:
    """What a file is for, how it has changed over the versions, and what is said of it."""

    name: str
    """What people call it: the log, the archive."""
    failed: type[ServerError]
    """Raised, with a sentence, for whatever goes wrong with it."""
    pragmas: tuple[str, ...]
    migrations: tuple[tuple[str, ...], ...]
    """Statements that bring the file from one version to the next."""
    busy: str
    """What to say when another process has it. `{file}` and `{folder}` are filled in."""
    full: str
    """What happens while the disk is full."""
    wait: int = 0
    """Milliseconds to wait for another process that writes."""

    def open(self, file: Path) -> apsw.Connection:
        """Return a connection to `file`, made or brought up to date. Raises `failed`."""
        make_folder(file.parent, self.failed)
        try:
            make_file(file)
            db = apsw.Connection(str(file))
        except (OSError, apsw.Error) as error:
            raise self.failed(f"The {self.name} {file} cannot be opened ({error}).") from None
        try:
            # A transaction that begins by reading fails at once when it comes to write.
            db.transaction_mode = "IMMEDIATE"
            db.set_busy_timeout(self.wait)
            for pragma in (*self.pragmas, *PRAGMAS):
                db.execute(pragma).fetchall()
            self._migrate(db, file)
        except apsw.Error as error:
            db.close()
            raise self.explained(error, file) from None
        except ServerError:
            db.close()
            raise
        return db

    def read(self, file: Path) -> apsw.Connection:
        """Return a connection to `file` that only reads, also while others write to it.

        The file may be one that an older version left. Raises `failed`.
        """
        try:
            db = apsw.Connection(str(file), flags=apsw.SQLITE_OPEN_READONLY)
            db.set_busy_timeout(READING)
            newer = version(db) > len(self.migrations)
        except apsw.Error as error:
            raise self.explained(error, file) from None
        if newer:
            db.close()
            raise self._newer(file)
        return db

    def explained(self, error: Exception, file: Path) -> ServerError:
        """Return the sentence for what SQLite says."""
        # A full disk has rolled back by itself, so the end of the block fails as well.
        match error.__context__ if isinstance(error.__context__, apsw.Error) else error:
            case apsw.BusyError() | apsw.LockedError():
                what = self.busy.format(file=file, folder=file.parent)
            case apsw.FullError():
                what = f"The disk of {file.parent} is full. {self.full}"
            case apsw.ReadOnlyError() | apsw.CantOpenError() | apsw.PermissionsError():
                what = (
                    f"The {self.name} {file} cannot be written. Check who may write to its folder."
                )
            case apsw.NotADBError() | apsw.CorruptError():
                what = (
                    f"The {self.name} {file} is damaged."
                    " Put a backup in its place, or move it away."
                )
            case _:
                what = f"The {self.name} {file} could not be used ({error}). Check the disk."
        return self.failed(what)

    def _migrate(self, db: apsw.Connection, file: Path) -> None:
        if version(db) == len(self.migrations):
            return
        with db:
            # Look once more: another process may have brought it up to date in the meantime.
            before = version(db)
            if before > len(self.migrations):
                raise self._newer(file)
            for statements in self.migrations[before:]:
                for statement in statements:
                    db.execute(statement)
            db.pragma("user_version", len(self.migrations))

    def _newer(self, file: Path) -> ServerError:
        return self.failed(
            f"The {self.name} {file} was written by a newer Turnabout. Install that version, or"
            " choose another folder with --data."
        )


def version(db: apsw.Connection) -> int:
    """Return how many migrations a file has behind it."""
    return int(str(db.pragma("user_version")))


def overwrite(db: apsw.Connection) -> bool:
    """Empty the side file, which still holds what was deleted; the pages are overwritten.

    Return False when somebody is reading it just now, so that it has to be done once more.
    """
    return not db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()[0][0]


def bytes_of(value: object) -> bytes:
    """Return the bytes that a column holds."""
    if not isinstance(value, bytes):
        raise TypeError("the column holds bytes")
    return value


def make_file(file: Path) -> None:
    """Make sure that there is a file, for its owner alone. Raises OSError.

    SQLite would make it readable for everybody, and a backup may have been put back like that.
    """
    handle = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        exposed = os.fstat(handle).st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    finally:
        os.close(handle)
    if exposed and os.name != "nt":
        file.chmod(0o600)


def make_folder(folder: Path, failed: type[ServerError] = ServerError) -> None:
    """Make the data folder, for its owner alone, or check that it is. Raises `failed`."""
    try:
        private_folder(folder)
        probe = folder / f".writable-{os.getpid()}"
        probe.touch(0o600)
        probe.unlink(missing_ok=True)  # another thread of ours may probe just then
    except FolderOpen as error:
        raise failed(_not_private(folder, error)) from None
    except OSError as error:
        raise failed(
            f"The data folder {folder} cannot be written ({error.strerror})."
            " Choose another one with --data."
        ) from None


def _not_private(folder: Path, error: FolderOpen) -> str:
    if error.why == "foreign":
        return (
            f"The data folder {folder} belongs to somebody else, who could read and change what"
            " people say here. Choose a folder of your own with --data."
        )
    return (
        f"Others can write to the data folder {folder}, and so change what people said."
        f" Take that from them (chmod go-w {folder}), or choose another one with --data."
    )
