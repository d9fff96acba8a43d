"""What a list of the library says, without reading its files as scenarios and agendas.

`make docs` reads them, and writes that down in a file beside them, with the sum of each file. A
file that has changed since, or is new, is read.
"""

import json
import zlib
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from turnabout_server.authoring.shelves import library

NAME: Final = "index.json"


class ScenarioLine(NamedTuple):
    """A scenario, in a list."""

    title: str
    language: str
    sides: tuple[str, str]
    """What the two are called."""


class AgendaLine(NamedTuple):
    """An agenda, in a list."""

    id: str
    minutes: float
    steps: int
    play: str
    """Minutes of play, as they are told."""
    debrief: str


def scenario_line(file: Path) -> ScenarioLine:
    """Return what a list says of the scenario in `file`. Raises ScenarioError."""
    known = _known(file)
    if known is None:
        return read_scenario(file)
    title, language, sides = known
    return ScenarioLine(title, language, tuple(sides))


def agenda_line(file: Path) -> AgendaLine:
    """Return what a list says of the agenda in `file`. Raises ScenarioError."""
    known = _known(file)
    return read_agenda(file) if known is None else AgendaLine(*known)


def read_scenario(file: Path) -> ScenarioLine:
    """Return the same from the file itself."""
    # Imported here, as below: these bring everything that there is to know about a game.
    from turnabout_protocol.scenario import SIDES
    from turnabout_server.authoring.scenarios import load_scenario

    found = load_scenario(file)
    one, two = (found.sides[side].label for side in SIDES)
    return ScenarioLine(found.title, found.language, (one, two))


def read_agenda(file: Path) -> AgendaLine:
    """Return the same from the file itself."""
    from turnabout_protocol.activities.entry import in_minutes
    from turnabout_protocol.agenda import balance
    from turnabout_server.authoring.scenarios import load_agenda

    found = load_agenda(file)
    weight = balance(found.steps)
    return AgendaLine(
        found.id,
        found.minutes,
        len(found.steps),
        in_minutes(weight.play),
        in_minutes(weight.debrief),
    )


def agendas() -> list[Path]:
    """Return the files of the library's agendas."""
    return sorted((library() / "agendas").glob("*.yaml"))


def written() -> str:
    """Return the index as it should be: a file a line."""
    lines = {file: read_agenda(file) for file in agendas()} | {
        file: read_scenario(file)
        for file in sorted(library().rglob("*.yaml"))
        if file.parent.name != "agendas"
    }
    found = (
        f"{json.dumps(_place(file))}: {json.dumps([_sum(file), *line], ensure_ascii=False)}"
        for file, line in lines.items()
    )
    return "{\n" + ",\n".join(found) + "\n}\n"


def _known(file: Path) -> list[Any] | None:
    """Return what the index says of `file`; None: nothing, or of what it was before."""
    found = _index().get(_place(file))
    if found is None:
        return None
    of, *line = found
    return line if of == _sum(file) else None


@cache
def _index() -> dict[str, list[Any]]:
    try:
        found: dict[str, list[Any]] = json.loads((library() / NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _place(file: Path) -> str:
    """Return where in the library it lies."""
    return file.relative_to(library()).as_posix() if file.is_relative_to(library()) else ""


def _sum(file: Path) -> int:
    # Lines may end otherwise in somebody's checkout.
    return zlib.crc32(file.read_bytes().replace(b"\r\n", b"\n"))
