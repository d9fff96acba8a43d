"""The terminal this command runs in."""

import asyncio
import logging
import os
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import PurePath, PureWindowsPath
from typing import Any, Final


def has_terminal() -> bool:
    """Return whether a person sits at both ends: keys come in and screens can be painted."""
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


PLAIN: Final = "TURNABOUT_PLAIN"
"""The environment's word for lines instead of screens."""


def wants_lines(asked: bool) -> bool:
    """Return whether lines were asked for: by an option, or by the environment."""
    return asked or os.environ.get(PLAIN, "").strip() not in ("", "0")


def speaks_plainly(asked: bool) -> bool:
    """Return whether to speak in lines: they are wanted, or no screen can be painted here."""
    return wants_lines(asked) or os.environ.get("TERM") == "dumb" or not has_terminal()


Say = Callable[[str], None]
"""Prints a line for people."""


def say(text: str = "") -> None:
    """Print a line for people, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say_beside(text: str = "") -> None:
    """Print a line for people beside what is piped on: on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def silence_logs() -> None:
    """Keep log lines off a terminal that screens are painted on, and off printed reports."""
    logging.getLogger().addHandler(logging.NullHandler())


async def enter_pressed(*others: "asyncio.Future[Any]") -> None:
    """Return when somebody has pressed Enter here, or one of `others` is done."""
    loop = asyncio.get_running_loop()
    pressed = loop.create_future()

    def read() -> None:
        # What the line says does not matter; the end of the input counts as Enter, too.
        sys.stdin.readline()
        if not pressed.done():
            pressed.set_result(None)

    loop.add_reader(sys.stdin.fileno(), read)
    try:
        await asyncio.wait((pressed, *others), return_when=asyncio.FIRST_COMPLETED)
    finally:
        loop.remove_reader(sys.stdin.fileno())


def quoted(path: PurePath) -> str:
    """Return `path` as it must be typed in the shell of its system, whatever characters it has."""
    text = str(path)
    if not isinstance(path, PureWindowsPath):
        return shlex.quote(text)
    if re.fullmatch(r"[\w.:\\/-]+", text):
        return text
    # Both shells of Windows take double quotes, and no path there can hold one. Backslashes just
    # before the closing quote would escape it, unless they are doubled.
    last = len(text) - len(text.rstrip("\\"))
    return f'"{text}{text[len(text) - last :]}"'
