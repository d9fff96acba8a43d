"""Two rooms at one server: one that the faults are for, and one that must never notice."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Self, TypeVar

import apsw

from tests.faults.injected import WHO
from tests.support.patience import until
from tests.support.serving import Serving, rows_of, serving
from turnabout_client.link.connection import Connection, Enter
from turnabout_client.link.errors import CommandRefused
from turnabout_client.link.status import Status
from turnabout_protocol import links
from turnabout_protocol.commands import AnyCommand, NoteAha, Pause, Resume, Start
from turnabout_protocol.fold import Entry, fold, may_know
from turnabout_protocol.messages import Join, Opened, Return, Steer
from turnabout_protocol.room import Room, State
from turnabout_server.live import stored
from turnabout_server.log import Row, statements
from turnabout_server.log.schema import FILE, STORE

T = TypeVar("T")


class Person:
    """Somebody with the real client. Whoever was sent away stays away until `awake` is set."""

    def __init__(self, name: str, where: links.Link, enter: Enter) -> None:
        self.name = name
        self.shown: list[Entry] = []
        """Every entry that this person was ever shown."""
        self.told: list[str] = []
        """What was said whenever the connection ended, or could not be made."""
        self.accepted = 0
        self.refused: list[str] = []
        """Codes of refusals."""
        self.awake = asyncio.Event()
        self._where = where
        self._enter = enter
        self._asking: list[asyncio.Task[None]] = []
        self._starts = 0
        self.start()

    def start(self) -> None:
        """Run the client, from the beginning or with the key of the seat."""
        self._starts += 1
        token = WHO.set(self.name)
        self.link = Connection(
            self._where,
            self._enters(),
            on_change=lambda news: self.hear(news),
            on_status=lambda status: self.learn(status),
            sleep=self._sleep,
        )
        self.running = asyncio.create_task(self.link.run())
        WHO.reset(token)

    def hear(self, news: tuple[Entry, ...]) -> None:
        """Be shown something."""
        self.shown += news

    def learn(self, status: Status) -> None:
        """Be told how the connection is."""
        if status.state in ("away", "over"):
            self.told.append(status.sentence)

    def ask(self, command: AnyCommand) -> None:
        """Ask for something; what comes of it is counted."""
        self._asking.append(asyncio.create_task(self.do(command)))

    async def do(self, command: AnyCommand) -> None:
        """Ask for something and wait for the answer, over every lost connection."""
        try:
            await self.link.do(command)
        except CommandRefused as refused:
            self.refused.append(refused.code)
        else:
            self.accepted += 1

    @property
    def answered(self) -> bool:
        """Whether every question has its answer."""
        return all(asking.done() for asking in self._asking)

    @property
    def unsure(self) -> int:
        """How many questions have no answer of the server: it may have done them or not."""
        waiting = sum(not asking.done() for asking in self._asking)
        return waiting + self.refused.count("over")

    @property
    def here(self) -> bool:
        """Whether this person sits at the table and sees it."""
        return self.link.me is not None and self.link.status.state == "live"

    async def come_back(self) -> None:
        """Come back like a person would: the client by itself, else by starting it again."""
        self.awake.set()
        await until(lambda: self.here or self.running.done(), f"{self.name} is back or turned away")
        if not self.here:
            self.start()
        await until(lambda: self.here, f"{self.name} is here")
        self.awake.clear()

    async def leave(self) -> None:
        """End the program."""
        for task in (self.running, *self._asking):
            task.cancel()
        await asyncio.gather(self.running, *self._asking, return_exceptions=True)
        self.told.clear()

    def _enters(self) -> Enter:
        """Return how to come in: to the seat, or once more to get one.

        A name can be taken by now: its seat was given, and nobody heard of it.
        """
        if self._starts == 1:
            return self._enter
        if self.link.key:
            return Return(key=self.link.key)
        return Join(name=f"{self.name} {self._starts}", home="it")

    async def _sleep(self, seconds: float) -> None:
        await self.awake.wait()
        await asyncio.sleep(0)


def on_disk(here: Serving, question: Callable[[apsw.Connection], T]) -> T:
    """Return what the log answers that lies on the disk."""
    db = STORE.read(here.data / FILE)
    try:
        return question(db)
    finally:
        db.close()


class Table:
    """A room that has begun: Fay steers, Ann and Bob play."""

    def __init__(self, here: Serving, opened: Opened) -> None:
        self.here = here
        self.opened = opened
        where = links.Link(server=here.address, door="join", code=opened.code)
        self.where = where
        self.fay = Person("Fay", where, Steer(key=opened.facilitator_key, name="Fay"))
        self.ann = Person("Ann", where, Join(name="Ann", home="business"))
        self.bob = Person("Bob", where, Join(name="Bob", home="it"))
        self.people = [self.fay, self.ann, self.bob]

    @classmethod
    async def begun(cls, here: Serving) -> Self:
        """Open a room and begin; its clock stands."""
        table = cls(here, await here.open())
        for person in table.people:
            await until(lambda person=person: person.here)  # type: ignore[misc]
        await table.fay.do(Start())
        await table.ann.do(Pause())
        await table.same()
        return table

    @property
    def over(self) -> bool:
        """Whether the first step is over: nobody has said yes, so the room waits for both sides."""
        public = self.fay.link.room.public
        return public.step is not None and public.state(State, public.step.id).awaits != ()

    def join(self, enter: Enter | None = None) -> Person:
        """Let Dan sit down, or try to."""
        dan = Person("Dan", self.where, enter or Join(name="Dan", home="it"))
        self.people.append(dan)
        return dan

    async def come_back(self) -> None:
        """Let everybody come back, and find that they see all and have their answers."""
        for person in self.people:
            await person.come_back()
        await until(lambda: all(person.answered for person in self.people), "the answers")
        await self.same()

    async def works(self) -> None:
        """Find that the room takes what is asked of it."""
        before = self.bob.accepted
        await self.bob.do(NoteAha(text="They cannot see our queue."))
        assert self.bob.accepted == before + 1, self.bob.refused
        await self.same()

    async def goes_on(self) -> None:
        """Find that things can be done here, and that everybody sees them."""
        before = self.fay.accepted, self.ann.accepted
        await self.fay.do(Resume())
        await self.ann.do(NoteAha(text="They go on."))
        await self.fay.do(Pause())
        assert (self.fay.accepted, self.ann.accepted) == (before[0] + 2, before[1] + 1)
        await self.same()

    def rows(self) -> list[Row]:
        """Return what is on the disk."""
        return rows_of(self.here.data, self.opened.code)

    def known_to(self, person: Person) -> Room:
        """Return the room as the disk has it for somebody."""
        log = self.log()
        seat = fold(log).public.seats[person.link.seat or 0]
        return fold(entry for entry in log if may_know(seat, entry.event))

    def log(self) -> list[Entry]:
        """Return the entries that are on the disk."""
        return [stored.read(row)[0] for row in self.rows()]

    async def same(self) -> None:
        """Return when everybody sees what is on the disk."""
        for person in self.people:
            await until(
                lambda person=person: person.link.room == self.known_to(person),  # type: ignore[misc]
                f"{person.name} sees all",
            )

    def check(self) -> None:
        """Find that nothing accepted was lost or done twice, and nothing shown that is not kept."""
        rows, log = self.rows(), self.log()
        for person in self.people:
            missing = [entry for entry in person.shown if entry not in log]
            assert not missing, (person.name, missing)
            done = {row.cause for row in rows if row.seat == person.link.seat and row.cause}
            assert person.accepted <= len(done) <= person.accepted + person.unsure, person.name

    async def leave(self) -> None:
        """Let everybody go."""
        await asyncio.gather(*(person.leave() for person in self.people))


class Stage(NamedTuple):
    """A server with two rooms."""

    here: Serving
    ill: Table
    well: Table

    def open_rooms(self) -> list[str]:
        """Return the rooms that are on the disk."""
        return on_disk(self.here, statements.open_rooms)

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Find that nobody in the other room is told anything while the block lasts."""
        before = [list(person.told) for person in self.well.people]
        yield
        assert [person.told for person in self.well.people] == before


@asynccontextmanager
async def stage(data: Path, **settings: Any) -> AsyncIterator[Stage]:
    """Run a server with two rooms that have begun."""
    async with serving(data, **settings) as here:
        ill, well = await Table.begun(here), await Table.begun(here)
        try:
            yield Stage(here, ill, well)
        finally:
            await asyncio.gather(ill.leave(), well.leave())
