"""Signals, heard at once, by a loop that is asleep and by one that something holds."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_HANG_UP: Final = ("SIGHUP", "SIGBREAK")
"""The terminal was closed; on Windows Ctrl-Break says the same."""
_STOPS: Final = ("SIGINT", "SIGTERM", *_HANG_UP)
_PLENTY: Final = 4096
"""Bytes, one a signal, that are read at a time."""


@contextmanager
def stop_signal(
    at_once: Callable[[], object] = lambda: None, *, hang_up: bool = True
) -> Iterator[asyncio.Event]:
    """Give an event that is set when this process is asked to stop.

    `at_once` is called in the middle of whatever runs, even while a terminal that takes no output
    blocks the loop. `hang_up`: closing the terminal counts, too.
    """
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        at_once()
        loop.call_soon_threadsafe(asked.set)

    names = [name for name in _STOPS if hang_up or name not in _HANG_UP]
    numbers = [number for name in names if (number := getattr(signal, name, None))]
    before = {number: signal.signal(number, ask) for number in numbers}
    try:
        with _waking(loop):
            yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _waking(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Let any signal wake the loop: handlers run in its thread, and only while that is awake.

    A signal that another thread is given, or that comes just before the loop falls asleep, would
    otherwise be heard with the next key or the next frame. The loop of Windows, which waits for
    no handle, does it by itself.
    """
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        theirs.setblocking(False)
        try:
            loop.add_reader(ours, _drain, ours)
        except NotImplementedError:
            yield
            return
        before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            loop.remove_reader(ours)
            signal.set_wakeup_fd(before)


def _drain(ours: socket.socket) -> None:
    with contextlib.suppress(BlockingIOError):
        ours.recv(_PLENTY)
