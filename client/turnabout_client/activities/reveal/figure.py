"""One big number, revealed calmly: digits and a bar that grow to their value; and its parts."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Digits, Static

from turnabout_client.activities.reveal.model import sentence, stayed
from turnabout_client.tui.kit.figure_help import Explainable
from turnabout_client.view.bars import meter
from turnabout_client.view.dates import long_day
from turnabout_language import _
from turnabout_protocol.activities.reveal import Alignment, Arrow, Results, Retention
from turnabout_protocol.explanations import Explanation, FigureName, explained, people, withheld
from turnabout_protocol.room import Figure
from turnabout_protocol.scoring import Scoring

GROWS = 2.2
"""Seconds that the number takes to arrive."""


class BigFigure(Horizontal, Explainable):
    """A published number from 0 to 100, or the reason why there is none."""

    level: reactive[float] = reactive(0.0)

    def __init__(self) -> None:
        super().__init__(id="figure")
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

    @property
    def counted(self) -> str:
        if self.explains is None or self._figure is None:
            return ""
        return people(self.explains, self._figure)

    def show(
        self, name: FigureName, figure: Figure, scoring: Scoring, calmly: bool, why: str = ""
    ) -> None:
        """Show `figure`, or `why` there is none; `calmly` lets it grow from nothing."""
        if figure == self._figure and name == self.explains:
            return
        self._figure, self.explains = figure, name
        self._digits.display = self._bar.display = figure.value is not None
        said = explained(name, scoring)
        if figure.value is None:
            self._words.update(_none(said, why or sentence(withheld(figure, name))))
            return
        counted = people(name, figure)
        self._words.update(
            Content.assemble(
                (_("{name}, of 100", name=said.title), "bold"),
                f"  {said.meaning}",
                (f" {counted}" if counted else "", "$quiet"),
            )
        )
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
        self._bar.update(meter(self.level, 100, cells))


def _none(said: Explanation, why: str) -> Content:
    aloud = _("Ask aloud: {question}", question=said.aloud)
    return Content.assemble(
        (_("{name}: not shown.", name=said.title), "bold"),
        f"  {why}",
        ("\n" + aloud if said.aloud else "", "italic"),
    )


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
            return Content.assemble(
                (title, "bold"),
                (withheld(self._figure, self._explained), "$quiet"),
                f"{weighs}\n",
                (said.enough, "$quiet"),
                ("\n" + _("Ask aloud: {question}", question=said.aloud), "italic"),
            )
        room = max(8, cells - len(title) - len(weighs) - 8)
        return Content.assemble(
            (title, "bold"), (f"{self._figure.value:>3.0f}  ", "bold $accent"),
            meter(self._figure.value, 100, room),
            f"{weighs}\n",
            (f"{said.meaning} {people(self._explained, self._figure)}", "$quiet"),
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


class StayedRow(Static, Explainable):
    """What stayed of an earlier session: its deck guessed again, and how understood people feel."""

    explains = "retention"

    def __init__(self, retention: Retention) -> None:
        date = long_day(retention.date)
        title = _("Still known from {date}", date=date) if date else _("Still known from last time")
        told = [_stayed(title, "accuracy", retention.room)]
        if retention.felt is not None:
            told.append(_stayed(_("Understood, then and now"), "felt", retention.felt.room))
        super().__init__(Content("\n").join(told), classes="part")
        self._guessed = retention.room.after

    @property
    def counted(self) -> str:
        return people("retention", self._guessed) if self._guessed else ""


def _stayed(title: str, name: FigureName, arrow: Arrow) -> Content:
    return Content.assemble((title, "bold"), "  ", stayed(arrow, name))
