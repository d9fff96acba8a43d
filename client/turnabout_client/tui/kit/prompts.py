"""What a seat is asked beside its own turn: how true it rang, whether the echo was right."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Button

from turnabout_client.tui.kit.static import Static
from turnabout_language import _

WIDE = 116


def _label(key: str, name: str, given: bool = False) -> Content:
    # What is given stands on the accent's own colour.
    style = "bold" if given else "bold $accent"
    return Content.assemble(("␣" if key == "space" else key, style), f" {_(name)}")


class Choices(Horizontal):
    """A question with answers in one row; each has a key and is a button.

    The words of the answers are marked with `N_`: they are translated where they are shown.
    """

    class Chosen(Message):
        """An answer was clicked."""

        def __init__(self, choices: "Choices", key: str) -> None:
            super().__init__()
            self.choices = choices
            self.key = key

        @property
        def control(self) -> "Choices":
            """The row."""
            return self.choices

    def __init__(
        self,
        answers: Sequence[tuple[str, str]],
        *,
        id: str,
        wide: Sequence[tuple[str, str]] | None = None,
    ) -> None:
        super().__init__(id=id, classes="choices")
        self._answers = answers
        self._wide = wide or answers
        self._question = Static(classes="asked")
        self._asked = ""

    def compose(self) -> ComposeResult:
        yield self._question
        for key, name in self._answers:
            button = Button(_label(key, name), name=key, classes="choice")
            button.can_focus = False  # the keyboard has the key
            yield button

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        answers = self._wide if self.size.width >= WIDE else self._answers
        for button, (key, name) in zip(self.query(Button), answers, strict=True):
            label = _label(key, name, button.has_class("-on"))
            if label != button.label:
                button.label = label
                button.refresh(layout=True)  # a new label alone does not change the width

    def ask(self, question: str | None) -> bool:
        """Show with `question`, or hide with None; return whether it has just appeared."""
        appeared = question is not None and not self.display
        self.display = question is not None
        if question is not None and question != self._asked:
            self._asked = question
            self._question.update(Content(question))
            self._question.display = bool(question)
        return appeared

    def mark(self, keys: frozenset[str]) -> None:
        """Show the answers behind `keys` as given."""
        for button in self.query(Button):
            button.set_class(button.name in keys, "-on")
        if self.is_mounted:
            self._draw()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.Chosen(self, event.button.name or ""))
