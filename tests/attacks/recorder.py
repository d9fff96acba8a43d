"""A table that keeps what everybody is sent: each frame, byte for byte, with its time.

The rules are those of the game, and so are history, guests and frames: what lies in a seat's `tape`
is what its connection would have been sent. `disk` is what a copied data folder shows without the
keys, and `reports` what a facilitator reads who asks for the report after everything that happens.
"""

from collections import Counter
from typing import Any, Final

from tests.support.table import SESSION, Table
from turnabout_language.phrase import Phrase
from turnabout_protocol.bases import Command, Event
from turnabout_protocol.codec import encode
from turnabout_protocol.messages import Accepted, CloseCode, Refused
from turnabout_protocol.presence import SeatTaken
from turnabout_server.after import report
from turnabout_server.live.guests import Guest, Guests
from turnabout_server.live.history import History
from turnabout_server.live.roomkeys import RoomKey
from turnabout_server.live.sealed import Seal
from turnabout_server.rules import Outcome, Refusal

Frame = tuple[int, bytes]
"""Room time at which it came, and what it holds."""
Tape = tuple[Frame, ...]

ROOM: Final = "a" * 32


class Tap:
    """A connection that keeps what it is sent."""

    def __init__(self, recorder: "Recorder", frames: list[Frame]) -> None:
        self._recorder = recorder
        self._frames = frames

    def post(self, *frames: bytes) -> None:
        self._frames += [(self._recorder.now, data) for data in frames]

    @property
    def empty(self) -> bool:
        return True

    async def deliver(self, data: bytes) -> bool:
        self.post(data)
        return True

    def part(self, code: CloseCode, phrase: Phrase) -> None:
        self.post(f"{code} {phrase.english}".encode())


class Recorder(Table):
    """A table that keeps what everybody is sent."""

    def __init__(self, *, asks_reports: bool = False, **table: Any) -> None:
        self.now = 0
        self.disk: list[tuple[int, int]] = []
        """Time and length of each row as it lies in the data folder."""
        self.reports: list[Frame] = []
        """What a facilitator reads who asks for the report all the time: each that is new."""
        self._asks_reports = asks_reports
        self._tapes: dict[int, list[Frame]] = {}
        self._taps: dict[int, Tap] = {}
        self._sent: dict[int, int] = {}
        """How many entries each seat had that is away."""
        self._history = History()
        self._guests = Guests(self._history, lambda: self.now)
        self._seal = Seal(ROOM, RoomKey(key=bytes(32), first=1))
        self._asked = Counter[int]()
        super().__init__(**table)

    def tape(self, seat: int) -> Tape:
        """Return all that a seat was sent."""
        return tuple(self._tapes[seat])

    def ask(self, seat: int, command: Command) -> str:
        """Let a seat ask for something; return the code of the refusal, empty if there is none."""
        self._asked[seat] += 1
        name, code = f"c{self._asked[seat]}", ""
        try:
            self.do(seat, command)
        except Refusal as refused:
            code = refused.code
            answer = encode(Refused.of(refused.phrase, id=name, code=code))
        else:
            answer = encode(Accepted(id=name))
        self._tapes[seat].append((self.now, answer))
        return code

    def take(self, outcome: Outcome) -> list[Event]:
        self._history.take(outcome, self.now, self.now)
        events = super().take(outcome)
        if rows := self._history.rows:
            sealed = self._seal.close(rows)
            self.disk.append((sealed.at, len(sealed.data)))
        self._history.kept()
        for event in events:
            if isinstance(event, SeatTaken):
                self._tapes[event.seat] = []
                self._come(event.seat, Guest(self._tap(event.seat), _key(event.seat)))
        self._guests.tell()
        if self._asks_reports and events:
            found = encode(report.sendable(report.build(self._history.stored, SESSION)))
            if not self.reports or found != self.reports[-1][1]:
                self.reports.append((self.now, found))
        return events

    def drop(self, *seats: int) -> None:
        for seat in seats:
            self._sent[seat] = self._guests.sent_to(seat)
            self._guests.leave(seat, self._taps[seat])
            super().drop(seat)

    def back(self, *seats: int) -> None:
        """Let people come back with all that they had been sent."""
        for seat in seats:
            who, sent = self.public.seats[seat], self._sent.pop(seat)
            place = self._history.place(who, self._history.epoch, sent)
            assert place is not None
            guest = Guest(self._tap(seat), _key(seat), place, sent, restart=False)
            self._come(seat, guest)
            super().back(seat)

    def _tap(self, seat: int) -> Tap:
        self._taps[seat] = Tap(self, self._tapes[seat])
        return self._taps[seat]

    def _come(self, seat: int, guest: Guest) -> None:
        self._guests.seat(seat, guest)


def _key(seat: int) -> str:
    return f"KEY{seat:05}"
