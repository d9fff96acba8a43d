"""Why a value does not fit a field, in a sentence for whoever wrote it."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any, Final

from msgspec import inspect

from turnabout_protocol.codec import Malformed

_STEP: Final = re.compile(r"\.([^.\[]+)|\[(\d+)\]")
_FIELD: Final = re.compile(r"\AObject (?P<what>missing|contains).*`(?P<name>.*)`\Z", re.DOTALL)

_PATTERNS: Final = {
    "id": "may have small letters, digits and dashes, and at most 40 of them",
    "tags": "may have small letters, digits and dashes, and at most 40 of them",
    "language": "is a language such as en or de-CH",
}


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ` Did you mean “...”?` when one of the `known` words is near, else nothing."""
    found = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean “{found[0]}”?" if found else ""


def explain(problem: Malformed, kind: type, plain: Any, written: str) -> tuple[str, str]:
    """Return path and sentence for `problem`, met while `plain` was taken for a `kind`.

    `written` is how the value at the problem's path stands in the file.
    """
    expected, value = _walk(inspect.type_info(kind), plain, problem.path)
    if match := _FIELD.match(problem.reason):
        return _field(problem.path, match["what"], match["name"], expected)
    if isinstance(expected, inspect.UnionType) and problem.path.endswith("]"):
        return problem.path, f"This must be {_wanted(expected)}."
    return problem.path, _sentence(expected, value, written, problem)


def _field(path: str, what: str, name: str, expected: inspect.Type) -> tuple[str, str]:
    if what == "missing":
        return path, f"“{name}” is missing here. Add it."
    known = _field_names(expected)
    hint = nearest(name, known) or f" Known here: {', '.join(known)}."
    return f"{path}.{name}", f"There is no field “{name}” here.{hint}"


def _field_names(kind: inspect.Type) -> list[str]:
    if not isinstance(kind, inspect.StructType):
        return []
    tag = [kind.tag_field] if kind.tag_field else []
    return tag + [field.encode_name for field in kind.fields]


def _walk(kind: inspect.Type, value: Any, path: str) -> tuple[inspect.Type, Any]:
    """Return the type that is expected at `path`, and the value that stands there."""
    for name, index in _STEP.findall(path.removeprefix("$")):
        kind = _choose(kind, value)
        if name and isinstance(kind, inspect.StructType) and isinstance(value, dict):
            fields = {field.encode_name: field.type for field in kind.fields}
            if name not in fields:
                return kind, value.get(name)
            kind, value = fields[name], value.get(name)
        elif index and isinstance(kind, inspect.VarTupleType):
            kind, value = kind.item_type, value[int(index)]
    return _choose(kind, value), value


def _choose(kind: inspect.Type, value: Any) -> inspect.Type:
    """Return the member of a union that `value` says it is."""
    kind = kind.type if isinstance(kind, inspect.Metadata) else kind
    if isinstance(kind, inspect.UnionType):
        for one in kind.types:
            if isinstance(one, inspect.StructType) and isinstance(value, dict):
                if value.get(one.tag_field) == one.tag:
                    return one
            elif isinstance(one, inspect.VarTupleType) and isinstance(value, list):
                return one
    return kind


def _sentence(kind: inspect.Type, value: Any, written: str, problem: Malformed) -> str:
    name = re.split(r"[.\[]", re.sub(r"\[\d+\]\Z", "", problem.path))[-1]
    match kind:
        case inspect.StrType() if not isinstance(value, str):
            return f"This must be {_wanted(kind)}, but {_reads(value, written)}"
        case inspect.StrType(max_length=most) if most is not None and len(value) > most:
            return f"The text has {len(value)} characters. At most {most} fit."
        case inspect.StrType() if not value:
            return "The text is empty. Write something, or take the field out."
        case inspect.StrType():
            rule = _PATTERNS.get(name, "has a form of its own")
            return f"“{_short(value)}” does not fit: {name} {rule}."
        case inspect.IntType() | inspect.FloatType():
            return f"This must be {_wanted(kind)}, but {_reads(value, written)}"
        case inspect.VarTupleType() if isinstance(value, list):
            return f"Here is a list of {len(value)}. {_wanted(kind).capitalize()} is needed."
        case inspect.LiteralType(values=values) if isinstance(value, str):
            hint = nearest(value, map(str, values))
            return f"“{_short(value)}” is not one of {_listed(values)}.{hint}"
        case inspect.StructType(tag_field=field) if problem.path.endswith(f".{field}"):
            return f"“{_short(str(value))}” is not known here."
        case inspect.UnionType(types=types) if problem.path.endswith(".activity"):
            known = [str(one.tag) for one in types if isinstance(one, inspect.StructType)]
            return f"There is no such activity. Known: {', '.join(known)}."
    return f"This must be {_wanted(kind)}, but {_reads(value, written)}"


def _wanted(kind: inspect.Type) -> str:
    match kind:
        case inspect.StrType():
            return "a text"
        case inspect.IntType():
            return "a whole number" + _bounds(kind.ge, kind.le)
        case inspect.FloatType(gt=0):
            return f"a number above 0, at most {kind.le:g}" if kind.le else "a number above 0"
        case inspect.FloatType():
            return "a number" + _bounds(kind.ge, kind.le)
        case inspect.BoolType():
            return "true or false"
        case inspect.VarTupleType(min_length=least, max_length=most):
            return f"a list{_bounds(least, most)}{' entries' if least or most else ''}"
        case inspect.LiteralType(values=values):
            return _listed(values)
        case inspect.UnionType(types=types) if any(
            isinstance(one, inspect.StructType) for one in types
        ):
            return "a section with an “activity”"
        case inspect.UnionType(types=types):
            # What may be absent is left out in a file, not written as null.
            real = [one for one in types if not isinstance(one, inspect.NoneType)]
            return " or ".join(_wanted(one) for one in real)
    return "a section with fields"


def _bounds(least: float | None, most: float | None) -> str:
    if least is not None and most is not None:
        return f" of {least:g} to {most:g}"
    if least is not None:
        return f" of at least {least:g}"
    return "" if most is None else f" of at most {most:g}"


def _reads(value: Any, written: str) -> str:
    match value:
        case bool():
            truth = "true" if value else "false"
            return f"“{written}” without quotes means {truth}. Quotes make it a text."
        case int() | float():
            return f"it is the number {_short(written)}."
        case None:
            return "nothing is written."
        case list():
            return "it is a list."
        case dict():
            return "it is a section. A text with a colon in it needs quotes."
    return f"it is the text “{_short(str(value))}”."


def _listed(values: Sequence[Any]) -> str:
    return ", ".join(f"“{value}”" for value in values)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
