"""One side's true order: the places fill from the bottom, with what the others had guessed."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message

from turnabout_client.activities.reveal.model import SIGNS, guess_words, numeral
from turnabout_client.activities.reveal.saying import back
from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.kit.static import Static
from turnabout_language import _, n_
from turnabout_protocol.figure_notes import by_whom
from turnabout_protocol.in_words import right
from turnabout_protocol.results import THIRDS, CardFate
from turnabout_protocol.scenario import Side

APPEARS = 0.7
"""Seconds that a card takes to come out of the dark."""


class PlaceRow(Horizontal):
    """A place: empty, or the card that belongs there. One line; when open, the whole card."""

    class Opened(Message):
        """Somebody clicked on this place."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, place: int) -> None:
        super().__init__(classes="place")
        self.set_class(not place % 2, "-deep")
        self.place = place
        self.fate: CardFate | None = None
        self._number = Static(Content(f"{place}"), classes="place-number")
        self._text = Static(Content("·   ·   ·"), classes="place-text")
        self._guess = Static(classes="place-guess")

    def compose(self) -> ComposeResult:
        yield self._number
        yield self._text
        yield self._guess

    def reveal(self, fate: CardFate, *, calmly: bool) -> None:
        """Show the card that belongs here."""
        if self.fate is not None:
            return
        self.fate = fate
        self._number.update(Content(numeral(fate)))
        self._text.update(Content(fate.card.text))
        self._guess.update(Content(guess_words(fate)))
        self.add_class("-known", f"-{fate.card.kind}")
        self._guess.set_class(right(fate), "-right")
        if calmly:
            self.styles.opacity = 0.0
            self.styles.animate("opacity", 1.0, duration=APPEARS)

    def open(self, here: bool, *, turned: bool) -> None:
        """Show the card that lies here whole, or in a line; turned over also with its why."""
        self.set_class(here, "-open")
        if self.fate is None:
            return
        text, why = Content(self.fate.card.text), back(self.fate.card)
        self._text.update(Content("\n").join([text, why]) if here and turned and why else text)

    def on_click(self, event: events.Click) -> None:
        self.post_message(self.Opened(self.place))


class Places(Pane):
    """All places of one side's order, the first on top."""

    def __init__(self, side: Side) -> None:
        super().__init__(id=f"places-{side}", classes="places")
        self._about = Static(classes="place-about quiet")

    def compose(self) -> ComposeResult:
        yield self._about

    def show(self, title: Content, places: int, fates: Sequence[CardFate], calmly: bool) -> None:
        """Show the cards that have come; of `places` places in all."""
        self.title(title)
        rows = list(self.query(PlaceRow))
        if len(rows) < places:
            rows = [PlaceRow(place) for place in range(1, places + 1)]
            self.mount_all(rows, before=self._about)
        for fate in fates:
            row = rows[(fate.place or 1) - 1]
            row.reveal(fate, calmly=calmly)

    def open(self, place: int, *, turned: bool) -> None:
        """Show the card at `place` in full, with what became of it, and `turned` its back, too."""
        for row in self.query(PlaceRow):
            here = row.place == place
            row.open(here, turned=turned)
            if here and row.fate is not None:
                self._about.update(about(row.fate))
                self.call_after_refresh(self.scroll_to_widget, row, animate=False)

    def none(self, why: Content) -> None:
        """Show why there is no order."""
        self._about.update(why)


def about(fate: CardFate) -> Content:
    """Return what became of a card, in a line."""
    played = n_("played once", "played {n} times", fate.played)
    if fate.by_bots:
        played += f" ({by_whom(fate)})"
    where = [] if fate.third is None else [f"{SIGNS[fate.third]} {_(THIRDS[fate.third])}"]
    said = [*where, _(fate.card.kind), played if fate.played else _("never played")]
    return Content(" · ".join(said))
