"""By which links people come in, in lines, for whoever steers. Pure.

A key that was drawn here is known here alone: whoever makes a link must be told it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from turnabout_client.view.invitation import invitation, invited, line
from turnabout_language import N_, _, speaking
from turnabout_machine.keys import hashed
from turnabout_protocol.bases import Command
from turnabout_protocol.commands import IssuePass, RenewCoKey
from turnabout_protocol.links import Link
from turnabout_protocol.room import Room

Keys = Mapping[type[Command], Sequence[str]]
"""The keys that were drawn at this seat, the newest last, by what they were drawn for."""
CO: Final = N_("For co-facilitators. Whoever has it steers: send it to people you trust alone:")
OWN: Final = N_("For you alone. Whoever has it can end the session and read its report:")


def told(room: Room, where: Link, seat: int | None, keys: Keys, get_it: str) -> Iterator[str]:
    """Yield the invitation, and each link beside it, for the facilitator who came by `where`."""
    public, console = room.public, room.console
    shared = replace(where, door="join", key=console.link)
    title = "" if public.story is None else public.story.title
    begun = public.phase != "lobby"
    with speaking(public.rules.language):
        text = invitation(invited(title, public.agenda, shared, get_it=get_it, begun=begun))
    yield _("The invitation, for everybody who is to come:")
    yield from filter(None, text.splitlines())
    good = [key for key in keys.get(IssuePass, ()) if hashed(key) in console.passes]
    if good:
        yield _("For one person each, once:")
        yield from (line("join", replace(shared, key=key)) for key in good)
    if seat is not None and console.leads(seat):
        yield from _steering(where, keys)
    yield from _next_table(room, where, seat)


def _steering(where: Link, keys: Keys) -> Iterator[str]:
    co = keys.get(RenewCoKey, ())
    if co:
        yield _(CO)
        yield line("steer", replace(where, door="steer", key=co[-1]))
    yield _(OWN)
    yield line("steer", where)


def _next_table(room: Room, where: Link, seat: int | None) -> Iterator[str]:
    mine = None if seat is None else room.of(seat).next_table
    if mine is None:
        return
    there = replace(where, door="join", code=mine.code, key="")
    yield _("Table {n} is open.", n=room.public.table + 1)
    yield line("join", there)
    yield _(OWN)
    yield line("steer", replace(there, door="steer", key=mine.key))
    yield _(CO)
    yield line("steer", replace(there, door="steer", key=mine.co_key))
