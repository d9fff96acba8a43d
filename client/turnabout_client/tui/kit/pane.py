"""A panel to read in: it scrolls, and says so when there is more below."""

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from turnabout_language import N_, _

MORE = N_("more ↓")


class Pane(VerticalScroll):
    """A titled panel whose lower edge tells that there is more to read."""

    def __init__(
        self, title: Content | str = "", *holds: Widget, id: str, classes: str = ""
    ) -> None:
        super().__init__(*holds, id=id, classes=f"panel {classes}")
        self.title(title)

    def title(self, title: Content | str) -> None:
        """Change the title."""
        said = Content(title) if isinstance(title, str) else title
        if self.border_title != said.markup:
            self.border_title = said

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._hint()

    def watch_virtual_size(self) -> None:
        self.hint_soon()

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self._hint)

    def hint_soon(self) -> None:
        """Look again whether there is more, after the content has changed."""
        self.call_after_refresh(self._hint)

    def _hint(self) -> None:
        more = _(MORE) if self.max_scroll_y - self.scroll_y >= 1 else ""
        if (self.border_subtitle or "") != more:
            self.border_subtitle = more
