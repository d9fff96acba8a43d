"""A log whose rows only this server can read: sealed on their way to the disk, opened on the way
back, whichever engine keeps them.

What is appended at once is sealed as one: all of the entries and whose commands they came from. In
clear stay the number, the time and the version of the newest of them, for the log and for
`turnabout rooms`; they are bound to what is sealed.

What is left to see in a copy is how many entries there are, when each was written and, in steps of
`STEP` bytes, how long they are, each filled up by itself. Ratings, orders and answers are shorter
than a step, and so is most of what everybody is told: they look alike. A long text shows how many
steps it takes.
"""

import asyncio
import os
import struct
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from turnabout_protocol.codec import Malformed
from turnabout_server.live.roomkeys import NoKey, RoomKey, RoomKeys
from turnabout_server.log import Aside, Log, Mark, Row

SEALED: Final = b"\xc0"
"""What sealed bytes begin with. No entry and no draft does, which are maps."""
ALONE: Final = b"\xc1"
"""What older versions put there, which sealed each entry alone."""
STEP: Final = 512
"""Bytes: what is sealed is filled up to a multiple of them."""
_NONCE: Final = 12
_LENGTH: Final = struct.Struct(">I")
_BESIDES: Final = 64
"""Bytes that what stands beside an entry takes at most, and the length of all."""
_AHEAD: Final = 256
"""Nonces that are drawn at once: each draw is a call to the system, and lets other threads in."""


class _Alone(msgspec.Struct, frozen=True, array_like=True):
    """What of a row older versions sealed."""

    seat: int | None
    cause: str | None
    data: bytes


class _Entry(msgspec.Struct, frozen=True, array_like=True):
    """What is sealed of an entry."""

    at: int
    wall: int
    seat: int | None
    cause: str | None
    data: bytes


_opened_entries: Final = msgspec.msgpack.Decoder(tuple[_Entry, ...]).decode
_opened_alone: Final = msgspec.msgpack.Decoder(_Alone).decode


_nonces: Final[list[bytes]] = []


def _drawn() -> bytes:
    """Return a nonce that was never used. From any thread."""
    while True:
        try:
            return _nonces.pop()
        except IndexError:
            drawn = os.urandom(_AHEAD * _NONCE)
            _nonces.extend(drawn[at : at + _NONCE] for at in range(0, len(drawn), _NONCE))


class Seal:
    """Seals the rows and the marks of one room, and opens them again."""

    def __init__(self, room: str, made: RoomKey) -> None:
        self._room = room
        self._first = made.first
        self._cipher = AESGCM(made.key)

    def close(self, rows: Sequence[Row]) -> Row:
        """Return what is appended at once as it goes to the disk, as one row."""
        last = rows[-1]
        inside = msgspec.msgpack.encode(
            [_Entry(row.at, row.wall, row.seat, row.cause, row.data) for row in rows]
        )
        # Short entries look alike, one by one and together.
        room = sum(-(-(len(row.data) + _BESIDES) // STEP) for row in rows) * STEP
        data = self._sealed(inside, self._bound(last), room)
        return last._replace(seat=None, cause=None, data=data)

    def open(self, row: Row) -> list[Row]:
        """Return what was sealed in `row`. Raises Malformed if it is not what was written here."""
        alone = row.data.startswith(ALONE)
        if not alone and not row.data.startswith(SEALED):
            if row.seq < self._first:
                return [row]
            raise Malformed(f"entry {row.seq}", "it is not sealed, and was put there by others")
        try:
            data = self._opened(row.data, self._bound(row))
            if alone:
                one = _opened_alone(data)
                return [row._replace(seat=one.seat, cause=one.cause, data=one.data)]
            entries = _opened_entries(data)
        except (InvalidTag, ValueError):
            raise Malformed(f"entry {row.seq}", "it was changed, or belongs elsewhere") from None
        first = row.seq - len(entries) + 1
        return [
            Row(seq, one.at, one.wall, one.seat, one.cause, one.data, row.version)
            for seq, one in enumerate(entries, first)
        ]

    def close_mark(self, mark: Mark) -> Mark:
        """Return `mark` as it goes to the disk."""
        return mark._replace(drafts=self._sealed(mark.drafts, self._bound_mark(mark)))

    def open_mark(self, mark: Mark) -> Mark:
        """Return what was sealed in `mark`. Raises Malformed if it was not written here."""
        if not _is_sealed(mark.drafts):
            if self._first > 1:
                return mark  # An older version wrote it: this one has not got to it yet.
            raise Malformed("mark", "it is not sealed, and was put there by others")
        try:
            return mark._replace(drafts=self._opened(mark.drafts, self._bound_mark(mark)))
        except (InvalidTag, ValueError):
            raise Malformed("mark", "it was changed, or belongs elsewhere") from None

    def close_reply(self, reply: bytes, seat: str) -> bytes:
        """Return the reply of a seat to a check as it goes to the disk."""
        return self._sealed(reply, self._bound_reply(seat))

    def open_reply(self, data: bytes, seat: str) -> bytes:
        """Return what was sealed in a reply. Raises Malformed if it was not written here."""
        try:
            return self._opened(data, self._bound_reply(seat))
        except (InvalidTag, ValueError):
            raise Malformed("reply", "it was changed, or belongs elsewhere") from None

    def _bound_reply(self, seat: str) -> bytes:
        return f"{self._room} reply {seat}".encode()

    def _bound(self, row: Row) -> bytes:
        """Return what must be as it was for the seal of a row to open: it cannot change places."""
        return f"{self._room} {row.seq} {row.version} {row.at} {row.wall}".encode()

    def _bound_mark(self, mark: Mark) -> bytes:
        return f"{self._room} mark {mark.at}".encode()

    def _sealed(self, inside: bytes, bound: bytes, least: int = 0) -> bytes:
        """Return `inside`, sealed, and filled up to `least` bytes or more.

        The nonce is drawn, not counted. A backup that is put back lets a room go on from an earlier
        entry with the same key; a count would give two different texts the same nonce then, and
        with that both of them away, and the power to forge more. Of 96 random bits a room would
        have to draw four thousand million before two of them are alike once in eight thousand
        million rooms; it draws some for each second that it runs.
        """
        filled = _LENGTH.pack(len(inside)) + inside
        filled += bytes(max(least - len(filled), -len(filled) % STEP))
        nonce = _drawn()
        return SEALED + nonce + self._cipher.encrypt(nonce, filled, bound)

    def _opened(self, data: bytes, bound: bytes) -> bytes:
        at = len(SEALED) + _NONCE
        filled = self._cipher.decrypt(data[len(SEALED) : at], data[at:], bound)
        (length,) = _LENGTH.unpack_from(filled)
        return filled[_LENGTH.size : _LENGTH.size + length]


def _whole(seal: Seal, sealed: Sequence[Row]) -> list[Row]:
    """Return all entries of a room. Raises Malformed, also if one is not there."""
    rows: list[Row] = []
    for row in sealed:
        opened = seal.open(row)
        if opened[0].seq != len(rows) + 1:
            raise Malformed(f"entry {len(rows) + 1}", "it is not there")
        rows += opened
    return rows


def _is_sealed(data: bytes) -> bool:
    return data.startswith((SEALED, ALONE))


class SealedLog:
    """A Log on top of another one. The key of a room is made before its first row is written."""

    def __init__(self, log: Log, keys: RoomKeys) -> None:
        self._log = log
        self._keys = keys
        self._seals: dict[str, Seal] = {}
        self._finding: dict[str, asyncio.Future[RoomKey | None]] = {}
        """The keys that are being looked for."""

    def append(self, room: str, after: int, rows: Sequence[Row]) -> asyncio.Future[None]:
        seal = self._seals.get(room)
        if seal is None:
            return asyncio.ensure_future(self._begin(room, after, rows))
        return self._log.append(room, after, [seal.close(rows)])

    async def _begin(self, room: str, after: int, rows: Sequence[Row]) -> None:
        """Write the first rows that are sealed: of a new room, or of one that is older."""
        made = await asyncio.to_thread(self._keys.make, room, after + 1)
        seal = self._seals[room] = Seal(room, made)
        await self._log.append(room, after, [seal.close(rows)])

    async def read(self, room: str) -> list[Row]:
        """Return all rows of a room. Raises LogFailed, NoKey, Malformed."""
        rows = await self._log.read(room)
        seal = await self._found(room)
        if seal is not None:
            return await asyncio.to_thread(_whole, seal, rows)
        if any(_is_sealed(row.data) for row in rows):
            raise self._no_key()
        return rows

    async def mark(self, marks: Mapping[str, Mark]) -> None:
        # A room without a seal has not written anything yet; nothing of it goes out in clear.
        seals = self._seals
        await self._log.mark(
            {room: seals[room].close_mark(mark) for room, mark in marks.items() if room in seals}
        )

    async def mark_of(self, room: str) -> Mark | None:
        """Return the newest mark of a room. Raises LogFailed, NoKey, Malformed."""
        mark = await self._log.mark_of(room)
        if mark is None:
            return None
        seal = await self._found(room)
        if seal is not None:
            return seal.open_mark(mark)
        if _is_sealed(mark.drafts):
            raise self._no_key()
        return mark

    async def close_room(self, room: str) -> None:
        """Delete everything of a room and, when that is durable, its key. Raises LogFailed.

        In this order: a room without a key that is not closed would be lost. After a crash between
        the two `sweep` destroys the key.
        """
        await self._log.close_room(room)
        self._seals.pop(room, None)
        await asyncio.to_thread(self._keys.destroy, room)

    async def sweep(self) -> None:
        """Destroy the keys of rooms that are not open: a crash left them. Raises LogFailed."""
        left = await asyncio.to_thread(self._keys.rooms)
        if left:
            rooms = set(await self._log.open_rooms())
            for room in left:
                if room not in rooms:
                    await asyncio.to_thread(self._keys.destroy, room)

    async def open_rooms(self) -> list[str]:
        return await self._log.open_rooms()

    async def closed(self, room: str) -> bool:
        return await self._log.closed(room)

    async def set_aside(self, room: str, why: str) -> None:
        await self._log.set_aside(room, why)

    async def asides(self) -> Mapping[str, Aside]:
        return await self._log.asides()

    async def take_back(self, room: str) -> None:
        await self._log.take_back(room)

    @property
    def wrote_at(self) -> float | None:
        return self._log.wrote_at

    async def probe(self) -> None:
        await self._log.probe()

    async def watch(self) -> None:
        await self._log.watch()

    async def aclose(self) -> None:
        await self._log.aclose()

    async def _found(self, room: str) -> Seal | None:
        """Return what opens the rows of a room; None: it has no key. Raises NoKey."""
        if room not in self._seals:
            finding = self._finding.get(room)
            if finding is None:
                finding = asyncio.ensure_future(asyncio.to_thread(self._keys.find, room))
                self._finding[room] = finding
                finding.add_done_callback(lambda _: self._finding.pop(room))
            made = await asyncio.shield(finding)
            if made is None:
                return None
            self._seals.setdefault(room, Seal(room, made))
        return self._seals[room]

    def _no_key(self) -> NoKey:
        return NoKey(
            f"Its key is not in {self._keys.folder}. Put it back there and start the server again;"
            " without it nobody can read the room."
        )
