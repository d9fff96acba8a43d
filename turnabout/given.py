"""Links and keys that were given to a command, without a place among its arguments if need be.

Arguments are seen by everybody on the machine who lists its processes, and stay in the shell's
history. So `-` reads one from standard input, and a link may be in $TURNABOUT_LINK instead.
"""

import os
import sys
from getpass import getpass
from typing import TYPE_CHECKING, Annotated, Any, Final

from turnabout.problems import USAGE, Problem
from turnabout.terminal import has_terminal
from turnabout_language import _
from turnabout_machine.system import terminal_of_ours

LINK: Final = "TURNABOUT_LINK"
INPUT: Final = "-"


if TYPE_CHECKING:
    Given = str
    """An argument that may be `-`."""


def __getattr__(name: str) -> Any:
    """Return the type `Given`. Only the library that reads lines asks for it, if it is needed."""
    if name != "Given":
        raise AttributeError(name)
    from cyclopts import Parameter

    return Annotated[str, Parameter(allow_leading_hyphen=True)]


def given(argument: str) -> str:
    """Return `argument`, or a line of standard input for `-`. Raises Problem."""
    if argument.startswith("--"):  # it was taken for the argument, as nothing else had its name
        raise Problem(_("There is no option {name} here. Try --help.", name=argument), USAGE)
    return _read() if argument == INPUT else argument


def given_link(argument: str) -> str:
    """Return the link: `argument`, or from standard input for `-`, or from the environment.

    Empty if there is none. Raises Problem.
    """
    argument = given(argument)
    return argument or os.environ.get(LINK, "").strip()


def asked_link(argument: str) -> str:
    """Return the link as `given_link` does; without one it is asked for, unseen. Raises Problem."""
    found = given_link(argument)
    if found:
        return found
    if has_terminal():
        found = getpass(_("Paste the link (it is not shown):") + " ").strip()
    if not found:
        raise Problem(
            _("Give the link: as it is, as - on standard input, or in ${variable}.", variable=LINK),
            USAGE,
        )
    return found


def _read() -> str:
    """Return a line of standard input. What comes after it are keys again, from the terminal.

    Raises Problem when there is none.
    """
    found = sys.stdin.readline().strip()
    if not found:
        raise Problem(_("Nothing came on standard input, where - looks for it."), USAGE)
    if not sys.stdin.isatty():
        _take_keys_from_the_terminal()
    return found


def _take_keys_from_the_terminal() -> None:
    """Let standard input be the terminal that we were started in, if there is one."""
    try:
        terminal = terminal_of_ours()
    except OSError:
        return
    os.dup2(terminal, sys.stdin.fileno())
    os.close(terminal)
