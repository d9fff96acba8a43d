"""A figure before and after: two numbers, and an arrow on a line that grows to where we are now."""

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from turnabout_client.activities.reveal.model import change_words, gap_words, sentence, undefined
from turnabout_client.tui.kit.figure_help import Explainable
from turnabout_client.view.arrows import Scale, arrow_words, shown, track
from turnabout_language import _
from turnabout_protocol.activities.reveal import Arrow
from turnabout_protocol.explanations import FigureName, chance, explained, people, withheld
from turnabout_protocol.scoring import Scoring

GROWS = 1.6
"""Seconds that an arrow takes to arrive."""


class ArrowRow(Static, Explainable):
    """One arrow with its name. If it is not shown: why not, and what to ask aloud."""

    progress: reactive[float] = reactive(1.0)

    def __init__(
        self,
        name: Content,
        arrow: Arrow,
        explains: FigureName,
        scoring: Scoring,
        *,
        scale: Scale | None = None,
        yardstick: float | None = None,
        note: str = "",
        spoken: bool = False,
    ) -> None:
        """`spoken`: where there are no numbers the note alone says it."""
        super().__init__(classes="arrow")
        self.explains = self._explained = explains
        self._named, self._arrow, self._scoring = name, arrow, scoring
        self._scale = Scale() if scale is None else scale
        self._yardstick, self._note, self._spoken = yardstick, note, spoken

    @property
    def counted(self) -> str:
        figures = (self._arrow.after, self._arrow.before)
        return next((people(self._explained, f) for f in figures if f is not None and f.n), "")

    def grow(self) -> None:
        """Let the arrow grow from where it began."""
        self.progress = 0.0
        self.animate("progress", 1.0, duration=GROWS, easing="out_cubic")

    def on_resize(self, event: events.Resize) -> None:
        self._draw()

    def watch_progress(self) -> None:
        self._draw()

    def _draw(self) -> None:
        cells = self.content_size.width
        if cells:
            self.update(Content("\n").join(self.rows(cells)))

    def rows(self, cells: int) -> list[Content]:
        """Return its lines, so many cells wide."""
        if not shown(self._arrow):
            return [self._named, Content(self._note)] if self._spoken else self._hidden()
        signed = self._scale.low < 0
        figures = arrow_words(self._arrow, signed=signed)
        change = gap_words(self._arrow) if signed else change_words(self._arrow)
        told = Content.assemble(
            (figures, "bold"), (f"  {change}" if change else "", self._change_style)
        )
        spare = cells - self._named.cell_length - told.cell_length
        if spare > 1:
            heading = [self._named + Content(" " * spare) + told]
        else:  # long names of sides: the figures get a line of their own
            heading = [self._named, Content(" " * max(0, cells - told.cell_length)) + told]
        line = Content.assemble(
            *track(
                self._arrow, self._scale, cells,
                progress=self.progress, yardstick=self._yardstick,
            )
        )  # fmt: skip
        notes = [note for note in (self._stands_on, self._note) if note]
        return [*heading, line, *(Content.styled(note, "$quiet") for note in notes)]

    @property
    def _stands_on(self) -> str:
        """How many people stand behind the change, and how far chance alone moves so few."""
        said = chance(self._arrow)
        return f"{self.counted} {sentence(said)}" if said else ""

    @property
    def _change_style(self) -> str:
        return "$accent" if self._arrow.clear else "$quiet"

    def _hidden(self) -> list[Content]:
        said = explained(self._explained, self._scoring)
        title = self._named + Content.styled("  " + _("not shown"), "$quiet")
        if undefined(self._arrow):
            return [
                title,
                Content(_("There is nothing to compare: the owners' orders cancel out.")),
            ]
        ends = [end for end in (self._arrow.before, self._arrow.after) if end is not None]
        why = Content.styled(
            f"{sentence(withheld(ends[-1], self._explained))} {said.enough}", "$quiet"
        )
        aloud = Content.styled(_("Ask aloud: {question}", question=said.aloud), "italic")
        return [title, why, aloud] if said.aloud else [title, why]
