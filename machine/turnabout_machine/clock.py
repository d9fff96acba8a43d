"""Time as a port: the machine's, or one that moves only when it is told to."""

import asyncio
import heapq
import itertools
import time
from typing import Final, Protocol

EARLY: Final = 0.001
"""Seconds by which a timer may be early, at the most."""


class Clock(Protocol):
    """Where rooms and bots take their time from."""

    def now(self) -> float:
        """Return seconds that never go back; only differences mean anything."""

    def wall_ms(self) -> int:
        """Return milliseconds since 1970, for stamps that people read."""

    async def sleep_until(self, t: float) -> None:
        """Return once `now()` has reached `t`."""


class SystemClock:
    """The time of this machine."""

    def now(self) -> float:
        return time.monotonic()

    def wall_ms(self) -> int:
        return time.time_ns() // 1_000_000

    async def sleep_until(self, t: float) -> None:
        # The loop's timer may fire a little early, and early is not yet.
        await asyncio.sleep(max(0.0, t - time.monotonic() + EARLY))


class VirtualClock:
    """Time that stands still until somebody moves it: for rehearsals in seconds, and for tests."""

    def __init__(self, *, wall_ms: int = 0) -> None:
        self._now = 0.0
        self._wall_ms = wall_ms
        self._order = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> float:
        return self._now

    def wall_ms(self) -> int:
        return self._wall_ms + round(self._now * 1000)

    async def sleep_until(self, t: float) -> None:
        if t <= self._now:
            await asyncio.sleep(0)
            return
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (t, next(self._order), sleeper))
        await sleeper

    def next_due(self) -> float | None:
        """Return the time at which the next sleeper wants to wake; None: nobody sleeps."""
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        return self._sleepers[0][0] if self._sleepers else None

    def advance_to(self, t: float) -> None:
        """Make it `t`, and wake whoever wanted to sleep until then, the earliest first."""
        self._now = max(self._now, t)
        while (due := self.next_due()) is not None and due <= self._now:
            heapq.heappop(self._sleepers)[2].set_result(None)
