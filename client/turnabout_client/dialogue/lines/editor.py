"""A line editor at a terminal: what is new never falls into what somebody is typing.

News are held while the line is being typed, until it is sent, emptied, or has rested for a while.
Then they are printed above it. There is no history, no colour, no bell and no full screen.
"""

import asyncio
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from prompt_toolkit import PromptSession
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.history import DummyHistory
from prompt_toolkit.output import ColorDepth

from turnabout_client.dialogue.lines.ends import Line
from turnabout_machine.keyboard import unechoed

PROMPT: Final = "> "
PACE: Final = 0.1
"""Fewest seconds between two tellings of what stands in the line: a paste is many keys."""
REST: Final = 3.0
"""Seconds without a key after which somebody is not typing any more."""


@contextmanager
def editing() -> Iterator["Editor"]:
    """Yield a line editor. What is typed between two lines is not lost: the next one has it."""
    with unechoed():
        yield Editor()


class Editor:
    """The line in which somebody types, and the lines above it."""

    def __init__(self) -> None:
        # The library's own switches: it asks the terminal for nothing, and rings no bell.
        os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
        os.environ.setdefault("PROMPT_TOOLKIT_BELL", "false")
        self._session: PromptSession[str] = PromptSession(
            PROMPT,
            history=DummyHistory(),
            color_depth=ColorDepth.DEPTH_1_BIT,
            include_default_pygments_style=False,
            reserve_space_for_menu=0,
            enable_suspend=True,
        )
        self._session.default_buffer.on_text_changed += self._changed
        self._loop = asyncio.get_running_loop()
        self._held: list[str] = []
        self._question: object = None
        self._under: object = None
        """What was asked when the line was begun."""
        self._offered = ""
        self._last_key = 0.0
        self._looks: asyncio.TimerHandle | None = None
        self._watch: Callable[[Line], None] = lambda _line: None
        self._tells: asyncio.TimerHandle | None = None

    # --- typing ---------------------------------------------------------------------------------

    async def line(self) -> Line | None:
        """Return the next line; None: its writer has pressed Ctrl-D or Ctrl-C."""
        given, self._offered = self._offered, ""
        self._under = self._question
        try:
            text = await self._session.prompt_async(default=given)
        except (EOFError, KeyboardInterrupt):
            return None
        finally:
            if self._tells is not None:
                self._tells.cancel()
                self._tells = None
            self._let_out()
        return Line(" ".join(text.splitlines()), self._under)

    def offer(self, text: str) -> None:
        """Begin the next line with `text`."""
        self._offered = text

    def asked(self, question: object) -> None:
        """Take notice of what is asked. What is held may put it: then a line is not about it."""
        self._question = question
        if not self._session.default_buffer.text:
            self._under = question

    def watched(self, watch: Callable[[Line], None]) -> None:
        """Let `watch` know what stands in the line whenever that changes."""
        self._watch = watch

    def _changed(self, buffer: Buffer) -> None:
        self._last_key = self._loop.time()
        if not buffer.text:
            self._under = self._question
        if self._tells is None:
            self._tells = self._loop.call_later(PACE, self._tell)
        self._look()

    def _tell(self) -> None:
        self._tells = None
        self._watch(Line(self._session.default_buffer.text, self._under))

    # --- saying ---------------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """Print a line once nobody is in the middle of typing one."""
        self._held.append(text)
        self._look()

    def _look(self) -> None:
        """Let out what is held, or look again when the line has rested."""
        if self._looks is not None:
            self._looks.cancel()
            self._looks = None
        if not self._held:
            return
        rested = self._loop.time() - self._last_key
        if self._session.app.is_running and self._session.default_buffer.text and rested < REST:
            self._looks = self._loop.call_later(REST - rested, self._look)
        else:
            self._let_out()

    def _let_out(self) -> None:
        if not self._held:
            return
        app = self._session.app
        if app.is_running:
            # Not by `run_in_terminal`: meanwhile the terminal would take keys its own way.
            app.renderer.erase()
            self._print()
            app.invalidate()
        else:
            self._print()

    def _print(self) -> None:
        held, self._held = self._held, []
        width = shutil.get_terminal_size().columns - 1
        sys.stdout.write("".join(f"{wrapped(line, width)}\n" for line in held))
        sys.stdout.flush()


def wrapped(line: str, width: int) -> str:
    """Return `line` broken between words, and each piece with its indent: it is read by rows."""
    indent = " " * (len(line) - len(line.lstrip(" ")))
    return textwrap.fill(
        line.strip(), width=max(width, 20), initial_indent=indent, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
