"""The signs of life that `/healthz` is told of: of the log, by trying it, and of the rooms."""

import asyncio
from time import monotonic
from typing import Final

from turnabout_server.live.rooms import Rooms
from turnabout_server.log import LogFailed
from turnabout_server.log.sqlite import SqliteLog

TRIES_EVERY: Final = 4.0
"""Seconds after which a log that nobody has written to is tried."""


class Signs:
    """How log and rooms are. Health looks at them, so a server that does nothing is well, too.

    Its time is the machine's: whoever watches a server does not live in the time of its rooms.
    """

    def __init__(self, log: SqliteLog, rooms: Rooms) -> None:
        self._log = log
        self._rooms = rooms
        self._writes = True

    def wrote_ago(self) -> float | None:
        """Return the seconds since the log last wrote; None: it cannot write."""
        if not self._writes or self._log.wrote_at is None:
            return None
        return monotonic() - self._log.wrote_at

    @property
    def live(self) -> int:
        return self._rooms.live

    @property
    def resting(self) -> int:
        return self._rooms.resting

    @property
    def aside(self) -> int:
        return self._rooms.aside

    async def try_log(self) -> None:
        """Write something tiny."""
        try:
            await self._log.probe()
        except LogFailed:
            self._writes = False
        else:
            self._writes = True

    async def watch(self) -> None:
        """Try the log whenever nobody else has written to it for a while."""
        while True:
            ago = self.wrote_ago()
            if ago is None or ago >= TRIES_EVERY:
                await self.try_log()
            await asyncio.sleep(TRIES_EVERY)
