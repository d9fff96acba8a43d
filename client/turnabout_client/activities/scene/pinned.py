"""The turn or the card that a question is about, in sight until that is answered."""

from textual.containers import VerticalScroll

from turnabout_client.activities.scene.conversation import TurnView
from turnabout_client.activities.scene.moment import Moment
from turnabout_client.tui.kit.card import Note
from turnabout_client.tui.room.screen import shown
from turnabout_protocol.activities.scene import Turn


class Pinned(VerticalScroll):
    """Of a turn its echo, card and words, or the card alone: whole, and scrolled if need be."""

    def __init__(self) -> None:
        super().__init__(id="pinned", classes="panel")
        self._view: TurnView | None = None
        self.turn = 0
        """Its number; 0: none is pinned."""
        self._alone = False

    def show(
        self, turn: Turn | None, now: Moment, struck: frozenset[str], *, alone: bool = False
    ) -> None:
        """Pin `turn`, or none; of it only the card where that is `alone`."""
        shown(self, turn is not None)
        number = 0 if turn is None else turn.number
        if (number, alone) != (self.turn, self._alone):
            self.turn, self._alone, self._view = number, alone, None
            self.remove_children()
            if turn is not None and turn.card is not None and alone:
                self.mount(Note(turn.card))
            elif turn is not None:
                self._view = TurnView(turn, now.public, now.words_of(turn))
                self.mount(self._view)
                self.scroll_home(animate=False)
        elif turn is not None and self._view is not None:
            self._view.show(turn, now.public, struck)
