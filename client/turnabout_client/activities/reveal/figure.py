"""One big number, revealed calmly: digits and a bar that grow to their value; and its parts."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Digits

from turnabout_client.tui.kit.figure_help import Explainable
from turnabout_client.tui.kit.static import Static
from turnabout_client.view.bars import meter
from turnabout_language import _
from turnabout_protocol.explanations import FigureName, explained
from turnabout_protocol.figure_notes import people, withheld
from turnabout_protocol.figures import Figure
from turnabout_protocol.results import Alignment, Results
from turnabout_protocol.scoring import Scoring

GROWS = 2.2
"""Seconds that the number takes to arrive."""


class BigFigure(Horizontal, Explainable):
    """A published number from 0 to 100, as large as it can be."""

    level: reactive[float] = reactive(0.0)

    def __init__(self, name: FigureName, figure: Figure) -> None:
        super().__init__(id="figure")
        self.explains = self._explained = name
        self._figure, self._value = figure, figure.value or 0.0
        self.set_reactive(BigFigure.level, self._value)
        self._digits = Digits(f"{self._value:.0f}", id="digits")
        self._bar = Static(id="figure-bar")

    def compose(self) -> ComposeResult:
        yield self._digits
        yield self._bar

    @property
    def counted(self) -> str:
        return people(self._explained, self._figure)

    def grow(self) -> None:
        """Let it grow from nothing."""
        self.level = 0.0
        self.animate("level", self._value, duration=GROWS, easing="out_cubic")

    def watch_level(self, level: float) -> None:
        self._digits.update(f"{level:.0f}")
        self._draw_bar()

    def on_resize(self) -> None:
        self._draw_bar()

    def _draw_bar(self) -> None:
        cells = self._bar.size.width
        self._bar.update(meter(self.level, 100, cells))


class PartRow(Static, Explainable):
    """One of the three dials; with `weight`, of 100, a part of the room's score."""

    def __init__(
        self, name: FigureName, figure: Figure, scoring: Scoring, weight: float | None = None
    ) -> None:
        super().__init__(classes="part")
        self.explains = self._explained = name
        self._figure, self._weight, self._scoring = figure, weight, scoring

    @property
    def counted(self) -> str:
        return people(self._explained, self._figure)

    def on_resize(self) -> None:
        cells = self.content_size.width
        if cells:
            self.update(self._row(cells))

    def _row(self, cells: int) -> Content:
        said = explained(self._explained, self._scoring)
        weighs = ""
        if self._weight is not None:
            weighs = "  " + _("counts {weight} %", weight=f"{self._weight:.0f}")
        title = f"{said.title:<18}"
        if self._figure.value is None:
            why = withheld(self._figure, self._explained)
            return Content.assemble((title, "bold"), (why, "$quiet"), weighs)
        room = max(8, cells - len(title) - len(weighs) - 8)
        return Content.assemble(
            (title, "bold"), (f"{self._figure.value:>3.0f}  ", "bold $accent"),
            meter(self._figure.value, 100, room), weighs,
        )  # fmt: skip


def parts(alignment: Alignment, scoring: Scoring) -> tuple[PartRow, ...]:
    """Return the rows of what the room's score is made of."""
    weights = alignment.weights
    whole = (weights.accuracy + weights.felt + weights.rings_true) / 100
    return (
        PartRow("accuracy", alignment.accuracy, scoring, weights.accuracy / whole),
        PartRow("felt", alignment.felt, scoring, weights.felt / whole),
        PartRow("rings_true", alignment.rings_true, scoring, weights.rings_true / whole),
    )


def dials(results: Results, scoring: Scoring) -> tuple[PartRow, ...]:
    """Return the dials that stand beside each other in the place of one score: by test, by feeling
    and by play, as far as this session measured them.
    """
    felt = results.understood.felt if results.understood else None
    ends: tuple[tuple[FigureName, Figure | None], ...] = (
        ("accuracy", results.accuracy.room.after if results.accuracy else None),
        ("felt", felt.room.after if felt else None),
        ("rings_true", results.rings_true),
    )
    return tuple(PartRow(name, figure, scoring) for name, figure in ends if figure is not None)


def score(results: Results, scoring: Scoring) -> list[Widget]:
    """Return how the room stands: one big number, or the dials beside each other."""
    whole, found = results.alignment, list[Widget]()
    rows = dials(results, scoring) if whole is None else parts(whole, scoring)
    if whole is not None and whole.figure.value is not None:
        found.append(BigFigure("alignment", whole.figure))
    if whole is not None or len(rows) > 1:
        return [*found, *rows]
    true = results.rings_true
    return [] if true.value is None else [BigFigure("rings_true", true)]
