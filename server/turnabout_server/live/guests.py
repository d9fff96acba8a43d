"""Who is connected to a room: each seat's newest connection, and what it was last told."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from turnabout_language import N_
from turnabout_language.phrase import Phrase
from turnabout_protocol.codec import encode
from turnabout_protocol.messages import CloseCode, Welcome
from turnabout_protocol.room import Role
from turnabout_protocol.scenario import Side
from turnabout_server.live.frames import updates
from turnabout_server.live.history import History

REPLACED: Final = Phrase(N_("You continue on another connection. This one is closed."))
REMOVED: Final = Phrase(N_("The facilitator took this seat out of the room."))


Frames = dict[tuple[int, ...], list[bytes]]
"""Update frames by the numbers of the entries in them."""


class Turned(Exception):
    """Somebody is sent away: the code says whether coming back makes sense."""

    def __init__(self, code: CloseCode, sentence: str, **values: str | int) -> None:
        self.code = code
        self.phrase = Phrase(sentence, values)
        super().__init__(self.phrase.english)


class Peer(Protocol):
    """One connection, as a room sees it. Neither call ever waits."""

    def post(self, data: bytes) -> None:
        """Send a frame."""

    def part(self, code: CloseCode, phrase: Phrase) -> None:
        """Say goodbye and close, after what was posted before."""


@dataclass
class Guest:
    """A seat's connection."""

    peer: Peer
    key: str
    """Only here in plain: a restart repeats it to the client that brought it."""
    seen: int
    """The newest entry that was considered for this connection."""
    restart: bool = True
    knows: tuple[Role, Side | None] | None = None
    """Role and home side as they were when entries were last sent; None: not welcomed yet."""
    newest: int = 0
    """The newest entry that was sent."""


class Guests:
    """The connections of a room, by seat. The newest of a seat wins."""

    def __init__(self) -> None:
        self._by_seat: dict[int, Guest] = {}
        self._leaving: list[tuple[Peer, CloseCode, Phrase]] = []
        """Who is not a guest any more, and hears of it once that is durable."""

    def __iter__(self) -> Iterator[int]:
        return iter(self._by_seat)

    def __len__(self) -> int:
        return len(self._by_seat)

    def seat(self, seat: int, guest: Guest) -> None:
        """Put a connection on a seat; the one that was there is told so with the next news."""
        old = self._by_seat.get(seat)
        self._by_seat[seat] = guest
        if old is not None:
            self._leaving.append((old.peer, CloseCode.REPLACED, REPLACED))

    def dismiss(self, code: CloseCode, phrase: Phrase) -> None:
        """Let all connections go; they are told so with the next news."""
        self._leaving += [(guest.peer, code, phrase) for guest in self._by_seat.values()]
        self._by_seat.clear()

    def leave(self, seat: int, peer: Peer) -> None:
        """Forget a connection, unless the seat has a newer one."""
        guest = self._by_seat.get(seat)
        if guest is not None and guest.peer is peer:
            del self._by_seat[seat]

    def sent_to(self, seat: int) -> int:
        """Return the newest entry that was sent to a seat's connection."""
        guest = self._by_seat.get(seat)
        return 0 if guest is None else guest.newest

    def tell(self, history: History, now: int) -> None:
        """Send everybody what they may know and have not been sent yet; all of it is durable."""
        self._part()
        frames: Frames = {}
        for seat, guest in list(self._by_seat.items()):
            who = history.room.public.seats.get(seat)
            if who is None:
                del self._by_seat[seat]
                guest.peer.part(CloseCode.REMOVED, REMOVED)
                continue
            if guest.knows != (who.role, who.home):
                self._welcome(seat, guest, (who.role, who.home), history.epoch)
            _send(guest, list(history.known_to(who, guest.seen)), now, frames)
            guest.seen = history.newest

    def _welcome(
        self, seat: int, guest: Guest, knows: tuple[Role, Side | None], epoch: str
    ) -> None:
        # Another role or side may know other things than the old one did, also of what is past.
        if guest.knows is not None:
            guest.restart = True
        if guest.restart:
            guest.seen = 0
        guest.knows = knows
        welcome = Welcome(seat=seat, key=guest.key, restart=guest.restart, epoch=epoch)
        guest.peer.post(encode(welcome))

    def part_all(self, code: CloseCode, phrase: Phrase) -> None:
        """Say goodbye to everybody at once."""
        self._leaving = [(peer, code, phrase) for peer, _, _ in self._leaving]
        self.dismiss(code, phrase)
        self._part()

    def _part(self) -> None:
        for peer, code, phrase in self._leaving:
            peer.part(code, phrase)
        self._leaving.clear()


def _send(guest: Guest, entries: list[tuple[int, bytes]], now: int, frames: Frames) -> None:
    if not entries:
        return
    numbers = tuple(number for number, _ in entries)
    if numbers not in frames:
        frames[numbers] = list(updates([data for _, data in entries], now))
    for frame in frames[numbers]:
        guest.peer.post(frame)
    guest.newest = numbers[-1]
