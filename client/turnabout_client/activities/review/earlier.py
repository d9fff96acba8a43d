"""Earlier promises with what became of them, and how much was kept of what was due."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Digits

from turnabout_client.activities.review.model import mark_line, whole
from turnabout_client.tui.kit.static import Static
from turnabout_client.view.bars import meter
from turnabout_client.view.promises import promise_text
from turnabout_protocol.activities.review import ReviewState
from turnabout_protocol.room import Earlier, Public


class EarlierNote(Static):
    """One earlier promise. A click asks about it."""

    class Picked(Message):
        """The promise was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, promise: Earlier) -> None:
        super().__init__(classes="note -fact earlier")
        self.promise = promise

    def draw(self, state: ReviewState, here: bool) -> None:
        """Show what became of it, and whether it is the one that is asked about."""
        number = self.promise.number
        outcome = state.outcomes.get(number)
        self.update(
            Content("\n").join([promise_text(self.promise, close=True), mark_line(state, number)])
        )
        self.set_class(here, "-here")
        self.set_class(outcome is not None and outcome.mark == "done", "-ask")
        self.set_class(outcome is not None and outcome.mark == "dropped", "-silent")

    def on_click(self) -> None:
        self.post_message(self.Picked(self.promise.number))


class FollowThroughMeter(Horizontal):
    """What was done of what was due, as a number, a bar and words."""

    def __init__(self) -> None:
        super().__init__(id="follow-through")
        self._digits = Digits("", id="follow-digits")
        self._bar = Static(id="follow-bar")
        self._words = Static(id="follow-words")
        self._points: float | None = None

    def compose(self) -> ComposeResult:
        yield self._digits
        with Vertical(id="follow-side"):
            yield self._bar
            yield self._words

    def show(self, public: Public, state: ReviewState) -> None:
        """Show the figure of `state`."""
        self._points = state.follow_through
        name, of_what = whole(public, state)
        self._digits.display = self._bar.display = self._points is not None
        self._digits.update("" if self._points is None else f"{self._points:.0f}")
        self._words.update(Content.assemble((name, "bold"), "\n", of_what))
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        if self._points is None:
            return
        cells = self._bar.size.width
        self._bar.update(meter(self._points, 100, cells))
