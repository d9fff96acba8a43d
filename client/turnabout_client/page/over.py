"""Going over to the next table, in a browser: the word that asks, and the way there."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from turnabout_client.dialogue.shapes import Answers, Ask, Choice, Group, Makes, Option, Word
from turnabout_client.dialogue.sitting import Sitting
from turnabout_client.link.connection import Connection
from turnabout_client.link.errors import CommandRefused, LinkError
from turnabout_client.link.wire import Dial
from turnabout_language import _
from turnabout_protocol import links
from turnabout_protocol.messages import Farewell, Join
from turnabout_protocol.room import Public, Seat
from turnabout_protocol.tables import Depart

ASK: Final = "over"
_SURE: Final = "sure"
_YES: Final = "yes"


def word(sitting: Sitting, public: Public) -> Word | None:
    """Return what asks whether to go to the next table; None: there is none to go to now."""
    if not sitting.may_go_over or public.phase != "lobby":
        return None
    n = public.table + 1
    field = Choice(
        key=_SURE,
        options=(Option(key=_YES, label=_("Go")), Option(key="no", label=_("Back"))),
    )
    sure = Ask(
        id=ASK,
        prompt=_(
            "Go to table {n}? Your name and your side go with you, and your seat here is free.", n=n
        ),
        fields=(field,),
        makes=Makes(lambda answers: None, lambda command: None),
        send=_("Go"),
        at_bell=False,
    )
    label = _("go over to the next table, with your name")
    group: Group = "main" if sitting.asked_over else ""
    return Word(key="over", name=_("over"), label=label, then=sure, group=group)


def sure(answers: Answers) -> bool:
    """Return whether somebody said yes to that."""
    return answers.get(_SURE) == (_YES,)


class Going:
    """One who sits at `here` and takes a seat at the next table: then the one here is left."""

    def __init__(self, here: Connection, me: Seat, dial: Dial, changed: Callable[[], None]) -> None:
        self._here = here
        self._name = me.name
        self._there = Connection(
            replace(here.where, door="join", code=here.room.public.next_table, key=""),
            Join(name=me.name, home=me.home, role=me.role),
            dial=dial,
            on_status=lambda status: changed(),
            on_change=lambda entries: changed(),
        )
        self.task: asyncio.Task[Farewell] = asyncio.create_task(self._there.run())

    @property
    def waits(self) -> str:
        """What is waited for: somebody may have to open the door there. Empty: nothing."""
        return self._there.status.sentence

    @property
    def seated(self) -> bool:
        """Whether there is a seat at the next table."""
        return self._there.seat is not None and bool(self._there.key)

    @property
    def refused(self) -> str:
        """Why there is none, once that is sure."""
        if not self.task.done() or self.task.cancelled():
            return ""
        error = self.task.exception()
        if error is not None and not isinstance(error, LinkError):
            raise error
        return self.task.result().sentence if error is None else error.sentence

    async def arrive(self) -> dict[str, Any]:
        """Leave the seat here for good; return what tells the browser where it sits now."""
        with contextlib.suppress(LinkError, CommandRefused):
            await self._here.do(Depart())
        return {
            "forget": self._here.key,
            "go": path(self._there.where),
            "seat": {"name": self._name, "key": self._there.key},
        }


def path(where: links.Link) -> str:
    """Return the address of a link below its server."""
    return str(where).removeprefix(links.browsed(where.server))
