"""The foot of whoever has not the floor: what is asked, else a hint; a note of the sheet."""

from textual import on
from textual.containers import Vertical
from textual.content import Content

from turnabout_client.activities.scene.asking import Asking
from turnabout_client.activities.scene.asks import Asks
from turnabout_client.activities.scene.jotting import Jotting
from turnabout_client.activities.scene.moment import Moment
from turnabout_client.activities.scene.telling import hint
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.screen import shown
from turnabout_protocol.activities.observing import Sheet, SheetPart


class Aside(Vertical):
    """What one can do while others speak."""

    def __init__(self, asking: Asking) -> None:
        self._asks = Asks(asking)
        self._hint = Static(id="hint", classes="quiet")
        self._jotting = Jotting()
        super().__init__(self._asks, self._hint, self._jotting, id="listen")
        self._asking = asking
        self._jots = False

    def show(self, now: Moment) -> bool:
        """Show what can be done; return whether something else is asked than before."""
        shown(self, now.mine is None)
        changed = self._asks.show(now)
        # Who watches always has a sheet to keep; who plays does one thing at a time.
        free = self._asking.ask(now) is None or now.watches
        shown(self._hint, free and not self._jots)
        self._hint.update(Content(hint(now)))
        return changed

    def jot(self, part: SheetPart, sheet: Sheet) -> None:
        """Let a note of the sheet be written instead of the hint."""
        self._jots = True
        shown(self._hint, False)
        self._jotting.write(part, sheet)

    @on(Jotting.Written)
    def _noted(self, event: Jotting.Written) -> None:
        self._jots = not event.closed
        shown(self._hint, event.closed)
