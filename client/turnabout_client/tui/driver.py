"""Textual's driver for terminals, with everything that is no key kept away from its parser."""

import os
import selectors
from time import monotonic

from textual import events, messages
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from turnabout_client.tui.typed import ESCAPE, Typed

_LOOK_EVERY = 0.1
"""Seconds between two looks at whether the app has ended."""


class TerminalDriver(LinuxDriver):
    """Paints as ever, reads with care."""

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
            # The parser would wait for what may follow; here it is known that nothing does.
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
