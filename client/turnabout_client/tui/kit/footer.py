"""The keys that work here, in the last line of a screen."""

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Footer


class Keys(Footer):
    """All keys; they move closer together where a language needs more room than the line has."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False)

    def compose(self) -> ComposeResult:
        self._fit()
        yield from super().compose()

    def on_resize(self, event: events.Resize) -> None:
        self._fit()

    def _fit(self) -> None:
        """Be compact if need be: airy, a key takes three cells more than its words."""
        if not self._bindings_ready:
            return
        words = [
            self.app.get_key_display(binding) + binding.description
            for _node, binding, _enabled, _tooltip in self.screen.active_bindings.values()
            if binding.show
        ]
        needed = sum(Content(text).cell_length + 3 for text in words)
        self.compact = needed > self.app.size.width
