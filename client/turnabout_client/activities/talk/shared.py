"""The ahas that people have shared with the room."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content

from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.kit.static import Static
from turnabout_language import _
from turnabout_protocol.room import Aha


class SharedAhas(Pane):
    """A pane that is there as soon as there is an aha in it, the newest in sight."""

    def __init__(self) -> None:
        super().__init__(_("Ahas"), id="shared-ahas")
        self._text = Static()
        self._shown: tuple[Aha, ...] = ()
        self.display = False

    def compose(self) -> ComposeResult:
        yield self._text

    def show(self, ahas: Sequence[Aha]) -> None:
        """Show these ahas."""
        self.display = bool(ahas)
        if tuple(ahas) == self._shown:
            return
        self._shown = tuple(ahas)
        self._text.update(Content("\n").join(aha_line(aha) for aha in ahas))
        self.call_after_refresh(self.scroll_end, animate=False)


def aha_line(aha: Aha) -> Content:
    """Return an aha as text, with its writer where it was signed."""
    by = f"  {aha.by}" if aha.by else ""
    return Content.assemble(("✦ ", "$accent"), aha.text, (by, "$quiet italic"))
