"""What can be done with a log while no server runs."""

from pathlib import Path

from turnabout_server.log.schema import FILE, open_file
from turnabout_server.log.sqlite import close_room, open_rooms


def delete_open(folder: Path, session: str) -> bool:
    """Delete the open room whose name begins with `session`, bytes included.

    Return False if there is none. Raises LogFailed, also while a server uses the folder.
    """
    file = folder / FILE
    if not file.exists():
        return False
    db = open_file(file)
    try:
        rooms = [room for room in open_rooms(db) if room.startswith(session)]
        for room in rooms:
            close_room(db, room)
    finally:
        db.close()
    return bool(rooms)
