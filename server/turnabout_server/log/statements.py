"""What the log says to SQLite. Whoever calls these is the only one who uses the connection."""

from collections.abc import Mapping, Sequence
from typing import Final

import apsw

from turnabout_server import sqlite
from turnabout_server.log import Aside, Mark, Row

_ROW: Final = "seq, at, wall, seat, cause, data, version"
_PLACES: Final = "(?, ?, ?, ?, ?, ?, ?, ?)"
MOST_AT_ONCE: Final = 256
"""Rows of one statement."""


def newest(db: apsw.Connection, room: str) -> int | None:
    """Return the number of the newest entry of a room; None: it is closed."""
    found = db.execute("SELECT max(seq) FROM entry WHERE room = ?", (room,)).fetchall()[0][0]
    if found is None:
        return None if closed(db, room) else 0
    return int(str(found))


def append(db: apsw.Connection, rows: Sequence[tuple[str, Row]]) -> None:
    """Write rows of any rooms.

    Many with one statement: each one that is run lets other threads in, and waits for them.
    """
    at = 0
    while at < len(rows):
        # Few different lengths, so that the statements are known already.
        some = rows[at : at + min(1 << (len(rows) - at).bit_length() - 1, MOST_AT_ONCE)]
        db.execute(
            f"INSERT INTO entry (room, {_ROW}) VALUES {', '.join([_PLACES] * len(some))}",
            [value for room, row in some for value in (room, *row)],
        )
        at += len(some)


def read(db: apsw.Connection, room: str) -> list[Row]:
    """Return the rows of a room, oldest first."""
    found = db.execute(f"SELECT {_ROW} FROM entry WHERE room = ? ORDER BY seq", (room,))
    return [Row(*row) for row in found]


def open_rooms(db: apsw.Connection) -> list[str]:
    """Return the rooms that have entries."""
    return [str(row[0]) for row in db.execute("SELECT DISTINCT room FROM entry")]


def write_marks(db: apsw.Connection, marks: Mapping[str, Mark]) -> None:
    """Replace the marks of these rooms."""
    rows = [(room, mark.at, mark.drafts) for room, mark in marks.items()]
    db.executemany("INSERT OR REPLACE INTO mark VALUES (?, ?, ?)", rows)


def mark_of(db: apsw.Connection, room: str) -> Mark | None:
    """Return the newest mark of a room."""
    found = db.execute("SELECT at, drafts FROM mark WHERE room = ?", (room,)).fetchall()
    return Mark(int(str(found[0][0])), sqlite.bytes_of(found[0][1])) if found else None


def closed(db: apsw.Connection, room: str) -> bool:
    """Return whether there was such a room, and it is closed."""
    return bool(db.execute("SELECT 1 FROM closed WHERE room = ?", (room,)).fetchall())


def close_room(db: apsw.Connection, room: str) -> None:
    """Delete everything of a room, and note that it is closed."""
    db.execute("INSERT OR IGNORE INTO closed VALUES (?)", (room,))
    for table in ("entry", "mark", "aside"):
        db.execute(f"DELETE FROM {table} WHERE room = ?", (room,))


def set_aside(db: apsw.Connection, room: str, why: str, since: int) -> None:
    """Note that a room is not opened. The reason is renewed, the time stays."""
    db.execute(
        "INSERT INTO aside VALUES (?, ?, ?) ON CONFLICT (room) DO UPDATE SET why = excluded.why",
        (room, why, since),
    )


def asides(db: apsw.Connection) -> dict[str, Aside]:
    """Return the rooms that were set aside."""
    found = db.execute("SELECT room, why, since FROM aside ORDER BY since, room")
    return {str(room): Aside(str(why), int(str(since))) for room, why, since in found}


def take_back(db: apsw.Connection, room: str) -> None:
    """Note that a room can be opened again."""
    db.execute("DELETE FROM aside WHERE room = ?", (room,))


def write_again(db: apsw.Connection) -> None:
    """Write what is there already: a page goes to the disk, and nothing changes."""
    db.pragma("user_version", sqlite.version(db))


def old_reports(db: apsw.Connection) -> dict[str, bytes]:
    """Return what older versions kept here of closed rooms."""
    found = db.execute("SELECT room, data FROM kept")
    return {str(room): sqlite.bytes_of(data) for room, data in found}


def drop_old_report(db: apsw.Connection, room: str) -> None:
    """Delete what an older version kept of a room."""
    db.execute("DELETE FROM kept WHERE room = ?", (room,))
