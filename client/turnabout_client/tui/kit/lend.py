"""A text on the bare terminal, where the mouse selects it: the app lends it and goes on meanwhile.

On a screen a long line is cut or broken, and what the mouse selects has the breaks in it. The
terminal itself wraps a line without breaking it.
"""

import asyncio
import sys
from contextlib import suppress
from typing import Any, Protocol, runtime_checkable

from textual.app import App, SuspendNotSupported
from textual.driver import Driver

from turnabout_client.tui.kit.caret import AS_BEFORE
from turnabout_language import _
from turnabout_machine.keyboard import enter_pressed


class PaintsOnlyItsOwn(Driver):
    """Writes nothing while others have the terminal, nor after the app's end.

    While it is lent, the app goes on, and so do its clocks.
    """

    _ours = False

    def start_application_mode(self) -> None:
        """Take the terminal."""
        self._ours = True
        super().start_application_mode()  # type: ignore[safe-super]  # the next class in line can

    def stop_application_mode(self) -> None:
        """Leave the terminal as it was, its cursor too."""
        self.write(AS_BEFORE)
        super().stop_application_mode()  # type: ignore[safe-super]  # the next class in line can
        # A frame may still be on its way: an app that ends by an error paints once more.
        self._ours = False

    def write(self, data: str) -> None:
        """Write to the terminal, if it is ours just now."""
        if self._ours:
            super().write(data)  # type: ignore[safe-super]  # the next class in line can write


@runtime_checkable
class Lends(Protocol):
    """A driver whose terminal is not that of this process: it lends it itself."""

    async def lend(self, text: str) -> None:
        """Show `text` on the bare terminal until Enter is pressed."""


async def lend(app: App[Any], text: str) -> bool:
    """Show `text` on the bare terminal until Enter is pressed. False: that is not possible here."""
    text = f"\n{text}\n\n{_('Press Enter to go back.')}"
    if isinstance(app._driver, Lends):
        await app._driver.lend(text)
        return True
    try:
        with app.suspend():
            sys.stdout.write(text)
            sys.stdout.flush()
            # Whoever ends the app gets the terminal back, as after Enter.
            with suppress(asyncio.CancelledError):
                await enter_pressed()
    except SuspendNotSupported:
        return False
    return True
