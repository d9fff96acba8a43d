"""reveal: how true it rang, then which key points came up and which never did."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from turnabout_client.tui import words
from turnabout_client.tui.screens.activity import ActivityScreen
from turnabout_client.tui.screens.base import shown
from turnabout_client.tui.widgets.board import Board
from turnabout_client.tui.widgets.figure import GROWS, BigFigure
from turnabout_client.tui.widgets.key_button import KeyButton
from turnabout_protocol.activities.reveal import RevealState
from turnabout_protocol.parts import SECOND, Room
from turnabout_protocol.scenario import SIDES

FRESH = 5 * SECOND
"""Who comes later than this after the reveal sees it at once."""


class RevealScreen(ActivityScreen):
    """One room, one score; nobody is ranked."""

    HELP = (
        "Rings true says how often the people you played could have said it themselves. After "
        "each turn those who really belong to that side gave it 4 (I could have said that) to 1 "
        "(not how we see it). Each player's turns are averaged, then the players; all 4 is 100, "
        "all 1 is 0. It is shown from four different raters on. Skipped and flagged turns do not "
        "count. It is a mirror for this room, not a grade."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "at_once", show=False),
        Binding("r", "ready", "I have seen it"),
    ]
    CALM: ClassVar[float] = 0.8
    """Seconds of quiet before the number comes."""

    def compose_body(self) -> ComposeResult:
        yield BigFigure(
            "Rings true",
            "How often the people you played could have said it themselves.",
            "Ask aloud: which sentence could have come from you?",
        )
        with Horizontal(id="boards"):
            for side in SIDES:
                yield Board(side)

    def compose_foot(self) -> ComposeResult:
        yield Static(id="turns", classes="quiet")
        yield Static("What surprises you? Which point that never came up matters most?")
        with Horizontal(classes="buttons"):
            yield KeyButton("r", "I have seen it", "ready", id="ready")
            yield KeyButton("?", "How it is counted", "help", id="how")

    def on_mount(self) -> None:
        current = self.public.current
        late = current is None or self.public.clock.play(self.table.now()) - current.opened > FRESH
        results = self.state_as(RevealState).results
        if late or self.app.animation_level == "none" or results is None:
            self.action_at_once()
        elif results.rings_true.value is None:
            self._show_figure(calmly=False)
            self.set_timer(self.CALM, self._show_boards)
        else:
            self.set_timer(self.CALM, self._show_figure)
            self.set_timer(self.CALM + GROWS + self.CALM, self._show_boards)

    def show(self, room: Room) -> None:
        results = self.state_as(RevealState).results
        if results is None:
            return
        self.query_one("#turns", Static).update(
            Content(f"{results.turns} turns in all. ✓ came up once, ×2 twice, – never.")
        )
        for side in SIDES:
            board = self.query_one(f"#board-{side}", Board)
            board.show(words.side(room.public, side), tuple(results.board.get(side, ())))
        shown(self.query_one("#ready"), self.plays and not self.ready)

    def action_at_once(self) -> None:
        self._show_figure(calmly=False)
        self._show_boards()

    def _show_figure(self, calmly: bool = True) -> None:
        results = self.state_as(RevealState).results
        if results is not None:
            self.query_one(BigFigure).show(results.rings_true, calmly)

    def _show_boards(self) -> None:
        self.query_one("#boards").add_class("-shown")
        self.hint()

    def action_read(self, lines: int) -> None:
        for board in self.query(Board):
            board.scroll_relative(y=lines, animate=False)

    def sentence(self, room: Room) -> str:
        if self.ready:
            return f"Talk about it. {self.waiting}"
        return "Look at it together. What surprises you?"
