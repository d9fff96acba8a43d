"""The turn that a question is about, in sight until that is answered."""

from textual.containers import VerticalScroll

from turnabout_client.activities.scene.conversation import TurnView
from turnabout_client.activities.scene.moment import Moment
from turnabout_client.tui.room.screen import shown
from turnabout_protocol.activities.scene import Turn


class Pinned(VerticalScroll):
    """Its echo, card and words, whole: it wraps, and scrolls if it has to."""

    def __init__(self) -> None:
        super().__init__(id="pinned", classes="panel")
        self._view: TurnView | None = None
        self.turn = 0
        """Its number; 0: none is pinned."""

    def show(self, turn: Turn | None, now: Moment, struck: frozenset[str]) -> None:
        """Pin `turn`, or none."""
        shown(self, turn is not None)
        number = 0 if turn is None else turn.number
        if number != self.turn:
            self.turn, self._view = number, None
            self.remove_children()
            if turn is not None:
                self._view = TurnView(turn, now.public, now.words_of(turn))
                self.mount(self._view)
                self.scroll_home(animate=False)
        elif turn is not None and self._view is not None:
            self._view.show(turn, now.public, struck)
