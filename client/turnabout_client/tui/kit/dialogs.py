"""Small screens on top of another: help, and questions before what cannot be undone."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen, Screen
from textual.widgets import Button

from turnabout_client.tui.kit.static import Static
from turnabout_language import N_, _


class KeyGroup(NamedTuple):
    """Keys that belong together, each with its words."""

    title: str
    """Empty: they need none."""
    keys: Sequence[tuple[str, Content | str]]


class KeyTable(Static):
    """Keys, one a line, each beside its words.

    One widget for all of them: help must be there at once, and a widget takes a millisecond.
    """

    COLUMN: Final = 7
    """Cells of the column of keys, unless one is longer."""

    def __init__(self, keys: Sequence[tuple[str, Content | str]]) -> None:
        super().__init__(classes="help-keys")
        self._keys = [
            (Content(key), Content(what) if isinstance(what, str) else what) for key, what in keys
        ]

    @property
    def names(self) -> list[str]:
        """What the keys are called."""
        return [key.plain for key, _what in self._keys]

    def on_resize(self) -> None:
        self.update(Content("\n").join(self._lines(self.size.width)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Measure it as it will be at that width."""
        return len([*self._lines(width)])

    def _lines(self, width: int) -> Iterator[Content]:
        column = max([self.COLUMN, *(key.cell_length for key, _what in self._keys)])
        for key, what in self._keys:
            first, *more = what.wrap(max(1, width - column - 2)) or [Content("")]
            blank = Content(" " * (column - key.cell_length))
            yield Content.assemble(blank, key.stylize("bold $accent"), "  ", first)
            for line in more:
                yield Content.assemble(" " * (column + 2), line)


class Help(ModalScreen[None]):
    """Explains the screen below and lists its keys, one a line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,enter,q", "dismiss", N_("back")),
    ]

    def __init__(self, text: str, *groups: KeyGroup) -> None:
        super().__init__()
        self._text = text
        self._groups = groups

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog help"):
            yield Static(Content(_("This screen")), classes="dialog-title")
            with VerticalScroll(classes="dialog-body"):
                yield Static(Content(self._text))
                for group in self._groups:
                    yield Static(Content(group.title), classes="help-title")
                    yield KeyTable(group.keys)
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
