"""What a seat is asked beside its own turn: how true it rang, whether the echo was right."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static


class Choices(Horizontal):
    """A question with answers in one row; each has a key and is a button."""

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

    def __init__(self, answers: Sequence[tuple[str, str]], *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, classes="choices")
        self._answers = answers
        self._question = Static(classes="question")
        self._asked = ""

    def compose(self) -> ComposeResult:
        yield self._question
        for key, name in self._answers:
            shown = "␣" if key == "space" else key
            label = Content.assemble((shown, "bold $accent"), f" {name}")
            yield Button(label, name=key, classes="choice")

    def ask(self, question: str | None) -> bool:
        """Show with `question`, or hide with None; return whether it has just appeared."""
        appeared = question is not None and not self.display
        self.display = question is not None
        if question is not None and question != self._asked:
            self._asked = question
            self._question.update(Content(question))
        return appeared

    def mark(self, keys: frozenset[str]) -> None:
        """Show the answers behind `keys` as given."""
        for button in self.query(Button):
            button.set_class(button.name in keys, "-on")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        # The keys stay with the screen: a click must not take them away.
        self.screen.set_focus(None)
        self.post_message(self.Chosen(self, event.button.name or ""))
