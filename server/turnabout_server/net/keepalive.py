"""Whether the other ends are still there: one look at all connections, and not a task for each."""

import asyncio
import logging
from collections.abc import Collection
from typing import Final, Protocol

from turnabout_server.errors import told

_log = logging.getLogger(__name__)

EVERY: Final = 1.0
"""Seconds between two looks."""
QUIET: Final = 10.0
"""Seconds without a byte from the other end after which it is asked for a sign."""
PATIENCE: Final = 10.0
"""Seconds in which one must come."""


class Pinged(Protocol):
    """A connection, as far as it is looked after here."""

    heard_at: float
    """When something came last, in seconds of the loop's clock."""
    pinged_at: float
    """When it was asked for a sign last."""

    def probe(self) -> bool:
        """Ask for a sign; return whether that was possible: it is open and takes what is sent."""

    def cut(self) -> None:
        """End it."""


def look(connections: Collection[Pinged], now: float) -> None:
    """Ask those for a sign that are quiet, and cut those that have given none.

    Whoever takes nothing is not asked: what waits for them has a deadline of its own.
    """
    for connection in list(connections):
        asked = connection.pinged_at > connection.heard_at
        if asked and now - connection.pinged_at >= PATIENCE:
            connection.cut()
        elif not asked and now - connection.heard_at >= QUIET and connection.probe():
            connection.pinged_at = now


async def watch(connections: Collection[Pinged]) -> None:
    """Look again and again."""
    loop = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(EVERY)
        try:
            look(connections, loop.time())
        except Exception as error:  # Of one of them; the next look comes to the others.
            _log.error("Connections could not be looked at: %s", told(error))
