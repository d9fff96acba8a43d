"""A player's private result: four bars with a word each; numbers only when asked for."""

from collections.abc import Iterator

from textual import events
from textual.app import ComposeResult
from textual.content import Content

from turnabout_client.activities.close.model import PARTS, raters, verdict
from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.kit.static import Static
from turnabout_client.view import words
from turnabout_client.view.arrows import Scale, arrow_words, shown, track
from turnabout_client.view.bars import meter
from turnabout_client.view.missing import missed, unseen
from turnabout_language import _
from turnabout_protocol.explanations import EXPLANATIONS, FigureName
from turnabout_protocol.figure_notes import rings
from turnabout_protocol.figures import Slip
from turnabout_protocol.results import Arrow

AIRY = 48
"""Width in cells from which there is room for what each part says."""


class SlipPane(Pane):
    """Nobody else sees this."""

    def __init__(self) -> None:
        super().__init__(_("Only you see this"), id="slip")
        self._slip: Slip | None = None
        self._number = self._bots = False
        self._text = Static()

    def compose(self) -> ComposeResult:
        yield self._text

    def show(self, slip: Slip, number: bool, bots: bool) -> None:
        """Show `slip`; `number`: with its figures; `bots`: they rated it, by plain signs."""
        self._slip, self._number, self._bots = slip, number, bots
        self.title(_("Only you see this. Bots rated it.") if bots else _("Only you see this"))
        self._draw()

    @property
    def figures(self) -> tuple[FigureName, ...]:
        """The figures that are on it now, in their order."""
        slip = self._slip
        if slip is None:
            return ()
        names: list[FigureName] = []
        if slip.turns and slip.rings_true.value is None:
            names.append("rings_true")
        elif slip.turns:
            values = (slip.rings_true.value, slip.heard, slip.picks, slip.their_words)
            names += [n for (n, _said), v in zip(PARTS, values, strict=True) if v is not None]
        if slip.portrayal is not None:
            names.append("portrayal")
        if slip.guess_before is not None or slip.guess_after is not None:
            names.append("own_guess")
        return tuple(names)

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self._draw()

    def _draw(self) -> None:
        if self._slip is not None and self.content_size.width:
            self._text.update(Content("\n").join(self._rows(self._slip)))
            self.hint_soon()

    def _rows(self, slip: Slip) -> list[Content]:
        rows = [Content.styled(_(words.FOR_YOU), "$quiet")]
        if slip.turns:
            rows += self._played(slip)
        rows += self._guess(slip)
        if not slip.turns:
            return rows
        rows += [Content("")] if self._airy else []
        if tags := unseen(slip.missing) if self._bots else missed(slip.missing):
            said = _("Bots did not see:") if self._bots else _("They missed:")
            rows.append(Content.assemble((said, "bold"), f" {tags}."))
        return [*rows, self._portrayal(slip)]

    def _played(self, slip: Slip) -> Iterator[Content]:
        if slip.rings_true.value is None:
            need = slip.rings_true.need
            why = _("There are not enough ratings: it takes {need} different people.", need=need)
            yield from (Content(why), Content(""))
            return
        values = (slip.rings_true.value, slip.heard, slip.picks, slip.their_words)
        for (name, meaning), value in zip(PARTS, values, strict=True):
            if value is not None:
                number = f"  {value:.0f}" if self._number else ""
                yield self._titled(name, f"{verdict(value, slip.rated)}{number}")
                yield meter(value, 100, self._cells)
                if name == "rings_true":
                    yield Content.styled(rings(), "$quiet")
                    yield Content(raters(slip))
                if self._airy:
                    yield from (Content.styled(_(meaning), "$quiet"), Content(""))

    @property
    def _airy(self) -> bool:
        return self._cells >= AIRY

    @property
    def _cells(self) -> int:
        """The width of a line, whether there is something to scroll or not."""
        return self.content_size.width - self.styles.scrollbar_size_vertical

    def _titled(self, name: FigureName, said: str) -> Content:
        """Return the title of a part, and what is said of it at the other end of the line."""
        title = _(EXPLANATIONS[name].title)
        taken = Content(title).cell_length + Content(said).cell_length
        gap = max(1, self._cells - taken)
        return Content.assemble((title, "bold"), " " * gap, said)

    def _guess(self, slip: Slip) -> Iterator[Content]:
        """Yield how good the player's guesses were, as an arrow: a single guess is mostly luck."""
        arrow = Arrow(before=slip.guess_before, after=slip.guess_after)
        if arrow.before is None and arrow.after is None:
            return
        if not shown(arrow):
            yield self._titled("own_guess", _("too few guessed"))
            return
        yield self._titled("own_guess", arrow_words(arrow) if self._number else _("mostly luck"))
        yield Content.assemble(*track(arrow, Scale(), self._cells))
        if self._airy:
            yield Content.styled(_("of their order: ◇ before  ◆ after  ┼ guessing"), "$quiet")

    def _portrayal(self, slip: Slip) -> Content:
        if slip.portrayal is None:
            return Content.styled(_("It says how a part was played, not who you are."), "$quiet")
        if not self._number:
            return Content.styled(_("Press f if you want it in numbers."), "$quiet")
        whole = _(
            "All in all {number} of 100: {verdict}.",
            number=f"{slip.portrayal:.0f}",
            verdict=verdict(slip.portrayal, slip.rated),
        )
        return Content.assemble((whole, "bold"), (" " + _("A mirror, not a grade."), "$quiet"))
