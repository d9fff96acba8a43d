"""Bots for the seats that people leave empty: clients of the server like any other."""

import asyncio
from typing import Final

from turnabout.addresses import Place
from turnabout_client.bots.bot import Bot
from turnabout_client.clock import Clock, SystemClock
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
        number = self._brought.get(code, 0)
        self._brought[code] = number + 1
        self.play(
            Bot(
                self.place.link("join", code),
                Join(name=NAMES[number % len(NAMES)], home=home, ticket=ticket),
                seed=self._seed,
                clock=self._clock,
            )
        )

    def play(self, bot: Bot) -> None:
        """Let `bot` play until its session is over, or until all leave."""
        self.bots.append(bot)
        task = asyncio.create_task(bot.run())
        self._playing.add(task)
        task.add_done_callback(self._playing.discard)

    async def leave(self) -> None:
        """Take all bots from their tables."""
        for task in tuple(self._playing):
            task.cancel()
        await asyncio.gather(*self._playing, return_exceptions=True)
