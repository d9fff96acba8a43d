"""A screen on which no key does what was meant for something else.

Single keys sleep for a moment after the screen has changed by itself, and in a field that has just
taken the focus by itself; and whoever types a word beside a field, before they are in it, does
nothing with that.
"""

from typing import ClassVar

from textual import events

from turnabout_client.tui.kit.alarm import Alarm
from turnabout_client.tui.kit.dialogs import Leavable
from turnabout_client.tui.kit.doze import DOZE, DROWSY, Doze
from turnabout_client.tui.kit.field import SLEEPY, TextField
from turnabout_client.tui.kit.unwritten import LULL, Unwritten
from turnabout_client.tui.room.kept import in_sight
from turnabout_language import _


class CalmScreen(Leavable):
    """Decides which key acts now. Its subclass asks it to `doze` when it changes by itself."""

    DOZE: ClassVar[float] = DOZE
    """Seconds for which single keys sleep after the screen changed by itself."""
    DROWSY: ClassVar[float] = DROWSY
    """Most seconds for which they sleep while somebody types on who was in the middle of a word.

    Otherwise the rest of a sentence would choose, rate and send on the next screen.
    """
    LULL: ClassVar[float] = LULL
    """Seconds for which a letter waits, beside a field, to see whether it begins a word."""

    def __init__(self) -> None:
        super().__init__()
        self._doze = Doze()
        self._unwritten = Unwritten()
        self._lull = Alarm(self, self._after_lull)

    @property
    def typing(self) -> bool:
        """Whether somebody is in a text field: no prompt may take the focus."""
        return isinstance(self.focused, TextField)

    def drowse(self) -> None:
        """Let single keys sleep until typing stops: somebody is losing the field they type in."""
        self._doze.drowse(self.DROWSY)

    def doze(self) -> None:
        """Let single keys sleep: the screen has just changed by itself."""
        self._doze.begin(self.DOZE)
        self.refresh_bindings()
        self.set_timer(self.DOZE + 0.01, self.refresh_bindings)

    def lead_to(self, field: TextField) -> None:
        """Give `field` the focus by itself. Keys that may be on the way do nothing in it."""
        field.take_focus(self._doze.hand_on(self.DOZE))

    async def on_key(self, event: events.Key) -> None:
        if self._doze.asleep:
            if event.is_printable and self._doze.stir():
                self.doze()
            return
        if self._doze.missed(event.time) and (event.is_printable or event.key in SLEEPY):
            event.stop()
            return
        if self.typing or not self._may_write:
            return
        # Somebody who types before they are in the field would pause the room with the p of a word.
        meant = self._unwritten.take(event, self.LULL)
        if meant == "key":
            await self._let_go()
            return
        event.stop()
        if meant == "hold":
            self._lull.set(self.LULL)
        elif meant == "word":
            self.notice(_("Press Enter first, then write."))

    @property
    def _may_write(self) -> bool:
        """Whether a field is offered that has not the focus."""
        offered = any(in_sight(field) for field in self.query(TextField))
        return offered or any(
            one.binding.action == "write" for one in self.active_bindings.values()
        )

    def _after_lull(self) -> None:
        # While this process was busy the next letter may have come in. It waits at the app, and
        # then here: asked for by the same way, we are behind it.
        held = self._unwritten.holds

        async def let_go() -> None:
            if self._unwritten.holds == held:
                await self._let_go()

        self.app.call_later(self.call_later, let_go)

    async def _let_go(self) -> None:
        """Let a letter that no other followed be the key it is, if it still means anything here."""
        found = self.active_bindings.get(self._unwritten.let_go())
        if found is not None and found.enabled and self.is_current and not self.typing:
            await self.app.run_action(found.binding.action, found.node)

    def notice(self, sentence: str) -> None:
        """Show a sentence for some seconds, without taking the focus."""
        self.notify(sentence, markup=False, severity="warning")
