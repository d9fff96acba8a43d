"""One person at the ssh door: the word for the way back, the table, the goodbye."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from msgspec.structs import replace

from turnabout_client.dialogue.lines.door import Left
from turnabout_client.dialogue.lines.visit import LineVisit
from turnabout_client.entrance.door import NetworkEntrance, Seated, Told
from turnabout_client.entrance.model import Wish
from turnabout_client.link.connection import Enter
from turnabout_client.link.errors import LinkError
from turnabout_client.link.way import with_leave
from turnabout_client.ssh.gate import Limits
from turnabout_client.ssh.screens import SshApp
from turnabout_client.ssh.terminal import Terminal
from turnabout_client.ssh.typing import Lines
from turnabout_client.ssh.wayback import WayBack, new_word, read_word
from turnabout_client.view.afterwards import leads, where_report
from turnabout_language import N_, _, use
from turnabout_machine.trouble import frames
from turnabout_protocol import links
from turnabout_protocol.room import Role

_log: Final = logging.getLogger(__name__)

TRIES: Final = 3
"""Wrong words that are looked up before the line is cut."""
_LOOKS_EVERY: Final = 5.0
"""Seconds between two looks at whether somebody is still there."""


class Noted(NetworkEntrance):
    """Knows at which table the person sits."""

    def __init__(self, keys: Path, *, plain: bool) -> None:
        super().__init__(keys, plain=plain)
        self._tables: list[tuple[links.Link, Seated]] = []
        self.kept = False
        """Whether they have a seat to come back to."""

    def sit(self, where: links.Link, enter: Enter, on_change: Told, on_status: Told) -> Seated:
        table = super().sit(where, enter, on_change, on_status)
        self._tables.append((where, table))
        return table

    async def keep(self, where: links.Link, name: str, key: str, role: Role) -> None:
        self.kept = True
        await super().keep(where, name, key, role)

    @property
    def sits(self) -> tuple[links.Link, Seated] | None:
        """The last table at which they had a seat; None: at none."""
        had = [(where, table) for where, table in self._tables if table.seat is not None]
        return had[-1] if had else None

    @property
    def over(self) -> bool:
        """Whether the session that they sat in is over."""
        return self.sits is not None and self.sits[1].room.public.phase == "closed"


class Around(NamedTuple):
    """What a visit finds at its door."""

    way_back: WayBack
    limits: Limits
    command: Callable[[str], str]
    """Returns what one types to come in with a user name: `ssh -p 8022 CODE@play.example`."""
    user: str
    """The user name that this person came with."""
    plain: bool
    """Our way to the server need not be encrypted."""
    languages: dict[str, str]
    """Of the rooms that somebody went to, by their code: what is said before a room is reached."""


class Visit:
    """One person, on `terminal`. `key` is what their ssh has proven to have; empty: nothing."""

    def __init__(self, terminal: Terminal, wish: Wish, key: bytes, around: Around) -> None:
        self._terminal = terminal
        self._wish = wish
        self._key = key
        self._around = around
        self._lines = Lines(terminal)
        self._word = ""
        self._again = False
        """Whether they have shown that they were here, by their word."""
        self._last = ""
        """The sentence with which the door itself has ended the visit."""
        self._entrance: Noted | None = None

    def end(self, sentence: str) -> None:
        """Let the person go, with that as the last sentence: marked with `N_`, for whoever ends
        the visit may speak another language."""
        self._last = self._last or sentence
        self._terminal.ended()

    async def run(self) -> int:
        """Stay until the person leaves; return the status with which their ssh ends."""
        try:
            return await self._run()
        except Exception as error:
            _log.error("A visit by ssh failed: %s", frames(error))
            self._lines.say(
                _("This program failed, and left the room. Come back with the same line.")
            )
            self._way_back()
            return 1

    async def _run(self) -> int:
        where = self._wish.where
        assert where is not None
        try:
            door = await NetworkEntrance(plain=self._around.plain).knock(where)
        except LinkError as error:
            self._lines.say(error.sentence)
            return 1
        if door.language:
            use(door.language)
            self._around.languages[where.code] = door.language
        if self._wish.stage:
            self._wish = replace(self._wish, name=_("Stage"))
        keys = await self._who()
        if keys is None:
            return self._goodbye("", 1)
        self._entrance = Noted(keys, plain=self._around.plain)
        if self._again:
            await self._known_again(self._entrance, where)
        watch = asyncio.create_task(self._watch(self._entrance))
        try:
            sentence, status = await self._sit(self._entrance)
        finally:
            watch.cancel()
        return self._goodbye(sentence, status)

    async def _sit(self, entrance: Noted) -> tuple[str, int]:
        """Show the table until the person leaves; return the last sentence, and the status."""
        if not self._terminal.painted:
            visit = LineVisit(self._wish, entrance, self._lines)
            try:
                return await visit.run(), 0
            except Left as left:
                return str(left), 1
        app = SshApp(self._terminal, wish=self._wish, entrance=entrance)
        sentence = await app.run_async(size=self._terminal.size) or ""
        if app.trouble is not None:
            _log.error("The screens of somebody by ssh failed: %s", frames(app.trouble))
            sentence = _("This program failed, and left the room. Come back with the same line.")
        return sentence, 0 if app.trouble is None else 1

    # --- who it is ------------------------------------------------------------------------------

    async def _who(self) -> Path | None:
        """Return the file of the person's seats; None: they left, or tried too many words."""
        if self._key:
            return self._around.way_back.by_key(self._key)
        self._word = new_word()
        say = self._lines.say
        say("")
        say(_("Your word for the way back is  {word}", word=self._word))
        say(_("If the line is lost: the same command again, and this word. Note it down."))
        say("")
        self._ask()
        for _try in range(TRIES):
            typed = await self._in_time()
            if typed is None:
                return None
            if not typed.strip():
                return self._around.way_back.by_word(self._word)
            word = read_word(typed)
            if word and (file := self._around.way_back.by_word(word)).exists():
                self._word, self._again = word, True
                return file
            say(_("No seat is kept for that word. Read it again, or press Enter to come in anew."))
            self._lines.ask("> ")
        return None

    def _ask(self) -> None:
        self._lines.say(
            _("Press Enter to come in. If you were here before, type your word of then first.")
        )
        self._lines.ask("> ")

    async def _known_again(self, entrance: Noted, where: links.Link) -> None:
        """Ask nobody for a name who has said the word of one seat alone."""
        steers = where.door == "steer"
        kept = await entrance.known(where)
        fit = [seat for seat in kept if (seat.role == "facilitator") == steers]
        if len(fit) == 1:
            self._wish = replace(self._wish, name=fit[0].name)

    async def _in_time(self) -> str | None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._around.limits.door):
                line = await self._lines.line()
                return None if line is None else line.text
        return None

    # --- while they are there -------------------------------------------------------------------

    async def _watch(self, entrance: Noted) -> None:
        """Let go of whoever takes no seat, or has pressed no key for hours."""
        loop, limits = asyncio.get_running_loop(), self._around.limits
        began = loop.time()
        while True:
            await asyncio.sleep(_LOOKS_EVERY)
            now = loop.time()
            if now - self._terminal.heard_at > limits.idle:
                self.end(N_("You were away for a long time, so this line was closed."))
            elif entrance.sits is None and now - began > limits.door:
                self.end(N_("You took no seat for a long time, so this line was closed."))

    # --- afterwards -----------------------------------------------------------------------------

    def _goodbye(self, sentence: str, status: int) -> int:
        self._lines.end()
        for line in (_(self._last) or sentence, self._report()):
            if line:
                self._lines.say(line)
        self._way_back()
        return status

    def _report(self) -> str:
        entrance = self._entrance
        if entrance is None or entrance.sits is None or not entrance.over:
            return ""
        table, share = entrance.sits[1], self._wish.share
        room, seat = table.room, table.seat
        if share is None or room.public.rules.demo or not leads(room, seat):
            return where_report(room, seat)
        return _(
            "Its report as a page:  turnabout report {link} --output report.html",
            link=with_leave(share),
        )

    def _way_back(self) -> None:
        entrance, came_to = self._entrance, self._wish.where
        if entrance is None or entrance.sits is None or not entrance.kept or entrance.over:
            return
        code = entrance.sits[0].code
        # They may sit at the next table by now.
        user = self._around.user if came_to is None or came_to.code == code else code
        self._lines.say(_("Come back to your seat:  {command}", command=self._around.command(user)))
        if self._word:
            self._lines.say(_("Your word is  {word}", word=self._word))
