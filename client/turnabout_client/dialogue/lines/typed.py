"""What is typed, line by line, on any system: a thread waits for it, and nothing else does."""

import asyncio
import sys
import threading
from typing import TextIO


class Typed:
    """Reads lines of `stream`; the last of them is None."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stdin if stream is None else stream
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        # A thread that waits for input cannot be stopped: as a daemon it holds up nobody.
        threading.Thread(target=self._read, name="typed lines", daemon=True).start()

    async def line(self) -> str | None:
        """Return the next line as it was typed; None: there will be no more."""
        return await self._lines.get()

    def _read(self) -> None:
        try:
            for line in self._stream:
                self._put(line)
        except (OSError, ValueError):
            pass  # closed under us: that is the end, too
        self._put(None)

    def _put(self, line: str | None) -> None:
        try:
            self._loop.call_soon_threadsafe(self._lines.put_nowait, line)
        except RuntimeError:
            return  # the loop is over, and nobody waits for it
