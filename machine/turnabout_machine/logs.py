"""Logs that others may read, even where code other than ours writes them.

Libraries log an error with its traceback, and Python prints those that nobody caught. Both contain
the error's text, and so what people typed. Here an error is only its frames, whoever logs it.
"""

import logging
import sys
import threading
from copy import copy
from typing import Any, Final

from turnabout_machine.trouble import frames

_log: Final = logging.getLogger(__name__)


class Frames(logging.Formatter):
    """Writes the error of a record as its frames."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without the traceback that another handler left in the record."""
        own = copy(record)
        own.exc_text = None
        return super().format(own)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name that logging calls
        """Return where the error was."""
        return frames(ei[1]) if ei[1] is not None else ""


def log_to_stderr() -> None:
    """Write log lines to stderr from here on."""
    handler = logging.StreamHandler()
    handler.setFormatter(Frames("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def watch_process() -> None:
    """Log what fails in a thread or while an object is destroyed, and print none of it."""
    threading.excepthook = lambda args: _failed("A thread", args.exc_value)
    sys.unraisablehook = lambda args: _failed("Something thrown away", args.exc_value)


def watch_loop() -> None:
    """Log what fails in the running loop while nobody waits for it."""
    # Imported here: a command that runs no loop starts without it.
    import asyncio

    asyncio.get_running_loop().set_exception_handler(_unwatched)


def _unwatched(_loop: object, context: dict[str, Any]) -> None:
    # Its "message" may quote the arguments of a call.
    _failed("Something nobody waits for", context.get("exception"))


def _failed(what: str, error: BaseException | None) -> None:
    _log.error("%s failed: %s", what, "no error" if error is None else frames(error))
