"""Before the first word from the room: one calm line."""

from textual.app import ComposeResult
from textual.containers import Center, Middle
from textual.content import Content

from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_language import N_, _
from turnabout_protocol.room import Room


class WaitingScreen(RoomScreen):
    """Shown while the connection is made and the room is fetched."""

    HELP = N_("The room is being fetched. This takes only a moment.")

    def compose_body(self) -> ComposeResult:
        with Middle(), Center():
            yield Static(Content(_("Taking your seat …")), classes="quiet big-line")

    def sentence(self, room: Room) -> str:
        return _("One moment.")
