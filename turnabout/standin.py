"""Bots for the seats that people leave empty: clients of the server like any other."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final

from turnabout.addresses import Place
from turnabout_client.bots.bot import Bot
from turnabout_client.bots.clock import Clock, SystemClock
from turnabout_protocol.links import Link
from turnabout_protocol.messages import Join
from turnabout_protocol.scenario import Side

NAMES: Final = (
    "Ines", "Bram", "Mira", "Yusuf", "Lotte", "Samir",
    "Wen", "Oskar", "Paula", "Ivo", "Greta", "Nadia",
)  # fmt: skip
"""Names of bots. No persona of the library has one of them."""


class StandIns:
    """The server's stand-in port: brings a bot to a room that asked for one."""

    def __init__(self, *, seed: int = 0, clock: Clock | None = None) -> None:
        self.place: Place | None = None
        """Where bots connect to; known once the server listens."""
        self.bots: list[Bot] = []
        """Everyone that was brought, in this order."""
        self._seed = seed
        self._clock: Clock = SystemClock() if clock is None else clock
        self._brought: dict[str, int] = {}
        self._playing: set[asyncio.Task[None]] = set()

    def __call__(self, code: str, ticket: str, home: Side) -> None:
        """Let a bot take the seat that `ticket` stands for."""
        if self.place is None:
            raise RuntimeError("a bot was asked for before the server listens")
        first = self._brought.get(code, 0)
        self._brought[code] = first + 1
        where = self.place.link("join", code)
        self._start(self._seat(where, ticket, home, first))

    def play(self, bot: Bot) -> None:
        """Let `bot` play until its session is over, or until all leave."""
        self.bots.append(bot)
        self._start(bot.run())

    async def leave(self) -> None:
        """Take all bots from their tables."""
        for task in tuple(self._playing):
            task.cancel()
        await asyncio.gather(*self._playing, return_exceptions=True)

    def _start(self, playing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(playing)
        self._playing.add(task)
        task.add_done_callback(self._playing.discard)

    async def _seat(self, where: Link, ticket: str, home: Side, first: int) -> None:
        """Play to the end, under the first name that nobody has at this table."""
        for number in range(first, first + len(NAMES)):
            join = Join(name=NAMES[number % len(NAMES)], home=home, ticket=ticket)
            bot = Bot(where, join, seed=self._seed, clock=self._clock)
            self.bots.append(bot)
            await bot.run()
            if bot.link.seat is not None:
                return
            self.bots.remove(bot)
