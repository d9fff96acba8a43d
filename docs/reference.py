"""Write the reference half of docs/protocol.md from the types themselves: `make docs`.

The prose above the marker is written by hand; all below it comes from the structs, their
docstrings and the strings under their fields. A test fails when the page is not what this prints.
"""

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, get_args

import msgspec
from msgspec import NODEFAULT
from msgspec import inspect as types

from turnabout_protocol import messages
from turnabout_protocol.activities.poll import FEELINGS, STEPS
from turnabout_protocol.agenda import AnyStep
from turnabout_protocol.bases import Event
from turnabout_protocol.commands import AnyCommand
from turnabout_protocol.events import AnyEvent
from turnabout_protocol.privacy import Keeps
from turnabout_protocol.refusals import REFUSALS

PAGE = Path(__file__).with_name("protocol.md")
MARKER = "<!-- Below this line: made by `make docs` from the types. -->"

KEPT: Final[Mapping[Keeps, str]] = {
    "until_close": "Deleted at the close.",
    "in_report": "What it says is in the report.",
    "never": "Never stored.",
}

Struct = type[msgspec.Struct]


def page() -> str:
    """Return docs/protocol.md as it should be."""
    prose = PAGE.read_text(encoding="utf-8").partition(MARKER)[0]
    return prose + MARKER + "\n\n" + "\n".join(reference())


def reference() -> Iterator[str]:
    """Yield the lines of the reference."""
    told: list[Struct] = []
    chapters: list[tuple[str, tuple[Struct, ...]]] = [
        ("Messages from client to server", get_args(messages.ClientMessage)),
        ("Messages from server to client", get_args(messages.ServerMessage)),
        ("Commands", get_args(AnyCommand)),
        ("Events", tuple(e for e in get_args(AnyEvent) if e.audience != "server")),
        ("Steps of an agenda", get_args(AnyStep)),
    ]
    for title, structs in chapters:
        told += structs
        field = structs[0].__struct_config__.tag_field
        yield from (f"## {title}", "", f"Each is a map whose field `{field}` names it.", "")
        for struct in structs:
            yield from chapter(struct)
    yield from ("## Other structs", "")
    for struct in inner(told):
        yield from chapter(struct)
    yield from lists()
    yield from kept_secret()
    yield from refusal_codes()
    yield from close_codes()


def chapter(struct: Struct) -> Iterator[str]:
    """Yield the description of one struct."""
    tag = struct.__struct_config__.tag
    yield f"### {f'`{tag}`' if tag else struct.__name__}"
    yield ""
    yield one_line(inspect.getdoc(struct) or "")
    if issubclass(struct, Event):
        yield f"To: {struct.audience}. {KEPT[struct.keeps]}"
    yield ""
    info = types.type_info(struct)
    assert isinstance(info, types.StructType)
    if not info.fields:
        return
    notes = field_notes(struct)
    yield from ("| field | type | default | meaning |", "|---|---|---|---|")
    for field in info.fields:
        default = shown_default(field)
        note = notes.get(field.name, "")
        yield f"| `{field.encode_name}` | {shown(field.type)} | {default} | {note} |"
    yield ""


def inner(structs: Iterable[Struct]) -> list[Struct]:
    """Return the structs that occur in fields of `structs`, each once, outermost first."""
    seen: dict[Struct, None] = dict.fromkeys(structs)
    queue = list(seen)
    found: list[Struct] = []
    while queue:
        for held in mentioned(types.type_info(queue.pop(0)), top=True):
            if held not in seen:
                seen[held] = None
                found.append(held)
                queue.append(held)
    return found


def mentioned(info: Any, top: bool = False) -> Iterator[Struct]:
    """Yield the structs in a type."""
    match info:
        case types.StructType() if top:
            for field in info.fields:
                yield from mentioned(field.type)
        case types.StructType():
            yield info.cls
        case types.UnionType():
            for one in info.types:
                yield from mentioned(one)
        case types.DictType():
            yield from mentioned(info.value_type)
        case types.VarTupleType() | types.ListType():
            yield from mentioned(info.item_type)
        case types.TupleType():
            for one in info.item_types:
                yield from mentioned(one)


def shown(info: Any) -> str:
    """Return a type in words."""
    match info:
        case types.Metadata():
            return shown(info.type)
        case types.StrType():
            return "text" + limits(info.min_length, info.max_length, " characters") + like(info)
        case types.IntType():
            return "integer" + limits(info.ge, info.le, "")
        case types.FloatType():
            return "number" + limits(info.ge, info.le, "")
        case types.BoolType():
            return "boolean"
        case types.NoneType():
            return "nil"
        case types.LiteralType():
            return " or ".join(f"`{value}`" for value in info.values)
        case types.VarTupleType() | types.ListType():
            most = limits(info.min_length, info.max_length, "")
            return f"array{most} of {shown(info.item_type)}"
        case types.TupleType():
            return "array of [" + ", ".join(shown(one) for one in info.item_types) + "]"
        case types.DictType():
            most = limits(info.min_length, info.max_length, "")
            value = shown(info.value_type)
            # Else "or nil" could be read as the map's.
            value = f"({value})" if isinstance(info.value_type, types.UnionType) else value
            return f"map{most} of {key(info.key_type)} to {value}"
        case types.UnionType() if all(isinstance(t, types.StructType) for t in info.types):
            return one_of(info)
        case types.UnionType():
            return " or ".join(shown(one) for one in info.types)
        case types.StructType():
            return info.cls.__name__
    raise TypeError(f"no words for {info}")


def one_of(info: types.UnionType) -> str:
    """Return a union of structs in words."""
    for union, words in ((AnyCommand, "a command"), (AnyEvent, "an event"), (AnyStep, "a step")):
        if {t.cls for t in info.types if isinstance(t, types.StructType)} == set(get_args(union)):
            return words
    return " or ".join(shown(one) for one in info.types)


def key(info: Any) -> str:
    """Return the type of a map's keys: integers travel as text."""
    return "integer as text" if isinstance(info, types.IntType) else shown(info)


def limits(least: float | None, most: float | None, unit: str) -> str:
    """Return limits in words."""
    if most is None:
        return "" if least is None else f" (from {least}{unit})"
    return f" ({least or 0} to {most}{unit})"


def like(info: types.StrType) -> str:
    """Return a pattern in words."""
    return f" like `{info.pattern}`".replace("|", "\\|") if info.pattern else ""


def shown_default(field: types.Field) -> str:
    """Return a default; nothing when the field is required."""
    if field.required:
        return "required"
    if field.default is NODEFAULT:
        return "empty"
    return f"`{msgspec.json.encode(field.default).decode()}`"


def field_notes(struct: Struct) -> dict[str, str]:
    """Return the strings that stand under the fields of a struct and of its bases."""
    notes: dict[str, str] = {}
    for base in reversed(struct.__mro__[:-2]):
        try:
            tree = ast.parse(textwrap.dedent(inspect.getsource(base))).body[0]
        except (OSError, TypeError):
            continue
        body = tree.body if isinstance(tree, ast.ClassDef) else []
        for node, under in pairwise(body):
            match node, under:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str(text))),
                ):
                    notes[name] = one_line(text)
    return notes


def one_line(text: str) -> str:
    """Return `text` without its line breaks."""
    return " ".join(text.split())


def lists() -> Iterator[str]:
    """Yield the answers that a question of a poll means by a word."""
    yield from (
        "## Answers to choose from",
        "",
        "| `options` | what `picks` may hold |",
        "|---|---|",
    )
    yield f"| `feelings` | {', '.join(f'`{feeling}`' for feeling in FEELINGS)} |"
    for name, steps in STEPS.items():
        yield f"| `{name}` | one step of its scale, as text: `1` to `{steps}` |"
    yield from ("| a list | texts out of it, as they stand there |", "")


def kept_secret() -> Iterator[str]:
    """Yield the names of the events that nobody is sent."""
    hidden = sorted(
        str(event.__struct_config__.tag)
        for event in get_args(AnyEvent)
        if event.audience == "server"
    )
    yield from ("## Events that never leave the server", "")
    yield from (f"- `{name}`" for name in hidden)
    yield ""


def refusal_codes() -> Iterator[str]:
    """Yield the table of refusals."""
    yield from ("## Refusals", "", "| code | do what? | because |", "|---|---|---|")
    for code, (then, because) in REFUSALS.items():
        yield f"| `{code}` | {then} | {because} |"
    yield ""


def close_codes() -> Iterator[str]:
    """Yield the table of close codes."""
    yield from (
        "## Close codes",
        "",
        "| code | `reason` | come back? | because |",
        "|---|---|---|---|",
    )
    notes = value_notes(messages.CloseCode)
    for code in messages.CloseCode:
        back = "yes" if code.come_back else "no"
        yield f"| {code.value} | `{code.reason}` | {back} | {notes[code.name]} |"
    yield ""


def value_notes(kind: type) -> dict[str, str]:
    """Return the strings that stand under the values of an enumeration."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    assert isinstance(tree, ast.ClassDef)
    notes: dict[str, str] = {}
    for node, under in pairwise(tree.body):
        match node, under:
            case ast.Assign(targets=[ast.Name(id=name)]), ast.Expr(
                value=ast.Constant(value=str(text))
            ):
                notes[name] = one_line(text)
    return notes


if __name__ == "__main__":
    wanted = page()
    if "--check" in sys.argv:
        sys.exit(wanted != PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(wanted, encoding="utf-8")
