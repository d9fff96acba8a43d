"""By which links people come in, for whoever steers. Pure.

A key that was drawn here is known here alone: whoever makes a link must be told it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from turnabout_client.view.invitation import invitation, invited, line
from turnabout_language import N_, _, speaking
from turnabout_machine.keys import hashed
from turnabout_protocol.bases import Command
from turnabout_protocol.commands import IssuePass, RenewCoKey, RenewLink
from turnabout_protocol.links import Link
from turnabout_protocol.messages import SshDoor
from turnabout_protocol.room import Room
from turnabout_protocol.tables import OpenTable

Made = type[Command] | None
Told = Iterable[tuple[Made, tuple[str, ...]]]
Keys = Mapping[type[Command], Sequence[str]]
"""The keys that were drawn at this seat, the newest last, by what they were drawn for."""
CO: Final = N_("For co-facilitators. Whoever has it steers: send it to people you trust alone:")
OWN: Final = N_("For you alone. Whoever has it can end the session and read its report:")


def told(
    room: Room,
    where: Link,
    seat: int | None,
    keys: Keys,
    *,
    get_it: str = "",
    ssh: SshDoor | None = None,
    web: bool = True,
) -> Iterator[tuple[Made, tuple[str, ...]]]:
    """Yield the invitation and each link beside it, for the facilitator who came by `where`.

    Each with the command that made it last; None: none did.
    """
    shared = replace(where, door="join", key=room.console.link)
    yield RenewLink, tuple(_invitation(room, shared, get_it, ssh, web))
    good = [key for key in keys.get(IssuePass, ()) if hashed(key) in room.console.passes]
    if good:
        lines = (line("join", replace(shared, key=key)) for key in good)
        yield IssuePass, (_("For one person each, once:"), *lines)
    if seat is not None and room.console.leads(seat):
        co = keys.get(RenewCoKey, ())
        if co:
            yield RenewCoKey, (_(CO), line("steer", replace(where, door="steer", key=co[-1])))
        yield None, (_(OWN), line("steer", where))
    mine = None if seat is None else room.of(seat).next_table
    if mine is not None:
        n = room.public.table + 1
        there = replace(where, door="join", code=mine.code, key="")
        yield (
            OpenTable,
            (
                _("Table {n} is open.", n=n),
                line("join", there),
                _(OWN),
                line("steer", replace(there, door="steer", key=mine.key)),
                _(CO),
                line("steer", replace(there, door="steer", key=mine.co_key)),
            ),
        )


def _invitation(
    room: Room, shared: Link, get_it: str, ssh: SshDoor | None, web: bool
) -> Iterator[str]:
    public = room.public
    title = "" if public.story is None else public.story.title
    begun = public.phase != "lobby"
    yield _("The invitation, for everybody who is to come:")
    with speaking(public.rules.language):
        about = invited(title, public.agenda, shared, get_it=get_it, begun=begun, ssh=ssh, web=web)
        text = invitation(about)
    yield from filter(None, text.splitlines())
