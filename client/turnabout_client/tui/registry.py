"""Which screen shows what is on."""

from collections.abc import Set
from typing import Final

from turnabout_client.activities import screen_of, styles, unread
from turnabout_client.tui.console.screen import ConsoleScreen
from turnabout_client.tui.room.closed import ClosedScreen
from turnabout_client.tui.room.lobby import LobbyScreen
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_client.tui.room.waiting import WaitingScreen
from turnabout_client.tui.stage.screen import StageScreen
from turnabout_client.tui.styles import ENTRANCE, HERE, KIT, SMALL
from turnabout_protocol.room import Room

STYLES: Final = (
    KIT,
    HERE / "room" / "room.tcss",
    HERE / "console" / "console.tcss",
    HERE / "stage" / "stage.tcss",
    ENTRANCE,
    *styles(),
    SMALL,
)
"""The looks of everything."""


def screen_for(
    room: Room, seat: int | None, *, stage: bool = False, seen: Set[str] = frozenset()
) -> tuple[type[RoomScreen], str]:
    """Return the screen for what is on, and a name that changes when a new one must be opened.

    `stage`: it is for all to look at. `seen`: the steps that were on the screen here.
    """
    public = room.public
    me = None if seat is None else public.seats.get(seat)
    if me is None:
        return WaitingScreen, "waiting"
    if stage:
        return StageScreen, "stage"
    if public.phase == "closed":
        return ClosedScreen, "closed"
    if me.role == "facilitator":
        return ConsoleScreen, "console"
    if public.step is None:
        return LobbyScreen, "lobby"
    if late := unread(room, me, seen):
        name, kind = late
        return kind, f"{public.step.id}/{name}"
    return screen_of(public.step), public.step.id
