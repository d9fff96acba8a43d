"""Who is connected to a room: each seat's newest connection, and what it was last told.

Two numbers say how far a guest is in the log:

    seen <= durable

`durable` is the newest entry on the disk; nothing behind it is shown. Everything up to `seen` has
been looked at for this guest: it was sent, or is for others. While nothing is under way `seen` is
`durable`. A guest who comes in late, or from a slow line, lags behind: then a task of its own
brings the rest, part by part, as fast as its line takes them, and the log itself is the queue.

These numbers are the room's, and no guest ever sees one: the gaps between those of its own entries
would tell how much was said to others, and when. A guest hears only how many entries it was `sent`,
and says that number when it comes back.

The copy of a returning client is *stale* when it is not a part of this log, or was made under
another role: then the client starts over, from `seen` 0.
"""

import asyncio
import logging
from collections.abc import Callable, ItemsView, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Final, Protocol

from turnabout_language import N_
from turnabout_language.phrase import Phrase
from turnabout_protocol.codec import encode
from turnabout_protocol.messages import CloseCode, Welcome, Writing
from turnabout_protocol.room import Role, Seat
from turnabout_protocol.scenario import Side
from turnabout_server.errors import told
from turnabout_server.live.frames import part_of, updates
from turnabout_server.live.history import History

REPLACED: Final = Phrase(N_("You continue on another connection. This one is closed."))
REMOVED: Final = Phrase(N_("The facilitator took this seat out of the room."))
TOO_FAST: Final = Phrase(N_("Too many frames at once. Come back and go slower."))
FAILED: Final = Phrase(N_("The server failed on this connection. Come back."))
MOST_ANSWERS: Final = 256
"""Answers that may wait until a guest has caught up: they come after the news they rest on."""

_log = logging.getLogger(__name__)

Part = Sequence[tuple[int, bytes]]
"""Entries with their numbers."""


@dataclass
class Round:
    """What is sent in one round, for whoever is sent the same."""

    alike: dict[tuple[int, int], tuple[Part, bool]] = field(default_factory=dict)
    """The news, and whether more follow, by what a guest has seen and been sent: while all of them
    are for everybody."""
    frames: dict[tuple[int, tuple[int, ...]], Sequence[bytes]] = field(default_factory=dict)
    """By what a guest was sent before, and by the numbers of the entries in them."""


class Turned(Exception):
    """Somebody is sent away: the code says whether coming back makes sense."""

    def __init__(self, code: CloseCode, sentence: str, **values: str | int) -> None:
        self.code = code
        self.phrase = Phrase(sentence, values)
        super().__init__(self.phrase.english)


class Peer(Protocol):
    """One connection, as a room sees it. Posting and parting never wait."""

    def post(self, *frames: bytes) -> None:
        """Send frames after those posted before."""

    @property
    def empty(self) -> bool:
        """Whether everything posted has been handed to the network."""

    async def deliver(self, data: bytes) -> bool:
        """Send a frame; once it is known whether the network took it, return that."""

    def part(self, code: CloseCode, phrase: Phrase) -> None:
        """Say goodbye and close, after what was posted before."""


@dataclass
class Guest:
    """A seat's connection."""

    peer: Peer
    key: str
    """In plain text only here: a restart repeats it to the client that brought it."""
    seen: int = 0
    """The newest entry that was considered for this connection."""
    sent: int = 0
    """How many entries its copy of the room is made of."""
    restart: bool = True
    knows: tuple[Role, Side | None] | None = None
    """Role and home side as they were when entries were last sent; None: not welcomed yet."""
    catching_up: asyncio.Task[None] | None = None
    """Brings what this guest has missed, while that is too much to be sent at once."""
    answers: list[bytes] = field(default_factory=list)
    """What it is told after the news."""
    heard: Writing | None = None
    """The newest that it was told of what the speaker types."""
    heard_at: float = -inf
    """When, in seconds of the pulse."""
    covers: bool = False
    """It is a bot that plays for the person of the seat."""


class Guests:
    """The connections of a room, by seat. The newest of a seat wins. `now` is the room time."""

    def __init__(self, history: History, now: Callable[[], int]) -> None:
        self._history = history
        self._now = now
        self._by_seat: dict[int, Guest] = {}
        self._leaving: list[tuple[Peer, CloseCode, Phrase]] = []
        """Who is not a guest any more, and hears of it once that is durable."""

    def __iter__(self) -> Iterator[int]:
        return iter(self._by_seat)

    def __len__(self) -> int:
        return len(self._by_seat)

    def items(self) -> ItemsView[int, Guest]:
        """Return the connections with their seats."""
        return self._by_seat.items()

    def seat(self, seat: int, guest: Guest) -> None:
        """Put a connection on a seat; the one that was there hears of it with the next news."""
        old = self._by_seat.get(seat)
        self._by_seat[seat] = guest
        if old is not None:
            self._let_go(old, CloseCode.REPLACED, REPLACED)

    def dismiss(self, code: CloseCode, phrase: Phrase) -> None:
        """Let all connections go; they hear of it with the next news."""
        for guest in self._by_seat.values():
            self._let_go(guest, code, phrase)
        self._by_seat.clear()

    def leave(self, seat: int, peer: Peer) -> None:
        """Forget a connection, unless the seat has a newer one."""
        guest = self._by_seat.get(seat)
        if guest is not None and guest.peer is peer:
            del self._by_seat[seat]
            _stop(guest)

    @property
    def idle(self) -> bool:
        """Whether everybody has been sent what there is for them."""
        return all(guest.catching_up is None for guest in self._by_seat.values())

    def answer(self, seat: int, peer: Peer, data: bytes) -> None:
        """Let an answer be sent after the news that it rests on, which `tell` sends."""
        guest = self._by_seat.get(seat)
        if guest is None or guest.peer is not peer:
            peer.post(data)
        elif len(guest.answers) < MOST_ANSWERS:
            guest.answers.append(data)
        else:
            peer.part(CloseCode.TOO_MUCH, TOO_FAST)

    def sent_to(self, seat: int) -> int:
        """Return how many entries a seat's connection was sent."""
        guest = self._by_seat.get(seat)
        return 0 if guest is None else guest.sent

    def tell(self) -> None:
        """Send everybody what they may know and have not been sent yet; all of it is durable."""
        self._part()
        round_ = Round()
        for seat, guest in list(self._by_seat.items()):
            who = self._history.stored.public.seats.get(seat)
            if who is None:
                del self._by_seat[seat]
                _stop(guest)
                guest.peer.part(CloseCode.REMOVED, REMOVED)
                continue
            if guest.covers and not who.covered:
                del self._by_seat[seat]
                _stop(guest)
                guest.peer.part(CloseCode.REPLACED, REPLACED)
                continue
            if guest.knows != (who.role, who.home):
                self._welcome(who, guest)
            if guest.catching_up is None:
                self._send(guest, who, round_)

    def _send(self, guest: Guest, who: Seat, round_: Round) -> None:
        """Send a guest the news, or the first part of them and let the rest follow."""
        part, more = self._news(guest, who, round_)
        frames: Sequence[bytes] = ()
        if part:
            same = guest.sent, tuple([number for number, _ in part])
            if same not in round_.frames:
                round_.frames[same] = self._frames(part, guest.sent)
            frames = round_.frames[same]
        self._note(guest, part, more)
        if more:
            guest.peer.post(*frames)
            guest.catching_up = asyncio.create_task(self._catch_up(who.id, guest))
        elif frames or guest.answers:
            guest.peer.post(*frames, *guest.answers)
            guest.answers.clear()

    def _news(self, guest: Guest, who: Seat, round_: Round) -> tuple[Part, bool]:
        """Return what a guest may know and has not seen, as much as is sent at once."""
        if guest.seen < self._history.apart:
            return part_of(self._history.known_to(who, guest.seen))
        as_far = guest.seen, guest.sent
        if as_far not in round_.alike:
            round_.alike[as_far] = part_of(self._history.known_to(who, guest.seen))
        return round_.alike[as_far]

    async def _catch_up(self, seat: int, guest: Guest) -> None:
        try:
            await self._bring(seat, guest)
        except Exception as error:
            _log.error("A guest could not catch up: %s", told(error))
            guest.peer.part(CloseCode.FAILED, FAILED)

    async def _bring(self, seat: int, guest: Guest) -> None:
        """Send part after part, each when the one before is out, until nothing is missing."""
        while guest.seen < self._history.durable:
            # Looked at anew each time: the log goes on meanwhile, and a role can change.
            who = self._history.stored.public.seats[seat]
            part, more = part_of(self._history.known_to(who, guest.seen))
            frames = self._frames(part, guest.sent)
            self._note(guest, part, more)
            # Only the last frame is waited for: no welcome may come in between.
            guest.peer.post(*frames[:-1])
            if frames and not await guest.peer.deliver(frames[-1]):
                return
        guest.catching_up = None
        guest.peer.post(*guest.answers)
        guest.answers.clear()

    def _note(self, guest: Guest, part: Sequence[tuple[int, bytes]], more: bool) -> None:
        guest.sent += len(part)
        guest.seen = part[-1][0] if more else self._history.durable

    def _frames(self, part: Sequence[tuple[int, bytes]], sent: int) -> list[bytes]:
        return list(updates([data for _, data in part], sent + 1, self._now()))

    def _welcome(self, who: Seat, guest: Guest) -> None:
        # Another role or side may know other things than the old one did, also about the past.
        if guest.knows is not None:
            guest.restart = True
        if guest.restart:
            guest.seen = guest.sent = 0
        guest.knows = who.role, who.home
        welcome = Welcome(
            seat=who.id,
            key=guest.key,
            restart=guest.restart,
            newest=self._history.known(who),
            epoch=self._history.epoch,
            moves=self._history.moves(who.id),
        )
        guest.peer.post(encode(welcome))

    def part_all(self, code: CloseCode, phrase: Phrase) -> None:
        """Say goodbye to everybody at once."""
        self._leaving = [(peer, code, phrase) for peer, _, _ in self._leaving]
        self.dismiss(code, phrase)
        self._part()

    def _let_go(self, guest: Guest, code: CloseCode, phrase: Phrase) -> None:
        _stop(guest)
        self._leaving.append((guest.peer, code, phrase))

    def _part(self) -> None:
        leaving, self._leaving = self._leaving, []
        for peer, code, phrase in leaving:
            try:
                peer.part(code, phrase)
            except Exception as error:  # One that cannot be told must not keep the others here.
                _log.error("Nobody could be told goodbye: %s", told(error))


def _stop(guest: Guest) -> None:
    if guest.catching_up is not None:
        guest.catching_up.cancel()
