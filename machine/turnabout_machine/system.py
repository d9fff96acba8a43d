"""What Windows does otherwise than Linux and macOS: in one place, and told without running there.

`WINDOWS` is asked when a function is called, so that tests can say it is so.
"""

import errno
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath, PureWindowsPath
from time import sleep
from typing import Any, BinaryIO, Final, TypeVar

WINDOWS: bool = sys.platform == "win32"
PAUSES: Final = (0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds between the tries at a file that another program holds: a virus scanner is soon done."""
_LONGEST_LOCALE: Final = 85
"""Characters of a locale's name, with its end (LOCALE_NAME_MAX_LENGTH)."""
_IN_USE: Final = (5, 32, 33)
"""What Windows says of a file that another program has open (ERROR_ACCESS_DENIED and so on)."""

T = TypeVar("T")


class HeldOpen(OSError):
    """A file cannot be replaced or deleted now, because another program has it open."""


def locale_name() -> str:
    """Return what Windows calls the language and region of its user, such as `de-DE`; else ''."""
    import ctypes  # nothing else here takes it

    kernel: Any = getattr(getattr(ctypes, "windll", None), "kernel32", None)
    if kernel is None:
        return ""
    name = ctypes.create_unicode_buffer(_LONGEST_LOCALE)
    return name.value if kernel.GetUserDefaultLocaleName(name, _LONGEST_LOCALE) else ""


def in_git_bash() -> bool:
    """Return whether the shell here is one of MSYS2, such as Git Bash, not cmd or PowerShell."""
    return WINDOWS and bool(os.environ.get("MSYSTEM"))


def ends_input_with_z() -> bool:
    """Return whether Ctrl-Z and Enter end what is typed here, and not Ctrl-D."""
    return WINDOWS and not in_git_bash()


def quoted(path: PurePath) -> str:
    """Return `path` as it must be typed in the shell of its system, whatever characters it has."""
    text = str(path)
    if not isinstance(path, PureWindowsPath) or in_git_bash():
        return shlex.quote(text)
    if re.fullmatch(r"[\w.:\\/-]+", text):
        return text
    # Both shells of Windows take double quotes, and no path there can hold one. Backslashes just
    # before the closing quote would escape it, unless they are doubled.
    last = len(text) - len(text.rstrip("\\"))
    return f'"{text}{text[len(text) - last :]}"'


def terminal_of_ours() -> int:
    """Return a new handle of the terminal we were started in. Raises OSError if there is none."""
    return os.open("CONIN$" if WINDOWS else os.ctermid(), os.O_RDWR)


def without_console() -> int:
    """Return the flags that keep a new process out of this console, if the system needs any."""
    if sys.platform == "win32":
        return subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    return 0


def patiently(change: Callable[[], T]) -> T:
    """Return `change()`; on Windows it is tried again while another program holds the file.

    Raises HeldOpen when that program does not let go, and otherwise what `change` raises.
    """
    for pause in (*PAUSES, None):
        try:
            return change()
        except PermissionError as error:
            if not WINDOWS or getattr(error, "winerror", _IN_USE[0]) not in _IN_USE:
                raise
            if pause is None:
                raise HeldOpen(error.errno, error.strerror, error.filename) from error
            sleep(pause)
    raise AssertionError("the last try returns or raises")


def reader_gone(error: OSError) -> bool:
    """Return whether `error`, met while printing, means that whoever read our output has gone."""
    # Windows has no word of its own for that, and names no file.
    return isinstance(error, BrokenPipeError) or (
        WINDOWS and error.errno == errno.EINVAL and error.filename is None
    )


def outside_profile(folder: Path) -> bool:
    """Return whether `folder` is private by nothing: on Windows only a user's own folders are.

    There the modes of files mean nothing; who may read one follows from the folder it is in.
    """
    return WINDOWS and not folder.absolute().is_relative_to(Path.home())


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Keep other processes of ours out of the same block for the same `file`. Raises OSError."""
    with file.open("ab") as lock:
        _lock(lock)
        try:
            yield
        finally:
            _unlock(lock)


def _lock(file: BinaryIO) -> None:
    try:
        import fcntl
    except ImportError:
        _msvcrt("LK_LOCK", file)
    else:
        fcntl.flock(file, fcntl.LOCK_EX)


def _unlock(file: BinaryIO) -> None:
    # Closing the file does it elsewhere; Windows wants to be told.
    with suppress(ImportError):
        _msvcrt("LK_UNLCK", file)


def _msvcrt(how: str, file: BinaryIO) -> None:
    import msvcrt

    functions: Any = msvcrt  # typed on Windows alone
    file.seek(0)
    functions.locking(file.fileno(), getattr(functions, how), 1)
