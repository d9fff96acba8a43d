"""How quick the terminal client is, and how much it takes: `make bench-client`.

A real client in a terminal of its own, at a table in memory behind a real socket; bots play all
seats, this one's too. Measured from outside: what comes out of the terminal after a key or after a
frame, and the operating system's accounts of the process. A part alone: `make bench-client
ARGS=starts`, or idle, keys, session.

    starts      from the command line to its end, or to the first thing painted
    idle        the processor that a client takes at which nothing happens
    keys        from a key, or a frame of the server, to what it changes on the screen
    session     a session of 90 minutes and one of 200 turns: memory, and the longest stalls

Nothing here is asserted: a machine that is busy with other things is slow.
"""

import asyncio
import contextlib
import fcntl
import json
import operator
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Final, NamedTuple

import pyte
from msgspec.structs import replace

from tests.support.house import House
from tests.support.minds import Minds
from tests.support.table import Table
from turnabout_protocol.activities.scene import Scene, SceneState
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.commands import Start
from turnabout_server.authoring.scenarios import find_agenda

PYTHON: Final = sys.executable
COMMAND: Final = (PYTHON, "-m", "turnabout.main")
EMPTY: Final = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("EMPTY")
Empty().run()
"""
"""The least that the library of screens can be asked for."""
STARTS: Final = 9
"""Starts of each kind."""
PRESSES: Final = 40
"""Presses of each key."""
IDLE: Final = 20.0
"""Seconds for which nothing happens."""
SETTLES: Final = 5.0
"""Seconds after which nothing is left to do of what happened last."""
TURNS: Final = 200
SIZE: Final = (80, 24)
GIVE_UP: Final = 10.0
"""Seconds after which something that should be on the screen never will."""
PACE: Final = 0.05
"""Seconds between two things that happen at the table."""
_TIMES: Final = re.compile(r"\d+:\d\d|[━─]+ *")
"""What a clock changes by itself."""


class Terminal:
    """A process in a terminal, with the moment of everything that it paints."""

    def __init__(self, arguments: Sequence[str], home: Path) -> None:
        self._screen = pyte.Screen(*SIZE)
        self._stream = pyte.ByteStream(self._screen)
        self._chunks: list[tuple[float, bytes]] = []
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
        kept = {k: v for k, v in os.environ.items() if k in ("PATH", "LC_ALL", "PYTHONPATH")}
        place = {"HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_STATE_HOME": str(home)}
        self.began = perf_counter()
        self.process = subprocess.Popen(
            arguments, stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            env={**kept, **place, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
        )  # fmt: skip
        os.close(slave)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def press(self, keys: str) -> float:
        """Press keys; return when that was."""
        at = perf_counter()
        os.write(self._master, keys.encode())
        return at

    @property
    def text(self) -> str:
        """What stands in it, without what a clock changes."""
        while self._chunks:
            self._stream.feed(self._chunks.pop(0)[1])
        return self._masked()

    async def when(self, seen: Callable[[str], object]) -> float | None:
        """Return the moment at which something was painted that made `seen` true; None: never."""
        give_up = perf_counter() + GIVE_UP
        while perf_counter() < give_up:
            if not self._chunks:
                await asyncio.sleep(0.001)
                continue
            at, data = self._chunks.pop(0)
            self._stream.feed(data)
            if seen(self._masked()):
                return at
        return None

    async def calm(self) -> None:
        """Return when it has painted nothing for a while, but for its clocks."""
        before = ""
        while before != self.text:
            before = self.text
            await asyncio.sleep(0.3)

    @property
    def memory(self) -> float:
        """Its resident memory, in MiB."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    @property
    def processor(self) -> float:
        """Seconds of processor that all its threads took so far."""
        tasks = Path(f"/proc/{self.process.pid}/task")
        return sum(int((t / "schedstat").read_text().split()[0]) for t in tasks.iterdir()) / 1e9

    def close(self) -> None:
        """End it as if its window were closed."""
        self.process.kill()
        self.process.wait()
        os.close(self._master)

    def _masked(self) -> str:
        return _TIMES.sub("", "\n".join(self._screen.display))

    def _read(self) -> None:
        with contextlib.suppress(OSError):
            while data := os.read(self._master, 1 << 16):
                self._chunks.append((perf_counter(), data))


class Room:
    """A table with a client in a terminal, whose every step is told to it."""

    def __init__(self, house: House, terminal: Terminal, people: int) -> None:
        self.house, self.terminal = house, terminal
        self.table = house.table
        self._people = people

    async def gather(self) -> None:
        """Let the client sit down, and everybody else."""
        while not self.table.public.seats:
            await asyncio.sleep(0.01)
        await self.terminal.calm()
        self.boss = self.table.sit("Fay", None, "facilitator")
        for n in range(1, self._people):
            self.table.sit(f"Player {n}", ("it", "business")[n % 2])
        await self.house.tell()
        self.minds = Minds(self.table, expect=self._people)

    def start(self) -> None:
        self.table.do(self.boss, Start())

    async def once(self) -> None:
        """Let the next thing happen, and tell it."""
        self.minds.once()
        await self.house.tell()

    async def reach(self, step: str) -> None:
        """Play until that step is on."""
        while self.table.step != step:
            await self.once()
            await asyncio.sleep(0)
        await self.terminal.calm()

    @property
    def said(self) -> Sequence[str]:
        """What was said in the turns of the scene that are over."""
        found = self.table.public.steps.get(self.table.step)
        turns = found.turns if isinstance(found, SceneState) else ()
        return [turn.say for turn in turns if turn.over]


@contextlib.asynccontextmanager
async def sitting(
    agenda: Agenda, people: int, *, watched: Path | None = None
) -> AsyncIterator[Room]:
    """Open a table and let a client sit down at it; `watched`: it notes its stalls there."""
    with tempfile.TemporaryDirectory() as home:
        async with House(Table(agenda=agenda)) as house:
            line = ("join", str(house.link()), "--name", "Cy", "--home", "business")
            command = COMMAND if watched is None else (PYTHON, "-m", "bench.watched")
            more = () if watched is None else (str(watched),)
            terminal = Terminal([*command, *more, *line], Path(home))
            room = Room(house, terminal, people)
            try:
                await room.gather()
                yield room
            finally:
                terminal.close()


# --- starts ---------------------------------------------------------------------------------------


class Took(NamedTuple):
    """What a start took."""

    clock: float
    """Seconds, of which those belong to others that the machine gave to them."""
    work: float
    """Seconds of processor."""


async def starts() -> None:
    """Print how long each start takes, the kinds by turns."""
    kinds: dict[str, list[Took]] = {}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        async with House(Table()) as house:
            join = (*COMMAND, "join", str(house.link()))
            for _round in range(STARTS):
                for name, took in (
                    ("Python, import json", _ends((PYTHON, "-c", "import json"))),
                    ("turnabout --help", _ends((*COMMAND, "--help"))),
                    ("turnabout scenario list", _ends((*COMMAND, "scenario", "list"))),
                    ("empty Textual app", await _paints((PYTHON, "-c", EMPTY), "EMPTY", home)),
                    ("turnabout join", await _paints(join, "T U R N A B", home)),
                ):
                    kinds.setdefault(name, []).append(took)
    _head("start", "ms, median", "least", "most", "processor", "least")
    for name, all_of in kinds.items():
        clock, work = [1000 * one.clock for one in all_of], [1000 * one.work for one in all_of]
        _row(name, median(clock), min(clock), max(clock), median(work), min(work))
    beyond = (
        median(getattr(one, what) - getattr(two, what) for one, two in pairs)
        for pairs in [[*zip(kinds["turnabout join"], kinds["empty Textual app"], strict=True)]]
        for what in Took._fields
    )
    _row("join, beyond the empty app", *(1000 * one for one in beyond))


def _ends(line: Sequence[str]) -> Took:
    began = perf_counter()
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL)
    _pid, _status, used = os.wait4(process.pid, 0)
    process.returncode = 0
    return Took(perf_counter() - began, used.ru_utime + used.ru_stime)


async def _paints(line: Sequence[str], part: str, home: Path) -> Took:
    terminal = Terminal(line, home)
    try:
        at = await terminal.when(_has(part))
        work = terminal.processor
        assert at is not None, terminal.text
        return Took(at - terminal.began, work)
    finally:
        terminal.close()


# --- idle -----------------------------------------------------------------------------------------


async def idle() -> None:
    """Print what a client takes at which nothing happens."""
    _head("idle", "% of a core")
    async with sitting(find_agenda("taster"), 6) as room:
        await _rests(room, "lobby")
        room.start()
        await room.reach("brief")
        await _rests(room, "brief")
        await room.reach("scene")
        while len(room.said) < 4:
            await room.once()
        await _rests(room, "scene")


async def _rests(room: Room, name: str) -> None:
    await room.terminal.calm()
    await asyncio.sleep(SETTLES)
    began, at = room.terminal.processor, perf_counter()
    await asyncio.sleep(IDLE)
    _row(name, 100 * (room.terminal.processor - began) / (perf_counter() - at), digits=2)


# --- keys -----------------------------------------------------------------------------------------


async def keys() -> None:
    """Print how long it takes from a key to the screen."""
    _head("key, frame", "ms, median", "99 %", "most")
    async with sitting(find_agenda("taster"), 6) as room:
        room.start()
        await room.reach("brief")
        await _pressed(room, "a letter in a field", *"abcdefgh", first="\r", last="\x1b")
        await _pressed(room, "help opens", "?", undo="\x1b")
        await room.reach("scene")
        while len(room.said) < 6:
            await room.once()
        await room.terminal.calm()
        await _pressed(room, "the brief unfolds", "b", undo="b")
        await _played(room, 40)


async def _pressed(
    room: Room, name: str, *pressed: str, undo: str = "", first: str = "", last: str = ""
) -> None:
    terminal, took = room.terminal, list[float]()
    if first:
        terminal.press(first)
        await terminal.calm()
    for n in range(PRESSES):
        before = terminal.text
        at = terminal.press(pressed[n % len(pressed)])
        shown = await terminal.when(partial(operator.ne, before))
        if shown is not None:
            took.append(shown - at)
        if undo:
            await asyncio.sleep(0.15)
            terminal.press(undo)
        await asyncio.sleep(0.15)
    if last:
        terminal.press(last)
        await terminal.calm()
    _row(name, *_spread(took))


async def _played(room: Room, many: int) -> None:
    """Measure from the frame with a turn to its words on the screen."""
    took = list[float]()
    while len(took) < many and room.table.step == "scene":
        before = len(room.said)
        at = perf_counter()
        await room.once()
        said = room.said[before:]
        if said and said[0]:
            shown = await room.terminal.when(_has(said[0][:16]))
            if shown is not None:
                took.append(shown - at)
        await asyncio.sleep(PACE)
    _row(f"a turn is played ({len(took)})", *_spread(took))


def _has(part: str) -> Callable[[str], bool]:
    return lambda text: part in text


def _spread(took: Sequence[float]) -> tuple[float, ...]:
    ms = [1000 * one for one in took] or [0.0]
    return median(ms), quantiles([*ms, *ms], n=100)[-1] if len(ms) > 1 else ms[0], max(ms)


# --- a whole session ------------------------------------------------------------------------------


async def session() -> None:
    """Print what a long session takes."""
    _head("session", "MiB", "most", "stall, ms", "own work", "over 50")
    await _long("90 minutes", find_agenda("90"), lambda room: room.table.public.phase == "closed")
    taster = find_agenda("taster")
    steps = tuple(
        replace(step, minutes=110, think=5, act=20) if isinstance(step, Scene) else step
        for step in taster.steps
    )
    await _long(
        f"{TURNS} turns, help fifty times",
        replace(taster, steps=steps),
        lambda room: len(room.said) >= TURNS,
        helps=50,
    )


async def _long(name: str, agenda: Agenda, done: Callable[[Room], bool], *, helps: int = 0) -> None:
    with tempfile.TemporaryDirectory() as folder:
        noted = Path(folder) / "stalls.json"
        async with sitting(agenda, 8, watched=noted) as room:
            room.start()
            memory = [room.terminal.memory]
            while not done(room):
                before = len(room.said)
                await room.once()
                if room.table.step == "scene" and helps and len(room.said) > before:
                    helps -= 1
                    room.terminal.press("?")
                    await asyncio.sleep(0.3)
                    room.terminal.press("\x1b")
                    await asyncio.sleep(0.2)
                await asyncio.sleep(PACE)
                memory.append(room.terminal.memory)
            await room.terminal.calm()
            stalls: list[tuple[float, float]] = json.loads(noted.read_text())
    worst = max(stalls, default=(0.0, 0.0))
    over = sum(own > 0.05 for _clock, own in stalls)
    works = max((own for _clock, own in stalls), default=0.0)
    _row(name, memory[-1], max(memory), 1000 * worst[0], 1000 * works, over)


# --- the table ------------------------------------------------------------------------------------


def _head(*words: str) -> None:
    first, *others = words
    print(f"\n{first:32}" + "".join(f"{word:>12}" for word in others), flush=True)


def _row(name: str, *values: float, digits: int = 0) -> None:
    print(f"{name:32}" + "".join(f"{value:12.{digits}f}" for value in values), flush=True)


PARTS: Final = {"starts": starts, "idle": idle, "keys": keys, "session": session}


async def _measure(parts: Sequence[str]) -> None:
    sys.setswitchinterval(0.0005)
    for name in parts:
        await PARTS[name]()


if __name__ == "__main__":
    asyncio.run(_measure(sys.argv[1:] or [*PARTS]))
