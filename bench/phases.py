"""What is measured. Each phase returns figures by name; lower is better unless the name says so."""

import asyncio
import os
import signal
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from time import perf_counter
from typing import Final, NamedTuple

from bench import servers
from bench.accounts import resident, used
from bench.bare import SEATS
from bench.games import LINES, TURNS, BareTable, Table, TurnaboutTable, ask, hello
from bench.load import Played, closed, paced
from bench.servers import Running
from turnabout_server.log.schema import FILE

ROOMS: Final = 50
AT_ONCE: Final = 16
"""Tables that are seated at a time."""
WARM: Final = 8
"""Actions of each table before anything is measured."""


@asynccontextmanager
async def seated(url: str, tables: Sequence[Table]) -> AsyncIterator[None]:
    """Seat everybody; in the end they hang up."""
    waiting = iter(tables)

    async def some() -> None:
        for table in waiting:
            await table.seat(url)

    try:
        await asyncio.gather(*(some() for _ in range(AT_ONCE)))
        yield
    finally:
        for table in tables:
            table.close()


async def _busy(server: Running, tables: Sequence[Table], actions: int) -> Played:
    async with seated(server.url, tables):
        await closed(server.pid, tables, WARM)
        return await closed(server.pid, tables, actions)


async def bare(mode: str, rooms: int = ROOMS, actions: int = LINES - WARM) -> Played:
    """Play at a bare server, as fast as it goes."""
    async with servers.bare(mode) as server:
        return await _busy(server, [BareTable() for _ in range(rooms)], actions)


async def busy(plays: str, rooms: int = ROOMS, actions: int = 0) -> Played:
    """Play at Turnabout, as fast as it goes."""
    most = {"line": LINES, "turn": TURNS, "game": TURNS * 8}[plays] - WARM
    async with servers.turnabout() as server:
        tables = [TurnaboutTable(plays) for _ in range(rooms)]
        return await _busy(server, tables, actions or most)


async def opened(rate: float = 200, rooms: int = 200, seconds: float = 10) -> Played:
    """Play at a pace: so many actions a second over so many rooms."""
    async with servers.turnabout() as server:
        tables = [TurnaboutTable("line") for _ in range(rooms)]
        async with seated(server.url, tables):
            await paced(server.pid, tables, rate, 2)
            return await paced(server.pid, tables, rate, seconds)


class Idle(NamedTuple):
    """What seats cost that do nothing."""

    seats: int
    joins: float
    """Seconds of a core to seat them."""
    share: float
    """Of a core, while nothing happens."""
    memory: float
    """Bytes a seat, with its share of the room."""


async def idle(rooms: int, seconds: float = 20) -> Idle:
    """Seat people, and let them sit."""
    async with servers.turnabout() as server:
        tables = [TurnaboutTable("line") for _ in range(rooms)]
        for table in tables:
            await table.open(server.url)
        before, memory = used(server.pid), resident(server.pid)
        waiting = iter([(table, seat) for seat in range(SEATS) for table in tables])

        async def some() -> None:
            for table, seat in waiting:
                table.lines.append(await table.join(server.url, seat))

        await asyncio.gather(*(some() for _ in range(AT_ONCE)))
        joined = used(server.pid)
        seats = rooms * SEATS
        grown = (resident(server.pid) - memory) / seats
        share = await _share(server, seconds)
        for table in tables:
            table.close()
        return Idle(seats, joined.processor - before.processor, share, grown)


async def idle_bare(seats: int, seconds: float = 20) -> Idle:
    """Seat people at a bare server, and let them sit."""
    async with servers.bare("room") as server:
        tables = [BareTable() for _ in range(seats // SEATS)]
        before, memory = used(server.pid), resident(server.pid)
        async with seated(server.url, tables):
            joined = used(server.pid)
            grown = (resident(server.pid) - memory) / seats
            share = await _share(server, seconds)
        return Idle(seats, joined.processor - before.processor, share, grown)


async def _share(server: Running, seconds: float) -> float:
    """Return how much of a core a server takes while nothing happens."""
    await asyncio.sleep(2)
    began, at = used(server.pid), perf_counter()
    await asyncio.sleep(seconds)
    return (used(server.pid).processor - began.processor) / (perf_counter() - at)


class Back(NamedTuple):
    """A server that was killed and started again."""

    rooms: int
    entries: int
    seconds: float
    """From its start until it listens."""
    processor: float


async def back(rooms: int = 1000) -> Back:
    """Kill a server with this many rooms, and start it again."""
    with tempfile.TemporaryDirectory() as folder:
        async with servers.turnabout(Path(folder)) as server:
            tables = [TurnaboutTable("line") for _ in range(rooms)]
            async with seated(server.url, tables):
                await closed(server.pid, tables, 80)
            os.kill(server.pid, signal.SIGKILL)
        with closing(sqlite3.connect(Path(folder) / "data" / FILE)) as db:
            ((entries,),) = db.execute(
                "SELECT sum(n) FROM (SELECT max(seq) AS n FROM entry GROUP BY room)"
            )
        began = perf_counter()
        async with servers.turnabout(Path(folder)) as server:
            return Back(rooms, entries // rooms, perf_counter() - began, used(server.pid).processor)


class Late(NamedTuple):
    """Somebody who comes when much has happened."""

    entries: int
    processor: float
    """Seconds of a core that one of them costs."""


async def late(times: int = 12) -> Late:
    """Let people come late into a room that has played a whole scene, to watch."""
    async with servers.turnabout() as server:
        table = TurnaboutTable("game")
        async with seated(server.url, [table]):
            await closed(server.pid, [table], TURNS * 8)
            watching = {"msg": "join", "home": None, "role": "observer"}
            newest, began = 0, used(server.pid)
            for n in range(times):
                line, welcome = await ask(
                    server.url, hello(table.code), "welcome", {**watching, "name": f"Late {n}"}
                )
                newest = welcome["newest"]
                await asyncio.sleep(0.02)
                line.close()
            cost = (used(server.pid).processor - began.processor) / times
        return Late(newest, cost)
