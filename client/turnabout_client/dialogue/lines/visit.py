"""A visit in lines: through the door, at the table, and out again."""

import asyncio
import contextlib
from typing import Final

from msgspec.structs import replace

from turnabout_client.dialogue.lines import telling
from turnabout_client.dialogue.lines.door import Hear, Left, LineDoor, Say
from turnabout_client.dialogue.lines.talk import Talk
from turnabout_client.dialogue.sitting import Sitting
from turnabout_client.entrance.door import Entrance, Seated
from turnabout_client.entrance.model import Wish
from turnabout_client.link.connection import Enter
from turnabout_client.link.errors import CommandRefused, LinkError
from turnabout_client.link.status import lost
from turnabout_language import _, apart, use
from turnabout_protocol import links
from turnabout_protocol.messages import Join
from turnabout_protocol.tables import Depart

KEEP_WITHIN: Final = 2.0
"""Seconds for which a seat waits to be used until its key is on the disk."""
TICK: Final = 1.0
"""Seconds between two looks at the time that is left."""
SETTLE: Final = 0.05
"""Seconds in which news that come together are told together."""


class LineVisit:
    """One person, in lines. `hear` waits for what they type, `say` prints."""

    def __init__(
        self, wish: Wish, entrance: Entrance, hear: Hear, say: Say, language: str = ""
    ) -> None:
        self._wish = wish
        self._entrance = entrance
        self._hear = hear
        self._print = say
        self._language = language
        self._changed = asyncio.Event()
        self._table: Seated | None = None
        self._status = ""

    async def run(self) -> str:
        """Stay until the session is over or the person leaves; return the last sentence.

        Raises Left when there was no way to a seat.
        """
        with apart():
            self._say(_("Turnabout, in plain lines. Type help for the words I know."))
            door = LineDoor(self._entrance, self._wish, self._hear, self._say, self._language)
            try:
                where, enter = await door.enter()
                while True:
                    try:
                        return await self._sit(where, enter)
                    except LinkError as error:
                        where, enter = await door.again(where, error.sentence)
            except Left as left:
                if left.failed:
                    raise
                return str(left)

    def _say(self, line: str) -> None:
        self._print(telling.spoken(line))

    async def _sit(self, where: links.Link, enter: Enter) -> str:
        """Sit at that table to the end. Raises LinkError when there is no way in."""
        table = self._entrance.sit(where, enter, self._changed.set, self._told)
        self._table = table
        link = asyncio.create_task(table.run())
        try:
            await self._arrive(where, table, link)
            return await self._stay(where, table, link)
        finally:
            link.cancel()
            with contextlib.suppress(asyncio.CancelledError, LinkError):
                await link

    def _told(self) -> None:
        self._changed.set()

    async def _arrive(self, where: links.Link, table: Seated, link: "asyncio.Task[object]") -> None:
        """Wait until there is a seat and a room to see, and keep the key of the seat."""
        said = ""
        while table.seat is None or table.room.public.story is None:
            if link.done():
                await link
                return
            if table.status.sentence and table.status.sentence != said:
                said = table.status.sentence
                self._say(said)
            await self._news(link)
        me = table.room.public.seats.get(table.seat)
        if me is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(KEEP_WITHIN):
                    await self._entrance.keep(where, me.name, table.key, me.role)

    async def _news(self, link: "asyncio.Task[object]") -> None:
        """Return when something has changed, or the connection is over, or a second has gone."""
        waits = asyncio.create_task(self._changed.wait())
        await asyncio.wait((waits, link), timeout=TICK, return_when=asyncio.FIRST_COMPLETED)
        waits.cancel()
        self._changed.clear()

    async def _stay(self, where: links.Link, table: Seated, link: "asyncio.Task[object]") -> str:
        use(self._language or table.room.public.rules.language)
        sitting = Sitting(table)
        talk = Talk(sitting, self._say)
        runs = asyncio.create_task(sitting.run())
        typed = asyncio.create_task(self._hear())
        try:
            talk.tell()
            while not talk.leaving:
                news = asyncio.create_task(self._news(link))
                await asyncio.wait((news, typed), return_when=asyncio.FIRST_COMPLETED)
                if link.done():
                    return self._over(table, link)
                if typed.done():
                    line = typed.result()
                    if line is None:
                        return _("Nothing more comes in: you leave the table. Your seat is kept.")
                    await talk.hear(line)
                    typed = asyncio.create_task(self._hear())
                if not news.done():
                    # What comes together is told together.
                    await asyncio.wait((news,), timeout=SETTLE)
                news.cancel()
                self._tell_status(table)
                sitting.changed()
                talk.tell()
                talk.tick()
                if talk.over is not None and not await self._goes(where, table, talk):
                    return ""
            return ""
        finally:
            for task in (runs, typed):
                task.cancel()

    async def _goes(self, where: links.Link, table: Seated, talk: Talk) -> bool:
        """Go to the next table; return whether the person stays at this one."""
        me = table.room.public.seats.get(table.seat or 0)
        code = table.room.public.next_table
        talk.over = None
        if me is None or not code:
            return True
        there = replace(where, door="join", code=code, key="")
        with contextlib.suppress(LinkError, CommandRefused):
            await table.do(Depart())
        self._say(await self._sit(there, Join(name=me.name, home=me.home, role=me.role)))
        return False

    def _tell_status(self, table: Seated) -> None:
        away = table.status.state in ("away", "connecting")
        said = lost(table.status) if away else ""
        if said and not self._status:
            self._say(said)
        elif self._status and not said:
            self._say(_("The connection is back."))
        self._status = said

    def _over(self, table: Seated, link: "asyncio.Task[object]") -> str:
        error = link.exception()
        if isinstance(error, LinkError):
            raise error
        if error is not None:
            raise error
        return table.status.sentence
