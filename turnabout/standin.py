"""Bots for the seats that people leave empty: clients of the server like any other."""

import asyncio
import logging
from collections import Counter
from collections.abc import Coroutine
from typing import Any, Final

from turnabout.addresses import Address
from turnabout_client.bots.bot import Bot
from turnabout_machine.clock import Clock, SystemClock
from turnabout_machine.trouble import frames
from turnabout_protocol.links import Link
from turnabout_protocol.messages import Join
from turnabout_protocol.scenario import Side

_log: Final = logging.getLogger(__name__)

NAMES: Final = (
    "Ines", "Bram", "Mira", "Yusuf", "Lotte", "Samir",
    "Wen", "Oskar", "Paula", "Ivo", "Greta", "Nadia",
    "Tilda", "Kofi", "Anouk", "Arvid", "Rosa", "Juno",
    "Leila", "Finn", "Vera", "Mateo", "Aiko", "Jule",
)  # fmt: skip
"""Names of bots. No persona of the library has one of them."""


class StandIns:
    """The server's stand-in port: brings a bot to a room that asked for one.

    `keep`: after a bot has ended, remember it and all that it knows of its room.
    """

    def __init__(self, *, seed: int = 0, clock: Clock | None = None, keep: bool = False) -> None:
        self.place: Address | None = None
        """Where bots connect to; known once the server listens."""
        self.bots: list[Bot] = []
        """Everyone at a table, in the order in which they came."""
        self._seed = seed
        self._clock: Clock = SystemClock() if clock is None else clock
        self._keep = keep
        self._at: Counter[str] = Counter()
        """How many play in the room with that code."""
        self._playing: set[asyncio.Task[None]] = set()

    @property
    def playing(self) -> int:
        """How many are at a table, or on their way to it."""
        return len(self._playing)

    def __call__(self, code: str, ticket: str, home: Side) -> None:
        """Let a bot take the seat that `ticket` stands for."""
        if self.place is None:
            raise RuntimeError("a bot was asked for before the server listens")
        self._start(self._seat(self.place.link("join", code), ticket, home, self._at[code]))
        self._at[code] += 1

    def play(self, bot: Bot) -> "asyncio.Task[None]":
        """Let `bot` play until its session is over, or until all leave. Return its task."""
        self.bots.append(bot)
        return self._start(self._run(bot))

    async def leave(self) -> None:
        """Take all bots from their tables."""
        for task in tuple(self._playing):
            task.cancel()
        await asyncio.gather(*self._playing, return_exceptions=True)

    def _start(self, playing: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(playing)
        self._playing.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._playing.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # The others play on: a room can do without this bot.
            _log.error("A stand-in stopped: %s", frames(error))

    async def _seat(self, where: Link, ticket: str, home: Side, first: int) -> None:
        """Play to the end, under the first name that nobody has at this table."""
        try:
            for number in range(first, first + len(NAMES)):
                join = Join(name=NAMES[number % len(NAMES)], home=home, ticket=ticket)
                # The server is ours: what goes to it goes nowhere else.
                bot = Bot(
                    where,
                    join,
                    seed=self._seed,
                    clock=self._clock,
                    plain=True,
                    types=isinstance(self._clock, SystemClock),
                )
                self.bots.append(bot)
                await self._run(bot)
                if bot.link.seat is not None:
                    return
                if self._keep:
                    self.bots.remove(bot)
        finally:
            self._at -= Counter({where.code: 1})  # a code whose room has no bot is forgotten

    async def _run(self, bot: Bot) -> None:
        try:
            await bot.run()
        finally:
            if not self._keep:
                self.bots.remove(bot)
