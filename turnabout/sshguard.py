"""Keeps the ssh door of a server open: starts its process, and starts it again when it fails."""

import asyncio
import contextlib
import logging
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import IO, Final

import msgspec
from msgspec.structs import replace

from turnabout.sshlaunch import (
    LONGEST_LINE,
    Alive,
    DoorFailed,
    DoorNews,
    DoorOpen,
    SshLaunch,
    line,
    own_environment,
)
from turnabout_machine.system import without_console

COMMAND: Final = (sys.executable, "-P", "-m", "turnabout.sshchild")
"""-P: a folder of that name where the server was run must not be imported instead."""
PAUSES: Final = (0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds before the door is opened again, failure by failure; the last one stays."""
HEALTHY: Final = 60.0
"""Seconds of being open after which a failure counts as the first one again."""
STILL: Final = 30.0
"""Seconds without a sign of life after which a door is taken for stuck, and ended."""
ENDS_WITHIN: Final = 6.0
"""Seconds that a door has for its goodbyes."""

Tell = Callable[[DoorOpen | DoorFailed], object]

_log: Final = logging.getLogger(__name__)


@asynccontextmanager
async def ssh_door(launch: SshLaunch, tell: Tell, log: Path | None = None) -> AsyncIterator[None]:
    """Keep a door open. `tell` is told when it has opened, and when it could not.

    Its process writes what fails to `log`, or, without one, where ours does. Nothing that becomes
    of it raises here.
    """
    guard = _Guard(launch, tell, log)
    keeping = asyncio.create_task(guard.keep())
    try:
        yield
    finally:
        keeping.cancel()
        await asyncio.wait([keeping])
        await guard.end()


class _Guard:
    def __init__(self, launch: SshLaunch, tell: Tell, log: Path | None) -> None:
        self._launch = launch
        self._tell = tell
        self._log = log
        self._process: asyncio.subprocess.Process | None = None

    async def keep(self) -> None:
        loop, failures = asyncio.get_running_loop(), 0
        while True:
            since = loop.time()
            await self._hold()
            failures = 1 if loop.time() - since > HEALTHY else failures + 1
            _log.warning("The ssh door has ended. It is opened again")
            await asyncio.sleep(PAUSES[min(failures, len(PAUSES)) - 1])

    async def _hold(self) -> None:
        """Start a door, and return when it has ended."""
        try:
            with _written(self._log) as errors:
                self._process = process = await asyncio.create_subprocess_exec(
                    *COMMAND,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    env=own_environment(),
                    limit=LONGEST_LINE,
                    # A Ctrl-C at our terminal is for us: we tell it then.
                    creationflags=without_console(),
                    start_new_session=True,
                )
        except OSError as error:
            _log.error("The ssh door cannot be started: %s", error.strerror)
            return
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(OSError):
            process.stdin.write(line(self._launch))
            await process.stdin.drain()
        await self._listen(process.stdout)
        await self.end()

    async def _listen(self, output: asyncio.StreamReader) -> None:
        """Return when the door says no more."""
        with contextlib.suppress(TimeoutError, ValueError, msgspec.DecodeError):
            while True:
                async with asyncio.timeout(STILL):
                    said = await output.readline()
                if not said:
                    return
                news: DoorNews = msgspec.json.decode(said, type=DoorNews)
                match news:
                    case DoorOpen():
                        # Whoever comes back must find it where it was.
                        self._launch = replace(self._launch, port=news.port)
                        self._tell(news)
                    case DoorFailed():
                        self._tell(news)
                    case Alive():
                        pass

    async def end(self) -> None:
        """Let the door say its goodbyes, and end it."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            async with asyncio.timeout(ENDS_WITHIN):
                # What it still says must not keep it from ending.
                await process.communicate()
        except TimeoutError:
            process.kill()
            await process.wait()


@contextmanager
def _written(log: Path | None) -> Iterator[IO[bytes] | None]:
    """Open the file in which a new process writes what fails. Raises OSError."""
    if log is None:
        yield None
        return
    with log.open("ab") as file:
        yield file
