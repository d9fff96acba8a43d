"""What a screen for all asks of a widget that draws what the room sees of a step."""

from typing import Any

from textual.widget import Widget

from turnabout_protocol.room import Public


class Drawn(Widget):
    """Draws one step, as long as that is on."""

    DEFAULT_CLASSES = "drawn"

    def show(self, public: Public, step: Any) -> bool:
        """Show what has come of `step`; return whether anything has: if not, lines say it."""
        raise NotImplementedError
