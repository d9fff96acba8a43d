"""The screen of cheering."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tests.thirteenth.cheer import Cheer, Hooray, model
from turnabout_client.tui.room.activity import ActivityScreen
from turnabout_protocol.room import Room


class CheerScreen(ActivityScreen):
    """Who has cheered, and a key for it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("h", "cheer", "hooray")]

    def compose_body(self) -> ComposeResult:
        yield Static(id="cheered")

    def compose_foot(self) -> ComposeResult:
        yield Static("")

    def show(self, room: Room) -> None:
        told = model.said(room.public, self.step_as(Cheer))
        self.query_one("#cheered", Static).update(Content(told))

    def sentence(self, room: Room) -> str:
        return "h cheers."

    def action_cheer(self) -> None:
        self.send(Hooray(step=self.step_as(Cheer).id))


SCREEN: Final = CheerScreen
