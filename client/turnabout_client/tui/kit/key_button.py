"""A button that shows its key. The keyboard has the key, so only the mouse needs the button."""

from textual.content import Content
from textual.widgets import Button


class KeyButton(Button, can_focus=False):
    """One action as a mouse target: pressing it runs the same action as the key."""

    def __init__(self, key: str, words: str, action: str, *, id: str) -> None:
        self._key = key
        super().__init__(self._text(words), id=id, action=f"screen.{action}")

    def say(self, words: str) -> None:
        """Change the words."""
        text = self._text(words)
        if text != self.label:
            self.label = text
            # A new label alone does not change the width.
            self.refresh(layout=True)

    def _text(self, words: str) -> Content:
        return Content.assemble((self._key, "bold"), f"  {words}")
