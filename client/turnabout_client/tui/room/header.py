"""The first row: the title, where we are, the time left, and whether others could read along."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from turnabout_client.link.table import Table
from turnabout_client.tui.kit.countdown import Countdown
from turnabout_client.tui.kit.static import Static
from turnabout_client.view.agenda import HERE, dots
from turnabout_client.view.time import Span
from turnabout_language import _
from turnabout_protocol.room import Public


class Header(Horizontal):
    """A warning if the way is not encrypted, the title, the agenda as dots, the step's clock."""

    def __init__(self) -> None:
        super().__init__(id="header")
        self._way = Static(id="way")
        self._title = Static(id="title")
        self._dots = Static(id="dots")
        self._clock = Countdown(id="step-clock")
        self._public: Public | None = None
        self._of = ""
        """What the clock is the time of."""
        self._warned = 0
        """Cells that the warning takes."""

    def compose(self) -> ComposeResult:
        yield self._way
        yield self._title
        yield self._dots
        yield self._clock

    def show(self, table: Table, step: Span | None) -> None:
        """Bring it up to date with the table's room; `step` is the time of the step."""
        self._public = table.room.public
        warning = Content("" if table.private else _("not encrypted"))
        self._warned = warning.cell_length
        self._way.display = bool(warning)
        self._way.update(warning)
        self._of = "" if step is None else _("step")
        self._clock.count(table, step, self._of)
        self._draw()

    def on_resize(self, event: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        public = self._public
        if public is None or not self.size.width:
            return
        wide = self.size.width >= 110
        name = public.story.title if public.story else ""
        head = ("Turnabout", "bold $accent")
        self._title.update(Content.assemble(head, " · ", name) if wide else Content(name))
        taken = self._warned + (12 if wide else 0) + len(name) + len(self._of) + 12
        shown = dots(public, self.size.width - taken)
        parts = [Content.styled(text, _style(sign)) for sign, text in shown]
        self._dots.update(Content("").join(parts))


def _style(sign: str) -> str:
    return "bold $foreground" if sign == HERE else "$quiet"
