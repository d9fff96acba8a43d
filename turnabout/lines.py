"""The lines that are open to a server of `host`, at the server's end. See `turnabout.lifeline`."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import msgspec

from turnabout.lifeline import News, Order, Over, Running, StopServer, TellWhenOver, line
from turnabout_server.errors import ServerError
from turnabout_server.live.rooms import Rooms

_LOOKS_AGAIN: Final = 0.25
"""Seconds before a room that is not open, and was not closed either, is looked at again."""

Tell = Callable[[bytes], object]
"""Writes to a line. It never has to wait: all that is said on one line is less than 64 KiB."""


class Lines:
    """Who stands behind this server, and what they ask of it."""

    def __init__(self) -> None:
        self.stop = asyncio.Event()
        """Somebody has said so."""
        self._open: set[Tell] = set()
        self._running: Running | None = None
        self._rooms: Rooms | None = None

    @property
    def any(self) -> bool:
        """Whether somebody stands behind this server."""
        return bool(self._open)

    def runs(self, running: Running, rooms: Rooms) -> None:
        """Say on all lines, and on each that is opened later, that the server runs."""
        self._running, self._rooms = running, rooms
        self.say(running)

    def say(self, news: News) -> None:
        """Say something on all lines."""
        for tell in self._open:
            # Nobody listens to a line that is broken any more; its end comes by itself.
            with suppress(OSError):
                tell(line(news))

    async def hold(self, reader: asyncio.StreamReader, tell: Tell) -> None:
        """Keep a line open and do what is asked on it, until it breaks or makes no sense."""
        self._open.add(tell)
        watching = asyncio.create_task(_nothing())
        try:
            if self._running is not None:
                tell(line(self._running))
            with suppress(OSError, ValueError, msgspec.DecodeError):
                while said := await reader.readline():
                    match msgspec.json.decode(said, type=Order):
                        case StopServer():
                            self.stop.set()
                        case TellWhenOver(code=code):
                            watching.cancel()
                            watching = asyncio.create_task(self._watch(code, tell))
        finally:
            watching.cancel()
            self._open.discard(tell)

    async def _watch(self, code: str, tell: Tell) -> None:
        rooms = self._rooms
        if rooms is None:
            return
        while not await _closed(rooms, code):
            await rooms.ended(code)
            # A room that fails is not open for a while, and comes back.
            await asyncio.sleep(_LOOKS_AGAIN)
        with suppress(OSError):
            tell(line(Over(code=code)))


async def _nothing() -> None:
    pass


async def _closed(rooms: Rooms, code: str) -> bool:
    try:
        return await rooms.report(code) is not None or await rooms.forgotten(code)
    except ServerError:
        return False
