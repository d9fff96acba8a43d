"""Terms on the left, meanings on the right: put together by key or by mouse."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message

from turnabout_client.activities.lingo.model import MEANING_KEYS, next_open, paired
from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.kit.static import Static
from turnabout_language import _
from turnabout_protocol.activities.lingo import LingoOwn


class Line(Static):
    """One term, or one meaning."""

    ALLOW_SELECT = False

    class Pressed(Message):
        """The line was clicked."""

        def __init__(self, line: "Line") -> None:
            super().__init__()
            self.line = line

    def __init__(self, index: int, kind: str) -> None:
        self.index = index
        super().__init__(classes=f"lingo-line {kind}")

    def on_click(self) -> None:
        self.post_message(self.Pressed(self))


class Matching(Horizontal):
    """Which meaning belongs to which term, as guessed so far."""

    class Changed(Message):
        """A meaning was put to a term, or taken back, or the cursor moved."""

    def __init__(self) -> None:
        super().__init__(id="matching")
        self.pairs: Mapping[int, int] = {}
        """Places of meanings by places of terms."""
        self._sheet = LingoOwn()
        self._terms: list[Line] = []
        self._meanings: list[Line] = []
        self._at = 0

    def compose(self) -> ComposeResult:
        yield Pane(_("Their words"), id="terms")
        yield Pane(_("What they mean"), id="meanings")

    def deal(self, sheet: LingoOwn, matched: Mapping[int, int]) -> None:
        """Show this sheet, with what was `matched` before; another one starts anew."""
        if (sheet.terms, sheet.meanings) == (self._sheet.terms, self._sheet.meanings):
            return
        self._sheet, self.pairs, self._at = sheet, matched, 0
        self._terms = [Line(i, "-term") for i in range(len(sheet.terms))]
        self._meanings = [Line(i, "-meaning") for i in range(len(sheet.meanings))]
        self._draw()
        for pane, lines in (("#terms", self._terms), ("#meanings", self._meanings)):
            self.query_one(pane).remove_children()
            self.query_one(pane).mount_all(lines)

    def move(self, by: int) -> None:
        """Move the cursor among the terms."""
        self.go_to(max(0, min(self._at + by, len(self._sheet.terms) - 1)))

    def go_to(self, term: int) -> None:
        """Put the cursor on a term."""
        if term in range(len(self._sheet.terms)):
            self._at = term
            self._changed()

    def give(self, meaning: int) -> None:
        """Put a meaning to the term under the cursor, and go on; or take it back."""
        if meaning not in range(len(self._sheet.meanings)):
            return
        self.pairs = paired(self.pairs, self._at, meaning)
        if self._at in self.pairs:
            self._at = next_open(self.pairs, self._at, len(self._sheet.terms))
        self._changed()

    def take_back(self) -> None:
        """Take the meaning back from the term under the cursor."""
        if self._at in self.pairs:
            self.give(self.pairs[self._at])

    def on_line_pressed(self, event: Line.Pressed) -> None:
        event.stop()
        if event.line in self._terms:
            self.go_to(event.line.index)
        else:
            self.give(event.line.index)

    def _changed(self) -> None:
        self._draw()
        self.post_message(self.Changed())

    def _draw(self) -> None:
        given = {meaning: term for term, meaning in self.pairs.items()}
        for line in self._terms:
            self._draw_term(line)
        for line in self._meanings:
            self._draw_meaning(line, given.get(line.index))

    def _draw_term(self, line: Line) -> None:
        meaning, here = self.pairs.get(line.index), line.index == self._at
        number = "" if meaning is None else f"  → {MEANING_KEYS[meaning]}"
        line.update(
            Content.assemble(
                (f"{'▸' if here else ' '} {self._sheet.terms[line.index]}", "bold"),
                (number, "bold $accent"),
            )
        )
        line.set_class(here, "-here")
        if here:
            line.scroll_visible(animate=False)

    def _draw_meaning(self, line: Line, term: int | None) -> None:
        # With its own colon: some languages have a space before it.
        mine = "" if term is None else _("{head}: {said}", head=self._sheet.terms[term], said="")
        line.update(
            Content.assemble(
                (f"{MEANING_KEYS[line.index]}  ", "bold $accent"),
                (mine, "bold"),
                self._sheet.meanings[line.index],
            )
        )
        line.set_class(term is not None, "-given")
