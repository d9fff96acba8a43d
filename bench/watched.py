"""The command, with every stretch noted in which its loop did nothing else: for `client`.

It imports nothing of the tests: what it takes is what the command takes.
"""

import asyncio
import json
import sys
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any, Final

EVERY: Final = 0.005
"""Seconds between two beats."""
SHORT: Final = 0.03
"""Seconds that are no stall."""
SAVE: Final = 0.5
"""Seconds between two notes."""


def watched(note: Path, arguments: list[str]) -> None:
    """Be the command, and note every stretch in which its loop did nothing else."""
    from turnabout import screens
    from turnabout.main import main

    show = screens.show

    async def shown(*given: Any, **more: Any) -> Any:
        beat = asyncio.create_task(_beat(note))
        try:
            return await show(*given, **more)
        finally:
            beat.cancel()

    screens.show = shown
    main(arguments)


async def _beat(note: Path) -> None:
    stalls = list[tuple[float, float]]()
    saved = at = perf_counter()
    work = thread_time()
    while True:
        await asyncio.sleep(EVERY)
        now, worked = perf_counter(), thread_time()
        if now - at > SHORT:
            stalls.append((now - at - EVERY, worked - work))
        if now - saved > SAVE:
            saved = now
            note.write_text(json.dumps(stalls))  # noqa: ASYNC240 - some bytes, twice a second
        at, work = now, worked


if __name__ == "__main__":
    watched(Path(sys.argv[1]), sys.argv[2:])
