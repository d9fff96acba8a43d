"""What goes wrong, as one sentence and an exit status. A user never sees a traceback."""

import os
from pathlib import Path
from typing import Final, NamedTuple

from turnabout_language import _
from turnabout_machine.system import HeldOpen

FAILED: Final = 1
USAGE: Final = 2
INTERRUPTED: Final = 130


class Problem(Exception):
    """Something that a person can put right. The message is a sentence with the next step."""

    def __init__(self, sentence: str, status: int = FAILED) -> None:
        super().__init__(sentence)
        self.status = status


class Unforeseen(Exception):
    """Something broke, and whoever caught it had to tidy up first. The cause is what broke."""


class Ending(NamedTuple):
    """How the command ends: what to print to stderr, and the exit status."""

    sentence: str
    status: int


def ending(error: BaseException) -> Ending:
    """Return what to tell about `error`. One nobody foresaw is written to a file and named."""
    if isinstance(error, BaseExceptionGroup):
        return ending(error.exceptions[0])
    if isinstance(error, Unforeseen) and error.__cause__ is not None:
        return ending(error.__cause__)
    if isinstance(error, KeyboardInterrupt):
        return Ending("", INTERRUPTED)
    if isinstance(error, Problem):
        return Ending(str(error), error.status)
    return _known(error) or Ending(_unforeseen(error), FAILED)


def _known(error: BaseException) -> Ending | None:
    # Imported here: only a failure pays for it, and starting up stays quick.
    from turnabout.extras import missing
    from turnabout_client.link.errors import CommandRefused, LinkError
    from turnabout_protocol.links import BadLink
    from turnabout_server.authoring.errors import ScenarioError
    from turnabout_server.errors import ServerError

    match error:
        case ImportError() if absent := missing(error):
            return Ending(absent, FAILED)
        case BadLink() | ScenarioError():
            return Ending(str(error), USAGE)
        case LinkError() | ServerError() | CommandRefused():
            return Ending(error.sentence, FAILED)
        case HeldOpen():
            held = _(
                "Another program, such as Excel or a viewer, has {file} open, and so it cannot be "
                "replaced. Close it there and run this again.",
                file=error.filename or _("a file"),
            )
            return Ending(held, FAILED)
        case OSError():
            return Ending(f"{error.strerror or error}: {error.filename or _('a file')}.", FAILED)
    return None


def _unforeseen(error: BaseException) -> str:
    from turnabout_machine.trouble import frames

    kind = type(error).__name__
    try:
        file = _write(frames(error))
    except OSError:
        return _(
            "Something went wrong that we did not foresee ({kind}). Please tell its authors.",
            kind=kind,
        )
    return _(
        "Something went wrong that we did not foresee ({kind}). The details are "
        "in {file}. Please send them to the authors.",
        kind=kind,
        file=file,
    )


def _write(text: str) -> Path:
    """Write down where it broke, without values or messages: people may send the file on."""
    import platform
    from datetime import UTC, datetime
    from importlib.metadata import version

    from platformdirs import user_log_path

    folder = user_log_path("turnabout", appauthor=False)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    with os.fdopen(
        os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as stream:
        stream.write(f"Turnabout {version('turnabout')}, Python {platform.python_version()}, ")
        stream.write(f"{platform.system()}\n{text}\n")
    return file
