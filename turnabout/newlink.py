"""`turnabout steer LINK --new-link`: a new shared link from a line, without the console."""

import asyncio
from typing import Final

from msgspec.structs import replace

from turnabout.plain import with_leave
from turnabout.problems import Problem
from turnabout.terminal import say
from turnabout_client.link.connection import Connection
from turnabout_client.link.together import first
from turnabout_language import _
from turnabout_machine.keys import new_key
from turnabout_protocol.commands import RenewLink
from turnabout_protocol.links import Link
from turnabout_protocol.messages import Steer

NAME: Final = "Facilitator"
"""Who asks for it, as the table reads it: always the same, so that one seat is taken by it."""


def renew(where: Link, name: str, *, plain: bool) -> None:
    """Replace the shared links of the room behind a steer link, and print the new ones.

    Raises LinkError, CommandRefused, and Problem when the room ended before it was done.
    """
    shared = asyncio.run(renewed(where, name or NAME, plain=plain))
    say(_("The shared links are new; the old ones let nobody new in."))
    say(f"  turnabout join {with_leave(shared)}")
    say(f"  turnabout watch {with_leave(replace(shared, door='watch'))}")


async def renewed(where: Link, name: str, *, plain: bool) -> Link:
    """Replace the shared link and return the players' new one. See `renew` for what it raises."""
    key = new_key()
    link = Connection(where, Steer(key=where.key, name=name), plain=plain)

    async def stay() -> str:
        return (await link.run()).sentence

    async def ask() -> str:
        await link.do(RenewLink(key=key))
        return ""

    if ended := await first(stay(), ask()):
        raise Problem(ended)
    return replace(where, door="join", key=key)
