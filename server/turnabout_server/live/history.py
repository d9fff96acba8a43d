"""One room's log in memory: the folded room, every entry with its bytes, and what caused them."""

from collections.abc import Iterable, Iterator

from turnabout_protocol.bases import Event
from turnabout_protocol.codec import encode
from turnabout_protocol.events import SeatMoved
from turnabout_protocol.fold import Entry, apply, may_know
from turnabout_protocol.room import Room, Seat
from turnabout_server.live import stored
from turnabout_server.log import Row


class History:
    """What has happened in a room, from its rows or as it happens.

    Raises Malformed for rows that cannot be read.
    """

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self.room = Room()
        self._entries: list[tuple[Entry, bytes]] = []
        self._done: set[tuple[int, str]] = set()
        for row in rows:
            self._take(*stored.read(row), row.seat, row.cause)

    @property
    def newest(self) -> int:
        """The number of the newest entry; 0: there is none."""
        return len(self._entries)

    @property
    def at(self) -> int:
        """Room time of the newest entry."""
        return self._entries[-1][0].at if self._entries else 0

    @property
    def entries(self) -> Iterator[Entry]:
        """All entries, oldest first."""
        return (entry for entry, _ in self._entries)

    def add(self, event: Event, at: int, wall: int, seat: int | None, cause: str | None) -> Row:
        """Let `event` happen, and return its row."""
        entry = Entry(seq=self.newest + 1, at=at, event=event)
        data = encode(entry)
        self._take(entry, data, seat, cause)
        return Row(entry.seq, at, wall, seat, cause, data)

    def has_done(self, seat: int, cause: str) -> bool:
        """Return whether this command of that seat has taken effect."""
        return (seat, cause) in self._done

    def known_to(self, seat: Seat, after: int) -> Iterator[tuple[int, bytes]]:
        """Yield number and bytes of the entries after `after` that `seat` may know."""
        for entry, data in self._entries[after:]:
            if may_know(seat, entry.event):
                yield entry.seq, data

    def moved_since(self, seat: int, seen: int) -> bool:
        """Return whether the role of `seat` has changed after the entry `seen`."""
        later = (entry.event for entry, _ in self._entries[seen:])
        return any(isinstance(event, SeatMoved) and event.seat == seat for event in later)

    def _take(self, entry: Entry, data: bytes, seat: int | None, cause: str | None) -> None:
        self.room = apply(self.room, entry)
        self._entries.append((entry, data))
        if seat is not None and cause is not None:
            self._done.add((seat, cause))
