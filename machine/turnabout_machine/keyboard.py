"""Keys on any system: Enter, waited for by a loop, and what a terminal does with keys itself."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

try:
    import termios
except ImportError:  # Windows, whose console keeps keys for whoever reads them
    termios = None  # type: ignore[assignment]

_PLENTY: Final = 4096
"""Bytes that are read at a time."""
_listeners: Final[dict[int, set[Callable[[], object]]]] = {}
"""Whom a thread tells that a line has come in, by the handle that it waits at."""
_changing: Final = threading.Lock()


async def enter_pressed(handle: int | None = None) -> None:
    """Return when a line has come in at `handle`, or its end: of standard input if none is given.

    What the line says does not matter.
    """
    if handle is None:
        handle = sys.stdin.fileno()
    loop, pressed = asyncio.get_running_loop(), asyncio.Event()

    def read() -> None:
        # What was typed a moment before comes without the end of its line: that is waited for
        # here and not in a read, where all else would wait, too.
        if _ended(handle):
            pressed.set()

    try:
        loop.add_reader(handle, read)
    except (NotImplementedError, PermissionError):
        # On Windows no loop waits for the console, and on no system one waits for a plain file.
        await _told_by_a_thread(handle)
        return
    try:
        await pressed.wait()
    finally:
        loop.remove_reader(handle)


@contextmanager
def unechoed() -> Iterator[None]:
    """Let the terminal here keep keys for whoever reads them next, and show none of them.

    By itself it gathers a line, shows it wherever the cursor is, and takes a Ctrl-D that nobody
    reads at once for nothing. Ctrl-C ends the process as ever. Where no terminal is, nothing is
    done.
    """
    if termios is None or not sys.stdin.isatty():
        yield
        return
    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    silent = termios.tcgetattr(handle)
    silent[3] &= ~(termios.ECHO | termios.ICANON)
    # One key is enough for a read; some systems have the sign that ends the input in this place.
    silent[6][termios.VMIN], silent[6][termios.VTIME] = 1, 0
    termios.tcsetattr(handle, termios.TCSANOW, silent)
    try:
        yield
    finally:
        termios.tcsetattr(handle, termios.TCSANOW, before)


async def _told_by_a_thread(handle: int) -> None:
    loop, pressed = asyncio.get_running_loop(), asyncio.Event()

    def tell() -> None:
        with suppress(RuntimeError):  # the loop is over, and nobody waits in it
            loop.call_soon_threadsafe(pressed.set)

    with _changing:
        waits = handle in _listeners
        _listeners.setdefault(handle, set()).add(tell)
    if not waits:
        # It cannot be stopped: as a daemon it holds up nobody at the end, and the next who waits
        # here shares it. It reads the handle and not the stream, whose lock it would keep.
        threading.Thread(target=_wait, args=(handle,), name="enter", daemon=True).start()
    try:
        await pressed.wait()
    finally:
        with _changing:
            _listeners.get(handle, set()).discard(tell)


def _wait(handle: int) -> None:
    while not _ended(handle):
        pass
    with _changing:
        listeners = _listeners.pop(handle)
    for tell in listeners:
        tell()


def _ended(handle: int) -> bool:
    """Read what is there, and return whether a line or the input ended with it."""
    try:
        typed = os.read(handle, _PLENTY)
    except OSError:
        return True  # closed under us: that is an end, too
    return not typed or b"\n" in typed
