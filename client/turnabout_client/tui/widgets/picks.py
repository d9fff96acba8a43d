"""Answers to choose from, as a grid of notes: by key, by arrows, by mouse."""

from collections.abc import Sequence

from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from turnabout_client.tui.activity_model import PICK_KEYS

COLUMNS = 4


class Pick(Static):
    """One answer."""

    def __init__(self, index: int, answer: str, tint: str) -> None:
        self.index = index
        self.answer = answer
        super().__init__(classes=f"pick {tint}")
        self.draw(False, False)

    def draw(self, picked: bool, here: bool) -> None:
        """Show whether it is picked, and whether the cursor is on it."""
        mark = "✓" if picked else " "
        self.update(Content.assemble((f"{PICK_KEYS[self.index]} {mark} ", "bold"), self.answer))
        self.set_class(picked, "-picked")
        self.set_class(here, "-here")

    def on_click(self) -> None:
        grid = self.parent
        if isinstance(grid, PickGrid):
            grid.toggle(self.index)


class PickGrid(Container):
    """The answers to one question; up to `up_to` of them can be picked."""

    class Changed(Message):
        """Other answers are picked."""

    class Full(Message):
        """One more was asked for than may be picked."""

        def __init__(self, grid: "PickGrid") -> None:
            super().__init__()
            self.grid = grid

    def __init__(self, answers: Sequence[str], up_to: int) -> None:
        self.up_to = up_to
        self.picked: tuple[str, ...] = ()
        self._answers = tuple(answers)
        self._columns = COLUMNS if len(answers) > 6 else 1
        self._cursor = -1
        # Each row of the feelings is a mood of its own; other answers are all alike.
        tints = ("-limit", "-ask", "-need", "-worry") if self._columns > 1 else ("-fact",)
        notes = [Pick(i, a, tints[i // COLUMNS % len(tints)]) for i, a in enumerate(answers)]
        super().__init__(*notes, classes="pick-grid" if self._columns > 1 else "pick-grid -list")

    def toggle(self, index: int) -> None:
        """Pick an answer, or take it back. A single choice moves."""
        if not 0 <= index < len(self._answers):
            return
        self._cursor = index
        answer = self._answers[index]
        if answer in self.picked:
            self.picked = tuple(a for a in self.picked if a != answer)
        elif self.up_to == 1:
            self.picked = (answer,)
        elif len(self.picked) < self.up_to:
            self.picked = (*self.picked, answer)
        else:
            self.post_message(self.Full(self))
        self._draw()
        self.post_message(self.Changed())

    def move(self, columns: int, rows: int) -> None:
        """Move the cursor; it stops at the edges."""
        if self._cursor < 0:
            self._cursor = 0
        else:
            there = self._cursor + columns + rows * self._columns
            stays = not columns or there // self._columns == self._cursor // self._columns
            if 0 <= there < len(self._answers) and stays:
                self._cursor = there
        self._draw()

    def toggle_here(self) -> None:
        """Pick the answer under the cursor, or take it back."""
        self.toggle(max(self._cursor, 0))

    def _draw(self) -> None:
        for note in self.query(Pick):
            note.draw(note.answer in self.picked, note.index == self._cursor)
