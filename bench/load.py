"""Letting tables play: as fast as answers come, or at a pace."""

import asyncio
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import quantiles
from time import perf_counter
from typing import NamedTuple

from bench.accounts import used
from bench.games import Table


class Played(NamedTuple):
    """What playing took."""

    seconds: float
    actions: int
    deliveries: int
    processor: float
    """Seconds of a core that the server used."""
    written: int
    """Bytes that the server wrote to the disk."""
    latencies: list[float]
    """Seconds from the sending of each action until the last one was told of it."""

    @property
    def per_delivery(self) -> float:
        """What a delivery costs the server, in microseconds."""
        return self.processor / self.deliveries * 1e6

    @property
    def per_action(self) -> float:
        """What an action costs the server, in microseconds."""
        return self.processor / self.actions * 1e6

    def percentile(self, percent: int) -> float:
        """Return a percentile of the latencies, in milliseconds."""
        return quantiles(self.latencies, n=100)[percent - 1] * 1000


async def closed(pid: int, tables: Sequence[Table], actions: int) -> Played:
    """Let each table play so many actions, each as soon as the one before has been told."""
    left = len(tables)
    done = asyncio.Event()

    def over(table: Table) -> None:
        nonlocal left
        if table.count >= ends[id(table)] or not table.act():
            left -= 1
            if not left:
                done.set()

    ends = {id(table): table.count + actions for table in tables}
    with _measuring(pid, tables, over) as result:
        for table in tables:
            if not table.act():
                left -= 1
        if left:
            await done.wait()
    return result()


async def paced(pid: int, tables: Sequence[Table], rate: float, seconds: float) -> Played:
    """Let the tables play `rate` actions a second in all, evenly, each table in its turn.

    A table that is still busy when its turn comes counts from then on: who waits, waits.
    """
    rest = asyncio.Event()
    free: dict[int, bool] = {id(table): True for table in tables}
    due: dict[int, list[float]] = {id(table): [] for table in tables}

    def over(table: Table) -> None:
        if due[id(table)]:
            table.act(due[id(table)].pop(0))
        else:
            free[id(table)] = True
            if all(free.values()):
                rest.set()

    with _measuring(pid, tables, over) as result:
        began = perf_counter()
        for n in range(round(rate * seconds)):
            at = began + n / rate
            if (wait := at - perf_counter()) > 0:
                await asyncio.sleep(wait)
            table = tables[n % len(tables)]
            if free[id(table)]:
                free[id(table)] = False
                table.act()
            else:
                due[id(table)].append(at)
        while not all(free.values()):
            rest.clear()
            await rest.wait()
    return result()


@contextmanager
def _measuring(
    pid: int, tables: Sequence[Table], over: Callable[[Table], None]
) -> Iterator[Callable[[], Played]]:
    latencies: list[float] = []

    def noted(table: Table, seconds: float) -> None:
        latencies.append(seconds)
        over(table)

    for table in tables:
        table.over = noted
    loop = asyncio.get_running_loop()
    spinning = True

    def spin() -> None:
        # A send to a client that sleeps costs the server its waking, as none over a network does.
        if spinning:
            loop.call_soon(spin)

    gc.collect()
    gc.freeze()
    gc.disable()
    spin()
    deliveries, before, began = _delivered(tables), used(pid), perf_counter()
    found: list[Played] = []
    try:
        yield lambda: found[0]
    finally:
        spinning = False
        gc.enable()
        after, ended = used(pid), perf_counter()
        found.append(
            Played(
                ended - began,
                len(latencies),
                _delivered(tables) - deliveries,
                after.processor - before.processor,
                after.written - before.written,
                latencies,
            )
        )


def _delivered(tables: Sequence[Table]) -> int:
    return sum(table.deliveries for table in tables)
