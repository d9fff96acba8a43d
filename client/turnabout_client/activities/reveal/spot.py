"""A blind spot: the card, its true place, and where the others had put it."""

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from turnabout_client.activities.reveal.model import scale_of_places
from turnabout_client.tui.kit.figure_help import Explainable
from turnabout_client.tui.kit.pane import Pane
from turnabout_client.view.arrows import AFTER, BEFORE
from turnabout_language import _, n_
from turnabout_protocol.activities.reveal import THIRDS, BlindSpot, Third
from turnabout_protocol.explanations import FigureName, explained
from turnabout_protocol.scenario import KeyPoint, Side
from turnabout_protocol.scoring import Scoring


class SpotPane(Pane, Explainable):
    """The card of one side that the other side misplaced most."""

    explains: FigureName | None = "blind_spot"

    def __init__(self, side: Side) -> None:
        super().__init__(id=f"spot-{side}", classes="spot")
        self._spot: BlindSpot | None = None
        self._places = 0
        self._named = ("", "")
        self._scoring = Scoring()
        self._card = Static(classes="note spot-card")
        self._why = Static(classes="spot-why")
        self._words = Static(classes="spot-words")

    def compose(self) -> ComposeResult:
        yield self._card
        yield self._words
        yield self._why

    @property
    def counted(self) -> str:
        n = 0 if self._spot is None else self._spot.n
        return n_("{n} person guessed.", "{n} people guessed.", n) if n else ""

    def show(
        self, spot: BlindSpot, places: int, owners: str, others: str, scoring: Scoring
    ) -> None:
        """Show `spot` among `places` cards of the `owners`, as the `others` guessed."""
        self._spot, self._places, self._named = spot, places, (owners, others)
        self._scoring = scoring
        self._card.display = self._why.display = spot.card is not None
        if spot.card is not None:
            self._card.update(Content.assemble((f"{_(spot.card.kind)}  ", "bold"), spot.card.text))
            self._card.set_classes(f"note spot-card -{spot.card.kind}")
            self._why.update(told(spot.card))
        self._draw()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self._draw()

    def _draw(self) -> None:
        if self._spot is not None and self.content_size.width:
            self._words.update(Content("\n").join(self._rows(self._spot)))
            self.hint_soon()

    def _rows(self, spot: BlindSpot) -> list[Content]:
        owners, others = self._named
        if spot.hidden:
            said = explained("blind_spot", self._scoring)
            # Told for both reasons that there are: who ranked, and who guessed.
            aloud = Content.styled(_("Ask aloud: {question}", question=said.aloud), "italic")
            return [Content(said.enough), Content(""), aloud]
        if spot.card is None and spot.in_thirds:
            thirds = _("None that thirds can tell: the others put no card at the other end.")
            return [Content(thirds)]
        if spot.card is None:
            return [Content(_("None: the others put no card off by more than a place."))]
        if spot.third is not None and spot.guessed_third is not None:
            return _in_thirds(spot.third, spot.guessed_third, owners, others)
        places = scale_of_places(self._places, spot.place, spot.guessed, self.content_size.width)
        truth = _(
            "{mark} For {side} it is in place {place}.", mark=AFTER, side=owners, place=spot.place
        )
        guess = _(
            "{mark} {side} put it in place {place}.", mark=BEFORE, side=others, place=spot.guessed
        )
        return [
            Content(places[0]),
            Content.styled(places[1], "bold $accent"),
            Content(""),
            Content.styled(truth, "bold"),
            Content(guess),
        ]


def told(card: KeyPoint) -> Content:
    """Return what stands on the back of a card, unsigned, and who may tell it."""
    may = Content(_("Whoever wrote it may tell its why."))
    if not card.why:
        return may
    return Content.assemble((_("because: {why}", why=card.why), "italic"), "\n", may)


def _in_thirds(true: Third, guessed: Third, owners: str, others: str) -> list[Content]:
    where, put = _(THIRDS[true]), _(THIRDS[guessed])
    truth = _("{mark} For {side} it is {third}.", mark=AFTER, side=owners, third=where)
    guess = _("{mark} {side} put it {third}.", mark=BEFORE, side=others, third=put)
    return [Content.styled(truth, "bold"), Content(guess)]
