"""The session is over: thanks, the promises, and the way out."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from turnabout_client.tui.screens.base import RoomScreen
from turnabout_protocol.activities.plan import PlanState
from turnabout_protocol.parts import Room


class ClosedScreen(RoomScreen):
    """What stays on the screen when the room is closed."""

    HELP = "The session is over. Raw answers have been deleted; the promises stay with the team."

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(classes="panel", id="closed") as panel:
            panel.border_title = "Thank you"
            yield Static(id="farewell")

    def refresh_room(self, room: Room) -> None:
        promises = [
            p for s in room.public.steps.values() if isinstance(s, PlanState) for p in s.promises
        ]
        parts = [
            Content.styled("Thank you for walking in each other's shoes.", "bold"),
            Content("What anybody rated and felt has been deleted."),
        ]
        for promise in promises:
            parts.append(
                Content.assemble(
                    ("\nWhen ", "bold $accent"), promise.when,
                    ("\nthen ", "bold $accent"), promise.then,
                    (f"\n{promise.owner} with {promise.partner}, by {promise.by}. ", "bold"),
                    f"We see it works when {promise.sign}",
                )
            )  # fmt: skip
        self.query_one("#farewell", Static).update(Content("\n").join(parts))

    def sentence(self, room: Room) -> str:
        return "The session is over. Press q to leave."
