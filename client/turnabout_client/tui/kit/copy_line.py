"""A line to be passed on, and the key that copies it."""

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.static import Static


class CopyLine(Container):
    """For whom a line is, as a button with its number; below it the line, whole where it fits.

    The screen it is on has an action `copy(number)`.
    """

    def __init__(self, number: int, *, classes: str = "") -> None:
        super().__init__(id=f"way-{number}", classes=f"copy-line {classes}")
        self._number = number

    def compose(self) -> ComposeResult:
        n = self._number
        yield KeyButton(str(n), "", f"copy({n})", id=f"copy-{n}")
        yield Static(id=f"line-{n}", classes="copied-line")

    def say(self, who: str, line: str) -> None:
        """Show for whom it is, and the line; empty: it is copied and not shown."""
        self.query_one(KeyButton).say(who)
        self.query_one(Static).update(Content(line))
