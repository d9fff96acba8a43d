"""The fold: what a room is after an entry of its log. The same function runs at both ends."""

from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from turnabout_protocol.bases import Event, ToAll, ToFacilitators, ToSeat, ToServer, ToSide
from turnabout_protocol.events import AnyEvent
from turnabout_protocol.room import Room, Seat


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One event and the room time at which it happened.

    It has no number: everybody counts the entries that they were sent. So nobody can tell from a
    gap that somebody else was told something.
    """

    at: Annotated[int, Meta(ge=0)]
    event: AnyEvent


def apply(room: Room, entry: Entry) -> Room:
    """Return `room` after `entry`."""
    return apply_event(room, entry.event, entry.at)


def apply_event(room: Room, event: Event, at: int) -> Room:
    """Return `room` after `event` at room time `at`: only the part of its audience changes."""
    match event:
        case ToAll():
            return replace(room, public=event.fold(room.public, at))
        case ToFacilitators():
            return replace(room, console=event.fold(room.console, at))
        case ToSide():
            home = event.fold(room.home(event.side), at)
            return replace(room, homes={**room.homes, event.side: home})
        case ToSeat():
            own = event.fold(room.of(event.seat), at)
            return replace(room, own={**room.own, event.seat: own})
        case ToServer():
            return replace(room, vault=event.fold(room.vault, at))
    raise TypeError(f"{type(event).__name__} has no audience")


def fold(entries: Iterable[Entry], room: Room | None = None) -> Room:
    """Return the room after all of `entries`."""
    room = Room() if room is None else room
    for entry in entries:
        room = apply(room, entry)
    return room


def may_know(seat: Seat, event: Event) -> bool:
    """Return whether `event` is for `seat`, as its role is now. This is the whole of secrecy."""
    match event:
        case ToAll():
            return True
        case ToFacilitators():
            return seat.role == "facilitator"
        case ToSide():
            return seat.home == event.side and seat.role != "facilitator"
        case ToSeat():
            return event.seat == seat.id
        case _:
            return False
