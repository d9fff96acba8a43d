"""A whole short session with seats that come by ssh: one with screens, one with plain lines."""

import asyncio
import contextlib
from itertools import cycle
from pathlib import Path

import pytest

from tests.e2e.test_ssh import sits_down, window
from tests.support.patience import until
from tests.support.pipe import Pipe
from tests.support.ssh import SSH, Beside, beside
from tests.support.window import AGAIN, Window
from turnabout_client.link.connection import Connection
from turnabout_protocol import links
from turnabout_protocol.commands import AddBot, End, Next, Start
from turnabout_protocol.messages import Steer
from turnabout_protocol.room import Public

pytestmark = pytest.mark.skipif(not SSH, reason="no ssh here")


class SshPipe(Pipe):
    """OpenSSH without a terminal, with its input and output in pipes."""

    def __init__(self, home: Path, table: Beside) -> None:
        super().__init__(home)
        self._line = table.command("-T")

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *self._line,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        self._reading = asyncio.create_task(self._read())


class Facilitator:
    """Steers from a connection like any other, as fast as the table follows."""

    def __init__(self, table: Beside) -> None:
        where = links.Link(server=table.here.address, door="join", code=table.opened.code)
        self.link = Connection(where, Steer(key=table.opened.facilitator_key, name="Fay"))

    @property
    def public(self) -> Public:
        return self.link.room.public

    async def begins(self, players: int) -> None:
        """Begin with so many players: bots fill the table."""
        await until(lambda: len(self.public.players()) == 2)
        for number in range(players - 2):
            await self.link.do(AddBot(home=("it", "business")[number % 2]))
        await until(lambda: len(self.public.players()) == players)
        await self.link.do(Start())

    async def goes_on(self, step: str) -> None:
        """Go on until that step is on."""
        while self.public.step is None or self.public.step.id != step:
            assert self.public.step is not None
            await self._leaves(self.public.step.id)

    async def _leaves(self, step: str) -> None:
        await self.link.do(Next(step=step, sure=True))
        await until(lambda: self.at != step)

    @property
    def at(self) -> str:
        return "" if self.public.step is None else self.public.step.id


async def leaves(shown: Window) -> int:
    """Press what leaves until it has left: keys sleep while a screen is new. Return the status."""
    for key in cycle("qy"):
        shown.press(key)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(shown.process.wait(), AGAIN)
            break
    return await shown.ended()


async def test_a_session_is_played_by_ssh_with_screens_and_with_lines(tmp_path: Path) -> None:
    async with beside(tmp_path, bots=True) as table, window(table, tmp_path) as ann:
        fay = Facilitator(table)
        steers = asyncio.create_task(fay.link.run())
        ben = SshPipe(tmp_path, table)
        await ben.start()
        try:
            await sits_down(ann)
            await ben.answers("type your word of then first.", "")
            await ben.answers("Your name", "Ben")
            await ben.answers("Where do you really belong", "IT")
            await fay.begins(4)
            steps = [step.id for step in fay.public.agenda]
            await ben.answers("Do you play, or watch?", "1")
            await ann.pressed("y", "go on from there")
            await ben.hears("BRIEF")
            await fay.goes_on("scene")
            await ben.hears("SCENE")
            await ann.shows("Scene")
            for step in steps[steps.index("scene") + 1 :]:
                await fay.goes_on(step)
            await ben.hears("CLOSE")
            await fay.link.do(End())
            await steers
            assert await ben.ended() == 0
            assert "The session is over" in ben.said
            assert "\x1b" not in ben.said
            assert "Come back to your seat" not in ben.said
            await ann.shows("over")
            assert await leaves(ann) == 0
            assert "Ask Fay for the report" in ann.raw.decode().rpartition("\x1b[?1049l")[2]
            assert "Come back to your seat" not in ann.raw.decode()
            await until(lambda: table.door.seats == 0)
        finally:
            steers.cancel()
            await asyncio.gather(steers, return_exceptions=True)
            await ben.kill()
