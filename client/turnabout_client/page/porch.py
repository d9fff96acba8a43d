"""At the door, in a browser: whether to go on at a seat of before, else who one is and belongs."""

from collections.abc import Mapping, Sequence
from typing import Final

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
from turnabout_client.entrance.model import about, request, shut
from turnabout_client.link.connection import Enter
from turnabout_client.page import render
from turnabout_client.page.browser import Browser, Gone
from turnabout_client.page.fitting import fitting
from turnabout_client.page.messages import Answer, Kept, ToPage
from turnabout_client.view.people import SHAPE
from turnabout_language import _, language
from turnabout_protocol import links
from turnabout_protocol.messages import Door, Return
from turnabout_protocol.scenario import SIDES, Side
from turnabout_protocol.text import NAME, clean

NEW: Final = "new"


class Porch:
    """Asks at the door of a room. `kept`: the seats that this browser has had in it."""

    def __init__(
        self, browser: Browser, where: links.Link, door: Door, kept: Sequence[Kept]
    ) -> None:
        self._browser = browser
        self._where = where
        self._door = door
        self._kept = list(kept)
        self._half: Answers = {}

    async def enter(self) -> Enter | None:
        """Return what asks for a seat; None: this link takes in nobody. Raises Gone."""
        where, door = self._where, self._door
        if where.door == "stage":
            return request(where, door, clean(_("Stage"), NAME), None, True, True)
        if self._kept:
            seat = await self.whose(_("Who are you?"), new=not door.shut)
            if seat is not None:
                return Return(key=seat.key)
        if door.shut:
            await self._show(None)
            return None
        given = await self._asked(door_ask(where, door))
        home: Side | None = next((side for side in SIDES if side == given.get("home")), None)
        watches = where.door == "watch" or home is None
        return request(where, door, str(given["name"]), home, watches)

    def forget(self, key: str) -> None:
        """That seat is no longer there."""
        self._kept = [seat for seat in self._kept if seat.key != key]

    async def whose(self, prompt: str, *, new: bool) -> Kept | None:
        """Return the seat to go on at; None: somebody new comes, where that may be. Raises Gone."""
        found = (await self._asked(kept_ask(self._kept, prompt, new=new)))["seat"]
        return None if found == NEW else self._kept[int(str(found))]

    async def answers(self, ask: Ask, above: str) -> Answers:
        """Return what is answered to `ask`, once it is an answer. Raises Gone."""
        await self._show(ask, above)
        while True:
            try:
                heard = await self._browser.hear(self._browser.times.door)
            except Gone:
                # The page waits for its person, and knocks again when there is one.
                await self._browser.send({"rest": True})
                raise
            if not isinstance(heard, Answer) or heard.ask != ask.id:
                continue
            self._half = fitting(ask, heard.answers)
            sorry = missing(ask.fields, self._half)
            if sorry is None:
                return self._half
            await self._browser.send({"sorry": sorry.sentence})

    async def _asked(self, ask: Ask) -> Mapping[str, object]:
        """Return what the answers to `ask` stand for. Raises Gone."""
        return values(ask.fields, await self.answers(ask, gathering(self._door)))

    async def _show(self, ask: Ask | None, above: str = "") -> None:
        closed = shut(self._door, self._where)
        above = closed or above or gathering(self._door)
        await self._browser.send(shown(self._door, ask, above, self._half, closed))


def shown(
    door: Door, ask: Ask | None, above: str, half: Answers | None = None, now: str = ""
) -> ToPage:
    """Return what a page shows where there is no table: what `ask` asks, or else `now`.

    Whatever a table has left on it goes.
    """
    return {
        "lang": language(),
        "title": door.title,
        "opened": "",
        "regions": {
            **dict.fromkeys(("waits", "pin", "desk", "words", "beside"), ""),
            "where": render.heading(door.title),
            "above": above,
            "now": now if ask is None else ask.prompt,
            "ask": "" if ask is None else render.ask(ask, half or {}),
        },
        "blocks": {},
        "order": [],
    }


def gathering(door: Door) -> str:
    """Return what the link shows of the room, below its title."""
    return about(door).plain.removeprefix(door.title).removeprefix(" · ").strip()


def door_ask(where: links.Link, door: Door) -> Ask:
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
    return _form("door", tuple(fields), _("Who are you?"))


def kept_ask(kept: Sequence[Kept], prompt: str, *, new: bool) -> Ask:
    """Return the question at which seat somebody goes on, or whether somebody `new` comes."""
    options = [
        Option(key=str(n), label=_("Continue as {name}", name=clean(seat.name, NAME)))
        for n, seat in enumerate(kept)
    ]
    if new:
        options.append(Option(key=NEW, label=_("Somebody new")))
    return _form("door/kept", (Choice(key="seat", options=tuple(options)),), prompt)


def _form(id_: str, fields: tuple[Field, ...], prompt: str) -> Ask:
    def make(answers: Answers) -> Sorry | None:
        return missing(fields, answers)

    return Ask(
        id=id_,
        prompt=prompt,
        fields=fields,
        makes=Makes(make, lambda command: None),
        send=_("Come in"),
    )
