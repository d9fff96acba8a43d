"""One room's log in memory: the folded room, every entry with its bytes, and what caused them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from turnabout_protocol.bases import ToAll
from turnabout_protocol.codec import encode, fits
from turnabout_protocol.fold import Entry, apply, may_know
from turnabout_protocol.opening import EpochBegan
from turnabout_protocol.presence import SeatMoved
from turnabout_protocol.room import Room, Seat
from turnabout_server.live import stored
from turnabout_server.live.frames import AROUND
from turnabout_server.log import Row
from turnabout_server.rules import Outcome
from turnabout_server.rules.bounds import Counts


class TooLarge(ValueError):
    """An event that could not be sent to anybody."""


class History:
    """What has happened in a room, from its rows or as it happens.

    `room` is the room as it was decided, `stored` as it is on the disk: only that may be shown.
    `rows` is what lies between the two. Raises Malformed for rows that cannot be read.
    """

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self.room = Room()
        self.rows: list[Row] = []
        self._entries: list[tuple[Entry, bytes]] = []
        self.counts = Counts()
        """What each seat was given so far, and how large all of it is."""
        self.apart = 0
        """The number of the newest entry that is not for everybody."""
        self._done: set[tuple[int, str]] = set()
        self._epochs: list[tuple[str, int]] = []
        """Each epoch with the number of its first entry."""
        self._moves: Counter[int] = Counter()
        """How often each seat got another role or home side."""
        for row in rows:
            entry, data = stored.read(row)
            self.counts.note(self.room, entry.event, len(data), row.seat, row.cause)
            self.room = apply(self.room, entry)
            self._note(entry, data, row.seat, row.cause)
        self.stored = self.room
        self.durable = self.newest
        """The number of the newest entry that is on the disk."""

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

    def take(
        self,
        outcome: Outcome,
        at: int,
        wall: int,
        seat: int | None = None,
        cause: str | None = None,
    ) -> None:
        """Let what was decided happen: all of it, or nothing when an exception is raised.

        `cause` is the id of the command of `seat` that it follows from. Raises TooLarge.
        """
        entries = [Entry(at=at, event=event) for event in outcome.events]
        written = [_written(entry) for entry in entries]
        rows = [
            Row(number, at, wall, seat, cause, data)
            for number, data in enumerate(written, start=self.newest + 1)
        ]
        # Nothing can fail from here on. So nobody is shown the first half of a decision whose
        # second half could not be written.
        for entry, data in zip(entries, written, strict=True):
            self.counts.note(self.room, entry.event, len(data), seat, cause)
        self.room = outcome.room
        self.rows += rows
        for entry, data in zip(entries, written, strict=True):
            self._note(entry, data, seat, cause)

    def kept(self) -> None:
        """Note that all rows are durable: what has been decided may be shown."""
        self.stored = self.room
        self.durable = self.newest
        self.rows = []

    @property
    def epoch(self) -> str:
        """Which run of the log this is."""
        return self._epochs[-1][0] if self._epochs else ""

    def moves(self, seat: int) -> int:
        """Return how often a seat has got another role or home side."""
        return self._moves[seat]

    def place(self, seat: Seat, epoch: str, seen: int) -> int | None:
        """Return the number of the entry that was the `seen`-th of all that `seat` was sent.

        None: not all that was sent in `epoch` up to that one is in this log. An epoch has one
        writer, so what it wrote before the next epoch began is here as it was sent. What it sent
        beyond that was never stored, or is lost with a disk.
        """
        ends = [first - 1 for _, first in self._epochs[1:]] + [self.newest]
        end = max(
            (end for (name, _), end in zip(self._epochs, ends, strict=True) if name == epoch),
            default=0,
        )
        known = (n for n, (e, _) in enumerate(self._entries[:end], 1) if may_know(seat, e.event))
        return next(islice(known, seen - 1, None), None) if seen else None

    def has_done(self, seat: int, cause: str) -> bool:
        """Return whether this command of that seat has taken effect."""
        return (seat, cause) in self._done

    def known(self, seat: Seat) -> int:
        """Return how many of the stored entries `seat` may know."""
        return sum(may_know(seat, entry.event) for entry, _ in self._entries[: self.durable])

    def known_to(self, seat: Seat, after: int) -> Iterator[tuple[int, bytes]]:
        """Yield number and bytes of the stored entries after `after` that `seat` may know."""
        for number in range(after, self.durable):
            entry, data = self._entries[number]
            if may_know(seat, entry.event):
                yield number + 1, data

    def _note(self, entry: Entry, data: bytes, seat: int | None, cause: str | None) -> None:
        self._entries.append((entry, data))
        match entry.event:
            case EpochBegan(epoch=epoch):
                self._epochs.append((epoch, self.newest))
            case SeatMoved(seat=moved):
                self._moves[moved] += 1
        if not isinstance(entry.event, ToAll):
            self.apart = self.newest
        if seat is not None and cause is not None:
            self._done.add((seat, cause))


def _written(entry: Entry) -> bytes:
    data = encode(entry)
    if not fits(data, spare=2 * AROUND):
        raise TooLarge(f"{type(entry.event).__name__} does not fit into a frame")
    return data
