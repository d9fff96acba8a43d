"""What people by ssh cost the process of their door: `make bench-ssh`.

A host with an ssh door, as it is run, and so many people at it with windows of 100 by 30. They wait
in the lobby, say yes, and then the table goes to its next step every six seconds, to the end.
Memory is that of the door's process, the processor a core's share for each of them.
"""

import asyncio
import os
import re
import subprocess
import tempfile
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from time import monotonic
from typing import Final, NamedTuple

import asyncssh

from tests.support.hosting import children
from tests.support.patience import LIMIT, until
from tests.support.ssh import Keyless
from tests.turnabout.command import COMMAND, folders, read_until
from tests.turnabout.test_serving import links_in
from turnabout_client.link.connection import Connection
from turnabout_client.link.errors import CommandRefused
from turnabout_protocol.commands import Next, Start
from turnabout_protocol.messages import Steer
from turnabout_protocol.room import Public

PEOPLE: Final = 8
WAITS: Final = 30.0
"""Seconds in the lobby."""
STEP: Final = 6.0
"""Seconds of each step."""
SLEEPS: Final = 1.5
"""Seconds between two keys: they sleep while a screen is new."""
YES: Final = 4
"""How often everybody presses the key that says yes: on a busy machine a screen comes late."""


class Cost(NamedTuple):
    """What a process has cost so far."""

    memory: float
    """MiB."""
    seconds: float
    """Of a core."""


def cost(process: int) -> Cost:
    """Return what a process has cost. Linux alone tells."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    times = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    ticks = int(times[11]) + int(times[12])
    return Cost(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, ticks / os.sysconf("SC_CLK_TCK"))


class Person:
    """Somebody who came by ssh and reads all that is painted."""

    def __init__(self, process: "asyncssh.SSHClientProcess[str]") -> None:
        self._process = process
        self._painted = ""
        self._reads = asyncio.create_task(self._read())

    async def _read(self) -> None:
        while more := await self._process.stdout.read(1 << 16):
            self._painted = (self._painted + more)[-4000:]

    async def sits_down(self, name: str, side: str) -> None:
        """Take a seat."""
        await until(lambda: "word of then first." in self._painted)
        self.press("\r")
        await until(lambda: "Your name" in self._painted)
        for keys in (f"{name}\r", side):
            await asyncio.sleep(SLEEPS)
            self.press(keys)

    def press(self, keys: str) -> None:
        """Press keys."""
        self._process.stdin.write(keys)


async def comes(stack: AsyncExitStack, port: int, code: str, number: int) -> Person:
    """Let somebody come by ssh and sit down."""
    connection = await stack.enter_async_context(
        asyncssh.connect(
            "127.0.0.1",
            port,
            username=code,
            known_hosts=None,
            config=[],
            client_factory=Keyless,
            client_keys=None,
            agent_path=None,
        )
    )
    process = await connection.create_process(term_type="xterm-256color", term_size=(100, 30))
    person = Person(process)
    await person.sits_down(f"Person {number}", "12"[number % 2])
    return person


async def measure(told: str, door: int) -> None:
    """Seat everybody, play, and print what it costs."""
    print(f"nobody      {cost(door).memory:5.0f} MiB")
    line = re.search(r"ssh -p (\d+) (\w+)@", told)
    assert line is not None
    async with AsyncExitStack() as stack:
        people = [await comes(stack, int(line[1]), line[2], n) for n in range(PEOPLE)]
        await asyncio.sleep(STEP)  # the last one's screen is painted by then
        before, since = cost(door), monotonic()
        await asyncio.sleep(WAITS)
        tell("lobby", before, door, since)
        steer = links_in(told)["steer"]
        fay = Connection(steer, Steer(key=steer.key, name="Fay"))
        steers = asyncio.create_task(fay.run())
        stack.callback(steers.cancel)
        await until(lambda: fay.me is not None)
        await fay.do(Start())
        for _yes in range(YES):
            await asyncio.sleep(SLEEPS)
            for person in people:
                person.press("y")
        before, since = cost(door), monotonic()
        while (step := on(fay.room.public)) != "close":
            await asyncio.sleep(STEP)
            with suppress(CommandRefused):  # it has moved on by itself
                await fay.do(Next(step=step, sure=True))
        tell("at a table", before, door, since)


def on(public: Public) -> str:
    """Return the step that is on."""
    return "" if public.step is None else public.step.id


def tell(what: str, before: Cost, door: int, since: float) -> None:
    """Print what so many people have cost since then."""
    now = cost(door)
    share = (now.seconds - before.seconds) / (monotonic() - since) / PEOPLE
    print(f"{what:11} {now.memory:5.0f} MiB, {share:6.2%} of a core each, {PEOPLE} people")


def main() -> None:
    """Run a host, measure, and end it."""
    with tempfile.TemporaryDirectory() as folder:
        host = subprocess.Popen(
            [*COMMAND, "host", "--local", "--listen", "127.0.0.1:0", "--ssh", ":0"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=folders(Path(folder)),
        )
        try:
            told = read_until(host, "Steer with")
            (server,) = children(host.pid)
            (door,) = children(server)
            asyncio.run(measure(told, door))
        finally:
            host.terminate()
            host.wait(LIMIT)


if __name__ == "__main__":
    main()
