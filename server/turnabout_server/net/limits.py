"""Limits on how many connections come, from where, and how much they send."""

import ipaddress
from collections import Counter
from collections.abc import Iterable

from turnabout_protocol.codec import SMALL
from turnabout_server.settings import Limits


class Doorkeeper:
    """Counts connections, in all and by address.

    `proxies` are the addresses, or networks, of proxies that say for whom they ask: a connection
    of theirs counts for nobody until it has said so.
    """

    def __init__(self, limits: Limits, proxies: Iterable[str] = ()) -> None:
        self._limits = limits
        self._proxies = [ipaddress.ip_network(one, strict=False) for one in proxies]
        self._by_address: Counter[str] = Counter()

    @property
    def inside(self) -> int:
        """How many connections there are."""
        return self._by_address.total()

    @property
    def flooded(self) -> bool:
        """Whether there are so many that there is no room even for a refusal."""
        return self.inside > 2 * self._limits.connections

    def is_proxy(self, address: str) -> bool:
        """Return whether a trusted proxy has that address."""
        known = _ip(address)
        return known is not None and any(known in network for network in self._proxies)

    def asking(self, proxy: str, forwarded: Iterable[str]) -> str:
        """Return for whom a trusted proxy asks: the last in its list that is no proxy of ours.

        `forwarded` are its headers X-Forwarded-For. What stands before that one anybody can have
        written.
        """
        for said in reversed(",".join(forwarded).split(",")):
            address = _ip(said.strip())
            if address is None:
                break
            if not self.is_proxy(str(address)):
                return str(address)
        return proxy

    def arrive(self, address: str, *, for_others: bool = False) -> str:
        """Count a connection; return the sentence that sends it away, or nothing.

        `for_others`: the address is a proxy's, and stands for nobody yet.
        """
        self._by_address[address] += 1
        if self.inside > self._limits.connections:
            return "This server is full. Come back later."
        if not for_others and self._by_address[address] > self._limits.per_address:
            return "There are too many connections from your network. Come back later."
        return ""

    def leave(self, address: str) -> None:
        """Count a connection out."""
        self._by_address[address] -= 1
        if self._by_address[address] <= 0:
            del self._by_address[address]


def _ip(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the address in `text`, which may name a port; None: it is none."""
    bare = text[1:].partition("]")[0] if text.startswith("[") else text
    for one in (bare, bare.rpartition(":")[0]):
        try:
            return ipaddress.ip_address(one)
        except ValueError:
            continue
    return None


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
