"""Somebody's terminal at the other end of a channel: bytes both ways, and a window. No ssh in it.

What is typed waits in a queue; while much waits there, no more is read from the network. What is
painted waits at the channel; while much waits there, nothing more is painted: what is on the way
is enough, and the whole screen is painted anew when it has got through.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final, NamedTuple, Protocol

LEAST: Final = (20, 6)
LARGEST: Final = (240, 80)
"""Columns and rows that are painted, however large the window says it is."""
USUAL: Final = (80, 24)
_MUCH: Final = 64
"""Pieces of what was typed, of at most one packet each, that wait before reading pauses."""


class Size(NamedTuple):
    """A window, in cells."""

    width: int
    height: int


class Line(Protocol):
    """What a terminal needs of its channel."""

    def write(self, data: bytes) -> None:
        """Send; never waits."""

    def pause_reading(self) -> None:
        """Take no more from the network for a while."""

    def resume_reading(self) -> None:
        """Take from it again."""


def bounded(width: int, height: int) -> Size:
    """Return the size that is painted in a window that says it is so large; 0 is unknown."""
    sides = zip((width, height), USUAL, LEAST, LARGEST, strict=True)
    return Size(*(min(max(said or usual, least), most) for said, usual, least, most in sides))


class Terminal:
    """`kind` is its type as TERM has it, empty where there is none, as with `ssh -T`."""

    def __init__(self, line: Line, kind: str = "", size: Size | None = None) -> None:
        self._line = line
        self.kind = kind
        self.size = size or Size(*USUAL)
        self.behind = False
        """More is on the way than the other end takes: nothing is to be painted now."""
        self.caught_up: Callable[[], None] = lambda: None
        """Called when it has taken what was on the way."""
        self.gone = False
        """Nothing that is sent arrives any more."""
        self.heard_at = 0.0
        """When something was typed last, by the loop's clock."""
        self._typed: deque[bytes] = deque()
        self._resized = False
        self._news = asyncio.Event()
        self._paused = False
        self._over = False

    @property
    def painted(self) -> bool:
        """Whether screens can be painted: there is a terminal, and it is not a dumb one."""
        return bool(self.kind) and self.kind != "dumb"

    @property
    def over(self) -> bool:
        """Whether nothing more is going to be typed."""
        return self._over

    async def read(self) -> bytes | Size:
        """Return what was typed next, or the window's new size; b"": there will be no more."""
        while not (self._resized or self._typed or self._over):
            self._news.clear()
            await self._news.wait()
        if self._resized:
            self._resized = False
            return self.size
        if not self._typed:
            return b""
        found = self._typed.popleft()
        if self._paused and len(self._typed) < _MUCH // 2:
            self._paused = False
            self._line.resume_reading()
        return found

    def write(self, data: str) -> None:
        """Send text, unless the terminal is gone."""
        if self.gone:
            return
        try:
            self._line.write(data.encode("utf-8", "replace"))
        except OSError:  # its other end closed it, and nobody has told us yet
            self.gone = True

    # What the channel tells.

    def typed(self, data: bytes, now: float) -> None:
        """Take what was typed."""
        self.heard_at = now
        self._typed.append(data)
        self._news.set()
        if not self._paused and len(self._typed) >= _MUCH:
            self._paused = True
            self._line.pause_reading()

    def resized(self, width: int, height: int) -> None:
        """Take the window's new size. Of many that were not looked at, the newest counts."""
        size = bounded(width, height)
        if size != self.size:
            self.size = size
            self._resized = True
            self._news.set()

    def ended(self) -> None:
        """Nothing more comes."""
        self._over = True
        self._news.set()

    def full(self) -> None:
        """More is on the way than the other end takes."""
        self.behind = True

    def drained(self) -> None:
        """It has taken most of it."""
        self.behind = False
        self.caught_up()
