"""A visit in lines: through the door, at the table, and out again."""

import asyncio
import contextlib
from collections import deque
from typing import Final

from msgspec.structs import replace

from turnabout_client.dialogue.lines import telling, words
from turnabout_client.dialogue.lines.door import Left, LineDoor
from turnabout_client.dialogue.lines.ends import Ends, Line
from turnabout_client.dialogue.lines.talk import Talk
from turnabout_client.dialogue.links import Told
from turnabout_client.dialogue.links import told as links_told
from turnabout_client.dialogue.sitting import Sitting
from turnabout_client.entrance.door import Entrance, Seated
from turnabout_client.entrance.model import Wish, shut
from turnabout_client.link.connection import Enter
from turnabout_client.link.errors import CommandRefused, LinkError
from turnabout_language import _, apart, use
from turnabout_protocol import links
from turnabout_protocol.messages import Join
from turnabout_protocol.tables import Depart

KEEP_WITHIN: Final = 2.0
"""Seconds for which a seat waits to be used until its key is on the disk."""
TICK: Final = 1.0
"""Seconds between two looks at the time that is left."""
LAST: Final = 20
"""Lines within which nothing is said twice at the end."""
SETTLE: Final = 0.05
"""Seconds in which news that come together are told together."""

Way = tuple[links.Link, Enter]
"""The room, and what asks for the seat."""


class LineVisit:
    """One person, in lines."""

    def __init__(self, wish: Wish, entrance: Entrance, ends: Ends, language: str = "") -> None:
        self._wish = wish
        self._entrance = entrance
        self._ends = ends
        self._language = language
        self._changed = asyncio.Event()
        self._table: Seated | None = None
        self._away = False
        """Whether the connection is lost, as it was told."""
        self._stays = False
        """Whether there is a seat whose connection can be lost."""
        self._last: deque[str] = deque(maxlen=LAST)

    async def run(self) -> str:
        """Stay until the session is over or the person leaves; return the last sentence.

        Raises Left when there was no way to a seat.
        """
        with apart():
            self._say(_("Turnabout, in plain lines. Type help for the words I know."))
            door = LineDoor(self._entrance, self._wish, self._ends, self._say, self._language)
            try:
                where, enter = await door.enter()
                while True:
                    try:
                        found = await self._sit(where, enter)
                    except LinkError as error:
                        where, enter = await door.again(where, error.sentence)
                        continue
                    if isinstance(found, str):
                        return found
                    where, enter = found
            except Left as left:
                if left.failed:
                    raise
                return str(left)

    def has_said(self, line: str) -> bool:
        """Return whether `line` was among the last ones that were said."""
        return telling.spoken(line) in self._last

    def _say(self, line: str) -> None:
        spoken = telling.spoken(line)
        self._last.append(spoken)
        self._ends.say(spoken)

    async def _sit(self, where: links.Link, enter: Enter) -> str | Way:
        """Sit at that table to the end; return the last sentence, or the way to the next table.

        Raises LinkError when there is no way in.
        """
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
        """The connection is not what it was: that is said before anything that follows from it."""
        self._changed.set()
        if self._stays and self._table is not None:
            self._tell_status(self._table)

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

    async def _stay(
        self, where: links.Link, table: Seated, link: "asyncio.Task[object]"
    ) -> str | Way:
        use(self._language or table.room.public.rules.language)
        sitting = Sitting(table)

        def known() -> Told:
            return links_told(
                table.room,
                where,
                table.seat,
                sitting.keys,
                get_it=self._wish.get_it,
                ssh=table.ssh,
                web=table.web,
            )

        talk = Talk(sitting, self._say, known)
        runs = asyncio.create_task(sitting.run())
        talk.tell()
        self._stays = True
        self._ends.asked(talk.question)
        self._ends.watched(lambda line: talk.typing(line.text, line.under))
        typed = asyncio.create_task(self._ends.line())
        try:
            while not talk.leaving:
                news = asyncio.create_task(self._news(link))
                await asyncio.wait((news, typed), return_when=asyncio.FIRST_COMPLETED)
                if link.done():
                    sitting.changed()
                    talk.tell()
                    return self._over(table, link)
                if typed.done():
                    line = typed.result()
                    if line is None:
                        return _("Nothing more comes in: you leave the table. Your seat is kept.")
                    typed = await self._hear(talk, line, table, link)
                if not news.done():
                    # What comes together is told together.
                    await asyncio.wait((news,), timeout=SETTLE)
                news.cancel()
                self._tell_status(table)
                sitting.changed()
                talk.tell()
                talk.tick()
                self._ends.asked(talk.question)
                if talk.over:
                    talk.over = False
                    there = await self._goes(where, table)
                    if there is not None:
                        return there
            return ""
        finally:
            self._stays = False
            for task in (runs, typed):
                task.cancel()
            await asyncio.wait((runs, typed))

    async def _hear(
        self, talk: Talk, line: Line, table: Seated, link: "asyncio.Task[object]"
    ) -> "asyncio.Task[Line | None]":
        """Let `talk` take a line; return what reads the next one.

        An answer waits while the connection is away. That is told, and one can leave all the same.
        """
        hears = asyncio.create_task(talk.hear(line.text, line.under))
        typed: asyncio.Task[Line | None] | None = None
        while not hears.done() and not talk.leaving:
            news = asyncio.create_task(self._news(link))
            waits = {hears, news} | ({typed} if typed is not None and not typed.done() else set())
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            news.cancel()
            self._tell_status(table)
            if typed is None and self._away and not hears.done():
                typed = asyncio.create_task(self._ends.line())
            said = typed.result() if typed is not None and typed.done() else None
            if link.done() or (said is not None and words.leaves(said.text)):
                talk.leaving = not link.done()
                hears.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await hears
        self._ends.asked(talk.question)
        if typed is None:
            self._ends.offer(talk.kept())
            typed = asyncio.create_task(self._ends.line())
        return typed

    async def _goes(self, where: links.Link, table: Seated) -> Way | None:
        """Leave this table for the next one, if it takes anybody; return the way there."""
        me = table.room.public.seats.get(table.seat or 0)
        if me is None:
            return None
        there = replace(where, door="join", code=table.room.public.next_table, key="")
        try:
            door = await self._entrance.knock(there)
        except LinkError as error:
            self._say(error.sentence)
            return None
        if door.shut:
            self._say(shut(door, there))
            return None
        with contextlib.suppress(LinkError, CommandRefused):
            await table.do(Depart())
        return there, Join(name=me.name, home=me.home, role=me.role)

    def _tell_status(self, table: Seated) -> None:
        away = table.status.state in ("away", "connecting")
        if away and not self._away:
            self._say(_("Connection lost. It is tried again by itself. What you typed is kept."))
        elif self._away and not away:
            self._say(_("The connection is back."))
        self._away = away

    def _over(self, table: Seated, link: "asyncio.Task[object]") -> str:
        error = link.exception()
        if isinstance(error, LinkError):
            raise error
        if error is not None:
            raise error
        if table.room.public.phase == "closed":
            return ""  # that was said, with what remains of the session
        return table.status.sentence
