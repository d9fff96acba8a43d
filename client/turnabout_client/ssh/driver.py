"""Textual's driver for a terminal at the other end of ssh. No thread, no signal, no file of ours.

Of the modes of a terminal it sets only those that a line which is lost may leave behind without
harm: no keyboard protocol, and of the mouse only what is pressed.
"""

import asyncio
import contextlib
from typing import IO, Any, Final

from textual import events, messages
from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.geometry import Size as Cells
from textual.message import Message

from turnabout_client.ssh.terminal import Size, Terminal
from turnabout_client.tui.kit.caret import AS_BEFORE
from turnabout_client.tui.typed import ALONE, BROKEN_OFF, ESCAPE, Typed

BEGIN: Final = (
    "\x1b[?1049h"  # another screen
    "\x1b[?1000h\x1b[?1002h\x1b[?1006h"  # the mouse, while a button is down
    "\x1b[?25l"  # no cursor
    "\x1b[?2004h"  # a paste is one thing
    "\x1b[?7l"  # lines are cut, not wrapped
    "\x1b[?2026$p"  # can it take a frame as a whole?
)
END: Final = (
    "\x1b[?2026l\x1b[?2004l\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?7h\x1b[0m\x1b[?1049l"
    f"{AS_BEFORE}\x1b[?25h"
)
_WHOLE: Final = "\x1b[?2026l"
"""Ends a frame whose end was not sent."""
_A_SECOND: Final = 40.0
"""Keys that are passed on a second: more than anybody presses. The rest waits."""
_AT_ONCE: Final = 100.0
_SETTLES: Final = 0.1
"""Seconds between two sizes of a window that is being pulled: laying out takes its time."""


class ChannelDriver(Driver):
    """Paints on a `Terminal` and reads from it."""

    def __init__(
        self,
        app: Any,
        *,
        terminal: Terminal,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size or terminal.size)
        self._terminal = terminal
        self._reading: asyncio.Task[None] | None = None
        self._back: asyncio.Event | None = None
        """While the terminal is lent: set when it is to be taken back."""
        self._keys = _AT_ONCE
        self._keys_at = 0.0

    # --- painting -------------------------------------------------------------------------------

    @property
    def _ours(self) -> bool:
        """To paint on: the app runs, and has not lent it."""
        return self._reading is not None and self._back is None

    def write(self, data: str) -> None:
        """Paint; nothing while the terminal is behind, for then it gets a whole screen later."""
        if self._ours and not self._terminal.behind:
            self._terminal.write(data)

    def _caught_up(self) -> None:
        if self._ours:
            self._terminal.write(_WHOLE)
            self._app.call_later(self._app.refresh, layout=True)

    async def lend(self, text: str) -> None:
        """Show `text` on the bare terminal until Enter is pressed; the app goes on meanwhile."""
        self._back = asyncio.Event()
        self._terminal.write(END + text.replace("\n", "\r\n"))
        try:
            await self._back.wait()
        finally:
            self._back = None
            if self._ours:
                self._terminal.write(BEGIN)
                self._caught_up()

    def start_application_mode(self) -> None:
        """Take the terminal."""
        self._terminal.caught_up = self._caught_up
        self._terminal.write(BEGIN)
        self._resize(self._terminal.size)
        # It inherits what is current here: which app, which language.
        self._reading = asyncio.create_task(self._read())

    def stop_application_mode(self) -> None:
        """Give it back as it was."""
        self.disable_input()
        self._terminal.caught_up = lambda: None
        self._terminal.write(END)

    def disable_input(self) -> None:
        """Read no more keys."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    # --- reading --------------------------------------------------------------------------------

    def send_message(self, message: Message) -> None:
        """Hand over to the app: we are in its loop."""
        self._app.post_message(message)

    async def _read(self) -> None:
        parser = XTermParser()
        try:
            await self._keys_to_the_app(parser)
        except Exception as error:
            self._app.call_later(_fail, error)
        finally:
            # A cache of Textual's keeps parsers for ever, and this one knows the last key, which
            # knows the app: with it everything that was on somebody's screen would stay.
            vars(parser).clear()

    async def _keys_to_the_app(self, parser: XTermParser) -> None:
        typed, loop = Typed(), asyncio.get_running_loop()
        last = 0.0
        while not self._terminal.over:
            quiet = loop.time() - last
            found: bytes | Size | None = None
            # An escape is a key only when nothing follows; later, nothing is held any more.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(ALONE if quiet < 2 * BROKEN_OFF else None):
                    found = await self._terminal.read()
            match found:
                case None:
                    await self._pass_on(typed.silence(loop.time() - last), parser)
                case Size():
                    self._resize(found)
                    await asyncio.sleep(_SETTLES)
                case _:
                    last = loop.time()
                    await self._pass_on(typed.feed(found), parser)
        # Whatever was typed before counts no more: whoever pressed it is gone.
        self.send_message(messages.ExitApp())

    async def _pass_on(self, pieces: list[str], parser: XTermParser) -> None:
        for piece in pieces:
            if self._terminal.over:
                return
            if self._back is not None:
                if piece in "\r\n":
                    self._back.set()
                continue
            if piece == ESCAPE:
                await self._press(events.Key("escape", ESCAPE))
                continue
            for message in parser.feed(piece):
                await self._press(message)

    async def _press(self, message: Message) -> None:
        now = asyncio.get_running_loop().time()
        self._keys = min(_AT_ONCE, self._keys + (now - self._keys_at) * _A_SECOND) - 1
        self._keys_at = now
        if self._keys < 0:
            await asyncio.sleep(-self._keys / _A_SECOND)
        self.process_message(message)

    def _resize(self, size: Size) -> None:
        self._size = size
        cells = Cells(*size)
        self.send_message(events.Resize(cells, cells))

    # --- what the machine of the door must never do for somebody at another one -------------------

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Open nothing: the browser would be the server's."""

    def deliver_binary(self, binary: IO[Any], **how: Any) -> None:
        """Save nothing: the file would be the server's."""
        binary.close()


def _fail(error: Exception) -> None:
    raise error
