"""The wheel, and a fresh environment with a plain install of it."""

import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.support.patience import LIMIT

ROOT: Final = Path(__file__).parents[2]
CONSTRAINTS: Final = ("--constraint", str(ROOT / "constraints.txt"))


def run(*arguments: str | Path, cwd: Path | None = None, **more: str) -> str:
    """Run a command to its end; return what it printed. It must not fail."""
    done = finished(arguments, cwd=cwd, **more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def finished(
    arguments: Sequence[str | Path], *, cwd: Path | None = None, given: str = ""
) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end with `given` on its standard input."""
    return subprocess.run(
        arguments,
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        timeout=5 * LIMIT,
        check=False,
    )


def wheel(folder: Path) -> Path:
    """Build the wheel as `make wheel` does; return the file."""
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT)
    (found,) = folder.glob("turnabout-*.whl")
    return found


class Place:
    """A fresh environment, of nothing but the standard library and pip."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=True)
        self._bin = folder / ("Scripts" if sys.platform == "win32" else "bin")

    @property
    def python(self) -> str:
        return str(self._bin / "python")

    @property
    def command(self) -> str:
        return str(self._bin / "turnabout")

    def install(self, what: str) -> None:
        """Install it with pip, at the versions of the suite."""
        run(self.python, "-m", "pip", "install", "-q", *CONSTRAINTS, what)
