"""A list of cards on sticky notes, with a cursor."""

from collections.abc import Sequence

from textual.content import Content
from textual.message import Message

from turnabout_client.activities.deck.model import CardLine
from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.kit.static import Static
from turnabout_language import _


class CardRow(Static):
    """One line of the list. A click stands for its key."""

    def __init__(self, deep: bool) -> None:
        super().__init__(classes="note card-row -deep" if deep else "note card-row")
        self._row: CardLine | None = None
        self._turned = False
        self._kind = ""

    def draw(self, row: CardLine, here: bool, held: bool) -> None:
        """Show `row`. `here`: the cursor is on it; `held`: it was picked up."""
        turned = here and bool(row.why)
        if (row, turned) != (self._row, self._turned):
            self._row, self._turned = row, turned
            self.update(_with_back(row) if turned else row.said)
        if row.kind != self._kind:
            if self._kind:
                self.remove_class(f"-{self._kind}")
            if row.kind:
                self.add_class(f"-{row.kind}")
            self._kind = row.kind
        self.set_class(not row.kind, "-empty")
        self.set_class(row.indented, "-under")
        self.set_class(row.quiet, "-silent")
        self.set_class(here, "-here")
        self.set_class(held, "-picked")

    def on_click(self) -> None:
        if self._row is not None:
            self.post_message(CardRows.Picked(self._row.key))


def _with_back(row: CardLine) -> Content:
    return Content.assemble(row.said, "\n", (f"{_('Why?')}  ", "bold"), (row.why, "italic"))


class CardRows(Pane):
    """Cards, one per line. Lines are reused: there are always as many as there are rows."""

    class Picked(Message):
        """A line was clicked."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, title: Content | str = "", *, id: str) -> None:
        super().__init__(title, id=id, classes="card-rows")
        self._lines: list[CardRow] = []
        self._keys: tuple[str, ...] = ()

    def show(self, rows: Sequence[CardLine], here: str, held: str = "") -> None:
        """Show these rows; `here` is the key under the cursor, `held` that of a card picked up."""
        for _missing in range(len(self._lines), len(rows)):
            line = CardRow(deep=len(self._lines) % 2 == 1)
            self._lines.append(line)
            self.mount(line)
        for line, row in zip(self._lines, rows, strict=False):
            line.draw(row, row.key == here, row.key == held)
        for index, line in enumerate(self._lines):
            line.display = index < len(rows)
        self._keys = tuple(row.key for row in rows)

    def look_at(self, key: str) -> None:
        """Scroll to the line with that key."""
        if key in self._keys:
            line = self._lines[self._keys.index(key)]
            line.call_after_refresh(line.scroll_visible, animate=False)
