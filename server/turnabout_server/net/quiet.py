"""A bound on what strangers can make the server write into its log."""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

MOST: Final = 5
"""Most lines of a kind in a second. Lines are of a kind if they have the same unfilled text."""
SPAN: Final = 1.0
KINDS: Final = 256
"""Most kinds to remember; the one that was silent longest is forgotten."""

_Kind = tuple[str, int, str]


@dataclass
class _Told:
    """How many lines of a kind were written, and held back, since `since`."""

    since: float
    written: int = 0
    held: int = 0


class Quiet(logging.Filter):
    """Lets at most MOST lines of a kind through in a second, and says how many it held back.

    One for each handler, since each handler is asked about each line.
    """

    def __init__(self, handler: logging.Handler, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._handler = handler
        self._now = now
        self._told: OrderedDict[_Kind, _Told] = OrderedDict()
        # The log has a thread of its own.
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the line is written. What was held back before it is told first."""
        kind = (record.name, record.levelno, str(record.msg))
        with self._lock:
            held, writes = self._count(kind)
        if held:
            self._tell(kind, held)
        return writes

    def close(self) -> None:
        """Tell what is still held back."""
        with self._lock:
            told, self._told = self._told, OrderedDict()
        for kind, counted in told.items():
            if counted.held:
                self._tell(kind, counted.held)

    def _count(self, kind: _Kind) -> tuple[int, bool]:
        """Return how many lines of the second before are to be told, and whether this one is."""
        now, held = self._now(), 0
        counted = self._told.pop(kind, None)
        if counted is None or now - counted.since >= SPAN:
            held = counted.held if counted else 0
            counted = _Told(now)
        self._told[kind] = counted
        if len(self._told) > KINDS:
            self._told.popitem(last=False)
        writes = counted.written < MOST
        counted.written += writes
        counted.held += not writes
        return held, writes

    def _tell(self, kind: _Kind, held: int) -> None:
        name, level, line = kind
        told = logging.LogRecord(
            name,
            level,
            __file__,
            0,
            "%d more lines like this were held back: %s",
            (held, line),
            None,
        )
        # Past the filters, or it would be counted itself.
        self._handler.acquire()
        try:
            self._handler.emit(told)
        finally:
            self._handler.release()


def hush() -> Callable[[], None]:
    """Bound every line of this process's log by rate. What is returned undoes it."""
    filters = [(handler, Quiet(handler)) for handler in logging.getLogger().handlers]
    for handler, quiet in filters:
        handler.addFilter(quiet)

    def undo() -> None:
        for handler, quiet in filters:
            handler.removeFilter(quiet)
            quiet.close()

    return undo
