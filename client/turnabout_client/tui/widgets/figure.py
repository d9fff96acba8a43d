"""One big number, revealed calmly: digits and a bar that grow to their value."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Digits, Static

from turnabout_client.tui.activity_model import bar, why_hidden
from turnabout_protocol.parts import Figure

GROWS = 2.2
"""Seconds that the number takes to arrive."""


class BigFigure(Horizontal):
    """A published number from 0 to 100, or the reason why there is none."""

    level: reactive[float] = reactive(0.0)

    def __init__(self, name: str, meaning: str, aloud: str) -> None:
        super().__init__(id="figure")
        self._named = name
        self._meaning = meaning
        self._aloud = aloud
        self._figure: Figure | None = None
        self._digits = Digits("", id="digits")
        self._bar = Static(id="figure-bar")
        self._words = Static(id="figure-words")
        self._digits.display = self._bar.display = False

    def compose(self) -> ComposeResult:
        yield self._digits
        with Vertical(id="figure-side"):
            yield self._bar
            yield self._words

    def show(self, figure: Figure, calmly: bool) -> None:
        """Show `figure`; `calmly` lets it grow from nothing."""
        if figure == self._figure:
            return
        self._figure = figure
        self._digits.display = self._bar.display = figure.value is not None
        if figure.value is None:
            self._words.update(self._none(figure))
            return
        said = Content.assemble(
            (f"{self._named}, of 100", "bold"),
            f"  {self._meaning}",
            (f" {figure.n} people rated.", "$quiet"),
        )
        self._words.update(said)
        if calmly:
            self.animate("level", figure.value, duration=GROWS, easing="out_cubic")
        else:
            self.level = figure.value

    def watch_level(self, level: float) -> None:
        self._digits.update(f"{level:.0f}")
        self._draw_bar()

    def on_resize(self) -> None:
        self._draw_bar()

    def _draw_bar(self) -> None:
        cells = self._bar.size.width
        drawn = bar(self.level, 100, cells)
        self._bar.update(
            Content.assemble((drawn, "$accent"), ("░" * (cells - len(drawn)), "$rule"))
        )

    def _none(self, figure: Figure) -> Content:
        why = why_hidden(figure) if figure.hidden else "Nothing was rated."
        return Content.assemble(
            (f"{self._named}: not shown.  ", "bold"), why, "\n", (self._aloud, "italic")
        )
