"""The key points of one side: which came up, and which never did."""

from textual.content import Content

from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.kit.static import Static
from turnabout_language import _
from turnabout_protocol.figure_notes import by_whom
from turnabout_protocol.results import CardFate
from turnabout_protocol.scenario import Side


class FateNote(Static):
    """A card that came up is a note; one that never did is an empty place."""

    def __init__(self, fate: CardFate, deep: bool) -> None:
        card = fate.card
        times = f"×{fate.played}  " if fate.played > 1 else "✓  " if fate.played else "–  "
        bots = f"  ({by_whom(fate)})" if fate.by_bots else ""
        text = Content.assemble((f"{times}{_(card.kind)}  ", "bold"), card.text, bots)
        super().__init__(text, classes=f"note -{card.kind if fate.played else 'silent'}")
        self.set_class(deep, "-deep")


class Board(Pane):
    """What became of one side's key points; the silent ones first: of them one talks."""

    def __init__(self, side: Side) -> None:
        super().__init__(id=f"board-{side}", classes="board")
        self._shown: tuple[CardFate, ...] | None = None

    def show(self, label: Content, fates: tuple[CardFate, ...]) -> None:
        """Show the fates of a side's cards."""
        if fates == self._shown:
            return
        self._shown = fates
        came = sum(1 for fate in fates if fate.played)
        said = _("{came} of {all} came up", came=came, all=len(fates))
        self.title(Content.assemble(label, f"  {said}"))
        ordered = sorted(fates, key=lambda fate: fate.played)
        self.remove_children()
        self.mount_all(FateNote(fate, bool(i % 2)) for i, fate in enumerate(ordered))
        self.hint_soon()
