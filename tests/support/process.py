"""The product as its users run it: processes of their own, ended the hard way."""

import asyncio
import contextlib
import os
import pty
import signal
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Final

from tests.support.patience import patience

COMMAND: Final = (sys.executable, "-m", "turnabout.main")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class ServerProcess:
    """`turnabout serve` on a fixed port and data folder, started as often as it takes."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self._process: asyncio.subprocess.Process | None = None

    @property
    def address(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start it and return when it listens."""
        self._process = await asyncio.create_subprocess_exec(
            *COMMAND,
            *("serve", "--listen", f"127.0.0.1:{self.port}"),
            *("--data", str(self.data), "--anyone-may-open"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert self._process.stdout is not None
        async with patience():
            while b"Listening" not in (line := await self._process.stdout.readline()):
                assert line, "the server ended before it listened"

    async def kill(self, how: signal.Signals = signal.SIGKILL) -> int:
        """End it with a signal and return its exit status."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(how)
        async with patience():
            await self._process.communicate()
        assert self._process.returncode is not None
        return self._process.returncode


@contextlib.asynccontextmanager
async def serving_process(data: Path) -> AsyncIterator[ServerProcess]:
    """A running server process, ended for certain."""
    server = ServerProcess(data)
    await server.start()
    try:
        yield server
    finally:
        await server.kill()


def _as_a_terminal_does() -> None:
    # A suite that runs behind nohup hands on that the end of a terminal is ignored.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Terminal:
    """A command in a terminal of its own, 80 by 24."""

    def __init__(self, arguments: Sequence[str], home: Path) -> None:
        self.screen = bytearray()
        self._arguments = arguments
        self._environment = {
            **{k: v for k, v in os.environ.items() if k in ("PATH", "LC_ALL")},
            "HOME": str(home),
            "XDG_DATA_HOME": str(home),
            "TERM": "xterm-256color",
            "COLUMNS": "80",
            "LINES": "24",
        }
        self._master = -1

    async def start(self) -> None:
        """Start the command on an empty screen."""
        self.screen.clear()
        self._master, slave = pty.openpty()
        self._process = await asyncio.create_subprocess_exec(
            *COMMAND, *self._arguments, stdin=slave, stdout=slave, stderr=slave,
            env=self._environment, start_new_session=True, preexec_fn=_as_a_terminal_does,
        )  # fmt: skip
        os.close(slave)
        asyncio.get_running_loop().add_reader(self._master, self._read)

    async def kill(self) -> None:
        """End it as if its window had vanished."""
        asyncio.get_running_loop().remove_reader(self._master)
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()
        os.close(self._master)

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._master, keys.encode())

    def _read(self) -> None:
        try:
            self.screen += os.read(self._master, 65536)
        except OSError:
            asyncio.get_running_loop().remove_reader(self._master)
