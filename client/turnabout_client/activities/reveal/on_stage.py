"""The reveal on a screen for all: the same words, places, boards and charts as on one's own."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from turnabout_client.activities.reveal import saying
from turnabout_client.activities.reveal.arrow import ArrowRow
from turnabout_client.activities.reveal.board import Board
from turnabout_client.activities.reveal.charts import chart
from turnabout_client.activities.reveal.figure import score
from turnabout_client.activities.reveal.model import legend
from turnabout_client.activities.reveal.places import Places
from turnabout_client.tui.room.drawn import Drawn
from turnabout_client.tui.room.screen import shown
from turnabout_client.view import words
from turnabout_protocol.activities.reveal import Reveal, RevealState, Slide
from turnabout_protocol.room import Public
from turnabout_protocol.scenario import SIDES


class OnStage(Drawn):
    """The slide that is on."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn: Slide | None = None
        """The slide whose chart is on the screen."""

    def compose(self) -> ComposeResult:
        yield Static(id="said")
        with Horizontal(id="on-orders"):
            for side in SIDES:
                yield Places(side)
        with Horizontal(id="boards"):
            for side in SIDES:
                yield Board(side)
        yield Vertical(id="chart")
        yield Static(id="signs", classes="quiet")

    def show(self, public: Public, step: Reveal) -> bool:
        """Show what has come; return whether anything has."""
        state = public.state(RevealState, step.id)
        slide = state.slide
        if slide is None:
            return False
        ordered = slide == "orders" and bool(state.orders or state.coming)
        said = saying.said(public, state, slide)
        self.query_one("#said", Static).update(Content("\n\n").join(said))
        shown(self.query_one("#said"), bool(said))
        shown(self.query_one("#on-orders"), ordered)
        shown(self.query_one("#boards"), slide == "cards" and state.cards is not None)
        if ordered:
            self._show_orders(public, state)
        elif slide == "cards":
            for side, fates in (state.cards or {}).items():
                self.query_one(f"#board-{side}", Board).show(words.side(public, side), tuple(fates))
        self._draw(public, state, slide)
        # What keys do is no business of a screen for all.
        signs = "" if slide in ("orders", "blind") else legend(state, slide)
        self.query_one("#signs", Static).update(Content(signs))
        shown(self.query_one("#signs"), bool(signs))
        return True

    def _show_orders(self, public: Public, state: RevealState) -> None:
        came = [fate.place or 1 for fates in state.orders.values() for fate in fates]
        most = max([*state.coming, *came], default=0)
        calmly = self.app.animation_level != "none"
        for side in SIDES:
            pane = self.query_one(f"#places-{side}", Places)
            pane.show(words.side(public, side), most, state.orders.get(side, ()), calmly)
            if came:
                pane.open(min(came), turned=False)

    def _draw(self, public: Public, state: RevealState, slide: Slide) -> None:
        """Draw the chart of the slide, once there is something to draw."""
        rows: list[Widget] = [ArrowRow(line) for line in chart(public, state, slide)]
        if slide == "score" and state.results is not None:
            rows = score(state.results, public.scoring)
        place = self.query_one("#chart", Vertical)
        shown(place, bool(rows))
        if slide != self._drawn:
            self._drawn = slide if rows else None
            place.remove_children()
            place.mount_all(rows)
