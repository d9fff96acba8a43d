"""What the command takes, verb by verb, as `make docs` found it in the code.

The help and the reading of plain lines look here: that takes a file of some kilobytes, and no
library and no verb.
"""

import json
import os
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple

FILE: Final = os.path.join(os.path.dirname(__file__), "manual.json")


class Entry(NamedTuple):
    """A line of a help: a verb, an argument or an option. What it says is English."""

    name: str
    says: str
    choices: tuple[str, ...] = ()
    default: str = ""
    required: bool = False


class Panel(NamedTuple):
    """Lines that belong together."""

    title: str
    entries: tuple[Entry, ...]


class Place(NamedTuple):
    """An argument or an option as a function takes it."""

    name: str
    """The parameter's own."""
    kind: str
    """text, number, path, choice or flag; other: only the library can read it."""
    choices: tuple[str, ...] = ()
    required: bool = False


class Page(NamedTuple):
    """All about one verb."""

    usage: str
    says: tuple[str, ...]
    """What it does, and its example."""
    panels: tuple[Panel, ...]
    after: str = ""
    runs: str = ""
    """Its function; empty: it has verbs of its own and does nothing without one."""
    places: tuple[Place, ...] = ()
    """Its arguments, in their order."""
    options: Mapping[str, Place] = MappingProxyType({})
    """Its options, by name."""


def written(pages: dict[str, Page]) -> str:
    """Return the file that has these pages: a verb a line."""
    lines = (
        f"{json.dumps(name)}: {json.dumps(page, ensure_ascii=False)}"
        for name, page in pages.items()
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


@cache
def pages() -> dict[str, Page]:
    """Return the pages by verb: `scenario list`; the command's own has no name."""
    with open(FILE, encoding="utf-8") as stream:
        return {name: _page(*found) for name, found in json.load(stream).items()}


def _page(
    usage: str,
    says: list[str],
    panels: list[tuple[str, list[list[Any]]]],
    after: str,
    runs: str,
    places: list[list[Any]],
    options: dict[str, list[Any]],
) -> Page:
    return Page(
        usage=usage,
        says=tuple(says),
        panels=tuple(
            Panel(title, tuple(Entry(*entry) for entry in entries)) for title, entries in panels
        ),
        after=after,
        runs=runs,
        places=tuple(Place(*place) for place in places),
        options={name: Place(*place) for name, place in options.items()},
    )


def verb_of(words: list[str]) -> str:
    """Return the verb that a line begins with; empty: none."""
    known, verb = pages(), ""
    for word in words:
        longer = f"{verb} {word}".lstrip()
        if longer not in known:
            break
        verb = longer
    return verb
