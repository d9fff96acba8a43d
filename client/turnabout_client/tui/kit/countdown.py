"""Countdowns that wake up once per digit, and not at all when nothing runs."""

from typing import Final

from rich.cells import cell_len
from textual.content import Content
from textual.timer import Timer

from turnabout_client.link.table import Table
from turnabout_client.tui.kit.static import Static
from turnabout_client.view.time import Span, minutes_text, next_edge

FEW: int = 10
"""Seconds left from which a countdown is written in the accent colour."""


DIGITS: Final = 6
"""Cells for the time alone."""


class Countdown(Static):
    """What remains of a span, as `m:ss`; with `bar`, after a bar that fills the width."""

    def __init__(self, *, bar: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._bar = bar
        self._table: Table | None = None
        self._span: Span | None = None
        self._timer: Timer | None = None
        self._shown: tuple[str, int] | None = None
        self._of = ""
        self._left: int | None = None

    def count(self, table: Table | None, span: Span | None, of: str = "") -> None:
        """Show what remains of `span`, in play time of `table`'s room. None shows nothing.

        `of`: what it is the time of, in a word before it.
        """
        if of != self._of:
            self._of, self._shown = of, None
            self.styles.width = DIGITS + (cell_len(of) + 1 if of else 0)
        self._table, self._span, self._left = table, span, None
        self._tick()

    @property
    def _cells(self) -> int:
        return max(0, self.size.width - 7) if self._bar else 0

    def on_resize(self) -> None:
        self._shown = None
        self._tick()

    def _tick(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._table is None or self._span is None:
            self._show("", 0, 0)
            return
        clock = self._table.room.public.clock
        play = clock.play(self._table.now())
        left = self._span.left(play)
        filled = round(self._span.fraction(play) * self._cells)
        self._show(minutes_text(left), filled, left)
        edge = next_edge(left)
        if edge is not None and not clock.paused:
            # A hair after the edge, so that the digit has surely changed. Time that stands still,
            # as it does while the connection is away, is asked for once a second only.
            wait = 1.0 if left == self._left else edge + 0.002
            self._timer = self.set_timer(wait, self._tick)
        self._left = left

    def _show(self, digits: str, filled: int, left: int) -> None:
        if (digits, filled) == self._shown:
            return
        self._shown = (digits, filled)
        if not digits:
            self.update(Content(""), layout=False)
            return
        style = "bold $accent" if left <= FEW * 1000 else "bold"
        bar = [
            ("━" * filled, "$accent"),
            ("─" * (self._cells - filled) + " ", "$rule"),
        ]
        of = [(f"{self._of} ", "$quiet")] if self._of else []
        parts = [*(bar if self._cells else []), *of, (f"{digits:>5}" if not of else digits, style)]
        self.update(Content.assemble(*parts), layout=False)
