"""The key points of both sides beside a talk: those that were played, and those never voiced."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content

from turnabout_client.activities.talk.model import Fate, Fates
from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.kit.static import Static
from turnabout_client.view import words
from turnabout_client.view.people import SHAPE
from turnabout_language import _
from turnabout_protocol.scenario import SIDES


class PointsPane(Pane):
    """Played above, not played below. Nothing in it is anybody's secret."""

    def __init__(self) -> None:
        super().__init__(_("Key points"), id="points")
        self._text = Static()
        self._shown: Fates | None = None

    def compose(self) -> ComposeResult:
        yield self._text

    def show(self, fates: Fates) -> None:
        """Bring it up to date."""
        if fates == self._shown:
            return
        self._shown = fates
        lines = [Content.styled(_("Came through"), "bold")]
        lines += _lines(fates.played) or [_nothing(_("Nothing was played."))]
        lines += [Content(""), Content.styled(_("Never played"), "bold")]
        lines += _lines(fates.silent) or [
            _nothing(_("None that you know of. Others may know more."))
        ]
        self._text.update(Content("\n").join(lines))
        self.hint_soon()


def _lines(fates: Sequence[Fate]) -> list[Content]:
    return [
        Content.assemble(
            (f"{SHAPE[fate.side]} ", words.side_style(fate.side)),
            (f"{_(fate.card.kind)}  ", "bold"),
            fate.card.text,
            (f"  ✓ {_('heard')}" if fate.heard else "", "$quiet italic"),
        )
        for fate in sorted(fates, key=lambda fate: SIDES.index(fate.side))
    ]


def _nothing(sentence: str) -> Content:
    return Content.styled(sentence, "$quiet")
