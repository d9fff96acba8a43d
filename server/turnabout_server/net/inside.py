"""A connection within this process: two ends, and no network between them.

The seat behind a browser sits on one end, a session on the other. So a browser is counted, charged
and encrypted once, as the connection that it is, and its seat is a client like any other.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Final

from websockets.exceptions import ConnectionClosedError
from websockets.frames import Close
from websockets.frames import CloseCode as Standard
from websockets.protocol import State

AHEAD: Final = 16
"""Frames that may wait for an end; then whoever sends waits."""


class _Line:
    """What both ends share."""

    def __init__(self) -> None:
        self.over = asyncio.Event()
        self.code = 0
        self.reason = ""


class End:
    """One end of a connection within this process. It is a `Socket`."""

    def __init__(self, line: _Line) -> None:
        self._line = line
        self._came: deque[bytes] = deque()
        self._news = asyncio.Event()
        """Something came, or the line is over."""
        self._space = asyncio.Event()
        """Something was taken, or the line is over."""
        self._other: End

    @property
    def state(self) -> State:
        """Whether it is open or closed."""
        return State.CLOSED if self._line.over.is_set() else State.OPEN

    @property
    def transport(self) -> "End":
        """There is nothing below it."""
        return self

    @property
    def behind(self) -> int:
        """Whatever was handed over is there."""
        return 0

    def push(self, messages: Sequence[bytes], /) -> bool:
        """Hand over frames, unless too many wait or the line is over."""
        other = self._other
        if self._line.over.is_set() or len(other._came) >= AHEAD:
            return False
        other._came.extend(messages)
        other._news.set()
        return True

    async def drain(self) -> None:
        """Return: nothing is ever behind."""

    async def recv(self) -> bytes:
        """Return the next frame; what was sent before the end still comes. Raises
        ConnectionClosed."""
        while not self._came:
            if self._line.over.is_set():
                raise self._closed()
            self._news.clear()
            await self._news.wait()
        frame = self._came.popleft()
        self._space.set()
        return frame

    async def send(self, message: bytes, /) -> None:
        """Send a frame; waits while too many wait. Raises ConnectionClosed."""
        other = self._other
        while not self._line.over.is_set() and len(other._came) >= AHEAD:
            other._space.clear()
            await other._space.wait()
        if not self.push((message,)):
            raise self._closed()

    async def close(self, code: int = Standard.NORMAL_CLOSURE, reason: str = "") -> None:
        """Close both ends."""
        self._end(code, reason)

    def abort(self) -> None:
        """Close both ends, without a word."""
        self._end(Standard.ABNORMAL_CLOSURE, "")

    async def wait_closed(self) -> None:
        """Return when it is closed."""
        await self._line.over.wait()

    def _end(self, code: int, reason: str) -> None:
        line = self._line
        if line.over.is_set():
            return
        line.code, line.reason = code, reason
        line.over.set()
        for end in (self, self._other):
            end._news.set()
            end._space.set()

    def _closed(self) -> ConnectionClosedError:
        return ConnectionClosedError(Close(self._line.code, self._line.reason), None)


def pair() -> tuple[End, End]:
    """Return the two ends of a new connection."""
    line = _Line()
    one, other = End(line), End(line)
    one._other, other._other = other, one
    return one, other
