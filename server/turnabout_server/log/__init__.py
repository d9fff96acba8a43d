"""The append-only log of every room: what the server stands on. One module an engine."""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from turnabout_server.errors import ServerError

__all__ = ["EVENTS", "Aside", "Conflict", "Log", "LogFailed", "Mark", "Row"]

EVENTS: Final = 2
"""Version of the events in `Row.data`. It rises with every change that gives older ones
another meaning; `live.stored` has the step from one version to the next."""


class LogFailed(ServerError):
    """The log could not be written or read. Nothing that was asked for is in it."""


class Conflict(LogFailed):
    """The log has moved on: somebody else writes this room, or an earlier append failed."""


class Row(NamedTuple):
    """One entry as the log keeps it, or several that were sealed as one."""

    seq: int
    """From 1; of several, the number of the newest."""
    at: int
    """Room time in milliseconds."""
    wall: int
    """Milliseconds since 1970."""
    seat: int | None
    """Whose command it came from; None: the clock's or the network's doing."""
    cause: str | None
    """The id of that command, on each of its rows."""
    data: bytes
    version: int = EVENTS
    """Which shape of events `data` is written in."""


class Mark(NamedTuple):
    """How far a room had run when it was last looked at, and what its speaker had typed."""

    at: int
    drafts: bytes


class Aside(NamedTuple):
    """Why a room is not opened, and since when."""

    why: str
    """A sentence for the operator; it names nobody."""
    since: int
    """Milliseconds since 1970."""


class Log(Protocol):
    """What the rooms need of a log. Rooms are known by `keys.room_id`."""

    def append(self, room: str, after: int, rows: Sequence[Row]) -> asyncio.Future[None]:
        """Write `rows` after the entry `after`; the future is done once they are durable.

        It fails with Conflict if `after` is not the newest entry, so that of two owners only one
        can write, and no append can succeed behind one that failed. It fails with LogFailed if the
        disk does.
        """

    def read(self, room: str) -> Awaitable[list[Row]]:
        """Return all rows of a room, oldest first. Raises LogFailed."""

    def open_rooms(self) -> Awaitable[list[str]]:
        """Return the rooms that have entries, those set aside too. Raises LogFailed."""

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

    def set_aside(self, room: str, why: str) -> Awaitable[None]:
        """Note that a room is not opened, and why. Its rows stay as they are. Raises LogFailed."""

    def asides(self) -> Awaitable[Mapping[str, Aside]]:
        """Return the rooms that were set aside, the first one first. Raises LogFailed."""

    def take_back(self, room: str) -> Awaitable[None]:
        """Note that a room can be opened again. Raises LogFailed."""

    @property
    def wrote_at(self) -> float | None:
        """When something was last made durable, in seconds of `time.monotonic`."""

    def probe(self) -> Awaitable[None]:
        """Make something tiny durable, to see whether that is possible. Raises LogFailed."""

    async def watch(self) -> None:
        """Return when the log was closed. Raises LogFailed when it ended by itself."""

    async def aclose(self) -> None:
        """Finish what is under way and let go of the files."""
