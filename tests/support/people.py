"""Whole sessions of people over a real server, and what every one of them really did.

Bots play them, but join as people do: the server counts them, asks them and promises them things.
Each has habits that a test gives them. What the server accepted is noted on their side of the wire,
so that a report can be held against what was really done, not against the server's own log.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from turnabout.addresses import Address
from turnabout.conductor import Conductor
from turnabout.opening import RoomOptions, order
from turnabout.standin import StandIns
from turnabout_client.bots.bot import Bot
from turnabout_client.bots.mind import intentions
from turnabout_client.link.connection import open_room
from turnabout_machine.clock import VirtualClock
from turnabout_protocol.activities.poll import Answer, Poll
from turnabout_protocol.commands import AnyCommand
from turnabout_protocol.messages import Join, Opened, Steer
from turnabout_protocol.report import Report
from turnabout_protocol.room import Public, Role, Room
from turnabout_protocol.scenario import Side, other
from turnabout_server.app import Server
from turnabout_server.live.liveroom import LiveRoom
from turnabout_server.settings import Settings

Habit = Callable[[Public, AnyCommand], AnyCommand | None]
"""What somebody does in place of what a bot would do; None: they leave it undone."""


def as_it_comes(_public: Public, command: AnyCommand) -> AnyCommand | None:
    """Do what a bot would do."""
    return command


class Did(NamedTuple):
    """Something that the server accepted."""

    who: str
    command: AnyCommand


class Person(Bot):
    """Somebody at the table, who joins like anybody else."""

    def __init__(self, name: str, did: list[Did], habit: Habit, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.name = name
        self._did = did
        self._habit = habit

    def _plan(self) -> None:
        seat = self.link.seat
        if seat is None:
            return
        wanted = {
            i.key: i
            for i in intentions(_as_player(self.link.room, seat), seat, self._seed, self._expect)
            if i.key not in self._done
        }
        self._due = {key: due for key, due in self._due.items() if key in wanted}
        self._intentions = wanted
        for key, intention in wanted.items():
            if key not in self._due:
                self._due[key] = self._free(self._when(intention), seat)

    async def _perform(self, key: str) -> None:
        intention = self._intentions[key]
        command = self._habit(self.link.room.public, self._asked(intention.command))
        if command is None:
            del self._due[key]
            self._done.add(key)
            return
        self._intentions[key] = replace(intention, command=command)
        before = self._attempts.get(key, 0)
        await super()._perform(key)
        if self._attempts.get(key, 0) == before:
            self._did.append(Did(self.name, command))

    def _asked(self, command: AnyCommand) -> AnyCommand:
        """Return `command`; of who only watches, answers to the measures alone."""
        public = self.link.room.public
        step = public.step
        if not isinstance(command, Answer) or not isinstance(step, Poll):
            return command
        if public.seats[self.link.seat or 0].plays:
            return command
        mine = {question.id for question in step.measured}
        return replace(command, picks={q: p for q, p in command.picks.items() if q in mine})


def _as_player(room: Room, me: int) -> Room:
    """Return the room as somebody who watches with a say sees it: they answer like a player."""
    seat = room.public.seats.get(me)
    if seat is None or seat.role != "observer" or seat.home is None:
        return room
    if me not in room.public.panel:
        return room
    playing = replace(seat, role="player", played=other(seat.home))
    public = replace(room.public, seats={**room.public.seats, me: playing})
    return replace(room, public=public)


class Guest(NamedTuple):
    """Somebody who comes to a session."""

    name: str
    home: Side | None
    role: Role = "player"
    habit: Habit = as_it_comes


class Table:
    """A session that is on: its people, its facilitator, its clock."""

    def __init__(
        self,
        server: Server,
        clock: VirtualClock,
        bots: StandIns,
        opened: Opened,
        room: LiveRoom,
        seed: int,
        expect: int,
    ) -> None:
        self.opened = opened
        self.did: list[Did] = []
        self.people: dict[str, Person] = {}
        self.seed = seed
        self._server, self._clock, self._bots, self._room = server, clock, bots, room
        self._tasks: dict[str, asyncio.Task[None]] = {}
        place = Address(server.address)
        self._join = place.link("join", opened.code)
        steer = place.link("steer", opened.code, opened.facilitator_key)
        self.host = Bot(
            steer, Steer(key=opened.facilitator_key, name="Fay"),
            seed=seed, clock=clock, expect=expect,
        )  # fmt: skip
        self._tasks["Fay"] = asyncio.create_task(self.host.run())
        self._conductor = Conductor(clock, self._at_rest)

    @property
    def public(self) -> Public:
        """The room as its facilitator sees it."""
        return self.host.link.room.public

    def seat(self, name: str) -> int:
        """Return the number of somebody's seat."""
        return next(s.id for s in self.public.seats.values() if s.name == name)

    async def come(self, *guests: Guest) -> None:
        """Let people sit down, one after the other."""
        for guest in guests:
            join = Join(name=guest.name, home=guest.home, role=guest.role)
            person = Person(
                guest.name, self.did, guest.habit, self._join, join, seed=self.seed,
                clock=self._clock,
            )  # fmt: skip
            self.people[guest.name] = person
            self._tasks[guest.name] = asyncio.create_task(person.run())
            await self.rest()

    async def leave(self, name: str) -> None:
        """Let somebody shut their laptop."""
        task = self._tasks.pop(name)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        del self.people[name]
        await self.rest()

    async def rule(self, command: AnyCommand) -> None:
        """Let the facilitator do something."""
        await self.host.link.do(command)
        await self.rest()

    async def rest(self) -> None:
        await self._conductor.rest()

    async def until(self, done: Callable[[Public], bool]) -> None:
        """Let the session run until it is so."""
        await self._conductor.until(lambda: done(self.public))

    async def reached(self, step: str) -> None:
        """Let the session run until that step is on."""
        await self.until(lambda public: public.step is not None and public.step.id == step)

    async def end(self) -> Report:
        """Let the session run to its end and return its report."""
        await self._conductor.until(lambda: self._room.over)
        await self._server.rooms.ended(self.opened.code)
        report = await self._server.rooms.report(self.opened.code)
        assert report is not None
        await self.stop()
        return report

    async def stop(self) -> None:
        """Let everybody go."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        await self._bots.leave()

    def _at_rest(self) -> bool:
        everybody = [self.host, *self.people.values(), *self._bots.bots]
        assert not [bot.trouble for bot in everybody if bot.trouble]
        return self._room.idle and all(
            bot.idle and bot.link.seen >= self._room.sent_to(bot.link.seat or 0)
            for bot in everybody
        )


class Played(NamedTuple):
    """A session that is over."""

    report: Report
    did: Sequence[Did]
    """What people did, in its order."""
    public: Public
    """The room in the end, as its facilitator had it."""
    series: str


Story = Callable[[Table], Any]


async def played(
    data: Path,
    story: Story,
    *,
    expect: int,
    scenario: str = "asset-valve",
    on: str = "2026-09-01",
    seed: int = 1,
    series: str = "",
    **options: Any,
) -> Played:
    """Let people play a session on a server over `data`, as `story` tells their table."""
    clock = VirtualClock()
    bots = StandIns(seed=seed, clock=clock, keep=True)
    async with Server(Settings(data=data, port=0), clock=clock, stand_in=bots) as server:
        bots.place = Address(server.address)
        key = server.open_key_file.read_text().strip()
        wanted = order(scenario, RoomOptions(seed=seed, **options), key=key)
        wanted = replace(wanted, rules=replace(wanted.rules, opened_on=on), series=series)
        opened = await open_room(server.address, "", wanted)
        room = await server.rooms.find(opened.code)
        table = Table(server, clock, bots, opened, room, seed, expect)
        try:
            await table.rest()
            await story(table)
            report = await table.end()
        finally:
            await table.stop()
    return Played(report, table.did, table.public, opened.series)


def of(did: Sequence[Did], kind: type[Any], step: str = "") -> Mapping[str, list[Any]]:
    """Return the commands of a kind that people gave, by name; in one step, or in all."""
    found: dict[str, list[Any]] = {}
    for who, command in did:
        if isinstance(command, kind) and step in ("", getattr(command, "step", "")):
            found.setdefault(who, []).append(command)
    return found
