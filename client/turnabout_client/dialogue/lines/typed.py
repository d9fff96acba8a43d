"""Plain reading and printing, as in a pipe: a thread waits for lines, and nothing else does."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from typing import TextIO

from turnabout_client.dialogue.lines.ends import Line


class Typed:
    """Reads lines of `stream`, and prints on standard output."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = _standard_input() if stream is None else stream
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        # A thread that waits for input cannot be stopped: as a daemon it holds up nobody.
        threading.Thread(target=self._read, name="typed lines", daemon=True).start()

    async def line(self) -> Line | None:
        """Return the next line as it was typed; None: there will be no more."""
        text = await self._lines.get()
        return None if text is None else Line(text)

    def say(self, text: str) -> None:
        """Print a line, at once."""
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    def asked(self, question: object) -> None:
        """Lines that come here are taken as they come."""

    def offer(self, text: str) -> None:
        """Nothing can be put into a pipe."""

    def watched(self, watch: Callable[[Line], None]) -> None:
        """Nobody sees a line here before it is whole."""

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


def _standard_input() -> TextIO:
    """Return standard input as a file of its own.

    Python waits at its end for whoever reads `sys.stdin`, and the thread here may read for ever.
    """
    given = sys.stdin
    return open(os.dup(given.fileno()), encoding=given.encoding, errors="replace")
