"""`turnabout host` in a terminal of its own, and the players of its room."""

import asyncio
import fcntl
import json
import os
import re
import signal
import struct
import subprocess
import termios
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from tests.support.patience import patience, until
from tests.support.process import Terminal, free_port
from turnabout_client.link.connection import Connection, Enter
from turnabout_protocol.commands import AnyCommand
from turnabout_protocol.links import Link as Where
from turnabout_protocol.links import parse
from turnabout_protocol.messages import Join, Steer
from turnabout_protocol.room import Seat

LINK: Final = re.compile(r"https?://\S+/(?:join|watch|stage|steer)/\S+")


class Hosting(Terminal):
    """`turnabout host` at a terminal of 80 by 24, on a port and in a data folder of its own."""

    def __init__(self, home: Path, *options: str, port: int = 0) -> None:
        self.port = port or free_port()
        self.data = home / "kept"
        self.servers: set[int] = set()
        """The process ids of all servers that it has started."""
        arguments = ("host", "--local", "--listen", f"127.0.0.1:{self.port}")
        super().__init__((*arguments, "--data", str(self.data), *options), home)

    @property
    def text(self) -> str:
        """What it has printed so far."""
        return self.screen.decode(errors="replace")

    @property
    def links(self) -> dict[str, Where]:
        """The links that it has printed, by their door."""
        return {link.door: link for link in map(parse, LINK.findall(self.text))}

    async def open(self) -> dict[str, Where]:
        """Start it and return its links."""
        await self.start()
        await until(lambda: "Press Enter" in self.text or self.ended is not None)
        assert self.ended is None, self.text
        self.servers.update(children(self._process.pid))
        return self.links

    @property
    def ended(self) -> int | None:
        """Its exit status; None: it runs."""
        return self._process.returncode

    @property
    def server(self) -> int:
        """The process id of its server."""
        (found,) = children(self._process.pid)
        self.servers.add(found)
        return found

    async def kill(self) -> None:
        """End it as if its window had vanished; that it has ended already is as good."""
        if self._master >= 0:
            self.servers.update(children(self._process.pid))
            await super().kill()
            self._master = -1

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    async def wait(self) -> int:
        """Return its exit status."""
        async with patience():
            return await self._process.wait()

    def freeze(self) -> None:
        """Read nothing of what it writes from here on."""
        asyncio.get_running_loop().remove_reader(self._master)

    def thaw(self) -> None:
        """Read it again."""
        asyncio.get_running_loop().add_reader(self._master, self._read)

    def resize(self, columns: int, rows: int) -> None:
        """Give it another size: it paints everything again."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.signal(signal.SIGWINCH)


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def alive(pid: int) -> bool:
    """Return whether a process is there; one that has ended and was not asked for is not."""
    shown = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return bool(shown.stdout.strip()) and not shown.stdout.startswith("Z")


@asynccontextmanager
async def hosting(*hosts: Hosting) -> AsyncIterator[None]:
    """End these, and whatever server runs in their folders, in any case."""
    try:
        yield
    finally:
        for host in hosts:
            await host.kill()
            end_servers(host.servers)


def end_servers(pids: Iterable[int]) -> None:
    """End those of these processes that are servers of `host`."""
    for pid in pids:
        if alive(pid) and "hostserver" in argv(pid):
            os.kill(pid, signal.SIGCONT)
            os.kill(pid, signal.SIGKILL)


class Player:
    """A client whose every status is remembered."""

    def __init__(self, where: Where, enter: Enter) -> None:
        self.states: list[str] = []
        self.link = Connection(
            where, enter, on_status=lambda status: self.states.append(status.state)
        )
        self.task = asyncio.create_task(self.link.run())

    @property
    def live(self) -> bool:
        """Whether it is at the table just now."""
        return self.link.status.state == "live" and self.link.me is not None

    @property
    def cut(self) -> bool:
        """Whether its connection was ever lost."""
        return "away" in self.states or "over" in self.states

    def seat(self, name: str) -> Seat | None:
        """Return the seat of that name, as this player sees it."""
        return next((s for s in self.link.room.public.seats.values() if s.name == name), None)

    def sees(self, name: str, *, online: bool = True) -> bool:
        """Return whether somebody is at the table, or away from it, for this player."""
        seat = self.seat(name)
        return seat is not None and seat.present == online

    async def do(self, command: AnyCommand) -> None:
        """Have a command accepted. Raises TimeoutError."""
        async with patience():
            await self.link.do(command)

    async def leave(self) -> None:
        """Hang up."""
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


@asynccontextmanager
async def players(found: dict[str, Where]) -> AsyncIterator[tuple[Player, Player, Player]]:
    """Seat Ann of the business, Bob of IT and a second facilitator, Cleo."""
    steer = found["steer"]
    seated = (
        Player(found["join"], Join(name="Ann", home="business")),
        Player(found["join"], Join(name="Bob", home="it")),
        Player(steer, Steer(key=steer.key, name="Cleo")),
    )
    try:
        await until(lambda: all(one.live for one in seated))
        yield seated
    finally:
        await leave(seated)


async def leave(seated: Iterable[Player]) -> None:
    """Let them hang up."""
    for one in seated:
        await one.leave()


async def healthy(port: int) -> bool:
    """Return whether the server on this port says that it is well, in time."""
    try:
        async with patience():
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
            answer = await reader.read()
            writer.close()
    except (OSError, TimeoutError):
        return False
    return answer.startswith(b"HTTP/1.1 200")


def argv(pid: int) -> str:
    """Return the arguments and the environment of a process, as others may see them."""
    shown = subprocess.run(
        ["ps", "ewww", "-p", str(pid)], capture_output=True, text=True, check=True
    )
    return shown.stdout


def secrets(data: Path) -> list[str]:
    """Return what must not be seen of a room."""
    room = json.loads((data / "room.json").read_bytes())
    return [room["code"], room["key"]]
