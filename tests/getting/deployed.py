"""What the files in deploy/ say, as command lines."""

import json
import os
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

DEPLOY: Final = Path(__file__).parents[2] / "deploy"
CONTAINER: Final = DEPLOY / "Containerfile"
UNIT: Final = DEPLOY / "turnabout.service"
_MOUNT: Final = re.compile(r"--mount=\S+\s+")


class Instruction(NamedTuple):
    """One of a container's file."""

    name: str
    says: str

    @property
    def words(self) -> list[str]:
        """The words of one that is written as a list."""
        words: list[str] = json.loads(self.says[self.says.index("[") :])
        return words

    @property
    def line(self) -> str:
        """The command line of a RUN."""
        return _MOUNT.sub("", self.says)


def instructions(file: Path = CONTAINER) -> list[Instruction]:
    """Return the instructions of a container's file, in their order."""
    text = re.sub(r"^\s*#.*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [Instruction(*line.split(maxsplit=1)) for line in lines if line.strip()]


def one(name: str) -> Instruction:
    """Return the only instruction of that name."""
    (found,) = [one for one in instructions() if one.name == name]
    return found


def settings(name: str) -> Iterator[str]:
    """Yield what the unit says of a setting, in its order."""
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        said, sign, value = line.partition("=")
        if sign and said == name:
            yield value


def started(state: Path) -> list[str]:
    """Return the words of the unit's command line, with what it says of itself filled in."""
    (line,) = settings("ExecStart")
    for told in settings("Environment"):
        name, _, value = shlex.split(told)[0].partition("=")
        line = line.replace(f"${name}", value)
    return shlex.split(line.replace("%S", str(state)))


def rebased(line: str, places: Mapping[str, Path | str]) -> str:
    """Return a command line with what lies elsewhere here: `places` by how the file names them."""
    for there, here in places.items():
        line = line.replace(there, os.fspath(here))
    return line
