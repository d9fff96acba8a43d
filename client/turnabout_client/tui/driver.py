"""Textual's driver for terminals, which keeps from its parser everything that is not a key."""

import asyncio
import os
import selectors
import signal
from functools import partial
from time import monotonic

from textual import events, messages
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from turnabout_client.tui.kit.lend import PaintsOnlyItsOwn
from turnabout_client.tui.typed import ESCAPE, Typed

_LOOK_EVERY = 0.1
"""Seconds between two looks at whether the app has ended."""


class TerminalDriver(PaintsOnlyItsOwn, LinuxDriver):
    """Paints as ever, reads with care, and starts again only what was stopped."""

    def _sigtstp_application(self, *_: object) -> None:
        """Give the terminal back, and stand still; after the app's end there is nothing to give."""
        if self._app.is_running:
            super()._sigtstp_application()
        else:
            os.kill(os.getpid(), signal.SIGSTOP)

    def _sigcont_application(self, *_: object) -> None:
        """Take the terminal again if it was given back; a bare SIGSTOP left all as it was.

        Textual starts its threads once more in any case; the first ones are never told to end
        then, and the process outlives its app.
        """
        if not self._app.is_running:
            return
        if self._must_signal_resume:
            super()._sigcont_application()
        # Others may have written over the screen meanwhile.
        repaint = partial(self._app.call_later, self._app.refresh, layout=True)
        asyncio.get_running_loop().call_soon_threadsafe(repaint)

    def run_input_thread(self) -> None:
        """Read until the app ends; an error here ends the app like one in a handler."""
        try:
            with selectors.SelectSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                self._read(selector)
        except Exception as error:
            self._app.call_later(_fail, error)

    def _read(self, selector: selectors.BaseSelector) -> None:
        typed, parser, last = Typed(), XTermParser(), monotonic()
        while not self.exit_event.is_set():
            if not selector.select(_LOOK_EVERY):
                self._pass_on(typed.silence(monotonic() - last), parser)
                continue
            data = _all_there_is(self.fileno)
            if not data:
                # The window is gone, and with it whoever could press a key.
                self.send_message(messages.ExitApp())
                return
            last = monotonic()
            self._pass_on(typed.feed(data), parser)

    def _pass_on(self, pieces: list[str], parser: XTermParser) -> None:
        for piece in pieces:
            # The parser would wait for more; here we know that nothing follows.
            if piece == ESCAPE:
                self.process_message(events.Key("escape", ESCAPE))
                continue
            for message in parser.feed(piece):
                self.process_message(message)


def _all_there_is(fileno: int) -> bytes:
    try:
        return os.read(fileno, 4096)
    except OSError:  # how Linux says that the other end of a terminal is closed
        return b""


def _fail(error: Exception) -> None:
    raise error
