"""A table to practise at: a server of its own on this machine, a room, and bots in the seats."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, NamedTuple

from turnabout.addresses import Address
from turnabout.conductor import Conductor
from turnabout.problems import Problem
from turnabout.standin import StandIns
from turnabout_client.bots.bot import Bot
from turnabout_client.link.connection import open_room
from turnabout_language import _
from turnabout_machine.clock import Clock, VirtualClock
from turnabout_protocol.commands import AddBot
from turnabout_protocol.figures import Slip
from turnabout_protocol.links import Link
from turnabout_protocol.messages import Opened, OpenRoom, Steer
from turnabout_protocol.pairs import ShareTurns
from turnabout_protocol.report import Report
from turnabout_protocol.scenario import Side
from turnabout_server.app import Server
from turnabout_server.settings import Settings

FACILITATOR: Final = "Ada"
PUNCTUAL: Final = 1.5
"""Seconds between two bots coming in, when a person watches."""


class PracticeTable:
    """A room on a server of its own, steered by a bot."""

    def __init__(
        self,
        server: Server,
        folder: Path,
        bots: StandIns,
        opened: Opened,
        steers: Bot,
        steering: "asyncio.Task[None]",
    ) -> None:
        self.server = server
        self.folder = folder
        """Gone when the table is cleared."""
        self.bots = bots
        self.code = opened.code
        self.steers = steers
        self._steering = steering

    @property
    def where(self) -> Link:
        """The link for a player."""
        return Address(self.server.address).link("join", self.code)

    async def invite(self, home: Side) -> None:
        """Ask for a bot that belongs to `home`. Raises CommandRefused."""
        await self.steers.link.do(AddBot(home=home))

    async def make_room(self, players: int) -> None:
        """Let two share a turn if there is no other way to seat so many. Raises CommandRefused."""
        if players > self.steers.link.room.public.most_players:
            await self.steers.link.do(ShareTurns(shared=True))

    async def steered(self) -> None:
        """Return when the session has ended. Raises Problem when its facilitator stopped early."""
        await asyncio.wait((self._steering,))
        if self.steers.trouble:
            raise Problem(_("The rehearsal stopped: {trouble}", trouble=self.steers.trouble))


@asynccontextmanager
async def table(
    order: OpenRoom, *, seed: int, players: int, clock: Clock
) -> AsyncIterator[PracticeTable]:
    """Set a table for `players`. The facilitator begins as soon as all of them are there."""
    with tempfile.TemporaryDirectory(prefix="turnabout-") as folder:
        settings = Settings(
            data=Path(folder) / "data",
            keys=Path(folder) / "keys",
            port=0,
            anyone_may_open=True,
            repeats=True,
        )
        bots = StandIns(seed=seed, clock=clock, keep=True)
        async with Server(settings, clock=clock, stand_in=bots) as server:
            place = bots.place = Address(server.address)
            opened = await open_room(server.address, "", order)
            key = opened.facilitator_key
            steers = Bot(
                place.link("steer", opened.code, key),
                Steer(key=key, name=FACILITATOR),
                seed=seed,
                clock=clock,
                expect=players,
            )
            steering = bots.play(steers)
            try:
                yield PracticeTable(server, settings.data, bots, opened, steers, steering)
            finally:
                await bots.leave()


class Rehearsed(NamedTuple):
    """What a rehearsal leaves: the report, and one player's slip with the name of the player."""

    report: Report
    name: str
    slip: Slip | None


async def rehearse(order: OpenRoom, homes: list[Side], *, seed: int) -> Rehearsed:
    """Let bots play a whole session, as fast as they can, and return what it gave.

    The same order, homes and seed give the same. Raises Problem.
    """
    clock = VirtualClock()
    async with table(order, seed=seed, players=len(homes), clock=clock) as set_:
        room = await set_.server.rooms.find(set_.code)

        def at_rest() -> bool:
            for bot in set_.bots.bots:
                if bot.trouble:
                    raise Problem(_("The rehearsal stopped: {trouble}", trouble=bot.trouble))
            return room.idle and all(
                bot.idle and bot.link.seen >= room.sent_to(bot.link.seat or 0)
                for bot in set_.bots.bots
            )

        conductor = Conductor(clock, at_rest)
        await conductor.rest()
        await set_.make_room(len(homes))
        for home in homes:
            await set_.invite(home)
            # One after the other, so that everybody gets the same seat every time.
            await conductor.rest()
        await conductor.until(lambda: room.over)
        await set_.server.rooms.ended(set_.code)
        report = await set_.server.rooms.report(set_.code)
    if report is None:
        raise Problem(_("The rehearsal ended without a report. Run it again."))
    name, slip = _first_slip(set_)
    return Rehearsed(report, name, slip)


def _first_slip(table: PracticeTable) -> tuple[str, Slip | None]:
    for bot in table.bots.bots:
        seat = bot.link.seat or 0
        slip = bot.link.room.of(seat).slip
        if slip is not None and bot.link.me is not None:
            return bot.link.me.name, slip
    return "", None


async def seat_bots(set_: PracticeTable, homes: list[Side]) -> None:
    """Let a bot of each of `homes` come in, one after the other, as people do."""
    for number, home in enumerate(homes):
        await asyncio.sleep(PUNCTUAL)
        if number == 0:
            await set_.make_room(len(homes) + 1)  # the person who practises sits here, too
        await set_.invite(home)
