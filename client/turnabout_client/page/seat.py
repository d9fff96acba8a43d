"""What stands behind one browser: a client like any other, whose dialogue it is shown."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Mapping
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from turnabout_client.dialogue.answers import missing, values
from turnabout_client.dialogue.shapes import (
    Answers,
    Ask,
    Choice,
    Field,
    Makes,
    Option,
    Sorry,
    Text,
)
from turnabout_client.dialogue.sitting import Sitting
from turnabout_client.entrance.model import about, request, shut
from turnabout_client.link.connection import Connection, Enter, knock
from turnabout_client.link.errors import LinkError
from turnabout_client.link.status import lost
from turnabout_client.page import render
from turnabout_client.view.people import SHAPE
from turnabout_language import _, apart, language, use
from turnabout_protocol import links
from turnabout_protocol.messages import Door, Return
from turnabout_protocol.scenario import SIDES, Side
from turnabout_protocol.text import NAME, clean

Send = Callable[[Mapping[str, Any]], Coroutine[Any, Any, None]]
Receive = Callable[[], Coroutine[Any, Any, str]]

LONGEST: Final = 1200
MOST: Final = 32

Given = (
    Annotated[str, Meta(max_length=LONGEST)]
    | Annotated[tuple[Annotated[str, Meta(max_length=80)], ...], Meta(max_length=MOST)]
)


class FromPage(Struct, forbid_unknown_fields=True):
    """What a browser sends."""

    t: str
    path: Annotated[str, Meta(max_length=200)] = ""
    key: Annotated[str, Meta(max_length=60)] = ""
    tags: Annotated[tuple[Annotated[str, Meta(max_length=40)], ...], Meta(max_length=20)] = ()
    ask: Annotated[str, Meta(max_length=200)] = ""
    word: Annotated[str, Meta(max_length=80)] = ""
    answers: Annotated[dict[Annotated[str, Meta(max_length=80)], Given], Meta(max_length=MOST)] = {}


class PageSeat:
    """One browser. `place` is the server as this process reaches it."""

    def __init__(self, place: str, pin: str, send: Send, receive: Receive) -> None:
        self._place = place
        self._pin = pin
        self._send = send
        self._receive = receive
        self._changed = asyncio.Event()
        self._regions: dict[str, str] = {}
        self._blocks: dict[str, str] = {}
        self._order: list[str] = []
        self._opened: Ask | None = None
        self._heard: asyncio.Queue[FromPage] = asyncio.Queue(maxsize=MOST)
        self._last: dict[str, Any] = {}

    async def run(self) -> None:
        """Show and hear until the browser is gone or the session over."""
        with apart():
            hello = await self._hear()
            where = links.parse(f"{self._place}{hello.path}")
            where = replace(where, server=self._place, pin=self._pin)
            await self._visit(where, hello)

    async def _hear(self) -> FromPage:
        return msgspec.json.decode(await self._receive(), type=FromPage)

    async def _visit(self, where: links.Link, hello: FromPage) -> None:
        stage = hello.path.startswith("/stage/")
        try:
            door = await knock(where)
        except LinkError as error:
            await self._send({"regions": {"now": error.sentence, "ask": ""}, "bye": error.sentence})
            return
        if door.language:
            use(door.language)
        enter: Enter | None = Return(key=hello.key) if hello.key else None
        while True:
            if enter is None:
                enter = await self._at_the_door(where, door, stage=stage)
            try:
                await self._sit(where, enter)
                return
            except LinkError as error:
                await self._send({"sorry": error.sentence, "forget": True})
                enter = None

    # --- the door -------------------------------------------------------------------------------

    async def _at_the_door(self, where: links.Link, door: Door, *, stage: bool) -> Enter:
        if stage:
            return request(where, door, clean(_("Stage"), NAME), None, True, True)
        asked = _door_ask(where, door)
        said = shut(door, where) if door.shut else about(door).plain
        await self._send(
            {
                "lang": language(),
                "title": door.title,
                "regions": {
                    "where": "<h1>Turnabout</h1>",
                    "above": said,
                    "now": asked.prompt,
                    "ask": render.ask(asked, {}),
                    "words": "",
                },
            }
        )
        while True:
            heard = await self._hear()
            if heard.t != "answer" or heard.ask != asked.id:
                continue
            found = asked.makes.make(heard.answers)
            if isinstance(found, Sorry):
                await self._send({"sorry": found.sentence})
                continue
            given = values(asked.fields, heard.answers)
            home: Side | None = next((s for s in SIDES if s == given.get("home")), None)
            watches = where.door == "watch" or home is None
            return request(where, door, given["name"], home, watches)

    # --- at the table ---------------------------------------------------------------------------

    async def _sit(self, where: links.Link, enter: Enter) -> None:
        table = Connection(
            where,
            enter,
            on_change=lambda entries: self._changed.set(),
            on_status=lambda status: self._changed.set(),
            on_writing=self._changed.set,
        )
        async with asyncio.TaskGroup() as group:
            link = group.create_task(_ended(table))
            hears = group.create_task(self._listen())
            try:
                while table.seat is None or table.room.public.story is None:
                    if link.done():
                        raise link.result() or LinkError(table.status.sentence)
                    await self._news(link)
                await self._send({"key": table.key, "sorry": ""})
                use(table.room.public.rules.language)
                await self._stay(table, link)
            finally:
                for task in (link, hears):
                    task.cancel()

    async def _news(self, link: "asyncio.Task[Any]") -> None:
        waits = asyncio.ensure_future(self._changed.wait())
        await asyncio.wait((waits, link), timeout=1.0, return_when=asyncio.FIRST_COMPLETED)
        waits.cancel()
        self._changed.clear()

    async def _listen(self) -> None:
        while True:
            self._heard.put_nowait(await self._hear())
            self._changed.set()

    async def _stay(self, table: Connection, link: "asyncio.Task[LinkError | None]") -> None:
        sitting = Sitting(table)
        runs = asyncio.create_task(sitting.run())
        try:
            while True:
                sitting.changed()
                await self._show(table, sitting)
                if link.done():
                    await self._send({"bye": table.status.sentence})
                    return
                await self._news(link)
                while not self._heard.empty():
                    await self._take(sitting, self._heard.get_nowait())
        finally:
            runs.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await runs

    async def _take(self, sitting: Sitting, heard: FromPage) -> None:
        shown = sitting.shown
        match heard.t:
            case "half" if shown.ask is not None and shown.ask.id == heard.ask:
                sitting.keep(shown.ask, heard.answers)
            case "cancel":
                self._opened = None
            case "answer":
                asked = self._asked(sitting, heard.ask)
                if asked is None:
                    await self._send({"sorry": _("The table has gone on. What you wrote is kept.")})
                    return
                sorry = await sitting.answer(asked, heard.answers)
                if sorry is not None:
                    await self._send({"sorry": sorry.sentence})
                elif self._opened is not None and self._opened.id == heard.ask:
                    self._opened = None
                    await self._send({"opened": "", "sorry": ""})
            case "word":
                await self._word(sitting, heard.word)

    def _asked(self, sitting: Sitting, name: str) -> Ask | None:
        for ask in (self._opened, sitting.shown.ask):
            if ask is not None and ask.id == name:
                return ask
        return None

    async def _word(self, sitting: Sitting, key: str) -> None:
        word = sitting.shown.word(key)
        if word is None:
            return
        found = await sitting.say(word)
        match found:
            case Sorry():
                await self._send({"sorry": found.sentence})
            case Ask():
                self._opened = found
                await self._send({"opened": render.ask(found, {}, opened=True)})
            case tuple():
                await self._send({"opened": render.opened(found)})
            case None:
                await self._send({"opened": ""})

    # --- showing --------------------------------------------------------------------------------

    async def _show(self, table: Connection, sitting: Sitting) -> None:
        """Send what has changed since it was shown last."""
        shown = sitting.shown
        half = sitting.half(shown.ask) if shown.ask is not None else {}
        regions = render.regions(shown, half)
        away = table.status.state in ("away", "connecting")
        if away:
            regions["above"] = lost(table.status)
        message: dict[str, Any] = {}
        fresh = {k: html for k, html in regions.items() if self._regions.get(k) != html}
        if shown.ask is not None and "ask" in fresh and self._same_ask(shown.ask):
            del fresh["ask"]
        if fresh:
            message["regions"] = fresh
        self._regions = regions
        self._ask_id = "" if shown.ask is None else shown.ask.id
        blocks = {block.id: render.block(block) for block in render.told(shown)}
        order = list(blocks)
        changed = {id_: html for id_, html in blocks.items() if self._blocks.get(id_) != html}
        if changed or order != self._order:
            message["blocks"], message["order"] = changed, order
            self._blocks, self._order = blocks, order
        clock = table.room.public.clock
        about = (shown.until, clock.paused, clock.since)
        if self._last.get("until", 0) != about:
            self._last["until"] = about
            message["left"] = sitting.left
            message["running"] = not clock.paused
        side = _side(table)
        if self._last.get("side") != side:
            self._last["side"] = side
            message["side"] = side
        if self._last.get("title") != shown.title:
            self._last["title"] = shown.title
            message["title"] = shown.title
            message["lang"] = language()
            message["lost"] = _("Connection lost. Trying again ...")
        if message:
            await self._send(message)

    _ask_id = ""

    def _same_ask(self, ask: Ask) -> bool:
        """Return whether the browser has this very question: its fields stay as they are."""
        return ask.id == self._ask_id


def _side(table: Connection) -> str:
    """Return the side whose role this seat is in just now; empty: none."""
    me = table.me
    in_role = table.room.public.in_role and me is not None and me.plays
    return str(me.played) if me is not None and in_role and me.played else ""


async def _ended(table: Connection) -> LinkError | None:
    """Run the connection to its end; return what ended it before there was a seat."""
    try:
        await table.run()
    except LinkError as error:
        return error
    return None


def _door_ask(where: links.Link, door: Door) -> Ask:
    """Return who you are and where you belong, as a form."""
    fields: list[Field] = [Text(key="name", label=_("Your name"), limit=NAME)]
    if where.door != "steer":
        watches = where.door == "watch" or not door.playing
        question = _("Where do you really belong? You will play the other side.")
        if watches:
            question = _("You will watch. Where do you belong?")
        options = [Option(key=side, label=f"{SHAPE[side]} {door.labels[side]}") for side in SIDES]
        options.append(Option(key="none", label=_("just watch")))
        fields.append(Choice(key="home", label=question, options=tuple(options)))
    form = tuple(fields)

    def make(answers: Answers) -> Sorry | None:
        return missing(form, answers)

    return Ask(
        id="door",
        prompt=_("Who are you?"),
        fields=form,
        makes=Makes(make, lambda command: None),
        send=_("Come in"),
    )
