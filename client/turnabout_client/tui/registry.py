"""Which screen shows which activity. A new activity is one module and one line here."""

from collections.abc import Mapping
from typing import Final

from turnabout_client.tui.screens.base import RoomScreen
from turnabout_client.tui.screens.closed import ClosedScreen
from turnabout_client.tui.screens.console import ConsoleScreen
from turnabout_client.tui.screens.lobby import LobbyScreen
from turnabout_client.tui.screens.scene import SceneScreen
from turnabout_client.tui.screens.waiting import WaitingScreen
from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.parts import Room, Step

ACTIVITIES: Final[Mapping[type[Step], type[RoomScreen]]] = {
    Scene: SceneScreen,
}


def screen_for(room: Room, seat: int | None) -> tuple[type[RoomScreen], str]:
    """Return the screen for what is on, and a name that changes when a new one must be opened."""
    public = room.public
    me = None if seat is None else public.seats.get(seat)
    if me is None:
        return WaitingScreen, "waiting"
    if public.phase == "closed":
        return ClosedScreen, "closed"
    if me.role == "facilitator":
        return ConsoleScreen, "console"
    if public.step is None:
        return LobbyScreen, "lobby"
    return ACTIVITIES.get(type(public.step), WaitingScreen), public.step.id
