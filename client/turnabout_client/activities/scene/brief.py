"""Whom one plays: one line that unfolds into the whole brief."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from turnabout_client.tui.kit.static import Static
from turnabout_client.view import words
from turnabout_client.view.people import SHAPE
from turnabout_language import _
from turnabout_protocol.room import Own, Public, Seat


class BriefPanel(VerticalScroll):
    """Persona, pressure, good reason and the words of the side played."""

    def __init__(self) -> None:
        super().__init__(id="brief", classes="panel")
        self._line = Static(id="brief-line")
        self._whole = Static(id="brief-whole")
        self._terms = Static(id="brief-terms")

    def compose(self) -> ComposeResult:
        yield self._line
        yield self._whole
        yield self._terms

    def show(self, public: Public, seat: Seat, own: Own) -> None:
        """Show the brief of `seat`."""
        who = own.persona
        if who is None or seat.played is None:
            self.display = False
            return
        self.display = True
        self.border_title = Content(
            _("You play {persona}", persona=f"{SHAPE[seat.played]} {who.name}, {who.job}")
        )
        style = words.side_style(seat.played)
        name = (f"{SHAPE[seat.played]} {who.name}", style)
        self._line.update(Content.assemble(name, f", {who.job}", (f" · {who.pressure}", "$quiet")))
        self._whole.update(
            words.lines(
                Content.assemble(who.name, " ", who.pressure, "."),
                Content.assemble(who.name, " ", who.good_reason, "."),
                Content.assemble(
                    (words.their_words(public) + "  ", "$quiet"),
                    " · ".join(t.term for t in own.lingo),
                ),
            )
        )
        terms = [Content.assemble((t.term, "bold"), "  ", t.means) for t in own.lingo]
        self._terms.update(Content("\n").join(terms))
