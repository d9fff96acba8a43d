"""Measure, and write the table into docs/performance.md: `make bench`.

python -m bench                 all of it, the rates five times each
python -m bench --check         the rates three times, and compare the ratios with the accepted
python -m bench --only NAME     the phases with this in their name, and print them
"""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final

from bench import accounts, phases
from bench.figures import Figure, accept, machine, put, table, worse

PAGE: Final = Path(__file__).parents[1] / "docs" / "performance.md"
BASE: Final = "bare `websockets`, one message for all"
ROUNDS: Final = 5
ROUNDS_OF_CHECK: Final = 3


async def _delivery(kind: str) -> float:
    """Return what a delivery costs, in microseconds."""
    if kind in ("relay", "room", "own"):
        return (await phases.bare(kind)).per_delivery
    rooms = 2 * phases.ROOMS if kind == "turn" else phases.ROOMS
    return (await phases.busy(kind, rooms)).per_delivery


async def _alone() -> float:
    return (await phases.busy("line", 1, 120)).per_delivery


async def _of(rooms: int) -> float:
    return (await phases.busy("line", rooms, 20)).per_delivery


RATES: Final[dict[str, tuple[Callable[[], Awaitable[float]], float | None]]] = {
    "bare `websockets`, undecoded": (lambda: _delivery("relay"), None),
    BASE: (lambda: _delivery("room"), None),
    "bare `websockets`, own view each": (lambda: _delivery("own"), None),
    "Turnabout, a line that all see": (lambda: _delivery("line"), 1.4),
    "Turnabout, a turn": (lambda: _delivery("turn"), 1.8),
    "Turnabout, a game": (lambda: _delivery("game"), 1.8),
    "Turnabout, a line that comes alone": (_alone, 2.1),
    "Turnabout, a line, 10 rooms": (lambda: _of(10), None),
    "Turnabout, a line, 1,000 rooms": (lambda: _of(1000), None),
}
"""What a delivery costs the server, in microseconds of a core; and the goal of its ratio."""


async def rates(rounds: int, wanted: str) -> list[Figure]:
    """Measure all rates once, then once more, so that what changes meanwhile changes all."""
    names = [name for name in RATES if wanted in name or name == BASE]
    values: dict[str, list[float]] = {name: [] for name in names}
    for n in range(rounds):
        for name in names:
            values[name].append(await RATES[name][0]())
            _say(f"{n + 1}/{rounds} {name}: {values[name][-1]:.1f} us")
    return [
        Figure(name, "µs", tuple(values[name]), "" if name == BASE else BASE, RATES[name][1])
        for name in names
    ]


async def others() -> list[Figure]:
    """Measure what is no rate."""
    opened = await phases.opened()
    _say("open loop")
    idle, bare = await phases.idle(1000), await phases.idle_bare(8000)
    _say("idle")
    back = await phases.back()
    _say("back")
    late = await phases.late()
    line = await phases.busy("line")
    game = await phases.busy("game")

    def once(name: str, unit: str, value: float, goal: float | None = None) -> Figure:
        return Figure(name, unit, (value,), goal=goal)

    return [
        once("200 actions a second in 200 rooms, median", "ms", opened.percentile(50), 1),
        once("the same, 99 of 100", "ms", opened.percentile(99), 3),
        once("1,000 rooms, 8,000 seats, idle", "% of a core", idle.share * 100, 3),
        once("the same seats at bare `websockets`", "% of a core", bare.share * 100),
        once("1,000 seats taken", "s of a core", idle.joins * 1000 / idle.seats, 0.5),
        once("the same at bare `websockets`", "s of a core", bare.joins * 1000 / bare.seats),
        once("memory of an idle seat", "KiB", idle.memory / 1024, 20),
        once("the same at bare `websockets`", "KiB", bare.memory / 1024),
        once(f"1,000 rooms of {back.entries} entries, back after kill -9", "s", back.seconds, 0.8),
        once(f"who comes late into a room of {late.entries} entries", "ms", late.processor * 1e3),
        once("written to the disk for a line", "KB", line.written / line.actions / 1000, 3),
        once("the same for an action of a game", "KB", game.written / game.actions / 1000, 3),
    ]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


async def main(words: Sequence[str]) -> int:
    """Measure what is asked for; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--only", default="")
    chosen = parser.parse_args(words)
    accounts.pin(accounts.LOAD_CORE)
    found = await rates(ROUNDS_OF_CHECK if chosen.check or chosen.only else ROUNDS, chosen.only)
    if chosen.check:
        print(table(found))
        for sentence in (problems := worse(found)):
            print(sentence)
        return 1 if problems else 0
    if chosen.only:
        print(table(found))
        return 0
    more = await others()
    put(PAGE, f"{machine()}.\n\n{table(found)}\n\n{table(more)}")
    accept(found)
    print(table([*found, *more]))
    return 0


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main(sys.argv[1:])))
