"""A command in a terminal of its own, as a person sees it: what is painted, and what it leaves."""

import asyncio
import contextlib
import os
import pty
import signal
import subprocess
import sys
import termios
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, Self

import pyte

from tests.support.patience import patience, until

COMMAND: Final = (sys.executable, "-m", "turnabout.main")
AGAIN: Final = 1.0
"""Seconds between two presses of a key that the screen slept through."""


class Window:
    """A process in a pty of 80 by 24. Use as `async with Window(...) as window`."""

    def __init__(
        self,
        arguments: Sequence[str],
        home: Path,
        *,
        command: Sequence[str] = COMMAND,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.raw = bytearray()
        """Everything it wrote."""
        self._command = (*command, *arguments)
        self._env = {
            **{name: value for name, value in os.environ.items() if name in ("PATH", "LC_ALL")},
            "HOME": str(home),
            "XDG_DATA_HOME": str(home),
            "XDG_STATE_HOME": str(home),
            "TERM": "xterm-256color",
            "COLUMNS": "80",
            "LINES": "24",
            **(env or {}),
        }
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self._news = asyncio.Event()
        self._master = -1

    async def __aenter__(self) -> Self:
        self._master, slave = pty.openpty()
        self.process = await asyncio.create_subprocess_exec(
            *self._command, stdin=slave, stdout=slave, stderr=slave,
            env=self._env, start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        asyncio.get_running_loop().add_reader(self._master, self._read)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        asyncio.get_running_loop().remove_reader(self._master)
        os.close(self._master)

    @property
    def text(self) -> str:
        """What stands in the window."""
        return "\n".join(self._screen.display)

    @property
    def cursor(self) -> tuple[int, int] | None:
        """The column and row of the terminal's cursor, from 0; None: it is hidden."""
        cursor = self._screen.cursor
        return None if cursor.hidden else (cursor.x, cursor.y)

    def press(self, keys: str | bytes) -> None:
        """Send what a terminal sends for keys."""
        os.write(self._master, keys if isinstance(keys, bytes) else keys.encode())

    async def until(self, seen: Callable[[], object]) -> None:
        """Return when `seen` holds, looked at whenever something was painted."""
        ended = asyncio.ensure_future(self.process.wait())
        try:
            async with patience():
                while not seen():
                    assert not ended.done(), f"it ended: {self.text}"
                    self._news.clear()
                    news = asyncio.ensure_future(self._news.wait())
                    await asyncio.wait((news, ended), return_when=asyncio.FIRST_COMPLETED)
                    news.cancel()
        except TimeoutError:
            raise AssertionError(f"it never came: {self.text}") from None
        finally:
            ended.cancel()

    def has(self, part: str) -> bool:
        """Return whether `part` stands in the window, in one line or from one to the next."""
        return part in self.text or part in "".join(self._screen.display)

    async def shows(self, part: str) -> None:
        """Return when `part` stands in the window."""
        await self.until(lambda: self.has(part))

    async def pressed(self, key: str, part: str) -> None:
        """Press `key` until `part` stands in the window: keys sleep while a screen is new."""
        while not self.has(part):
            self.press(key)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.shows(part), AGAIN)

    async def ended(self) -> int:
        """Return the exit status, with everything read that was written."""
        async with patience():
            status = await self.process.wait()
        self._read()
        return status

    def stop(self) -> None:
        """Let its user press Ctrl-C from outside."""
        self.process.send_signal(signal.SIGINT)

    async def halt(self, how: signal.Signals) -> None:
        """Stop it with a signal, and return when it stands still."""
        self.process.send_signal(how)
        state = ("ps", "-o", "stat=", "-p", str(self.process.pid))
        await until(lambda: subprocess.run(state, capture_output=True).stdout.startswith(b"T"))

    def wipe(self) -> None:
        """Forget what was painted, as if something else had been written over it."""
        self._screen.reset()

    @property
    def echoes(self) -> bool:
        """Whether the window itself shows what is typed, as it does at a prompt."""
        return bool(termios.tcgetattr(self._master)[3] & termios.ECHO)

    def _read(self) -> None:
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # its other end is closed
            asyncio.get_running_loop().remove_reader(self._master)
            data = b""
        self.raw += data
        self._stream.feed(data)
        self._news.set()
