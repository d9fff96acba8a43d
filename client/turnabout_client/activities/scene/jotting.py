"""The line in which somebody who watches writes a note of the sheet. It is kept as it is typed."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from turnabout_client.activities.scene.model import NOTES
from turnabout_client.tui.kit.alarm import Alarm
from turnabout_client.tui.kit.field import Field, TextField
from turnabout_client.tui.room.screen import shown
from turnabout_language import _
from turnabout_protocol.activities.observing import Sheet, SheetPart
from turnabout_protocol.text import LINE

REST = 0.5
"""Seconds without a key after which what was typed is kept."""


class Jotting(Vertical):
    """A field that is there while a note is written."""

    class Written(Message):
        """The note as it stands; `closed` once the writer is done."""

        def __init__(self, part: SheetPart, text: str, closed: bool) -> None:
            super().__init__()
            self.part = part
            self.text = text
            self.closed = closed

    def __init__(self) -> None:
        super().__init__(id="jotting")
        self._field = Field("", limit=LINE, id="jot")
        self._part: SheetPart | None = None
        self._rest = Alarm(self, self._keep)
        self.display = False

    def compose(self) -> ComposeResult:
        yield self._field

    def write(self, part: SheetPart, sheet: Sheet) -> None:
        """Let a note be written."""
        self._part = None  # what the field is filled with is no change of the note
        self._field.ask(_(NOTES[part]))
        self._field.input.fill(sheet.note(part))
        self._part = part
        shown(self, True)
        self._field.input.focus()

    @on(TextField.Changed)
    def _typed(self) -> None:
        self._rest.set(REST)

    def _keep(self) -> None:
        if self._part is not None:
            self.post_message(self.Written(self._part, self._field.input.value, closed=False))

    @on(TextField.Submitted)
    def _done(self, event: TextField.Submitted) -> None:
        event.stop()
        self._close()

    def on_descendant_blur(self) -> None:
        self._close()

    def _close(self) -> None:
        self._rest.set(None)
        shown(self, False)
        part, self._part = self._part, None
        if part is not None:
            self.post_message(self.Written(part, self._field.input.value, closed=True))
