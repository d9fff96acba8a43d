"""A question that a date answers."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button

from turnabout_client.tui.kit.day_field import DayField
from turnabout_client.tui.kit.field import TextField
from turnabout_client.tui.kit.static import Static
from turnabout_language import N_, _
from turnabout_protocol.lights import NO_DAY, is_day


class AskDay(ModalScreen[str | None]):
    """Dismissed with the date, YYYY-MM-DD, or with None."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "set", N_("that day"), key_display="⏎"),
        Binding("left", "week(-1)", N_("a week earlier"), key_display="←"),
        Binding("right", "week(1)", N_("a week later"), key_display="→"),
        Binding("tab", "type", N_("type it")),
        Binding("escape,q", "back", N_("back")),
    ]

    def __init__(self, question: str, day: str) -> None:
        super().__init__()
        self._question, self._proposed = question, day

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(self._question), classes="dialog-question")
            yield DayField(_("On"), id="day")
            yield Static(
                Content(_("Arrow keys move it by a week; tab lets you type.")), classes="quiet"
            )
            with Horizontal(classes="dialog-buttons"):
                yield Button(Content(f"⏎  {_('That day')}"), id="set")
                yield Button(Content(f"esc  {_('Back')}"), id="cancel")

    def on_mount(self) -> None:
        self.query_one(DayField).propose(self._proposed)

    def action_week(self, weeks: int) -> None:
        self.query_one(DayField).shift(weeks)

    def action_type(self) -> None:
        self.query_one(DayField).input.focus()

    def action_back(self) -> None:
        self.dismiss(None)

    @on(TextField.Submitted)
    def action_set(self) -> None:
        day = self.query_one(DayField).day
        if is_day(day):
            self.dismiss(day)
        else:
            said = _(NO_DAY)
            self.notify(said, markup=False, severity="warning")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "set":
            self.action_set()
        elif event.button.id == "cancel":
            self.dismiss(None)
