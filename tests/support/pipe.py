"""A command whose input and output are pipes: what it says, and what a script types."""

import asyncio
import os
from pathlib import Path

from tests.support.patience import until
from tests.support.process import COMMAND


class Pipe:
    """A command whose input and output are pipes."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self._home, self._arguments = home, arguments
        self.said = ""
        self.at = 0
        """How far its lines have been read."""

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *COMMAND, *self._arguments,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, "HOME": str(self._home), "XDG_DATA_HOME": str(self._home)},
        )  # fmt: skip
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self.said += line.decode()

    async def hears(self, text: str) -> None:
        """Return when `text` has been said, after all that was waited for before."""
        await until(lambda: text in self.said[self.at :], f"{text!r} in …{self.said[-900:]}")
        self.at = self.said.index(text, self.at) + len(text)

    def types(self, *lines: str) -> None:
        """Type lines, as a script would: all at once."""
        assert self._process.stdin is not None
        self._process.stdin.write("".join(f"{line}\n" for line in lines).encode())

    async def answers(self, text: str, *lines: str) -> None:
        """Wait for a question, and answer it."""
        await self.hears(text)
        self.types(*lines)

    async def ended(self) -> int:
        status = await self._process.wait()
        await self._reading
        return status

    def shut(self) -> None:
        """Type nothing more."""
        assert self._process.stdin is not None
        self._process.stdin.close()

    async def kill(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self.ended()
