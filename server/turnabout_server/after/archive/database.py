"""The archive's SQLite file: its tables, and how it is opened for a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import apsw

from turnabout_server.log import LogFailed
from turnabout_server.sqlite import Store

FILE: Final = "archive.db"

MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        """CREATE TABLE session (
            id TEXT PRIMARY KEY, team TEXT NOT NULL, date TEXT NOT NULL, key TEXT NOT NULL,
            report BLOB NOT NULL
        ) STRICT, WITHOUT ROWID""",
        # A number is never given twice, even when its promise was forgotten.
        """CREATE TABLE promise (
            number INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT NOT NULL, place INTEGER NOT NULL,
            mark TEXT NOT NULL DEFAULT 'open', obstacle TEXT NOT NULL DEFAULT '',
            marked_on TEXT NOT NULL DEFAULT '', marked_in TEXT NOT NULL DEFAULT '',
            UNIQUE (session, place)
        ) STRICT""",
        "CREATE INDEX series ON session (team, date)",
    ),
    # What lists and promises need has columns, so that no report must be read for them: one that
    # cannot be read any more stands in nobody's way.
    (
        "ALTER TABLE session ADD COLUMN title TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE session ADD COLUMN named TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE promise ADD COLUMN made TEXT NOT NULL DEFAULT ''",
        """UPDATE session SET
            title = coalesce(json_extract(CAST(report AS TEXT), '$.title'), ''),
            named = coalesce(json_extract(CAST(report AS TEXT), '$.team'), '')
            WHERE json_valid(CAST(report AS TEXT))""",
        """UPDATE promise SET made = coalesce(
            (SELECT json_extract(CAST(s.report AS TEXT), '$.promises[' || place || ']')
             FROM session s WHERE s.id = session AND json_valid(CAST(s.report AS TEXT))), '')""",
    ),
    # A series has a key, and here is its hash. Sessions of before have none until whoever may read
    # this folder gives them one.
    (
        "ALTER TABLE session ADD COLUMN series TEXT NOT NULL DEFAULT ''",
        "CREATE TABLE begun (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
        # What was marked before marks were confirmed needs nobody's word any more.
        "ALTER TABLE promise ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 1",
    ),
    # The day on which a server first saw a session here: how old one is that has no date.
    ("ALTER TABLE session ADD COLUMN seen_on TEXT NOT NULL DEFAULT ''",),
    # The check of a session, while it is to come or open: whom it asks, and what they answered.
    (
        """CREATE TABLE checked (
            session TEXT PRIMARY KEY, opens TEXT NOT NULL, ends TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE asked (
            session TEXT NOT NULL, seat TEXT NOT NULL, home TEXT NOT NULL, reply BLOB,
            PRIMARY KEY (session, seat)
        ) STRICT, WITHOUT ROWID""",
    ),
)
"""Statements that bring the file from one version to the next."""


class ArchiveFailed(LogFailed):
    """The archive could not be written or read. Nothing of what was asked has happened."""


STORE: Final = Store(
    name="archive",
    failed=ArchiveFailed,
    pragmas=(),
    migrations=MIGRATIONS,
    busy="The archive {file} is in use. Try again in a moment.",
    full="Make room and try again.",
    wait=5000,
)


@contextmanager
def opened(file: Path) -> Iterator[apsw.Connection]:
    """Give a connection to the archive in `file`, made or brought up to date.

    It is open for a moment only, so a server and commands beside it share the file.
    Raises ArchiveFailed; what is written is written whole or not at all.
    """
    db = STORE.open(file)
    try:
        yield db
    except apsw.Error as error:
        raise STORE.explained(error, file) from None
    finally:
        db.close()
