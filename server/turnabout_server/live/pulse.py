"""The time that this process has run: a clock without the stretches in which it stood still."""

from typing import Final

from turnabout_machine.clock import Clock

BEAT: Final = 1.0
"""Seconds between two beats."""
GAP: Final = 5.0
"""Seconds by which a beat may be late before the process counts as having stood still."""


class Pulse:
    """A Clock for rooms, kept going by `beat`.

    Why two clocks? The machine's goes on, depending on the system, while a laptop sleeps, and
    always while a process is stopped or a virtual machine is paused. Nobody could play meanwhile,
    so for a room that is no time at all. A stretch without a beat is taken out of this clock by
    whoever looks at it first, and `gaps` counts it: a room that finds a different count
    than before counts everybody as away, as after a restart.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._beat = clock.now()
        self._lost = 0.0
        self.gaps = 0
        """How often the process stood still."""

    def now(self) -> float:
        at = self._clock.now()
        if at - self._beat > BEAT + GAP:
            self._lost += at - self._beat
            self.gaps += 1
        self._beat = at
        return at - self._lost

    def wall_ms(self) -> int:
        return self._clock.wall_ms()

    async def sleep_until(self, t: float) -> None:
        # A gap moves `t` away, so look again; less than a microsecond is rounding, not a gap.
        while t - self.now() > 1e-6:
            await self._clock.sleep_until(t + self._lost)

    async def beat(self) -> None:
        """Return after a beat; this sleep is not moved by a gap, so it is what notices one."""
        await self._clock.sleep_until(self._clock.now() + BEAT)
        self.now()
