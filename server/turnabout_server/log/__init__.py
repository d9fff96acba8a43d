"""The append-only log of every room: what the server stands on. One module an engine."""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from typing import NamedTuple, Protocol

from turnabout_server.errors import ServerError

__all__ = ["Conflict", "Log", "LogFailed", "Mark", "Row"]


class LogFailed(ServerError):
    """The log could not be written or read. Nothing of what was asked is in it."""


class Conflict(LogFailed):
    """The log has moved on: somebody else writes this room, or an earlier append failed."""


class Row(NamedTuple):
    """One entry as the log keeps it."""

    seq: int
    """From 1, without gaps."""
    at: int
    """Room time in milliseconds."""
    wall: int
    """Milliseconds since 1970."""
    seat: int | None
    """Whose command it came from; None: the clock's or the network's doing."""
    cause: str | None
    """The id of that command, on each of its rows."""
    data: bytes


class Mark(NamedTuple):
    """How far a room had run when it was last looked at, and what its speaker had typed."""

    at: int
    drafts: bytes


class Log(Protocol):
    """What the rooms need of a log. Rooms are known by `keys.room_id`."""

    def append(self, room: str, after: int, rows: Sequence[Row]) -> asyncio.Future[None]:
        """Write `rows` behind the entry `after`; the future is done once they are durable.

        It fails with Conflict if `after` is not the newest entry, so that of two owners only one
        can write, and no append can succeed behind one that failed. It fails with LogFailed if the
        disk does.
        """

    def read(self, room: str) -> Awaitable[list[Row]]:
        """Return all rows of a room, oldest first. Raises LogFailed."""

    def open_rooms(self) -> Awaitable[list[str]]:
        """Return the rooms that have entries. Raises LogFailed."""

    def mark(self, marks: Mapping[str, Mark]) -> Awaitable[None]:
        """Replace the marks of these rooms, all at once. Raises LogFailed."""

    def mark_of(self, room: str) -> Awaitable[Mark | None]:
        """Return the newest mark of a room. Raises LogFailed."""

    def close_room(self, room: str) -> Awaitable[None]:
        """Delete everything of a room, bytes included, and note that it is closed.

        Raises LogFailed.
        """

    def closed(self, room: str) -> Awaitable[bool]:
        """Return whether there was such a room, and it is closed. Raises LogFailed."""

    async def aclose(self) -> None:
        """Finish what is under way and let go of the files."""
