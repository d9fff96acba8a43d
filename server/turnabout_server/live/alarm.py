"""The one thing that a room is waiting for: the next moment at which the clock has a say."""

import asyncio
from collections.abc import Callable

from turnabout_machine.clock import Clock


class Alarm:
    """Calls `ring` at the time it is set to, in seconds of `clock`. The newest time counts."""

    def __init__(self, clock: Clock, ring: Callable[[], None]) -> None:
        self._clock = clock
        self._ring = ring
        self._at: float | None = None
        self._task: asyncio.Task[None] | None = None
        self._sleeps = False
        self._error: Exception | None = None

    @property
    def asleep(self) -> bool:
        """Whether it waits already for the time that it was set to, if any."""
        return self._task is None or self._sleeps

    def set(self, at: float | None) -> None:
        """Ring at `at`; None: never. If the last sleep failed, raises its error."""
        error, self._error = self._error, None
        if error is not None:
            raise error
        if at == self._at:
            return
        if self._task is not None:
            self._task.cancel()
        self._at = at
        self._sleeps = False
        self._task = None if at is None else asyncio.create_task(self._sleep(at))

    async def _sleep(self, at: float) -> None:
        self._sleeps = True
        try:
            await self._clock.sleep_until(at)
        except Exception as error:  # A room whose clock is dead must hear of it, not wait for ever.
            self._error = error
        self._at = self._task = None
        self._ring()
