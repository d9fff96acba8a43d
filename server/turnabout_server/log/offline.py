"""What can be done with a log without its server."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import apsw

from turnabout_server import sqlite
from turnabout_server.log import Aside, LogFailed, statements
from turnabout_server.log.schema import FILE, STORE, owned


class ListedRoom(NamedTuple):
    """An open room, as its operator may know it: nothing of what is said in it."""

    room: str
    entries: int
    opened: int
    """Milliseconds since 1970."""
    written: int
    """When the newest entry was written, in milliseconds since 1970."""
    aside: Aside | None
    """Why it is not opened; None if it is."""


def listed(folder: Path) -> list[ListedRoom]:
    """Return the open rooms in the log of `folder`, the oldest first, also while a server runs.

    Nothing is written. Raises LogFailed.
    """
    file = folder / FILE
    if not file.exists():
        return []
    with closing(STORE.read(file)) as db:
        try:
            return list(_listed(db))
        except apsw.Error as error:
            raise STORE.explained(error, file) from None


def delete_open(folder: Path, session: str) -> bool:
    """Delete the open room whose name begins with `session`, bytes included.

    Return False if there is none. Raises LogFailed, also while a server uses the folder.
    """
    if not (folder / FILE).exists():
        return False
    log = owned(folder)
    try:
        return _delete(log.db, session)
    except apsw.Error as error:
        raise STORE.explained(error, folder / FILE) from None
    finally:
        log.close()


def _listed(db: apsw.Connection) -> Iterator[ListedRoom]:
    # A file that no server of this version has opened yet knows of none.
    asides = statements.asides(db) if sqlite.version(db) >= 3 else {}
    found = db.execute(
        "SELECT room, max(seq), min(wall), max(wall) FROM entry GROUP BY room ORDER BY min(wall)"
    )
    for room, *numbers in found.fetchall():
        entries, opened, written = (int(str(number)) for number in numbers)
        yield ListedRoom(str(room), entries, opened, written, asides.get(str(room)))


def _delete(db: apsw.Connection, session: str) -> bool:
    rooms = [room for room in statements.open_rooms(db) if room.startswith(session)]
    with db:
        for room in rooms:
            statements.close_room(db, room)
    if rooms and not sqlite.overwrite(db):
        raise LogFailed("The room is deleted, but somebody reads in its log. Do it once more.")
    return bool(rooms)
