"""Small screens on top of another: help, and questions before what cannot be undone."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Button, Static

from turnabout_language import N_, _


class Help(ModalScreen[None]):
    """Explains the screen below and lists its keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,enter,q", "dismiss", N_("back")),
    ]

    def __init__(self, text: str, keys: list[tuple[str, str]]) -> None:
        super().__init__()
        self._text = text
        self._keys = keys

    def compose(self) -> ComposeResult:
        keys = [
            Content.assemble((f"{key:>8}", "bold $accent"), f"  {what}") for key, what in self._keys
        ]
        with Vertical(classes="dialog"):
            yield Static(Content(_("This screen")), classes="dialog-title")
            with VerticalScroll(classes="dialog-body"):
                yield Static(Content(self._text))
                yield Static(Content("\n").join(keys), classes="dialog-keys")
            yield Static(Content(_("Escape goes back.")), classes="quiet")


class Confirm(ModalScreen[bool]):
    """Asks before something that cannot be undone. Dismissed with the answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", N_("yes")),
        Binding("n,escape,q", "answer(False)", N_("no")),
    ]

    def __init__(self, question: str, yes: str = "", no: str = "") -> None:
        super().__init__()
        self._question, self._yes, self._no = question, yes or _("Yes"), no or _("No")

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(self._question), classes="dialog-question")
            with Horizontal(classes="dialog-buttons"):
                yield Button(Content(f"y  {self._yes}"), id="yes")
                yield Button(Content(f"n  {self._no}"), id="no")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:
        self.dismiss(yes)


class Leave(Confirm):
    """Asks whether to leave."""

    def __init__(self, question: str) -> None:
        super().__init__(question, _("Leave"))


class Leavable(Screen[None]):
    """A screen from which one can leave the command, after a question."""

    @property
    def leaving(self) -> str:
        """The question, with what becomes of the seat."""
        raise NotImplementedError

    def action_leave(self) -> None:
        app = self.app
        if not any(isinstance(screen, Leave) for screen in app.screen_stack):
            app.push_screen(Leave(self.leaving), lambda yes: app.exit() if yes else None)
