"""A card: one key point on a sticky note, coloured by its kind."""

from textual.content import Content
from textual.message import Message

from turnabout_client.tui.kit.static import Static
from turnabout_language import _
from turnabout_protocol.scenario import KeyPoint


class Note(Static):
    """A sticky note. With a `key` it can be chosen, by that key or with the mouse."""

    class Picked(Message):
        """The note was clicked."""

        def __init__(self, note: "Note") -> None:
            super().__init__()
            self.note = note

        @property
        def control(self) -> "Note":
            """The note that was clicked."""
            return self.note

    def __init__(self, card: KeyPoint, *, key: str = "", classes: str = "") -> None:
        self.card = card
        self.key = key
        self.chosen = False
        self.turned = False
        super().__init__(self._text(), classes=f"note -{card.kind} {classes}")
        self.set_class(bool(key), "-can-choose")

    def choose(self, chosen: bool) -> None:
        """Mark or unmark it."""
        if chosen != self.chosen:
            self.chosen = chosen
            self.set_class(chosen, "-chosen")
            self.update(self._text())

    def turn(self, turned: bool) -> None:
        """Show its back, with the reason behind it, or its face again."""
        if turned != self.turned:
            self.turned = turned
            self.set_class(turned, "-turned")
            self.update(self._text())

    def on_click(self) -> None:
        if self.key:
            self.post_message(self.Picked(self))

    def _text(self) -> Content:
        head = f"{self.key} " if self.key else ""
        mark = "✓ " if self.chosen else ""
        if self.turned:
            because = _("because: {why}", why=self.card.why)
            back = because if self.card.why else _("No reason is given.")
            return Content.assemble((f"{head}{mark}↺  ", "bold"), (back, "italic"))
        return Content.assemble(
            (f"{head}{mark}{_(self.card.kind)}  ", "bold"),
            self.card.text,
        )
