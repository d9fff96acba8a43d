"""What stands behind one browser: a client like any other, whose dialogue it is shown."""

import asyncio
import contextlib
from typing import Final

from msgspec.structs import replace

from turnabout_client.dialogue.links import told as links_told
from turnabout_client.dialogue.shapes import (
    Ask,
    Block,
    Dialogue,
    Drawn,
    Sorry,
    Word,
)
from turnabout_client.dialogue.sitting import Sitting
from turnabout_client.entrance.model import about
from turnabout_client.link.connection import Connection, Enter, knock
from turnabout_client.link.errors import LinkError, TurnedAway, Unreachable
from turnabout_client.link.status import lost
from turnabout_client.link.wire import Dial
from turnabout_client.page import over, render, way_in
from turnabout_client.page.browser import Browser, Gone
from turnabout_client.page.check import checked
from turnabout_client.page.fitting import fitting
from turnabout_client.page.messages import Answer, Cancel, FromPage, Half, Hello, SayWord
from turnabout_client.page.porch import Porch
from turnabout_client.page.report import Printed, button
from turnabout_client.page.showing import Showing
from turnabout_language import LANGUAGES, _, apart, closest, use
from turnabout_protocol import links
from turnabout_protocol.messages import Door, Farewell, Return

SETTLE: Final = 0.05
"""Seconds in which news that come together are drawn together."""

Link = asyncio.Task[Farewell]


class PageSeat:
    """One browser and its seat. `server` is its address for people, `dial` opens the way to it.

    `printed` makes a page of a report, for who steered; None: nobody gets one here.
    """

    def __init__(
        self, server: str, dial: Dial, browser: Browser, printed: Printed | None = None
    ) -> None:
        self._server = server
        self._dial = dial
        self._printed = printed
        self._browser = browser

    async def run(self) -> None:
        """Show and hear until the browser is gone or the session over."""
        with apart(), contextlib.suppress(Gone):
            hello = await self._browser.hear(self._browser.times.first)
            if isinstance(hello, Hello):
                use(spoken(hello.tags))
                await self._visit(hello)

    async def _visit(self, hello: Hello) -> None:
        try:
            where = replace(links.parse(f"{self._server}{hello.path}"), server=self._server)
        except links.BadLink as error:
            await bye(self._browser, str(error))
            return
        try:
            door = await knock(where, dial=self._dial)
        except LinkError as error:
            await self._say_no(where, error)
            return
        if door.language:
            use(door.language)
        if door.check and where.door != "steer":
            await self._check(hello, where, door)
        elif door.phase == "closed":
            await self._leave(where, about(door).plain)
        else:
            await self._enter(hello, where, door)

    async def _check(self, hello: Hello, where: links.Link, door: Door) -> None:
        """Ask what the check of a session that is over asks."""
        porch = Porch(self._browser, where, door, hello.kept)
        try:
            told = await checked(self._browser, where, hello, porch, self._dial)
        except LinkError as error:
            told = error.sentence
        await bye(self._browser, told)

    async def _enter(self, hello: Hello, where: links.Link, door: Door) -> None:
        """Take a seat, and stay: at the one of before, or at one that is asked for."""
        porch = Porch(self._browser, where, door, hello.kept)
        enter: Enter | None = Return(key=hello.key) if hello.key else await porch.enter()
        while enter is not None:
            try:
                await Sat(where, enter, self._dial, self._browser, self._printed).stay()
                return
            except LinkError as error:
                told: dict[str, str] = {"sorry": error.sentence}
                if isinstance(enter, Return):
                    told["forget"] = enter.key
                    porch.forget(enter.key)
                await self._browser.send(told)
            enter = await porch.enter()

    async def _say_no(self, where: links.Link, error: LinkError) -> None:
        passes = isinstance(error, Unreachable) or (
            isinstance(error, TurnedAway) and error.come_back
        )
        if not passes:
            await self._leave(where, error.sentence)

    async def _leave(self, where: links.Link, sentence: str) -> None:
        """Say the last sentence, with the report for who steered a session that is over."""
        await bye(self._browser, sentence, await button(where, self._dial, self._printed))


class Sat:
    """One visit at the table."""

    def __init__(
        self,
        where: links.Link,
        enter: Enter,
        dial: Dial,
        browser: Browser,
        printed: Printed | None = None,
    ) -> None:
        self._browser = browser
        self._printed = printed
        self._changed = asyncio.Event()
        self._where = where
        self._table = Connection(
            where,
            enter,
            dial=dial,
            on_change=lambda entries: self._changed.set(),
            on_status=lambda status: self._changed.set(),
            on_writing=self._changed.set,
        )
        self._dial = dial
        self._showing = Showing()
        self._opened: Ask | None = None
        """What a word has opened."""
        self._going: over.Going | None = None
        """The way to the next table, once somebody takes it."""
        self._waits = ""
        """What was said to be waited for on that way."""
        self._tasks: list[asyncio.Task[object]] = []

    async def stay(self) -> None:
        """Stay to the end. Raises LinkError when there is no way in, Gone."""
        link = asyncio.create_task(self._table.run())
        hears = asyncio.create_task(self._browser.hear())
        self._tasks = [link, hears]
        try:
            await self._arrive(link, hears)
            sitting = Sitting(self._table, self._changed.set)
            runs = asyncio.create_task(sitting.run())
            self._tasks.append(runs)
            await self._play(sitting, link, hears, runs)
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _arrive(self, link: Link, hears: "asyncio.Task[FromPage]") -> None:
        """Wait until there is a seat and a room to see: a facilitator may answer the door."""
        table, said = self._table, ""
        while table.seat is None or table.room.public.story is None:
            if link.done():
                raise LinkError(link.result().sentence)
            if table.status.sentence != said:
                said = table.status.sentence
                regions = {"now": said, "ask": "", "words": ""}
                await self._browser.send({"regions": regions, "sorry": ""})
            await self._news(link)
            if hears.done() and hears.exception() is not None:
                hears.result()
        use(table.room.public.rules.language)
        name = table.me.name if table.me is not None else ""
        await self._browser.send({"seat": {"name": name, "key": table.key}, "sorry": ""})

    async def _play(
        self,
        sitting: Sitting,
        link: Link,
        hears: "asyncio.Task[FromPage]",
        runs: "asyncio.Task[None]",
    ) -> None:
        while True:
            sitting.changed()
            self._changed.clear()
            if await self._gone_over():
                return
            await self._show(sitting)
            if link.done():
                closed = self._table.room.public.phase == "closed"
                saves = await button(self._where, self._dial, self._printed) if closed else ""
                await bye(self._browser, link.result().sentence, saves)
                return
            await self._news(link, hears, runs, *self._goes)
            if runs.done():
                runs.result()
            if hears.done():
                heard = hears.result()
                hears = asyncio.create_task(self._browser.hear())
                self._tasks.append(hears)
                self._tasks = [task for task in self._tasks if not task.done()]
                await self._take(sitting, heard)
            elif not link.done():
                await asyncio.sleep(SETTLE)

    @property
    def _goes(self) -> "tuple[Link, ...]":
        return () if self._going is None else (self._going.task,)

    async def _gone_over(self) -> bool:
        """Return whether the person sits at the next table by now; if so, the browser knows."""
        going = self._going
        if going is None:
            return False
        if going.seated:
            await self._browser.send(await going.arrive())
            return True
        if going.refused:
            self._going = None
            await self._browser.send({"sorry": going.refused, "opened": ""})
        elif going.waits != self._waits:
            self._waits = going.waits
            told = Block(id="going", lines=(going.waits,))
            await self._browser.send({"opened": render.opened((told,)) if going.waits else ""})
        return False

    async def _news(self, *others: "asyncio.Task[object]") -> None:
        """Return when something has changed, or one of the others is done."""
        waits = asyncio.create_task(self._changed.wait())
        try:
            await asyncio.wait((waits, *others), return_when=asyncio.FIRST_COMPLETED)
        finally:
            waits.cancel()

    # --- what is heard --------------------------------------------------------------------------

    async def _take(self, sitting: Sitting, heard: FromPage) -> None:
        match heard:
            case Half():
                ask = sitting.shown.ask
                if ask is not None and ask.id == heard.ask:
                    sitting.keep(ask, fitting(ask, heard.answers))
            case Answer():
                await self._answer(sitting, heard)
            case SayWord():
                await self._word(sitting, heard.word)
            case Cancel():
                self._opened = None

    async def _answer(self, sitting: Sitting, heard: Answer) -> None:
        asks = (self._opened, sitting.shown.ask)
        ask = next((one for one in asks if one is not None and one.id == heard.ask), None)
        if ask is not None and ask.id == over.ASK:
            await self._go(over.sure(fitting(ask, heard.answers)))
            return
        if ask is None:
            sorry: Sorry | None = Sorry(_("The table has gone on, and this is no longer asked."))
        else:
            sorry = await sitting.answer(ask, fitting(ask, heard.answers))
        told = {"sorry": "" if sorry is None else sorry.sentence}
        if sorry is None and ask is self._opened:
            self._opened = None
            told["opened"] = ""
        await self._browser.send(told)

    async def _go(self, sure: bool) -> None:
        """Take a seat at the next table, if somebody is sure; this one is left once there is."""
        self._opened = None
        await self._browser.send({"sorry": "", "opened": ""})
        me = self._table.me
        if sure and me is not None and self._going is None:
            self._going = over.Going(self._table, me, self._dial, self._changed.set)
            self._tasks.append(self._going.task)

    async def _word(self, sitting: Sitting, key: str) -> None:
        word = self._shown(sitting).word(key)
        if word is None:
            return
        found = await sitting.say(word)
        self._opened = found if isinstance(found, Ask) else None
        match found:
            case Sorry():
                await self._browser.send({"sorry": found.sentence})
            case Ask():
                html = render.ask(found, sitting.half(found), opened=True)
                await self._browser.send({"opened": html})
            case tuple():
                await self._browser.send({"opened": render.opened(found)})
            case None if isinstance(word.then, Drawn):
                # The key that was drawn is known here alone: whoever made the link is told it.
                await self._browser.send({"opened": render.opened(self._links(sitting))})
            case None:
                await self._browser.send({"opened": ""})

    # --- what is shown --------------------------------------------------------------------------

    async def _show(self, sitting: Sitting) -> None:
        """Send what has changed since it was shown last."""
        table, shown = self._table, self._shown(sitting)
        away = table.status.state in ("away", "connecting")
        clock = table.room.public.clock
        message = self._showing.message(
            shown,
            sitting.half(shown.ask) if shown.ask is not None else {},
            above=lost(table.status) if away else shown.above,
            left=sitting.left,
            clock=(clock.paused, clock.since),
            running=not clock.paused,
            side=_side(table),
        )
        if message:
            await self._browser.send(message)

    def _shown(self, sitting: Sitting) -> Dialogue:
        """Return the dialogue, with what a browser adds to it: who steers invites, others go,
        and a stage shows the way in."""
        shown = sitting.shown
        if shown.stage:
            comes = way_in.block(self._table.room.public, self._where)
            return shown if comes is None else replace(shown, blocks=(*shown.blocks, comes))
        goes = over.word(sitting, self._table.room.public)
        if goes is not None:
            shown = replace(shown, also=(goes, *shown.also))
        if not sitting.steers:
            return shown
        invite = Word(
            key="invite",
            name=_("invite"),
            label=_("the invitation, and the links for those who are still to come"),
            then=self._links(sitting),
            group="door",
        )
        return replace(shown, also=(*shown.also, invite))

    def _links(self, sitting: Sitting) -> tuple[Block, ...]:
        table = self._table
        found = links_told(table.room, self._where, table.seat, sitting.keys, ssh=table.ssh)
        return tuple(
            Block(id=f"links/{number}", head=head, lines=tuple(lines))
            for number, (_made, (head, *lines)) in enumerate(found)
        )


async def bye(browser: Browser, sentence: str, words: str = "") -> None:
    """Say the last sentence. Nothing is asked any more; what is still done needs no server."""
    gone = {"above": "", "ask": "", "desk": "", "words": words}
    await browser.send({"bye": sentence, "sorry": "", "opened": "", "regions": gone})


def spoken(tags: tuple[str, ...]) -> str:
    """Return the first language of `tags` that is spoken here; else English."""
    bases = (tag.replace("_", "-").partition("-")[0].lower() for tag in tags)
    return next((base for base in bases if base in LANGUAGES), closest("", LANGUAGES))


def _side(table: Connection) -> str:
    """Return the side whose role this seat is in just now; empty: none."""
    me = table.me
    in_role = table.room.public.in_role and me is not None and me.plays
    return str(me.played) if me is not None and in_role and me.played else ""
