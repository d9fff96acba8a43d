"""Waiting for a condition. The limit only ends what hangs: no test passes or fails by its length.

On a slow or busy machine `TURNABOUT_PATIENCE=5 make test` multiplies it.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Final

LIMIT: Final = 120.0 * float(os.environ.get("TURNABOUT_PATIENCE", "1"))
"""Seconds after which something that should have happened never will."""
LOOK: Final = 0.005
"""Seconds between two looks."""


def patience() -> asyncio.Timeout:
    """Return a limit for a block that waits. Raises TimeoutError at its end."""
    return asyncio.timeout(LIMIT)


async def until(condition: Callable[[], bool], what: str = "") -> None:
    """Return when `condition` holds; `what` is waited for. Raises TimeoutError."""
    await poll(condition, what, lambda: asyncio.sleep(LOOK))


async def poll(
    condition: Callable[[], bool], what: str, work: Callable[[], Awaitable[object]]
) -> None:
    """Let `work` be done, and again, until `condition` holds. Raises TimeoutError."""
    give_up = asyncio.get_running_loop().time() + LIMIT
    await work()
    while not condition():
        if asyncio.get_running_loop().time() > give_up:
            raise TimeoutError(f"still not so: {what or condition}")
        await work()
