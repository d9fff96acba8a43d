"""Where an error was, without its text or values: safe for a log that others read."""

import sys
import traceback
from collections.abc import Iterator
from pathlib import PurePath
from types import CodeType
from typing import Final

DEEPEST: Final = 30
"""Most frames named for one error, the innermost: a recursion has a thousand alike."""
MOST: Final = 12
"""Most errors named in one chain."""


def frames(error: BaseException) -> str:
    """Return the type of `error` and a `file:line function` for each frame, the innermost last.

    Its causes, and the errors in a group, follow in the same form. Messages and values are left
    out: they hold what people typed, their names and their keys.
    """
    lines: list[str] = []
    for count, (how, link) in enumerate(_chain(error)):
        if count == MOST:
            lines.append("and more")
            break
        lines += [f"{how}{type(link).__qualname__}", *_frames(link)]
    return "\n".join(lines)


def _chain(error: BaseException) -> Iterator[tuple[str, BaseException]]:
    # An error can be its own distant cause, so those already named are remembered.
    seen: set[int] = set()
    waiting = [("", error)]
    while waiting:
        how, link = waiting.pop()
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield how, link
        waiting += reversed(list(_next(link)))


def _next(error: BaseException) -> Iterator[tuple[str, BaseException]]:
    if isinstance(error, BaseExceptionGroup):
        yield from (("with ", inner) for inner in error.exceptions)
    if error.__cause__ is not None:
        yield "because of ", error.__cause__
    elif error.__context__ is not None and not error.__suppress_context__:
        yield "while handling ", error.__context__


def _frames(error: BaseException) -> list[str]:
    found = [
        f"  {_short(frame.f_code)}:{line} {frame.f_code.co_qualname}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    left_out = len(found) - DEEPEST
    return found if left_out <= 0 else [f"  {left_out} frames more", *found[left_out:]]


def _short(code: CodeType) -> str:
    """Return the file as it is imported: the full path would say who uses this machine."""
    file = PurePath(code.co_filename)
    tails = [file.relative_to(root) for root in sys.path if root and file.is_relative_to(root)]
    return min((tail.as_posix() for tail in tails), key=len, default=file.name)
