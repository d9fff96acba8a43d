"""Tasks that live and die together."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def first(*works: Coroutine[Any, Any, T]) -> T:
    """Run all of `works` side by side until one ends, and return what that one returned.

    The others are cancelled, and have ended when this returns. Raises what that one raised; when
    two end at once, an error counts before a result. So none of them fails or goes on unseen.
    """
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        ended = [task for task in tasks if task.done()]
        failed = (task for task in ended if not task.cancelled() and task.exception() is not None)
        return next(failed, ended[0]).result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
