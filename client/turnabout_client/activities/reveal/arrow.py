"""A figure before and after: two numbers, and an arrow on a line that grows to where we are now."""

from textual import events
from textual.content import Content
from textual.reactive import reactive

from turnabout_client.activities.reveal.charts import Line
from turnabout_client.activities.reveal.model import sentence
from turnabout_client.tui.kit.figure_help import Explainable
from turnabout_client.tui.kit.static import Static
from turnabout_client.view.arrows import track
from turnabout_protocol.figure_notes import chance, people

GROWS = 1.6
"""Seconds that an arrow takes to arrive."""


class ArrowRow(Static, Explainable):
    """One arrow with its name."""

    progress: reactive[float] = reactive(1.0)

    def __init__(self, line: Line) -> None:
        super().__init__(classes="arrow")
        self.explains = line.explains
        self._line = line

    @property
    def counted(self) -> str:
        """How many people stand behind it, and how far chance alone moves so few."""
        name, arrow = self._line.explains, self._line.arrow
        ends = (arrow.after, arrow.before)
        who = next((people(name, end) for end in ends if end is not None and end.n), "")
        by_chance = chance(arrow)
        return " ".join(filter(None, (who, sentence(by_chance) if by_chance else "")))

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
        line, told = self._line, self._line.figures
        spare = cells - line.name.cell_length - told.cell_length
        if spare > 1:
            heading = [line.name + Content(" " * spare) + told]
        else:  # long names of sides: the figures get a line of their own
            heading = [line.name, Content(" " * max(0, cells - told.cell_length)) + told]
        drawn = track(
            line.arrow, line.scale, cells, progress=self.progress, yardstick=line.yardstick
        )
        note = [Content.styled(line.note, "$quiet")] if line.note else []
        return [*heading, Content.assemble(*drawn), *note]
