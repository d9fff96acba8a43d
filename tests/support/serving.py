"""A whole server on loopback with a clock that only the test moves."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any, NamedTuple

from tests.support.patience import patience
from tests.support.wire import Plain, Wire
from turnabout_machine.clock import VirtualClock
from turnabout_protocol.messages import VERSION, Opened, OpenRoom
from turnabout_protocol.room import HouseRules
from turnabout_server.app import Server
from turnabout_server.authoring.scenarios import find_agenda, find_scenario
from turnabout_server.live.ground import StandIn
from turnabout_server.live.keys import room_id
from turnabout_server.live.roomkeys import RoomKeys, place
from turnabout_server.live.sealed import Seal
from turnabout_server.log import Row, statements
from turnabout_server.log.schema import FILE, STORE
from turnabout_server.net.web import WebDoor
from turnabout_server.settings import Limits, Settings

CALM = 5
"""Rounds of the loop in which nothing must stir."""


class Serving(NamedTuple):
    """A running server, and what tests do to it."""

    server: Server
    clock: VirtualClock
    data: Path

    @property
    def address(self) -> str:
        return self.server.address

    async def open(self, wanted: OpenRoom | None = None) -> Opened:
        """Open a room."""
        return await self.server.rooms.open(order() if wanted is None else wanted)

    async def rest(self) -> None:
        """Return when nothing is under way."""
        calm = 0
        async with patience():
            while calm < CALM:
                await asyncio.sleep(0.001)
                calm = calm + 1 if self.server.idle else 0

    async def wait(self, seconds: float) -> None:
        """Let that much time pass, with everything that happens in it."""
        end = self.clock.now() + seconds
        await self.rest()
        while (due := self.clock.next_due()) is not None and due <= end:
            self.clock.advance_to(due)
            await self.rest()
        self.clock.advance_to(end)
        await self.rest()

    async def steer(self, opened: Opened, name: str = "Fay") -> Wire:
        """Take a facilitator's seat."""
        wire = await Wire.knock(self.address, opened.code)
        await wire.enter({"msg": "steer", "key": opened.facilitator_key, "name": name})
        return wire

    async def table(self) -> tuple[Opened, Wire, Wire, Wire]:
        """Open a room with a facilitator and a player on each side, and start it."""
        opened = await self.open()
        fay = await self.steer(opened)
        ann = await Wire.join(self.address, opened.code, "Ann", "business")
        bob = await Wire.join(self.address, opened.code, "Bob", "it")
        assert (await fay.do("start"))["msg"] == "accepted"
        return opened, fay, ann, bob

    async def play(self, *players: Wire) -> None:
        """Go from the consent step to the scene."""
        for wire in players:
            assert (await wire.do("agree", step="agree", yes=True))["msg"] == "accepted"
        for wire in players:
            await wire.wait_event("briefed")
        await self.wait(181)
        await players[0].wait_event("turn_started")


@asynccontextmanager
async def serving(
    data: Path,
    *,
    limits: Limits | None = None,
    stand_in: StandIn | None = None,
    web: WebDoor | None = None,
    **more: Any,
) -> AsyncIterator[Serving]:
    """Run a server on a free port of this machine."""
    clock = VirtualClock()
    settings = Settings(data=data, port=0, limits=limits or Limits(), **more)
    async with Server(settings, clock=clock, stand_in=stand_in, web=web) as server:
        yield Serving(server, clock, data)


def order(key: str = "0" * 16) -> OpenRoom:
    """Return an order for a room of the library."""
    return OpenRoom(
        version=VERSION,
        key=key,
        scenario=find_scenario("asset-valve"),
        agenda=find_agenda("taster"),
        rules=HouseRules(),
        seed=7,
    )


def on_disk(data: Path) -> bytes:
    """Return every byte of a data folder."""
    return b"".join(file.read_bytes() for file in data.iterdir())


def as_after_a_crash(data: Path, copy: Path) -> Path:
    """Copy a running server's folder: what is on the disk now is what a crash would leave.

    The keys of its rooms are copied, too, to where a server on the copy looks for them.
    """
    shutil.copytree(data, copy)
    if place(data).exists():
        shutil.copytree(place(data), place(copy))
    return copy


def rows_of(data: Path, code: str, *, raw: bool = False) -> list[Row]:
    """Return the rows that the log in `data` has of a room; `raw`: sealed, as they lie there."""
    room = room_id(code)
    with closing(STORE.read(data / FILE)) as db:
        rows = statements.read(db, room)
    made = None if raw else RoomKeys(place(data)).find(room)
    return rows if made is None else [one for row in rows for one in Seal(room, made).open(row)]


async def back(address: str, code: str, key: str, seen: int = 0, epoch: str = "") -> Wire:
    """Come back to a seat."""
    wire = await Wire.knock(address, code)
    await wire.enter({"msg": "return", "key": key, "seen": seen, "epoch": epoch})
    return wire


async def farewell(wire: Wire) -> Plain:
    """Return the goodbye that must come."""
    return await wire.wait_for(lambda m: m["msg"] == "farewell")


def events(wire: Wire) -> list[str]:
    """Return the names of all events a connection was sent."""
    return [e["event"]["event"] for m in wire.messages for e in m.get("entries", [])]


def newest(wire: Wire) -> int:
    """Return the number of the newest entry a connection was sent."""
    return max(numbers(wire.messages))


def numbers(messages: Iterable[Any]) -> list[int]:
    """Return the numbers of the entries in `messages`, as the seat counts them."""
    return [m["first"] + i for m in messages for i in range(len(m.get("entries", [])))]
