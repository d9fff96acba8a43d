"""Bots on real sockets, with a clock that moves only when none of them owes an answer."""

import asyncio
import logging

import pytest

from tests.support.house import House
from tests.support.patience import until
from tests.support.table import Table
from turnabout_client.bots.bot import Bot
from turnabout_client.link.connection import Enter
from turnabout_machine.clock import VirtualClock
from turnabout_protocol.activities.plan import PlanState
from turnabout_protocol.messages import CloseCode, Join, Steer
from turnabout_protocol.room import HouseRules
from turnabout_server import rules

HOST = Steer(key="A" * 16, name="Host")
GUESTS = (Join(name="Ada", home="business"), Join(name="Bo", home="it"))


class Rehearsal:
    """Bots, their house, and the one who moves the clock."""

    def __init__(self, house: House, seed: int, *enter: Enter, pace: float = 1.0) -> None:
        self.house = house
        self.clock = VirtualClock()
        guests = sum(isinstance(e, Join) for e in enter)
        self.bots = [
            Bot(house.link(), e, seed=seed, clock=self.clock, pace=pace, expect=guests)
            for e in enter
        ]
        self.running: list[asyncio.Task[None]] = []

    async def seat(self) -> None:
        """Let the bots in one after the other, so that every run seats them alike."""
        for bot in self.bots:
            self.running.append(asyncio.create_task(bot.run()))
            await until(self.quiet)

    def quiet(self) -> bool:
        """Whether every bot that runs knows all that it may know, and owes nothing."""
        return all(
            bot.idle and bot.link.seen == len(self.house.known_to(bot.link.seat))
            for bot in self.bots[: len(self.running)]
        )

    async def play(self) -> None:
        table = self.house.table
        while True:
            await until(self.quiet)
            if table.public.phase == "closed":
                break
            due = self.clock.next_due()
            bell = rules.due(table.room)
            table.now = int(self.clock.now() * 1000)
            if bell is not None and (due is None or bell <= due * 1000):
                self.clock.advance_to(max(self.clock.now(), bell / 1000))
                table.now = max(table.now, bell)
                table.ring()
                await self.house.tell()
                continue
            assert due is not None
            table.now = int(due * 1000)
            self.clock.advance_to(due)
        await self.house.dismiss(CloseCode.CLOSED, "This session is over.")
        await asyncio.gather(*self.running)


async def rehearsed(seed: int) -> Rehearsal:
    table = Table(house=HouseRules(opened_on="2026-03-02", demo=True), seed=seed)
    async with House(table) as house:
        rehearsal = Rehearsal(house, seed, HOST, *GUESTS)
        await rehearsal.seat()
        await rehearsal.play()
    return rehearsal


async def test_bots_play_a_whole_session_over_sockets_the_same_in_every_run() -> None:
    first, again = await rehearsed(7), await rehearsed(7)
    table = first.house.table
    plan = table.public.steps["plan"]
    assert isinstance(plan, PlanState)
    assert len(plan.promises) == 1
    assert [bot.trouble for bot in first.bots] == ["", "", ""]
    assert all(bot.link.room.public == table.public for bot in first.bots)
    assert table.log == again.house.table.log


async def test_no_two_seats_ever_act_in_the_same_moment() -> None:
    moments = (await rehearsed(3)).house.moments
    assert len({seat for _, seat in moments}) == 3
    assert len({at for at, _ in moments}) == len(moments)


async def test_a_bot_that_cannot_come_in_leaves_a_sentence(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with House(Table()) as house:
        where = house.link()
    bot = Bot(where, GUESTS[0], seed=1, clock=VirtualClock())
    with caplog.at_level(logging.WARNING):
        await bot.run()
    assert "Nothing listens" in bot.trouble
    assert bot.trouble in caplog.text
    assert bot.idle


async def test_a_bot_comes_back_and_plays_on() -> None:
    table = Table(house=HouseRules(opened_on="2026-03-02"))
    async with House(table) as house:
        rehearsal = Rehearsal(house, 7, HOST, *GUESTS)
        await rehearsal.seat()
        house.cut()
        await until(lambda: not rehearsal.quiet())
        await until(rehearsal.quiet)
        await rehearsal.play()
    assert table.public.phase == "closed"
    assert len(table.public.seats) == 3
