"""One session, four doors: a terminal, plain lines over pipes, a page in a browser, and ssh.

The four at the table do what one script says, each by the means of their own door. The room's log
is then the one that four connections without any door would have given, and what came out of each
door holds nothing that its seat must not know.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Set
from pathlib import Path
from time import monotonic
from typing import Any, Final, Protocol

import msgspec
import pytest
from msgspec.structs import replace

from tests.e2e.test_ssh import sits_down, window
from tests.support.browsing import Seats
from tests.support.chromium import chromium, needs_chromium
from tests.support.doors import Browser, Door, Plain, Screens, Wired
from tests.support.leaks import (
    NEVER,
    OWN,
    Ledger,
    events_in,
    known,
    opinions,
    plainly,
    secrets,
)
from tests.support.past import cards
from tests.support.patience import until
from tests.support.pipe import Pipe
from tests.support.reports import full, promise, results
from tests.support.script import Script, unhurried
from tests.support.serving import order
from tests.support.ssh import SSH, Beside, beside
from tests.support.tap import Inside, Tap
from tests.support.window import Window
from turnabout.addresses import Address
from turnabout_client.link.connection import Connection
from turnabout_client.page.door import PageDoor
from turnabout_protocol.activities.poll import FEELINGS, AnswersSealed
from turnabout_protocol.codec import decode
from turnabout_protocol.commands import End, NextStage, Start
from turnabout_protocol.fold import Entry, may_know
from turnabout_protocol.messages import Join, ServerMessage, Steer, Update
from turnabout_protocol.room import HouseRules
from turnabout_protocol.scenario import SIDES, Side
from turnabout_server.after.archive import Archive
from turnabout_server.authoring.scenarios import find_agenda
from turnabout_server.live.keys import hashed
from turnabout_server.live.liveroom import LiveRoom

pytestmark = [
    needs_chromium,
    pytest.mark.skipif(not SSH, reason="There is no ssh here, and it is one of the four doors."),
]

PEOPLE: Final[Mapping[str, Side]] = {
    "Ann": "business",
    "Ben": "it",
    "Cat": "business",
    "Dan": "it",
}
TEAM: Final = "Field crews and IT"
SERIES: Final = "7F3K2QMX9TRVH4WZ"
OVERLAP: Final = 4096
"""Bytes before what is new that are read with it: a text may have come in two parts."""


class Sent(Protocol):
    """What the server sent somebody, read on the way."""

    @property
    def heard(self) -> bytes:
        """Every byte of it."""

    def frames(self) -> Iterator[bytes]:
        """Yield its frames, in order."""


class Table:
    """A room with a facilitator, and whoever sits down at it."""

    def __init__(self, beside: Beside, room: LiveRoom) -> None:
        self.beside, self.room = beside, room
        self.script = Script(room)
        self.doors: dict[str, Door] = {}
        self.taps: dict[str, Sent] = {}
        """What lies between the server and the client at each door."""
        self.came: dict[str, float] = {}
        """When somebody had sat down, in seconds of a steady clock, in the order they came."""
        self._read: dict[str, tuple[int, ...]] = {}
        self._seen = monotonic()
        self._ledger = Ledger()
        where = Address(beside.here.address).link("join", beside.opened.code)
        self.fay = Connection(where, Steer(key=beside.opened.facilitator_key, name="Fay"))

    @property
    def log(self) -> list[Entry]:
        """Everything that has happened."""
        return list(self.room._history.entries)

    async def sits(self, name: str, door: Door) -> None:
        """Return when somebody has sat down."""
        self.doors[name] = door
        await until(lambda: self.script.here(name), f"{name} at the table")
        self.came[name] = monotonic()

    async def play(self, look: Callable[[], None]) -> None:
        """Play to the end. `look` is called whenever somebody has done something."""
        await self.fay.do(Start())
        while await self._deed() or self.script.step != "close":
            look()
        await self.fay.do(End())

    async def _deed(self) -> bool:
        """Let the first who has something to do do it, else go on; return whether one had."""
        await self.settles()
        for name in self.doors:
            if await self.acts(name):
                return True
        step = self.script.step
        if step != "close":
            await self.fay.do(NextStage(step=step, stage=self.script.stage, sure=True))
        return False

    async def settles(self) -> None:
        """Return when nothing is under way any more."""
        # The room's time goes by as fast as that of its people, whose clocks are their own.
        passed, self._seen = monotonic() - self._seen, monotonic()
        await self.beside.here.wait(passed)

    async def acts(self, name: str) -> bool:
        """Let somebody do what they have to do; return whether they had something."""
        deed = self.script.next(name)
        if deed is None:
            return False
        await self.doors[name].do(deed, self._grows(len(self.log)))
        self.script.done(deed)
        return True

    def _grows(self, before: int) -> Callable[[], bool]:
        """Return what says whether more has happened."""
        return lambda: len(self.log) > before

    def heard(self, name: str) -> list[bytes]:
        """Return what came out of somebody's door: what they saw, and what the server sent."""
        tap = self.taps.get(name)
        return [self.doors[name].heard, *(() if tap is None else (tap.heard,))]

    def keeps_its_secrets(self, *, whole: bool = False) -> None:
        """Nobody has been told what they must not know as yet; `whole`: in all that came."""
        log = self.log
        self._ledger.read(log)
        for name in self.doors:
            heard = self.heard(name)
            before = self._read.get(name, (0,) * len(heard))
            self._read[name] = tuple(map(len, heard))
            starts = [0 if whole else max(0, at - OVERLAP) for at in before]
            said = "\n".join(plainly(h[at:]) for h, at in zip(heard, starts, strict=True))
            secret = self._ledger.secrets(self.script.public.seats[self.script.seat(name)])
            assert not [run for run in secret if run in said], f"{name} was told"


@contextlib.asynccontextmanager
async def table(tmp_path: Path, agenda: str) -> AsyncIterator[Table]:
    """Open a room at a server with all doors, and steer it. Its team has been here before."""
    met_before(tmp_path / "data")
    wanted = replace(
        order(),
        agenda=unhurried(find_agenda(agenda)),
        rules=HouseRules(team=TEAM, opened_on="2030-04-16"),
        series=SERIES,
    )
    async with beside(tmp_path, web=PageDoor(), tapped=True) as both:
        here = both._replace(opened=await both.here.open(wanted))
        table = Table(here, await both.here.server.rooms.find(here.opened.code))
        steers = asyncio.create_task(table.fay.run())
        try:
            await until(lambda: table.script.here("Fay"))
            table.came["Fay"] = monotonic()
            yield table
        finally:
            steers.cancel()
            await asyncio.gather(steers, return_exceptions=True)


def met_before(data: Path) -> None:
    """Keep a session of the same team, with one promise that is due and cards to recall."""
    data.mkdir(parents=True)
    archive = Archive(data)
    archive.begin(hashed(SERIES))
    # Cards of another case: this one's are still secrets.
    board = {
        side: tuple(
            replace(fate, card=card)
            for fate, card in zip(results().board[side], cards(side), strict=True)
        )
        for side in SIDES
    }
    due = (promise("a photo is missing"),)
    earlier = full("a", team=TEAM, promises=due, earlier=(), results=results(board=board))
    archive.keep(earlier, series=hashed(SERIES))


async def without_doors(tmp_path: Path, agenda: str) -> list[Entry]:
    """Return the log of the session as four connections give it."""
    async with contextlib.AsyncExitStack() as stack:
        here = await stack.enter_async_context(table(tmp_path, agenda))
        for name, home in PEOPLE.items():
            here.taps[name] = tap = await stack.enter_async_context(Tap(here.beside.here.address))
            where = Address(tap.address).link("join", here.beside.opened.code)
            link = Connection(where, Join(name=name, home=home))
            sits = asyncio.create_task(link.run())
            stack.callback(sits.cancel)
            await here.sits(name, Wired(link))
        await here.play(lambda: None)
        nobody_was_sent_it(here, UNSIGNED[agenda])
        return here.log


@contextlib.asynccontextmanager
async def by_doors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, agenda: str = "taster"
) -> AsyncIterator[Table]:
    """Seat Ann in a terminal, Ben at pipes, Cat in front of a browser, Dan at OpenSSH."""
    async with contextlib.AsyncExitStack() as stack:
        enter = stack.enter_async_context
        here = await enter(table(tmp_path, agenda))
        server, code = here.beside.here.address, here.beside.opened.code
        asked = {}
        for name in ("Ann", "Ben"):
            here.taps[name] = tap = await enter(Tap(server))
            link = f"{_web(tap.address)}/join/{code}"
            asked[name] = ("join", link, "--name", name, "--home", PEOPLE[name])
        ann = await enter(Window(asked["Ann"], tmp_path / "ann"))
        await here.sits("Ann", Screens(ann))
        ben = Pipe(tmp_path / "ben", *asked["Ben"])
        await ben.start()
        stack.push_async_callback(ben.kill)
        await here.sits("Ben", Plain(ben))
        here.taps["Cat"] = Inside(monkeypatch)
        browser = await enter(chromium())
        page = f"{_web(server)}/join/{code}"
        cat = await Browser.come(browser, page, "Cat", Seats(monkeypatch), PEOPLE["Cat"])
        assert isinstance(cat, Browser)
        await here.sits("Cat", cat)
        assert here.beside.tap is not None
        here.taps["Dan"] = here.beside.tap
        dan = await enter(window(here.beside, tmp_path))
        await sits_down(dan, "Dan", PEOPLE["Dan"])
        await here.sits("Dan", Screens(dan))
        yield here


def _web(address: str) -> str:
    return address.replace("ws", "http", 1)


TIMES: Final = frozenset({"acts_from", "at", "ends", "next_at", "opened", "until"})
"""Fields of events that say when something was, or will be."""
KEYS: Final = frozenset({"co_key", "epoch", "facilitator_key", "key"})
"""Fields that are drawn anew for every room and seat."""


def happened(log: list[Entry]) -> list[tuple[str, Any]]:
    """Return what happened, by whom, and what was said, without times and keys."""
    return [
        (type(entry.event).__name__, _lasting(msgspec.to_builtins(entry.event, str_keys=True)))
        for entry in log
    ]


def _lasting(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lasting(one) for key, one in value.items() if key not in TIMES | KEYS}
    if isinstance(value, list | tuple):
        return [_lasting(one) for one in value]
    return value


def it_looks_at_something(here: Table, name: str) -> None:
    """What somebody may know is found at their door; what they may not, at the others'."""
    seat = here.script.public.seats[here.script.seat(name)]
    mine = list(map(plainly, here.heard(name)))
    others = [plainly(heard) for one in PEOPLE if one != name for heard in here.heard(one)]
    for heard in mine:
        assert sum(run in heard for run in known(here.log, seat)) > 20, name
    secret = secrets(here.log, seat)
    assert secret == here._ledger.secrets(seat)
    assert sum(run in heard for run in secret for heard in others) > 20, name


def sent(tap: Sent) -> list[Entry]:
    """Return the entries that the server sent to somebody."""
    messages = (decode(frame, ServerMessage) for frame in tap.frames())
    return [
        entry for message in messages if isinstance(message, Update) for entry in message.entries
    ]


def nobody_was_sent_it(here: Table, unsigned: Set[str]) -> None:
    """What the server sent each of them is for them, and tells nothing of what others gave."""
    events = (msgspec.to_builtins(entry.event, str_keys=True) for entry in here.log)
    felt = feelings(here.log)
    assert len(felt) == len(PEOPLE)
    # So what is looked for would be found.
    assert opinions(events, None, felt) == unsigned | felt
    for name in PEOPLE:
        seat, tap = here.script.public.seats[here.script.seat(name)], here.taps[name]
        assert all(may_know(seat, entry.event) for entry in sent(tap))
        assert not opinions(events_in(tap.frames()), seat.id, felt), f"{name} was sent it"


def feelings(log: list[Entry]) -> set[str]:
    """Return the feelings that somebody named."""
    sealed = (entry.event for entry in log if isinstance(entry.event, AnswersSealed))
    named = {pick for event in sealed for picks in event.picks.values() for pick in picks}
    return named & set(FEELINGS)


UNSIGNED: Final[Mapping[str, frozenset[str]]] = {
    "taster": frozenset({"rating", "ring", "missing", "picks", "dots"}),
    "45": frozenset({*NEVER, *OWN}),
}
"""What people give in a session that is nobody else's affair."""


async def test_whoever_comes_to_a_whole_45_is_sent_nothing_of_what_others_gave(
    tmp_path: Path,
) -> None:
    assert len(await without_doors(tmp_path, "45")) > 500


@pytest.mark.parametrize("agenda", ["taster", pytest.param("45", marks=pytest.mark.long_form)])
async def test_four_doors_are_one_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, agenda: str
) -> None:
    # What people wrote unsigned is put in order with it.
    monkeypatch.setattr("turnabout_server.live.rooms.new_secret", lambda: "5" * 64)
    wanted = await without_doors(tmp_path / "without", agenda)
    async with by_doors(tmp_path / "doors", monkeypatch, agenda) as here:
        await here.play(here.keeps_its_secrets)
        here.keeps_its_secrets(whole=True)
        nobody_was_sent_it(here, UNSIGNED[agenda])
        for name in PEOPLE:
            it_looks_at_something(here, name)
        cat = here.doors["Cat"]
        assert isinstance(cat, Browser)
        assert not cat.trouble
    for came, without in zip(happened(here.log), happened(wanted), strict=True):
        assert came == without
