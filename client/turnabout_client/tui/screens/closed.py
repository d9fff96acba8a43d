"""The session is over: thanks, the promises, and the way out."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from turnabout_client.tui.screens.base import RoomScreen
from turnabout_client.tui.widgets.pane import Pane
from turnabout_client.tui.widgets.promise import PromiseNote
from turnabout_protocol.activities.close import promises_of
from turnabout_protocol.parts import Room


class ClosedScreen(RoomScreen):
    """What stays on the screen when the room is closed."""

    CSS_PATH = "activities.tcss"
    HELP = "The session is over. Raw answers have been deleted; the promises stay with the team."

    def compose_body(self) -> ComposeResult:
        with Pane("Thank you", id="closed"):
            yield Static("Thank you for walking in each other's shoes.", id="farewell")
            yield Static("What anybody rated and felt has been deleted.", id="deleted")

    def refresh_room(self, room: Room) -> None:
        pane = self.query_one("#closed", Pane)
        promises = promises_of(room.public)
        there = len(pane.query(PromiseNote))
        pane.mount_all(PromiseNote(p) for p in promises[there:])
        kept = " What you promised each other stays:" if promises else ""
        self.query_one("#deleted", Static).update(
            Content(f"What anybody rated and felt has been deleted.{kept}")
        )
        pane.hint_soon()

    def sentence(self, room: Room) -> str:
        return "The session is over. Press q to leave."
