"""A line to write, for whoever asked for it."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from turnabout_client.tui.kit.field import Field, TextField
from turnabout_client.tui.kit.static import Static
from turnabout_language import N_, _


class Say(ModalScreen[str]):
    """Asks for one line. Dismissed with it, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss", N_("back"))]

    def __init__(self, question: str, *, limit: int) -> None:
        super().__init__()
        self._question, self._limit = question, limit

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(self._question), classes="dialog-question")
            yield Field("›", limit=self._limit, id="say-this")
            yield Static(Content(_("Enter sends it, Escape goes back.")), classes="quiet")

    def on_mount(self) -> None:
        self.query_one("#say-this", TextField).focus()

    @on(TextField.Submitted)
    def _sent(self, event: TextField.Submitted) -> None:
        event.stop()
        if event.field.value:
            self.dismiss(event.field.value)
