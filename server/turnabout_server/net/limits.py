"""How many come, from where, and how fast they talk."""

from collections import Counter

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
    """A bucket of frames that fills steadily; each frame takes one out."""

    def __init__(self, limits: Limits, now: float) -> None:
        self._limits = limits
        self._left = limits.burst
        self._at = now

    def spend(self, now: float) -> bool:
        """Take one frame at `now`, in seconds. Return whether there was one."""
        filled = self._left + (now - self._at) * self._limits.rate
        self._left = min(self._limits.burst, filled) - 1
        self._at = now
        return self._left >= 0
