"""Answers to choose from, as a grid of notes: by key, by arrows, by mouse."""

from collections.abc import Iterator, Sequence
from typing import Final

from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from turnabout_client.activities.poll.model import PICK_KEYS
from turnabout_client.tui.kit.static import Static
from turnabout_language import _
from turnabout_protocol.activities.poll import FEELINGS, MOODS

COLUMNS = 4
PICKED: Final = "✓"


class AnswerNote(Static):
    """One answer."""

    def __init__(self, index: int, answer: str, tint: str) -> None:
        self.index = index
        self.answer = answer
        super().__init__(classes=f"pick {tint}")
        self.draw(False, False)

    def draw(self, picked: bool, here: bool) -> None:
        """Show whether it is picked, and whether the cursor is on it."""
        self.set_class(picked, "-picked")
        self.set_class(here, "-here")
        self.update(self.drawn(picked))

    def drawn(self, picked: bool) -> Content:
        """Return what it looks like."""
        mark = PICKED if picked else " "
        return Content.assemble((f"{PICK_KEYS[self.index]}{mark} ", "bold"), _(self.answer))

    def on_click(self) -> None:
        for picks in self.ancestors:
            if isinstance(picks, Picks):
                picks.toggle(self.index)


class Picks(Container):
    """The answers to one question; up to `up_to` of them can be picked."""

    class Changed(Message):
        """Other answers are picked."""

    class Full(Message):
        """Somebody tried to pick more than they may."""

        def __init__(self, picks: "Picks") -> None:
            super().__init__()
            self.picks = picks

    def __init__(
        self, *children: Widget, answers: Sequence[str], up_to: int, columns: int, classes: str
    ) -> None:
        self.up_to = up_to
        self.picked: tuple[str, ...] = ()
        self.cursor = -1
        self.answers = tuple(answers)
        self._columns = columns
        super().__init__(*children, classes=classes)

    def toggle(self, index: int) -> None:
        """Pick an answer, or take it back. A single choice moves."""
        if not 0 <= index < len(self.answers):
            return
        self.cursor = index
        answer = self.answers[index]
        if answer in self.picked:
            self.picked = tuple(a for a in self.picked if a != answer)
        elif self.up_to == 1:
            self.picked = (answer,)
        elif len(self.picked) < self.up_to:
            self.picked = (*self.picked, answer)
        else:
            self.post_message(self.Full(self))
        self.draw()
        self.post_message(self.Changed())

    def move(self, columns: int, rows: int) -> None:
        """Move the cursor; it stops at the edges."""
        if self.cursor < 0:
            self.cursor = 0
        else:
            there = self.cursor + columns + rows * self._columns
            stays = not columns or there // self._columns == self.cursor // self._columns
            if 0 <= there < len(self.answers) and stays:
                self.cursor = there
        self.draw()

    def toggle_here(self) -> None:
        """Pick the answer under the cursor, or take it back."""
        self.toggle(max(self.cursor, 0))

    def draw(self) -> None:
        """Show what is picked and where the cursor is."""
        for note in self.query(AnswerNote):
            note.draw(note.answer in self.picked, note.index == self.cursor)


class PickGrid(Picks):
    """Words to choose from: sixteen in a grid, a few in a list."""

    def __init__(self, answers: Sequence[str], up_to: int) -> None:
        columns = COLUMNS if len(answers) > 6 else 1
        # Each row of the feelings is a mood of its own; other answers are all alike.
        tints = ("-limit", "-ask", "-need", "-worry") if columns > 1 else ("-fact",)
        notes = [AnswerNote(i, a, tints[i // COLUMNS % len(tints)]) for i, a in enumerate(answers)]
        moods = tuple(answers) == FEELINGS
        kind = "-moods" if moods else "" if columns > 1 else "-list"
        super().__init__(
            *(_under_moods(notes) if moods else notes),
            answers=answers,
            up_to=up_to,
            columns=columns,
            classes=f"pick-grid {kind}",
        )


def _under_moods(notes: Sequence[AnswerNote]) -> Iterator[Static]:
    """Yield the feelings, each row under its name."""
    for row, (mood, words) in enumerate(MOODS):
        yield Static(Content(_(mood)), classes="mood")
        yield from notes[row * COLUMNS : row * COLUMNS + len(words)]
