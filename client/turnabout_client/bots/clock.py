"""The clock that bots go by. A rehearsal brings one that runs fast."""

import asyncio
from time import monotonic
from typing import Protocol


class Clock(Protocol):
    """Monotonic time in seconds."""

    def now(self) -> float:
        """Return the time."""

    async def sleep_until(self, t: float) -> None:
        """Sleep until `now()` has reached `t`."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> float:
        return monotonic()

    async def sleep_until(self, t: float) -> None:
        # The loop's timer may fire a little early, before `now()` has reached `t`.
        await asyncio.sleep(max(0.0, t - monotonic() + 0.001))
