"""What is on its way to one connection. Posting never waits; slow readers are sent away."""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from typing import Final

from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode as Standard
from websockets.protocol import State

from turnabout_language import N_
from turnabout_language.phrase import Phrase
from turnabout_machine import trouble
from turnabout_protocol.codec import encode
from turnabout_protocol.messages import CloseCode, Farewell
from turnabout_server.net.sockets import Socket
from turnabout_server.settings import Limits

GRACE = 0.5
"""Seconds for the closing handshake."""
TOO_SLOW: Final = Phrase(
    N_("More is waiting for you than your connection takes. You will be back in a moment.")
)

_log = logging.getLogger(__name__)


class Outbox:
    """What is posted to a connection: handed to the network at once while nothing waits there.

    Only what a slow connection leaves behind is queued, bounded in bytes, and sent on by a task.
    Keepalive and `close` of the connection wait for a full write buffer without end. So whatever
    waits has a deadline, after which the connection is aborted.
    """

    def __init__(self, socket: Socket, limits: Limits) -> None:
        self._socket = socket
        self._limits = limits
        self._frames: deque[bytes] = deque()
        self._size = 0
        self._news = asyncio.Event()
        """Set when there is something for the task to do."""
        self._settled = asyncio.Event()
        """Set while nothing waits, and when nothing more will leave."""
        self._closing: int | None = None
        """The code to close with, once everything is out."""

    @property
    def parting(self) -> bool:
        """Whether goodbye has been said: nothing that comes in counts any more."""
        return self._closing is not None

    @property
    def posted(self) -> int:
        """Bytes that wait."""
        return self._size + self._socket.behind

    @property
    def empty(self) -> bool:
        """Whether everything posted has been handed to the network."""
        return not self._frames and not self._socket.behind

    def post(self, *frames: bytes) -> None:
        """Send frames after those posted before."""
        if self.parting or not frames:
            return
        if not self._frames and self._push(frames):
            if self._socket.behind:
                self._wait()
        elif self._size + sum(map(len, frames)) > self._limits.outbox:
            _log.warning("A connection reads too slowly and is sent away")
            self._drop()
            self.part(CloseCode.TOO_SLOW, TOO_SLOW)
        else:
            self._add(*frames)

    def _push(self, frames: Sequence[bytes]) -> bool:
        try:
            return self._socket.push(frames)
        except Exception as error:  # Whatever it is, whoever posts has others to tell.
            _log.error("A connection could not be written to: %s", trouble.frames(error))
            self._closing = CloseCode.FAILED
            self._news.set()
            return True

    async def deliver(self, data: bytes) -> bool:
        """Send a frame; once it is known whether the network took it, return that."""
        if self.parting:
            return False
        self.post(data)
        if not self.empty:
            await self._settled.wait()
        return self.empty

    def part(self, code: CloseCode, phrase: Phrase) -> None:
        """Say goodbye and close, after what was posted before."""
        if self.parting:
            return
        self._closing = code
        self._add(encode(Farewell.of(phrase, code=code, reason=code.reason)))

    def end(self) -> None:
        """Close after what was posted before, without a word."""
        if not self.parting:
            self._closing = Standard.NORMAL_CLOSURE
            self._news.set()

    async def run(self) -> None:
        """Send what waits until the goodbye is out or the connection is gone."""
        try:
            while not self.parting or not self.empty:
                await self._empty()
                self._news.clear()
                if not self.parting:
                    await self._news.wait()
            await hang_up(self._socket, self._closing or Standard.NORMAL_CLOSURE)
        except TimeoutError:
            _log.warning("A connection took nothing for %g seconds and is cut", self._limits.write)
            self._socket.transport.abort()
        except ConnectionClosed:
            return
        finally:
            # Nothing more leaves, so nobody may wait for that.
            self._closing = self._closing or Standard.NORMAL_CLOSURE
            self._settled.set()

    async def _empty(self) -> None:
        # First what was handed over already and has not left yet, each time within the deadline.
        while not self.empty:
            async with asyncio.timeout(self._limits.write):
                await self._socket.drain()
                # It stays in the queue while it is being sent: not empty until it is out.
                if self._frames:
                    await self._socket.send(self._frames[0])
            if self._frames:
                self._size -= len(self._frames.popleft())
        self._settled.set()

    def _add(self, *frames: bytes) -> None:
        self._frames.extend(frames)
        self._size += sum(map(len, frames))
        self._wait()

    def _wait(self) -> None:
        self._settled.clear()
        self._news.set()

    def _drop(self) -> None:
        """Forget what waits, except the frame that may be on its way already."""
        while len(self._frames) > 1:
            self._size -= len(self._frames.pop())


async def hang_up(socket: Socket, code: int) -> None:
    """Close a connection, by force if it does not answer in time."""
    try:
        async with asyncio.timeout(GRACE):
            await socket.close(code)
    except TimeoutError:
        pass
    if socket.state is not State.CLOSED:
        socket.transport.abort()
