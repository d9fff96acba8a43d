"""Text files that people write, read as YAML without YAML's surprises.

One pass over the parser's events gives plain values and the place of every one of them, so that any
later complaint can name the line. Whatever is dangerous, or means something other than it seems to,
is refused with a sentence: anchors, tags, tabs, keys twice, several documents, other encodings.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from turnabout_machine import files
from turnabout_protocol.text import clean
from turnabout_server.authoring.errors import ScenarioError

LARGEST: Final = 256 * 1024
"""Largest file, in bytes. It is looked at before the file is read."""
DEEPEST: Final = 12
"""Deepest nesting of lists and sections."""

Plain = Any  # what YAML can say: dict, list, str, int, float, bool or None
_WORD: Final = re.compile(r"\A[-+.\w]{1,40}\Z")
_NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL"})
_NO_ANCHORS: Final = "Anchors (&) and aliases (*) are not used. Write it out, or quote it."


class Spot(NamedTuple):
    """Where a value stands."""

    line: int
    column: int
    written: str
    """How a plain value was written; empty for lists and sections."""


class SourceFile(NamedTuple):
    """A file's values and their places, by path; `$` is the whole."""

    file: Path
    plain: Plain
    places: dict[str, Spot]

    def error(self, path: str, sentence: str) -> ScenarioError:
        """Return the error for the value at `path`, or for the nearest one around it."""
        at = path
        while at not in self.places and at != "$":
            at = at[: max(at.rfind("."), at.rfind("["))]
        field = path.removeprefix("$").removeprefix(".")
        place = self.places[at]
        return ScenarioError(self.file, place.line, field, sentence, column=place.column)


def read(file: Path) -> SourceFile:
    """Return what is written in `file`. Raises ScenarioError."""
    return parse(file, text_of(file))


def parse(file: Path, text: str) -> SourceFile:
    """Return what `text` says, which is that of `file`. Raises ScenarioError."""
    try:
        reader = _Reader(file, text)
        plain = reader.document()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        column = error.problem_mark.column + 1 if error.problem_mark else 0
        sentence = _yaml_sentence(error, text, line)
        raise ScenarioError(file, line, "", sentence, column=column) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - text.rfind("\n", 0, error.position)
        sentence = "There is an invisible control character here. Delete it."
        raise ScenarioError(file, line, "", sentence, column=column) from None
    return SourceFile(file, plain, reader.places)


def text_of(file: Path) -> str:
    """Return the text of `file`, which is no larger than a scenario. Raises ScenarioError."""
    try:
        if file.is_dir():
            raise ScenarioError(file, 0, "", "This is a folder. Name one file in it.")
        size = file.stat().st_size
        if size > LARGEST:
            raise ScenarioError(
                file,
                0,
                "",
                f"The file has {size // 1024} KiB; a scenario is a few KiB, and at most "
                f"{LARGEST // 1024} KiB are read. Is it the right file?",
            )
        data = files.read(file, most=LARGEST)
    except ScenarioError:
        raise
    except files.NotPlain:
        raise ScenarioError(
            file, 0, "", "This is not an ordinary file, or it has no end. Name a text file."
        ) from None
    except FileNotFoundError:
        raise ScenarioError(file, 0, "", "There is no such file. Check the path.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ScenarioError(file, 0, "", f"The file cannot be read: {reason}.") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ScenarioError(
            file, line, "", "This is not UTF-8 text. Save the file as UTF-8."
        ) from None


class _Reader:
    def __init__(self, file: Path, text: str) -> None:
        self._file = file
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.SafeLoader)
        self.places: dict[str, Spot] = {}

    def document(self) -> Plain:
        next(self._events)  # the stream's start
        if not isinstance(next(self._events), yaml.DocumentStartEvent):
            sentence = "The file is empty. `turnabout scenario list` names files to start from."
            raise ScenarioError(self._file, 0, "", sentence)
        plain = self._value(next(self._events), "$", 0)
        next(self._events)  # the document's end
        following = next(self._events)
        if isinstance(following, yaml.DocumentStartEvent):
            raise self._refuse(following, "$", "A second document begins here. A file holds one.")
        return plain

    def _value(self, event: yaml.Event, path: str, depth: int) -> Plain:
        if depth > DEEPEST:
            raise self._refuse(event, path, f"This is nested more than {DEEPEST} deep.")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._refuse(event, path, _NO_ANCHORS)
        if getattr(event, "tag", None):
            raise self._refuse(event, path, "Tags (!) are not used. Put the text into quotes.")
        written = event.value if isinstance(event, yaml.ScalarEvent) else ""
        self.places[path] = Spot(_line(event), _column(event), written)
        match event:
            case yaml.SequenceStartEvent():
                return self._list(path, depth)
            case yaml.MappingStartEvent():
                return self._section(path, depth)
            case yaml.ScalarEvent():
                return _scalar(event)
        raise TypeError(type(event).__name__)

    def _list(self, path: str, depth: int) -> list[Plain]:
        found: list[Plain] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            found.append(self._value(event, f"{path}[{len(found)}]", depth + 1))
        return found

    def _section(self, path: str, depth: int) -> dict[str, Plain]:
        found: dict[str, Plain] = {}
        while not isinstance(key := next(self._events), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent) or key.anchor or key.tag:
                raise self._refuse(key, path, "A field's name must be one plain word.")
            name = clean(key.value, 80)
            if name in found:
                raise self._refuse(key, path, f"“{name}” is written twice. Keep one of them.")
            inner = f"{path}.{name}"
            found[name] = self._value(next(self._events), inner, depth + 1)
            # A section begins a line below its name; people look for the name.
            self.places[inner] = self.places[inner]._replace(line=_line(key), column=_column(key))
        return found

    def _refuse(self, event: yaml.Event, path: str, sentence: str) -> ScenarioError:
        field = path.removeprefix("$").removeprefix(".")
        return ScenarioError(self._file, _line(event), field, sentence, column=_column(event))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _column(event: yaml.Event) -> int:
    return event.start_mark.column + 1 if event.start_mark else 0


def _scalar(event: yaml.ScalarEvent) -> Plain:
    """Return the value; only a number, a truth or nothing is more than text.

    YAML also reads 1:30 as ninety and 2026-11-23 as a date, but no author means that.
    """
    text: str = event.value
    if event.implicit[0] and text in _NOTHING:
        return None
    if event.implicit[0] and _WORD.match(text):
        try:
            value = yaml.safe_load(text)
        except (yaml.YAMLError, ValueError):
            value = text
        if isinstance(value, bool | int | float):
            return value
    return clean(text, max(1, len(text)))


def _yaml_sentence(error: yaml.MarkedYAMLError, text: str, line: int) -> str:
    lines = text.splitlines()
    here = lines[line - 1] if 0 < line <= len(lines) else ""
    problem = error.problem or "this cannot be read"
    if "\\t" in problem or here[: len(here) - len(here.lstrip())].count("\t"):
        return "There is a tab in the indentation. Use spaces."
    if "mapping values are not allowed" in problem:
        return "A colon stands inside a text without quotes. Put the text into quotes."
    if "found unexpected end of stream" in problem or "while scanning a quoted" in str(error):
        return "A quote is opened and never closed."
    if "could not find expected ':'" in problem:
        return "A field's name needs a colon after it, or this line needs more indentation."
    if "undefined alias" in problem or "alias" in problem or "anchor" in problem:
        return _NO_ANCHORS
    if "cannot start any token" in problem:
        return "A text begins with a sign that YAML reserves. Put the text into quotes."
    return f"This is not valid YAML ({problem}). Check quotes, brackets and indentation here."
