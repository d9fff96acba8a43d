"""A date: typed as year-month-day, or moved by a week with two keys; in words beside it."""

from datetime import date, timedelta
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, TextArea

from turnabout_client.tui.kit.field import Field, TextField
from turnabout_client.tui.kit.static import Static
from turnabout_client.view.dates import day_words
from turnabout_language import N_, _
from turnabout_protocol.lights import is_day

LENGTH: Final = 10
WEEK: Final = timedelta(weeks=1)
FORM: Final = N_("YYYY-MM-DD")


class WeekButton(Button, can_focus=False):
    """Moves the date by `weeks`. The keyboard has the arrow keys for that."""

    def __init__(self, sign: str, weeks: int) -> None:
        self.weeks = weeks
        super().__init__(Content(sign), classes="week")


class DayField(Horizontal):
    """The date that is typed, and what it is called."""

    def __init__(self, prompt: str, *, id: str) -> None:
        super().__init__(id=f"{id}-line", classes="day-line")
        self._field = Field(prompt, limit=LENGTH, id=id, placeholder=_(FORM))
        self._words = Static(classes="quiet day-words")

    def compose(self) -> ComposeResult:
        yield self._field
        yield WeekButton("← −7", -1)
        yield WeekButton("→ +7", 1)
        yield self._words

    @property
    def input(self) -> TextField:
        """Where it is typed."""
        return self._field.input

    @property
    def day(self) -> str:
        """The date as typed."""
        return self._field.input.value

    def propose(self, day: str) -> None:
        """Put in a date where none is typed yet."""
        if not self._field.input.text:
            self._field.input.fill(day)

    def shift(self, weeks: int) -> None:
        """Move the date by whole weeks, if there is one."""
        if is_day(self.day):
            try:
                moved = date.fromisoformat(self.day) + weeks * WEEK
            except OverflowError:
                return
            self._field.input.fill(moved.isoformat())

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self._words.update(Content(day_words(self.day) if is_day(self.day) else ""))

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if isinstance(event.button, WeekButton):
            self.shift(event.button.weeks)
