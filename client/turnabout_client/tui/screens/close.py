"""close: promises are read aloud, everybody gets a private slip, and thanks."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from turnabout_client.tui.model import Span
from turnabout_client.tui.screens.activity import ActivityScreen
from turnabout_client.tui.screens.base import shown
from turnabout_client.tui.table import Table
from turnabout_client.tui.widgets.key_button import KeyButton
from turnabout_client.tui.widgets.pane import Pane
from turnabout_client.tui.widgets.promise import PromiseNote
from turnabout_client.tui.widgets.slip import SlipPane
from turnabout_protocol.activities.plan import PlanState, Promise
from turnabout_protocol.parts import Public, Room


def promises_of(public: Public) -> tuple[Promise, ...]:
    """Return everything that was promised in this session."""
    states = [s for s in public.steps.values() if isinstance(s, PlanState)]
    return tuple(p for state in states for p in state.promises)


class CloseScreen(ActivityScreen):
    """No clock presses here: people read until the facilitator ends the session."""

    HELP = (
        "The owner reads the promise aloud. Your slip is for you alone: it is sent to nobody else "
        "and deleted from the server when the session closes. Rings true comes from those whose "
        "side you played, Heard from the people you echoed, Their words counts the terms of their "
        "side in turns that rang true. It rates the part, never the person."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "number", "the number"),
    ]

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._number = False

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="closing"):
            with Pane("What we promised", id="promised"):
                yield Static(id="none-promised")
            yield SlipPane()

    def compose_foot(self) -> ComposeResult:
        yield Static(
            "Thank you for walking in each other's shoes. The facilitator ends the session; "
            "what anybody rated or felt is deleted then, and the promises stay.",
            id="thanks",
        )
        with Horizontal(classes="buttons"):
            yield KeyButton("n", "Show the number", "number", id="number")

    def show(self, room: Room) -> None:
        promises = promises_of(room.public)
        pane = self.query_one("#promised", Pane)
        there = len(pane.query(PromiseNote))
        pane.mount_all(PromiseNote(p) for p in promises[there:])
        none = self.query_one("#none-promised", Static)
        shown(none, not promises)
        none.update(Content("Nothing was promised today. What was said may work all the same."))
        slip = room.of(self.table.seat or 0).slip
        slip_pane = self.query_one(SlipPane)
        shown(slip_pane, slip is not None)
        if slip is not None:
            slip_pane.show(slip, self._number)
        button = self.query_one("#number", KeyButton)
        shown(button, self.offers("number"))
        button.say("Hide the number" if self._number else "Show the number")

    def sentence(self, room: Room) -> str:
        me = self.me
        mine = [p for p in promises_of(room.public) if me is not None and p.owner == me.name]
        if mine:
            return "Read your promise aloud."
        if not promises_of(room.public):
            return "Look at your slip." if self.plays else "The session is about to end."
        return "Hear the promise, then look at your slip." if self.plays else "Hear the promise."

    def span(self, room: Room) -> Span | None:
        """No clock presses here."""
        return None

    def offers(self, action: str) -> bool:
        slip = self.table.room.of(self.table.seat or 0).slip
        if action == "number":
            return slip is not None and slip.portrayal is not None
        return super().offers(action)

    def action_number(self) -> None:
        self._number = not self._number
        self.update_room()

    def action_read(self, lines: int) -> None:
        for pane in self.query(Pane):
            pane.scroll_relative(y=lines, animate=False)
