"""What seats cost by their door: `make bench-doors`.

A server in a process of its own, eight seats in another, and one terminal seat in a third, which
pauses the room and lets it go on: everybody is told, and every page draws it anew. Measured: how
long the action of that seat takes, and the processor and memory of the server.

    none        the terminal seat alone
    terminal    eight more terminal seats
    web         eight web seats, each a client within the server's process
    loopback    the same, if they reached the server by a socket over loopback
"""

import asyncio
import json
import os
import resource
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any, Final

from tests.support.page import Page
from tests.support.serving import order
from tests.support.wire import Wire
from turnabout_client.link import wire
from turnabout_client.page.door import PageDoor
from turnabout_server.app import Server
from turnabout_server.settings import Limits, Settings

SEATS: Final = 8
ACTIONS: Final = 56
PAUSE: Final = 0.1
"""Seconds between two actions."""
IDLE: Final = 5.0
"""Seconds of idling."""
KINDS: Final = ("none", "terminal", "web", "loopback")


class OverLoopback(PageDoor):
    """A web door whose seats reach the server by a socket, to compare."""

    address = ""

    async def serve(self, socket: Any, dial: Any, times: Any, *, secure: bool) -> None:
        await super().serve(
            socket, lambda: wire._dial(self.address, "", None), times, secure=secure
        )


def memory() -> float:
    """Return the resident memory of this process, in MiB."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:  # Not Linux: the most that there ever was, in KiB.
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def seats(kind: str, address: str, code: str) -> None:
    """Sit there until the input ends."""
    for n in range(SEATS):
        home = ("business", "it")[n % 2]
        if kind == "terminal":
            await Wire.join(address, code, f"Seat {n}", home)
        else:
            await Page.join(address, code, f"Seat {n}", home)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)


async def acts(address: str, code: str, key: str) -> None:
    """Act, and print how long each action took, in milliseconds."""
    fay = await Wire.knock(address, code)
    await fay.enter({"msg": "steer", "key": key, "name": "Fay"})
    took = []
    for n in range(ACTIONS):
        await asyncio.sleep(PAUSE)
        began = perf_counter()
        answer = await fay.do("lock_door", locked=n % 2 == 0)
        took.append((perf_counter() - began) * 1000)
        assert answer["msg"] == "accepted", answer
    print(json.dumps(took), flush=True)


async def measure(kind: str) -> dict[str, float]:
    """Return what one kind of seats costs."""
    async with AsyncExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        door = OverLoopback() if kind == "loopback" else PageDoor()
        free = Limits(rate=1e6, burst=1e6)
        settings = Settings(data=data / "data", keys=data / "keys", port=0, limits=free)
        server = await stack.enter_async_context(Server(settings, web=door))
        if isinstance(door, OverLoopback):
            door.address = server.address
        opened = await server.rooms.open(order())
        before = memory()
        sitting = None
        if kind != "none":
            sitting = await _run("seats", kind, server.address, opened.code)
            assert sitting.stdout is not None
            await sitting.stdout.readline()
        await asyncio.sleep(1)
        grown, began = memory() - before, process_time()
        await asyncio.sleep(IDLE)
        idle = (process_time() - began) / IDLE
        began, at = process_time(), perf_counter()
        acting = await _run("acts", server.address, opened.code, opened.facilitator_key)
        said, _ = await acting.communicate()
        busy = (process_time() - began) / (perf_counter() - at)
        if sitting is not None:
            await sitting.communicate(b"")
        took = json.loads(said)
        return {
            "median ms": median(took),
            "90 % ms": quantiles(took, n=10)[-1],
            "MiB a seat": grown / SEATS if kind != "none" else 0.0,
            "idle % of a core": idle * 100,
            "busy % of a core": busy * 100,
        }


async def _run(*words: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    line = (sys.executable, "-m", "bench.doors", *words)
    return await asyncio.create_subprocess_exec(*line, stdin=pipe, stdout=pipe)


async def _each(kind: str) -> dict[str, float]:
    """Measure in a process of its own: the memory of one kind is not that of the next."""
    run = await _run("measure", kind)
    said, _ = await run.communicate()
    found: dict[str, float] = json.loads(said)
    return found


async def _all() -> None:
    for kind in sys.argv[1:] or KINDS:
        found = await _each(kind)
        print(f"{kind:10}" + "".join(f"  {name} {value:7.2f}" for name, value in found.items()))


def main() -> None:
    """Measure, or be one of the processes that are measured with."""
    match sys.argv[1:]:
        case ["seats", kind, address, code]:
            asyncio.run(seats(kind, address, code))
        case ["acts", address, code, key]:
            asyncio.run(acts(address, code, key))
        case ["measure", kind]:
            print(json.dumps(asyncio.run(measure(kind))))
        case _:
            asyncio.run(_all())


if __name__ == "__main__":
    main()
