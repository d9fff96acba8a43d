"""Lines from a terminal at the other end of ssh.

Without a terminal of that end (`ssh -T`, a pipe) lines come as they are, and nothing is echoed.
With one, its keys come one by one, and nobody but we can show them.
"""

from codecs import getincrementaldecoder
from collections import deque
from collections.abc import Callable
from typing import Final

from rich.cells import cell_len

from turnabout_client.dialogue.lines.ends import Line
from turnabout_client.ssh.terminal import Size, Terminal
from turnabout_client.tui.typed import Typed

LONGEST: Final = 4000
"""Characters of a line. What is more is left out."""
_INTERRUPT, _END, _CLEAR = "\x03", "\x04", "\x15"
_BACK: Final = "\x08\x7f"


class Lines:
    """Reads lines, and writes them: the `Ends` of somebody who comes by ssh."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._echoes = bool(terminal.kind)
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._keys = Typed()
        self._come: deque[str] = deque()
        """What came and has not been looked at."""
        self._line = ""
        self._after_return = False
        """The sign before was a CR: an LF next to it ends no line."""
        self._question: object = None
        """What is asked now."""
        self._under: object = None
        """What was asked when the line was begun."""
        self._watch: Callable[[Line], None] | None = None

    def say(self, line: str) -> None:
        """Write a line. If something is being typed it is written once more below."""
        if not self._echoes:
            self._terminal.write(f"{line}\n")
        elif self._line:
            self._terminal.write(f"\r\n{line}\r\n{self._line}")
        else:
            self._terminal.write(f"{line}\r\n")

    def ask(self, prompt: str) -> None:
        """Write what stands before the answer."""
        self._terminal.write(prompt if self._echoes else f"{prompt}\n")

    def end(self) -> None:
        """Begin a new line where something is half typed."""
        if self._line:
            self._line = ""
            self._show("\r\n")

    def asked(self, question: object) -> None:
        """Take notice that the lines said so far put this question."""
        self._question = question

    def offer(self, text: str) -> None:
        """Begin the next line with `text`, where it can be shown."""
        if self._echoes and text and not self._line:
            self._line, self._under = text, self._question
            self._show(text)

    def watched(self, watch: Callable[[Line], None]) -> None:
        """Let `watch` know what stands in the line, where its keys come one by one."""
        self._watch = watch if self._echoes else None

    async def line(self) -> Line | None:
        """Return the next line as it was typed; None: there will be no more."""
        while True:
            while self._come:
                sign = self._come.popleft()
                if sign == _INTERRUPT or (sign == _END and not self._line):
                    self._line = ""
                    return None
                if self._ends(sign):
                    line, self._line = Line(self._line, self._under), ""
                    self._show("\r\n")
                    return line
                self._take(sign)
            found = await self._terminal.read()
            if isinstance(found, Size):
                continue
            if not found:
                rest, self._line = Line(self._line, self._under), ""
                return rest if rest.text else None
            self._come += self._keys.feed(found) if self._echoes else self._decoder.decode(found)

    def _ends(self, sign: str) -> bool:
        before, self._after_return = self._after_return, sign == "\r"
        return sign == "\r" or (sign == "\n" and not before)

    def _take(self, sign: str) -> None:
        if self._echoes and not self._line:
            self._under = self._question
        self._edit(sign)
        if self._watch is not None:
            self._watch(Line(self._line, self._under))

    def _edit(self, sign: str) -> None:
        if sign in _BACK and self._line:
            self._show("\b \b" * cell_len(self._line[-1]))
            self._line = self._line[:-1]
        elif sign == _CLEAR:
            self._show("\b \b" * cell_len(self._line))
            self._line = ""
        elif len(sign) == 1 and (sign.isprintable() or sign == "\t") and len(self._line) < LONGEST:
            self._line += sign
            self._show(sign)

    def _show(self, text: str) -> None:
        if self._echoes:
            self._terminal.write(text)
