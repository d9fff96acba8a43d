"""How many come to the ssh door, from where, and how fast. Pure: the time is handed in."""

import ipaddress
from collections import Counter
from dataclasses import dataclass
from typing import Final

from turnabout_language import N_

MOST: Final = 40
"""Seats of one door, unless whoever runs it says otherwise."""

FULL: Final = N_("All seats for ssh are taken just now. Come back later.")
CROWDED: Final = N_("There are too many connections by ssh from your network. Come back later.")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much of everything."""

    most: int = MOST
    """People who are through the door: at a table, or on the way to one."""
    share: int = 0
    """Of these, from one address; 0: half of them, but at least 4."""
    knocking: int = 30
    """Connections that have not said yet who they are."""
    knocking_share: int = 10
    """Of these, from one address."""
    burst: int = 30
    """Connections from one address at once."""
    rate: float = 1.0
    """Connections a second from one address, over time."""
    login: float = 20.0
    """Seconds from the first byte until somebody has said who they are."""
    begin: float = 10.0
    """Seconds from there until they have asked for their terminal."""
    door: float = 600.0
    """Seconds from there until they have a seat."""
    idle: float = 4 * 3600.0
    """Seconds without a key after which a seat is let go."""
    slow: float = 20.0
    """Seconds for which a terminal may take nothing that is sent."""
    keepalive: float = 15.0
    """Seconds of silence after which a terminal is asked whether it is there; thrice."""

    @property
    def of_one(self) -> int:
        """People from one address."""
        return self.share or max(4, self.most // 2)


class Gate:
    """Counts connections: those that knock, and those that are through."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._knocking: Counter[str] = Counter()
        self._inside: Counter[str] = Counter()
        self._paces: dict[str, tuple[float, float]] = {}
        """By address: what is left of its burst, and when that was."""

    @property
    def inside(self) -> int:
        """How many people are through."""
        return self._inside.total()

    def knock(self, address: str, now: float) -> bool:
        """Count a connection that has just come; False: it is not to be talked to."""
        address = network(address)
        limits = self.limits
        if not self._in_time(address, now):
            return False
        if self._knocking.total() >= limits.knocking:
            return False
        if self._knocking[address] >= limits.knocking_share:
            return False
        self._knocking[address] += 1
        return True

    def gone(self, address: str) -> None:
        """Count a connection out that `knock` took and that was not through yet."""
        _less(self._knocking, network(address))

    def through(self, address: str) -> str:
        """Count a connection through; return the sentence that sends it away, or nothing.

        It counts among those who knock no more, either way.
        """
        address = network(address)
        _less(self._knocking, address)
        if self.inside >= self.limits.most:
            return FULL
        if self._inside[address] >= self.limits.of_one:
            return CROWDED
        self._inside[address] += 1
        return ""

    def left(self, address: str) -> None:
        """Count somebody out who was through."""
        _less(self._inside, network(address))

    def _in_time(self, address: str, now: float) -> bool:
        left, at = self._paces.get(address, (self.limits.burst, now))
        left = min(self.limits.burst, left + (now - at) * self.limits.rate)
        good = left >= 1
        self._paces[address] = (left - 1 if good else left, now)
        if len(self._paces) > 1000:
            self._tidy(now)
        return good

    def _tidy(self, now: float) -> None:
        """Forget the addresses that have their whole burst again."""
        limits = self.limits
        self._paces = {
            address: (left, at)
            for address, (left, at) in self._paces.items()
            if left + (now - at) * limits.rate < limits.burst
        }


class Pace:
    """Bytes that one connection may send: a bucket that fills steadily."""

    def __init__(self, now: float, *, rate: float = 16_000, burst: float = 256_000) -> None:
        self._rate, self._burst = rate, burst
        self._left, self._at = burst, now

    def spend(self, size: int, now: float) -> float:
        """Take `size` bytes out at `now`; return the seconds for which no more should be read."""
        filled = self._left + (now - self._at) * self._rate
        self._left, self._at = min(self._burst, filled) - size, now
        return max(0.0, -self._left / self._rate)


def network(address: str) -> str:
    """Return the address, or of IPv6 the network that one customer has."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))


def _less(counter: Counter[str], address: str) -> None:
    counter[address] -= 1
    if counter[address] <= 0:
        del counter[address]
