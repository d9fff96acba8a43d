"""Limits on how many connections come, from where, and how much they send."""

from collections import Counter

from turnabout_protocol.codec import SMALL
from turnabout_server.settings import Limits


class Doorkeeper:
    """Counts connections, in all and by address."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._by_address: Counter[str] = Counter()

    @property
    def inside(self) -> int:
        """How many connections there are."""
        return self._by_address.total()

    @property
    def flooded(self) -> bool:
        """Whether there are so many that there is no room even for a refusal."""
        return self.inside > 2 * self._limits.connections

    def arrive(self, address: str) -> str:
        """Count a connection; return the sentence that sends it away, or nothing."""
        self._by_address[address] += 1
        if self.inside > self._limits.connections:
            return "This server is full. Come back later."
        if self._by_address[address] > self._limits.per_address:
            return "There are too many connections from your network. Come back later."
        return ""

    def leave(self, address: str) -> None:
        """Count a connection out."""
        self._by_address[address] -= 1
        if self._by_address[address] <= 0:
            del self._by_address[address]


class Pace:
    """A bucket that fills steadily. Each frame takes one part out for each SMALL bytes begun."""

    def __init__(self, limits: Limits, now: float) -> None:
        self._limits = limits
        self._left = limits.burst
        self._at = now

    def spend(self, now: float, size: int) -> bool:
        """Take out what a frame of `size` bytes costs at `now`, in seconds.

        Return whether there was enough.
        """
        filled = self._left + (now - self._at) * self._limits.rate
        self._left = min(self._limits.burst, filled) - max(1, -(-size // SMALL))
        self._at = now
        return self._left >= 0
