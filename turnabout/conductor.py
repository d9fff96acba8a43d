"""The fast clock of a rehearsal: it moves only when nobody owes an answer."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Final

from turnabout.problems import Problem
from turnabout_machine.clock import VirtualClock

PATIENCE: Final = 20.0
"""Real seconds within which everything must come to rest; on loopback it takes milliseconds."""
_CALM: Final = 3
"""Rounds of the loop that must all be quiet: a frame read in one of them may stir the next."""


class Conductor:
    """Moves `clock` from one sleeper to the next, each time after everything came to rest.

    So the order of what happens depends on the clock's times alone, never on how fast a socket,
    a disk or a processor happened to be: the same seed gives the same session.
    """

    def __init__(self, clock: VirtualClock, at_rest: Callable[[], bool]) -> None:
        self._clock = clock
        self._at_rest = at_rest

    async def until(self, done: Callable[[], bool]) -> None:
        """Keep the clock moving until `done`. Raises Problem when nothing moves any more."""
        while True:
            await self.rest(done)
            if done():
                return
            due = self._clock.next_due()
            if due is None:
                raise Problem("The rehearsal stopped: nobody waits for anything. Try another seed.")
            self._clock.advance_to(due)

    async def rest(self, done: Callable[[], bool] = lambda: False) -> None:
        """Return when everything is at rest, or `done`. Raises Problem when it never is."""
        patience = monotonic() + PATIENCE
        calm = 0
        while calm < _CALM and not done():
            # Yielding first lets whatever the last move of the clock woke take its first step.
            await asyncio.sleep(0)
            calm = calm + 1 if self._at_rest() else 0
            if monotonic() > patience:
                raise Problem(
                    "The rehearsal got stuck: somebody did not answer. Run it again, and tell "
                    "the authors if it happens twice."
                )
