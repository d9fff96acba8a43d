"""The sheet of somebody who watches: key points to tick when they are heard, and three notes."""

from collections.abc import Sequence

from msgspec.structs import replace
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message

from turnabout_client.activities.scene.model import NOTES
from turnabout_client.tui.kit.static import Static
from turnabout_language import _
from turnabout_protocol.activities.observing import Sheet, SheetPart
from turnabout_protocol.scenario import KeyPoint


class SheetLine(Static):
    """A card to tick, or a note to write. The mouse does what Enter does."""

    class Picked(Message):
        """The line was clicked."""

        def __init__(self, line: "SheetLine") -> None:
            super().__init__()
            self.line = line

    def __init__(self, name: str, card: KeyPoint | None = None) -> None:
        super().__init__(name=name, classes="sheet-line")
        self.card = card

    def on_click(self) -> None:
        self.post_message(self.Picked(self))


class SheetPanel(VerticalScroll):
    """One line is the one that Enter means; the arrow keys go from line to line."""

    class Changed(Message):
        """A card was ticked, or no longer is."""

    class Writes(Message):
        """A note is to be written."""

        def __init__(self, part: SheetPart) -> None:
            super().__init__()
            self.part = part

    def __init__(self) -> None:
        super().__init__(id="sheet", classes="panel")
        self.border_title = _("Your sheet, for you alone")
        self.sheet = Sheet()
        """The sheet as it stands here."""
        self._cards: tuple[KeyPoint, ...] | None = None
        self._lines: list[SheetLine] = []
        self._at = 0
        self._moved = False
        """Whether somebody went to a line: until then it is that of the newest card."""

    def show(self, cards: Sequence[KeyPoint], kept: Sheet) -> None:
        """Show these cards over the notes; more of them may come.

        It begins with the sheet as the server has it, and is ahead of that from then on.
        """
        if self._cards is None:
            self.sheet = kept
        if tuple(cards) != self._cards:
            here = self._lines[self._at].name if self._lines else ""
            self._cards = tuple(cards)
            self._lines = [
                *(SheetLine(card.id, card) for card in cards),
                *(SheetLine(part) for part in NOTES),
            ]
            names = [line.name for line in self._lines]
            newest = max(0, len(cards) - 1)
            self._at = names.index(here) if self._moved and here in names else newest
            self.remove_children()
            self.mount_all(self._lines)
        self._draw()

    def note(self, part: SheetPart, text: str) -> None:
        """Write a note."""
        self.sheet = with_note(self.sheet, part, text)
        self._draw()

    def move(self, lines: int) -> None:
        """Go up or down."""
        if self._lines:
            self._moved = True
            self._at = max(0, min(len(self._lines) - 1, self._at + lines))
            self._draw()
            self._lines[self._at].scroll_visible(animate=False)

    def act(self) -> None:
        """Tick the card here, or write the note here."""
        if not self._lines:
            return
        line = self._lines[self._at]
        if line.card is None:
            part = next(p for p in NOTES if p == line.name)
            self.post_message(self.Writes(part))
            return
        heard = self.sheet.heard
        without = tuple(card for card in heard if card != line.card.id)
        ticked = without if line.card.id in heard else (*heard, line.card.id)
        self.sheet = replace(self.sheet, heard=ticked)
        self._draw()
        self.post_message(self.Changed())

    def on_sheet_line_picked(self, event: SheetLine.Picked) -> None:
        event.stop()
        self._at, self._moved = self._lines.index(event.line), True
        self.act()

    def _draw(self) -> None:
        for i, line in enumerate(self._lines):
            line.set_class(i == self._at, "-here")
            line.update(self._text(line))

    def _text(self, line: SheetLine) -> Content:
        if line.card is not None:
            mark = "☑ " if line.card.id in self.sheet.heard else "☐ "
            kind = f"{_(line.card.kind)}  "
            return Content.assemble((mark, "bold"), (kind, "bold"), line.card.text)
        part = next(p for p in NOTES if p == line.name)
        text = self.sheet.note(part)
        return Content.assemble(("✎ ", "$accent"), (_(NOTES[part]), "$quiet"), "\n  ", text or "…")


def with_note(sheet: Sheet, part: SheetPart, text: str) -> Sheet:
    """Return `sheet` with another note."""
    match part:
        case "mood":
            return replace(sheet, mood=text)
        case "unvoiced":
            return replace(sheet, unvoiced=text)
        case "word":
            return replace(sheet, word=text)
