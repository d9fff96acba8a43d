"""What the log says to SQLite. Whoever calls these is the only one who uses the connection."""

from collections.abc import Mapping, Sequence

import apsw

from turnabout_server import sqlite
from turnabout_server.log import Aside, Conflict, Mark, Row

_ROW = "seq, at, wall, seat, cause, data, version"


def append(db: apsw.Connection, room: str, after: int, rows: Sequence[Row]) -> Conflict | None:
    """Write `rows` after the entry `after`. If the log has moved on, return why they were not."""
    newest = db.execute("SELECT max(seq) FROM entry WHERE room = ?", (room,)).fetchall()[0][0]
    if (newest or 0) != after or (newest is None and closed(db, room)):
        return Conflict("This room is being written from elsewhere. It reopens from its log.")
    db.executemany(
        f"INSERT INTO entry (room, {_ROW}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(room, *row) for row in rows],
    )
    return None


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
