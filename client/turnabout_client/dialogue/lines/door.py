"""The door in lines: which room, who you are, where you belong."""

from collections.abc import Callable, Sequence

from turnabout_client.dialogue.lines import check as check_lines
from turnabout_client.dialogue.lines import telling, words
from turnabout_client.dialogue.lines.ends import Ends
from turnabout_client.dialogue.lines.hearing import heard
from turnabout_client.dialogue.shapes import Choice, Field, Option, Sorry, Text
from turnabout_client.entrance import check
from turnabout_client.entrance.door import Entrance
from turnabout_client.entrance.model import Wish, about, home_named, request, shut
from turnabout_client.link.connection import Enter
from turnabout_client.link.errors import LinkError
from turnabout_client.link.keyring import KeptSeat
from turnabout_client.view.people import SHAPE
from turnabout_language import _, use
from turnabout_protocol import links
from turnabout_protocol.messages import Door, Return
from turnabout_protocol.scenario import SIDES, Side
from turnabout_protocol.text import NAME

Say = Callable[[str], None]
"""Prints a line."""


class Left(Exception):
    """The person left before they had a seat. Its text is the last sentence; it may be empty.

    `failed`: something stood in the way, or nothing more was typed.
    """

    def __init__(self, sentence: str, *, failed: bool = False) -> None:
        super().__init__(sentence)
        self.failed = failed


class LineDoor:
    """Asks for what the wish leaves open."""

    def __init__(
        self, entrance: Entrance, wish: Wish, ends: Ends, say: Say, language: str = ""
    ) -> None:
        self._entrance = entrance
        self._wish = wish
        self._ends = ends
        self._say = say
        self._language = language
        self._told = ""
        """What was said of the room."""
        self._trouble = ""
        """Why there was no way in the last time."""

    async def enter(self) -> tuple[links.Link, Enter]:
        """Return the room and what asks for the seat. Raises Left."""
        where = self._wish.where or await self._link()
        while True:
            try:
                door = await self._entrance.knock(where)
                break
            except LinkError as error:
                self._trouble = error.sentence
                self._say(error.sentence)
                where = await self._link()
        if self._language or door.language:
            use(self._language or door.language)
        told = about(door).plain
        if told != self._told:
            self._told = told
            for line in told.splitlines():
                self._say(line)
        return where, await self._who(where, door)

    async def again(self, where: links.Link, sentence: str) -> tuple[links.Link, Enter]:
        """Say why there was no way in, and ask once more. Raises Left."""
        self._trouble = sentence
        self._say(sentence)
        self._wish = Wish(where=where, watch=self._wish.watch, stage=self._wish.stage)
        return await self.enter()

    async def _link(self) -> links.Link:
        field = Text(key="link", label=_("Link to the room"), limit=4000)
        while True:
            try:
                return links.parse(str(await self._asked(field)))
            except links.BadLink as error:
                self._say(str(error))

    async def _check(self, where: links.Link) -> str:
        """Put what the check of a session that is over asks; return the last sentence."""
        kept = [seat for seat in await self._kept(where) if seat.role != "facilitator"]
        named = [seat for seat in kept if seat.name == self._wish.name] or kept
        if not named:
            raise Left(_(check.NO_KEY), failed=True)
        if len(named) > 1:
            self._say(_(check.WHO))
        who = named[0] if len(named) == 1 else await self._seat(named, new=False)
        try:
            return await check_lines.answered(
                self._entrance, where, who or named[0], self._asked, self._say
            )
        except LinkError as error:
            raise Left(error.sentence, failed=True) from None

    async def _who(self, where: links.Link, door: Door) -> Enter:
        if door.check:
            raise Left(await self._check(where))
        kept = await self._kept(where)
        known = next((seat for seat in kept if seat.name == self._wish.name), None)
        if known is not None:
            return Return(key=known.key)
        if door.shut and not kept:
            raise Left(shut(door, where), failed=True)
        if kept and not self._wish.name:
            chosen = await self._seat(kept, new=not door.shut)
            if chosen is not None:
                return Return(key=chosen.key)
        name = self._wish.name or str(
            await self._asked(Text(key="name", label=_("Your name"), limit=NAME))
        )
        home = None if where.door == "steer" else await self._home(door, where)
        watches = self._wish.watches(where) or home is None
        return request(where, door, name, home, watches, self._wish.stage)

    async def _kept(self, where: links.Link) -> Sequence[KeptSeat]:
        steers = where.door == "steer"
        return [
            seat
            for seat in await self._entrance.known(where)
            if (seat.role == "facilitator") == steers
        ]

    async def _seat(self, kept: Sequence[KeptSeat], *, new: bool) -> KeptSeat | None:
        options = [
            Option(key=str(number), label=_("Continue as {name}", name=seat.name))
            for number, seat in enumerate(kept)
        ]
        if new:
            options.append(Option(key="new", label=_("Somebody new")))
        found = await self._asked(Choice(key="seat", options=tuple(options)))
        return None if found[0] == "new" else kept[int(found[0])]

    async def _home(self, door: Door, where: links.Link) -> Side | None:
        try:
            named = home_named(door, self._wish.home)
        except ValueError as error:
            self._say(str(error))
            named = None
        if named is not None or self._wish.stage:
            return named
        watches = self._wish.watches(where) or not door.playing
        question = _("Where do you really belong? You will play the other side.")
        if watches:
            question = _("You will watch. Where do you belong?")
        options = [Option(key=side, label=f"{SHAPE[side]} {door.labels[side]}") for side in SIDES]
        options.append(Option(key="none", label=_("just watch")))
        found = await self._asked(Choice(key="home", label=question, options=tuple(options)))
        return next((side for side in SIDES if side == found[0]), None)

    async def _asked(self, field: Field) -> str | tuple[str, ...]:
        """Return what was answered to `field`, once it is an answer. Raises Left."""
        self._put(field)
        while True:
            typed = await self._ends.line()
            if typed is None:
                nothing = _("Nothing more was typed, and you had no seat yet.")
                raise Left(self._trouble or nothing, failed=True)
            word = words.easy(typed.text.strip())
            if word in words.known("leave"):
                raise Left("")
            if word in (*words.known("help"), *words.known("repeat")):
                self._say(_("Answer what is asked here. Type leave to go away again."))
                self._put(field)
                continue
            answer = heard(field, typed.text)
            if not isinstance(answer, Sorry):
                return answer
            self._say(answer.sentence)

    def _put(self, field: Field) -> None:
        for line in telling.field_lines(field):
            self._say(line)
        self._ends.asked(field)
