"""The command as a real process, with its input and output in pipes."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.support.patience import LIMIT

COMMAND: Final = (sys.executable, "-m", "turnabout.main")


def folders(home: Path | None) -> dict[str, str]:
    """Return an environment in which all that is kept lands in `home`."""
    kept = {"XDG_DATA_HOME": str(home), "XDG_STATE_HOME": str(home)} if home else {}
    return {**os.environ, "COLUMNS": "100", **kept}


def turnabout(
    *arguments: str, home: Path | None = None, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end; `typed` is all that ever comes in."""
    return subprocess.run(
        [*COMMAND, *arguments],
        input=typed,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
        env=folders(home),
    )


def started(arguments: Sequence[str], home: Path) -> "subprocess.Popen[str]":
    """Start the command and let it run."""
    return subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=folders(home),
    )


def read_until(process: "subprocess.Popen[str]", part: str) -> str:
    """Return what `process` prints up to the line with `part` in it."""
    assert process.stdout is not None
    printed = ""
    for line in process.stdout:
        printed += line
        if part in line:
            return printed
    assert process.stderr is not None
    raise AssertionError(f"{part!r} never came: {printed}{process.stderr.read()}")
