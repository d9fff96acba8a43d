"""What is kept of closed sessions: a report each, and how its promises stand.

A file beside the log, with nothing in it that its people had not been shown. The server writes it
when a session closes; commands read and mark it at any time.
"""

from typing import Final

from turnabout_server.after.archive.archive import Archive, Kept, ListedSession
from turnabout_server.after.archive.database import ArchiveFailed
from turnabout_server.after.archive.standing import Standing

__all__ = ["Archive", "ArchiveFailed", "Kept", "ListedSession", "Standing", "session_id"]

_LENGTH: Final = 12


def session_id(room: str) -> str:
    """Return the public name of the session in the room that the log knows as `room`."""
    return room[:_LENGTH]
