"""What is on its way to one connection. Posting never waits; who reads too slowly is cut off."""

import asyncio
from collections import deque

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from turnabout_language.phrase import Phrase
from turnabout_protocol.codec import encode
from turnabout_protocol.messages import CloseCode, Farewell
from turnabout_server.settings import Limits

GRACE = 0.5
"""Seconds for the closing handshake."""


class Outbox:
    """A connection's queue of frames, bounded in bytes, and the task that empties it.

    Keepalive and `close` of the connection wait for a full write buffer without end, so each
    frame has a deadline of its own, and behind it the connection is aborted.
    """

    def __init__(self, socket: ServerConnection, limits: Limits) -> None:
        self._socket = socket
        self._limits = limits
        self._frames: deque[bytes] = deque()
        self._size = 0
        self._news = asyncio.Event()
        self._farewell: CloseCode | None = None

    @property
    def parting(self) -> bool:
        """Whether goodbye has been said: nothing that comes in counts any more."""
        return self._farewell is not None

    @property
    def posted(self) -> int:
        """Bytes that wait."""
        return self._size

    @property
    def empty(self) -> bool:
        """Whether everything posted has been handed to the network."""
        return not self._frames

    def post(self, data: bytes) -> None:
        """Send a frame after those posted before."""
        if self.parting:
            return
        if self._size + len(data) > self._limits.outbox:
            self._socket.transport.abort()
            return
        self._frames.append(data)
        self._size += len(data)
        self._news.set()

    def part(self, code: CloseCode, phrase: Phrase) -> None:
        """Say goodbye and close, after what was posted before."""
        self.post(
            encode(
                Farewell(
                    code=code,
                    sentence=phrase.english,
                    template=phrase.template if phrase.values else "",
                    values=phrase.values,
                )
            )
        )
        self._farewell = self._farewell or code
        self._news.set()

    async def run(self) -> None:
        """Send until the goodbye is out or the connection is gone."""
        try:
            while True:
                while self._frames:
                    # It stays in the queue while it is being sent: not empty until it is out.
                    async with asyncio.timeout(self._limits.write):
                        await self._socket.send(self._frames[0])
                    self._size -= len(self._frames.popleft())
                if self._farewell is not None:
                    await hang_up(self._socket, self._farewell)
                    return
                self._news.clear()
                await self._news.wait()
        except TimeoutError:
            self._socket.transport.abort()
        except ConnectionClosed:
            return


async def hang_up(socket: ServerConnection, code: int) -> None:
    """Close a connection, by force if it does not answer in time."""
    try:
        async with asyncio.timeout(GRACE):
            await socket.close(code)
    except TimeoutError:
        pass
    if socket.state is not State.CLOSED:
        socket.transport.abort()
