"""`kill -9`: nothing that was accepted is lost, and time stands still while nobody is there.

A server process, bots over real sockets, and the log itself as the judge.
"""

import asyncio
import contextlib
import random
import signal
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.patience import patience, until
from tests.support.process import ServerProcess, Terminal, serving_process
from tests.support.serving import rows_of
from tests.support.tap import Tap
from turnabout_client.bots.bot import Bot
from turnabout_client.link.connection import open_room
from turnabout_machine.clock import SystemClock
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.deck import Deck
from turnabout_protocol.activities.lingo import Lingo
from turnabout_protocol.activities.plan import Plan
from turnabout_protocol.activities.rank import Rank
from turnabout_protocol.activities.reveal import Reveal
from turnabout_protocol.activities.scene import Scene, SceneState, Turn
from turnabout_protocol.agenda import Agenda, AnyStep
from turnabout_protocol.clocks import Resumed
from turnabout_protocol.codec import convert, decode, unpack
from turnabout_protocol.fold import Entry, may_know
from turnabout_protocol.links import Link
from turnabout_protocol.messages import (
    VERSION,
    Accepted,
    Join,
    Opened,
    OpenRoom,
    ServerMessage,
    Steer,
    Update,
)
from turnabout_protocol.room import HouseRules, Public, State, Step
from turnabout_protocol.scenario import SIDES
from turnabout_server.authoring.scenarios import find_agenda, find_scenario
from turnabout_server.log import Row

SECOND = 1000
READING = 250
"""Milliseconds that may lie between reading a clock and the kill."""


def quick() -> Agenda:
    """The taster with a scene that begins soon and whose turns take seconds."""
    agenda = find_agenda("taster")
    steps = tuple(
        replace(s, think=2, act=10, first_extra=0, rate=4, twist_seconds=5, minutes=5.0)
        if isinstance(s, Scene)
        else replace(s, minutes=5.0 if isinstance(s, Close) else 0.15)
        for s in agenda.steps
    )
    return replace(agenda, steps=steps)


def brisk() -> Agenda:
    """Each activity of the sixty minutes once, for some seconds."""
    agenda = find_agenda("60")
    once = {type(step): step for step in reversed(agenda.steps)}
    steps = [step for step in agenda.steps if step is once[type(step)]]
    return replace(agenda, steps=tuple(_brisk(step) for step in steps))


def _brisk(step: AnyStep) -> AnyStep:
    match step:
        case Scene():
            return replace(step, think=1, act=10, first_extra=0, rate=3, twists=0, minutes=0.5)
        case Deck():
            return replace(step, write=10, pool=10, vote=10, minutes=0.5)
        case Close():
            return replace(step, minutes=5.0)
        case Plan():
            return replace(step, minutes=0.5, write=10, merge=5, vote=5, complete=10)
    return replace(step, minutes=0.15)


class Player:
    """A bot whose connection is recorded."""

    def __init__(self, bot: Bot, tap: Tap) -> None:
        self.bot, self.tap = bot, tap

    @property
    def public(self) -> Public:
        return self.bot.link.room.public

    def seen(self) -> list[Entry]:
        """Return every entry that was sent to it, in order; the same number is the same entry."""
        found: dict[int, Entry] = {}
        for frame in self.tap.frames():
            message = decode(frame, ServerMessage)
            if isinstance(message, Update):
                for number, entry in enumerate(message.entries, message.first):
                    assert found.setdefault(number, entry) == entry
        assert [*found] == [*range(1, len(found) + 1)]
        return [*found.values()]

    def accepted(self) -> set[str]:
        """Return the ids of the commands it was told are accepted."""
        messages = (decode(frame, ServerMessage) for frame in self.tap.frames())
        return {m.id for m in messages if isinstance(m, Accepted)}


@contextlib.asynccontextmanager
async def table(
    server: ServerProcess, agenda: Agenda | None = None
) -> AsyncIterator[tuple[Opened, list[Player]]]:
    """Four playing bots and one that facilitates; without an agenda the scene begins at once."""
    opened = await open_room(
        server.address,
        "",
        OpenRoom(
            version=VERSION,
            key="00000000",
            scenario=find_scenario("service-backlog"),
            agenda=agenda or quick(),
            rules=HouseRules(opened_on="2030-01-01"),
        ),
    )
    enters: list[Join | Steer] = [
        Steer(key=opened.facilitator_key, name="Fay"),
        *(Join(name=f"P{i}", home=SIDES[i % 2]) for i in range(4)),
    ]
    async with contextlib.AsyncExitStack() as stack:
        players, tasks = [], []
        for enter in enters:
            tap = await stack.enter_async_context(Tap(server.address))
            where = Link(server=tap.address, door="join", code=opened.code)
            bot = Bot(where, enter, seed=5, clock=SystemClock(), pace=0.15, expect=4)
            players.append(Player(bot, tap))
            tasks.append(asyncio.create_task(bot.run()))
        try:
            yield opened, players
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def scene(public: Public) -> SceneState | None:
    state = public.steps.get("scene")
    return state if isinstance(state, SceneState) else None


def live(player: Player) -> Turn | None:
    state = scene(player.public)
    return None if state is None else state.live


def remaining(player: Player) -> int:
    """Return how many milliseconds the live turn has left, as this player's screen shows it."""
    turn = live(player)
    assert turn is not None
    return turn.ends - player.public.clock.play(player.bot.link.now())


def remaining_when_resumed(player: Player) -> int:
    """Return how much the live turn had left at the moment the clocks ran on."""
    turn = live(player)
    assert turn is not None
    resumed = [e for e in player.seen() if isinstance(e.event, Resumed)]
    return turn.ends - player.public.clock.play(max(e.at for e in resumed))


def all_back(players: list[Player]) -> bool:
    here = all(p.bot.link.status.state == "live" for p in players)
    public = players[0].public
    return here and not public.clock.paused and all(s.present for s in public.seats.values())


def check_log(data: Path, opened: Opened, players: list[Player]) -> list[Row]:
    """What anybody was told is in the log, at its place; what was accepted is there once."""
    rows = rows_of(data, opened.code)
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    entries = [stored(row) for row in rows]
    for player in players:
        me = player.bot.link.me
        assert me is not None
        known = [entry for entry in entries if may_know(me, entry.event)]
        seen = player.seen()
        assert seen == known[: len(seen)]
        causes = {row.cause for row in rows if row.seat == player.bot.link.seat}
        assert player.accepted() <= causes
    told = [(row.seat, row.cause) for row in rows if row.cause]
    runs = [told[i] for i in range(len(told)) if i == 0 or told[i] != told[i - 1]]
    assert len(runs) == len(set(runs)), "a command took effect twice"
    return rows


def stored(row: Row) -> Entry:
    entry: Entry = convert(unpack(row.data), Entry)
    return entry


# Three moments of a turn, and then whatever moment chance picks.
MOMENTS: list[Callable[[Player], bool]] = [
    lambda p: (t := live(p)) is not None and t.number >= 1,
    lambda p: (s := scene(p.public)) is not None and len(s.turns) >= 2 and bool(s.turns[0].answers),
    lambda p: (s := scene(p.public)) is not None and len(s.turns) >= 3 and s.live is not None,
]


def reached(player: Player, moment: Callable[[Player], bool]) -> bool:
    """Return whether `moment` has come, and somebody has the floor."""
    return moment(player) and live(player) is not None


async def test_killed_server_loses_nothing(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    kills = int(request.config.getoption("--kills"))
    chance = random.Random(5)
    async with serving_process(tmp_path) as server, table(server) as (opened, players):
        for number in range(kills):
            moment = MOMENTS[min(number, len(MOMENTS) - 1)]
            await until(partial(reached, players[0], moment))
            await asyncio.sleep(chance.uniform(0.0, 1.5))
            await until(lambda: live(players[0]) is not None)
            turn, left = live(players[0]), remaining(players[0])
            seats = {p.bot.link.seat for p in players}
            await server.kill()
            rows = check_log(tmp_path, opened, players)
            await server.start()
            await until(lambda: all_back(players))
            assert {p.bot.link.seat for p in players} == seats
            now = live(players[0])
            assert turn is not None
            if now is not None and now.number == turn.number:
                assert now.seat == turn.seat
                # The clocks run again as soon as all who play are back, the facilitator or not.
                assert abs(remaining_when_resumed(players[0]) - left) <= SECOND + READING
            assert rows
        await server.kill()
        check_log(tmp_path, opened, players)


def deadline(public: Public) -> int:
    """Return the play time at which the stage that is on, or else the step, is over."""
    assert public.current is not None
    assert public.step is not None
    ends = public.state(State, public.step.id).ends
    return public.current.ends if ends is None else ends


def past(player: Player, step: Step) -> bool:
    """Return whether the table has gone on from `step`."""
    return player.public.step != step


FULLEST = (Deck, Rank, Lingo, Reveal, Plan)
"""Activities in which most is written down in little time: those that the suite kills."""


async def test_no_activity_loses_anything_to_a_kill(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Activities of a whole session meet a kill: same people, same deadline, nothing missing."""
    every = int(request.config.getoption("--kills")) > 3
    chance = random.Random(6)
    met: list[type[Step]] = []
    async with (
        serving_process(tmp_path) as server,
        table(server, brisk()) as (opened, players),
    ):
        first = players[0]
        await until(lambda: first.public.phase == "running")
        while not isinstance(step := first.public.step, Close):
            assert step is not None
            if every or isinstance(step, FULLEST):
                met.append(type(step))
                await asyncio.sleep(chance.uniform(0.0, 1.0))
                await kill_in_step(server, tmp_path, opened, players)
            await until(partial(past, first, step))
        await server.kill()
        check_log(tmp_path, opened, players)
    # A step that was over within the second before its kill counts for the next one.
    assert len(met) >= len(FULLEST) - 1


async def kill_in_step(
    server: ServerProcess, data: Path, opened: Opened, players: list[Player]
) -> None:
    """Kill the server and bring it back: nothing is missing, and no deadline has moved."""
    first = players[0]
    before, ends = first.public.step, deadline(first.public)
    await server.kill()
    check_log(data, opened, players)
    await server.start()
    await until(lambda: all_back(players))
    if first.public.step == before and deadline(first.public) == ends:
        back = [e for e in first.seen() if isinstance(e.event, Resumed)]
        assert first.public.clock.play(max(e.at for e in back)) <= ends


async def test_a_killed_terminal_comes_back_to_its_seat(tmp_path: Path) -> None:
    async with serving_process(tmp_path / "server") as server, table(server) as (opened, players):
        await until(lambda: len(players[0].public.seats) == 5)
        link = f"{server.address}/watch/{opened.code}"
        terminal = Terminal(("watch", link, "--name", "Dana"), home=tmp_path / "home")

        def painted() -> bool:
            return any(step.title.encode() in terminal.screen for step in quick().steps)

        def dana(present: bool) -> bool:
            seats = players[0].public.seats.values()
            return [s.present for s in seats if s.name == "Dana"] == [present]

        for _ in range(2):
            await terminal.start()
            try:
                # Once the room is on the screen, the key to the seat is on the disk.
                await until(lambda: dana(present=True) and painted())
            finally:
                await terminal.kill()
            await until(lambda: dana(present=False))


async def test_sigterm_ends_cleanly_and_tells_people_to_come_back(tmp_path: Path) -> None:
    async with serving_process(tmp_path) as server, table(server) as (opened, players):
        await until(lambda: live(players[0]) is not None)
        async with patience():
            assert await server.kill(signal.SIGTERM) == 0
        await until(lambda: all(p.bot.link.status.state == "away" for p in players))
        check_log(tmp_path, opened, players)
        await server.start()
        await until(lambda: all_back(players))
