"""A log whose appends wait until the test lets them through, or lets them fail."""

import asyncio
from typing import Self

import pytest

from turnabout_server.log import Row
from turnabout_server.log.sqlite import SqliteLog


class SlowLog:
    """Holds every append from `hold` on. `comes` returns the next one; set its result or error."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch
        self._coming: asyncio.Queue[asyncio.Future[None]] = asyncio.Queue()

    def hold(self) -> Self:
        """Hold appends from here on."""
        write, coming = SqliteLog.append, self._coming

        async def append(log: SqliteLog, room: str, after: int, rows: list[Row]) -> None:
            permit: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            coming.put_nowait(permit)
            await permit
            await write(log, room, after, rows)

        self._patch.setattr(SqliteLog, "append", append)
        return self

    async def comes(self) -> asyncio.Future[None]:
        """Return the next append that waits."""
        return await self._coming.get()
