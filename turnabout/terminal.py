"""The terminal this command runs in."""

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from turnabout_language import N_, _
from turnabout_machine import system

if TYPE_CHECKING:  # most of what is printed here is printed without a loop
    import asyncio


def has_terminal() -> bool:
    """Return whether a person sits at both ends: keys come in and screens can be painted."""
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


PLAIN: Final = "TURNABOUT_PLAIN"
"""The environment's word for lines instead of screens."""


def wants_lines(asked: bool) -> bool:
    """Return whether lines were asked for: by an option, or by the environment."""
    return asked or os.environ.get(PLAIN, "").strip() not in ("", "0")


def is_dumb() -> bool:
    """Return whether the terminal says of itself that it can only print lines."""
    return os.environ.get("TERM") == "dumb"


def speaks_plainly(asked: bool) -> bool:
    """Return whether to speak in lines: they are wanted, or no screen can be painted here."""
    return wants_lines(asked) or is_dumb() or not has_terminal()


_CTRL_D: Final = N_("Ctrl-D")
_CTRL_Z: Final = N_("Ctrl-Z and Enter")

Say = Callable[[str], None]
"""Prints a line for people."""


def say(text: str = "") -> None:
    """Print a line for people, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


class Board:
    """Prints lines with a label in front, one below the other, whatever the language."""

    def __init__(self, *labels: str) -> None:
        """`labels` are all that there are. Marked with `N_`; they are translated where shown."""
        self._labels = labels

    def __call__(self, label: str, text: object) -> None:
        """Print `text` with one of the labels."""
        width = max(len(_(one)) for one in self._labels)
        say(f"{_(label):<{width}} {text}")


def say_beside(text: str = "") -> None:
    """Print a line for people beside what is piped on: on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def silence_logs() -> None:
    """Keep log lines off a terminal that screens are painted on, and off printed reports."""
    import logging

    logging.getLogger().addHandler(logging.NullHandler())


async def enter_pressed(*others: "asyncio.Future[Any]") -> None:
    """Return when somebody has pressed Enter here, or one of `others` is done."""
    import asyncio

    from turnabout_machine import keyboard

    pressed = asyncio.ensure_future(keyboard.enter_pressed())
    try:
        await asyncio.wait((pressed, *others), return_when=asyncio.FIRST_COMPLETED)
    finally:
        pressed.cancel()
        await asyncio.gather(pressed, return_exceptions=True)


def no_screens_here() -> str:
    """Return in a sentence how to get screens in a window that only looks like a terminal."""
    if has_terminal() or not system.in_git_bash():
        return ""
    return _(
        "This window of Git Bash shows lines alone. For screens put winpty before turnabout, or "
        "use PowerShell or Windows Terminal."
    )


def end_of_input() -> str:
    """Return the keys that end what somebody types here."""
    return _(_CTRL_Z if system.ends_input_with_z() else _CTRL_D)
