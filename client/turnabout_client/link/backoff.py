"""How long to wait before the next attempt to come back."""

import random
from collections.abc import Callable
from typing import Final

FIRST: Final = 0.5
FACTOR: Final = 1.7
LONGEST: Final = 20.0
HEALTHY: Final = 5.0
"""Seconds a connection must have lasted before the next loss counts as a new one. Without this, a
server that accepts and hangs up at once would be asked thousands of times a second."""


class Backoff:
    """Growing delays with jitter: a whole room that lost its server does not return all at once."""

    def __init__(self, jitter: Callable[[], float] = random.random) -> None:
        self._jitter = jitter
        self._delay = FIRST

    def next(self, lasted: float, at_least: float = 0.0) -> float:
        """Return the seconds to wait after a connection that was good for `lasted` seconds.

        Never fewer than `at_least`, which the server may have asked for.
        """
        if lasted >= HEALTHY:
            self._delay = FIRST
        delay = self._delay
        self._delay = min(LONGEST, delay * FACTOR)
        jitter = self._jitter()
        return max(delay * (0.5 + 0.5 * jitter), at_least * (1 + 0.5 * jitter))
