"""What a figure is: a click on it asks, and a small screen answers."""

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget

from turnabout_client.tui.kit.static import Static
from turnabout_language import N_, _
from turnabout_protocol.explanations import FigureName, explained
from turnabout_protocol.scoring import Scoring


class Explained(Message):
    """Somebody asks what a figure is."""

    def __init__(self, name: FigureName, counted: str) -> None:
        super().__init__()
        self.name = name
        self.counted = counted


class Explainable(Widget):
    """A widget that shows a figure. A click asks what it is."""

    explains: FigureName | None = None

    @property
    def counted(self) -> str:
        """How many people stand behind it; empty when it is hidden."""
        return ""

    def on_click(self, event: events.Click) -> None:
        if self.explains is not None:
            event.stop()
            self.post_message(Explained(self.explains, self.counted))


class Explain(ModalScreen[None]):
    """How figures are made, who supplied them, and how many people it takes to show them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,x,question_mark,enter,q", "dismiss", N_("back")),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-8)", show=False),
        Binding("pagedown", "scroll(8)", show=False),
    ]

    def __init__(self, counted: Mapping[FigureName, str], scoring: Scoring) -> None:
        """`counted`: the figures to explain, and how many people stand behind each."""
        super().__init__()
        self._counted = counted
        self._scoring = scoring

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(_("What these figures are")), classes="dialog-title")
            with VerticalScroll(classes="dialog-body"):
                for name, counted in self._counted.items():
                    yield Static(self._said(name, counted), classes="explanation")
            yield Static(Content(_("Escape goes back.")), classes="quiet")

    def _said(self, name: FigureName, counted: str) -> Content:
        of = explained(name, self._scoring)
        return Content("\n").join(
            [
                Content.styled(of.title, "bold $accent"),
                Content.styled(of.meaning, "italic"),
                Content.assemble((_("How:"), "bold"), f" {of.formula}"),
                Content.assemble((_("From whom:"), "bold"), f" {of.source}"),
                Content.assemble(
                    (_("How many:"), "bold"), " ", " ".join(filter(None, (counted, of.enough)))
                ),
            ]
        )

    def action_scroll(self, lines: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)
