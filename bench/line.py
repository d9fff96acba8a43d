"""One WebSocket connection, spoken by hand: whoever loads a server must cost less than it does.

Frames of this end are masked with zeros, which changes nothing in them. What comes is handed on as
it is.
"""

import asyncio
import struct
from collections.abc import Callable
from typing import Final, cast
from urllib.parse import urlsplit

_HELLO: Final = (
    "GET / HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    "{more}\r\n"
)
_END: Final = b"\r\n\r\n"
_NO_MASK: Final = b"\0\0\0\0"
_BINARY, _CLOSE, _PING = 0x82, 0x88, 0x89
_PONG: Final = 0x8A


class Line(asyncio.Protocol):
    """A connection; `heard` is called with each frame. `made` is done once it can be used."""

    def __init__(self, heard: Callable[[bytes], None], protocol: str = "") -> None:
        self.heard = heard
        self.frames = 0
        self.bytes = 0
        self.closed = ""
        """Why the other end hung up; empty: it has not."""
        self.made: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._protocol = protocol
        self._open = False
        self._rest = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        host = "{}:{}".format(*transport.get_extra_info("peername")[:2])
        more = f"Sec-WebSocket-Protocol: {self._protocol}\r\n" if self._protocol else ""
        self._transport.write(_HELLO.format(host=host, more=more).encode())

    def data_received(self, data: bytes) -> None:
        rest = self._rest + data if self._rest else data
        if not self._open:
            head, found, rest = rest.partition(_END)
            if not found:
                self._rest = head
                return
            if not head.startswith(b"HTTP/1.1 101"):
                self._fail(head.decode(errors="replace").splitlines()[0])
                return
            self._open = True
            self.made.set_result(None)
        self._rest = self._take(rest)

    def _take(self, data: bytes) -> bytes:
        """Hand on all whole frames, and return what is left."""
        at, size = 0, len(data)
        while size - at >= 2:
            kind, length = data[at], data[at + 1]
            start = at + 2
            if length == 126:
                if size < start + 2:
                    break
                length, start = struct.unpack_from(">H", data, start)[0], start + 2
            elif length == 127:
                if size < start + 8:
                    break
                length, start = struct.unpack_from(">Q", data, start)[0], start + 8
            if size < start + length:
                break
            self._frame(kind, data[start : start + length])
            at = start + length
        return data[at:]

    def _frame(self, kind: int, body: bytes) -> None:
        if kind == _BINARY:
            self.frames += 1
            self.bytes += len(body)
            self.heard(body)
        elif kind == _PING:
            self._send(_PONG, body)
        elif kind == _CLOSE:
            self._fail(body[2:].decode(errors="replace") or "hung up")

    def send(self, body: bytes) -> None:
        """Send a frame."""
        self._send(_BINARY, body)

    def _send(self, kind: int, body: bytes) -> None:
        size = len(body)
        head = bytes((kind, 0x80 | size)) if size < 126 else struct.pack(">BBH", kind, 0xFE, size)
        self._transport.write(head + _NO_MASK + body)

    def pause(self) -> None:
        """Read nothing more, as a machine that sleeps."""
        self._transport.pause_reading()

    def close(self) -> None:
        """Hang up."""
        self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(str(exc or "gone"))

    def _fail(self, why: str) -> None:
        self.closed = self.closed or why
        if not self.made.done():
            self.made.set_exception(ConnectionError(why))


async def dial(url: str, heard: Callable[[bytes], None], protocol: str = "") -> Line:
    """Return a connection that can be used. Raises ConnectionError."""
    place = urlsplit(url)
    loop = asyncio.get_running_loop()
    _, line = await loop.create_connection(
        lambda: Line(heard, protocol), place.hostname or "", place.port or 80
    )
    await line.made
    return line
