"""A tap on the wire: forwards one client's TCP connection and keeps what the server sent on it."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any, Self
from urllib.parse import urlsplit

import msgpack
import pytest

from turnabout_server.net.inside import End, pair


class Tap:
    """Listens on a port of its own and forwards to `server` (`ws://host:port`)."""

    def __init__(self, server: str) -> None:
        parts = urlsplit(server)
        self._host, self._port = parts.hostname, parts.port
        self._heard: list[bytearray] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._listener = await asyncio.start_server(self._forward, "127.0.0.1", 0)
        port = self._listener.sockets[0].getsockname()[1]
        self.address = f"ws://127.0.0.1:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listener.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def heard(self) -> bytes:
        """Every byte the server sent, handshakes included."""
        return b"".join(self._heard)

    def frames(self) -> Iterator[bytes]:
        """Yield the payloads of the binary frames, in order."""
        for connection in self._heard:
            yield from payloads(bytes(connection))

    def messages(self) -> Iterator[dict[str, Any]]:
        """Yield the messages, in order."""
        for frame in self.frames():
            yield msgpack.unpackb(frame)

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            up_reader, up_writer = await asyncio.open_connection(self._host, self._port)
        except OSError:
            writer.close()
            return
        heard = bytearray()
        self._heard.append(heard)
        for task in (
            asyncio.create_task(pump(reader, up_writer, None)),
            asyncio.create_task(pump(up_reader, writer, heard)),
        ):
            self._tasks.add(task)


class Inside:
    """A tap on the lines within the process: what the server sends the seats behind browsers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._heard: list[bytes] = []
        monkeypatch.setattr("turnabout_server.net.listener.pair", self._pair)

    @property
    def heard(self) -> bytes:
        """Every byte the server sent."""
        return b"".join(self._heard)

    def frames(self) -> Iterator[bytes]:
        """Yield the frames, in order."""
        yield from self._heard

    def _pair(self) -> tuple[End, End]:
        session, seat = pair()
        push = session.push

        def heard(messages: Sequence[bytes], /) -> bool:
            gone = push(messages)
            if gone:
                self._heard.extend(messages)
            return gone

        session.push = heard  # type: ignore[method-assign]
        return session, seat


async def pump(
    source: asyncio.StreamReader, sink: asyncio.StreamWriter, heard: bytearray | None
) -> None:
    """Forward until the end of `source`."""
    try:
        while data := await source.read(65536):
            if heard is not None:
                heard += data
            sink.write(data)
            await sink.drain()
    except ConnectionError:
        pass
    finally:
        sink.close()


def payloads(stream: bytes) -> Iterator[bytes]:
    """Yield the payloads of the binary frames in what a server sent (unmasked, RFC 6455 5.2)."""
    head = stream.find(b"\r\n\r\n")
    at = len(stream) if head < 0 else head + 4
    while at + 2 <= len(stream):
        opcode, length = stream[at] & 0x0F, stream[at + 1]
        at += 2
        if length >= 126:
            size = 2 if length == 126 else 8
            length = int.from_bytes(stream[at : at + size], "big")
            at += size
        payload = stream[at : at + length]
        at += length
        # The last frame of a connection that broke may not be whole.
        if opcode == 2 and len(payload) == length:
            yield payload
