"""A panel of the console."""

from textual.containers import VerticalScroll
from textual.content import Content

from turnabout_client.tui.kit.static import Static


class TextPanel(VerticalScroll):
    """A text under a title."""

    can_focus = False

    def __init__(self, title: str, *, id: str) -> None:
        self._text = Static()
        super().__init__(self._text, id=id, classes="panel")
        self.border_title = title

    def write(self, text: Content, *, newest: bool = False) -> None:
        """Show another text; `newest`: what is last in it stays in sight."""
        self._text.update(text)
        if newest:
            self.call_after_refresh(self.scroll_end, animate=False)
