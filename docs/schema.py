"""Write the schemas of scenarios, of reports and of the protocol from the types: `make docs`.

An editor that knows the first one completes fields, and marks mistakes while one types. What a
schema cannot say, such as the same number of cards on both sides, `turnabout scenario check` says.
The second one is for programs that read reports, the third one for clients in other languages.
"""

import json
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from typing import Any, get_args

import msgspec
from msgspec import inspect as types

from docs.reference import field_notes, mentioned
from turnabout_protocol.events import AnyEvent
from turnabout_protocol.messages import ClientMessage, ServerMessage
from turnabout_protocol.report import Report
from turnabout_protocol.scenario import Scenario

FILE = Path(__file__).parents[1] / "scenarios" / "scenario.schema.json"
REPORT_FILE = Path(__file__).with_name("report.schema.json")
PROTOCOL_FILE = Path(__file__).with_name("protocol.schema.json")
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(top: type[msgspec.Struct] = Scenario, title: str = "A scenario for Turnabout") -> str:
    """Return the text of the schema of `top` as it should be."""
    made = _portable(msgspec.json.schema(top))
    for struct in _structs(top):
        fields = made["$defs"][struct.__name__]["properties"]
        names = dict(zip(struct.__struct_fields__, struct.__struct_encode_fields__, strict=True))
        for name, note in field_notes(struct).items():
            fields[names[name]]["description"] = note
    head = {"$schema": DIALECT, "title": title}
    return json.dumps(head | made, indent=2, ensure_ascii=False) + "\n"


def report_schema() -> str:
    """Return the text of the schema of a report as it should be."""
    return schema(Report, "A report of Turnabout")


def protocol_schema() -> str:
    """Return the text of the schema of all messages, with numbers as keys of maps as they travel.

    Events that never leave the server are in it only as far as the fold of one is stored.
    """
    sides = {"client": ClientMessage, "server": ServerMessage}
    told, defined = msgspec.json.schema_components(sides.values(), ref_template="#/$defs/{name}")
    hidden = {event.__name__ for event in get_args(AnyEvent) if event.audience == "server"}
    shown: dict[str, Any] = _portable(
        {name: _without(part, hidden) for name, part in defined.items() if name not in hidden}
    )
    made = {
        "$schema": DIALECT,
        "title": "The protocol of Turnabout",
        "description": "A message is valid when it is one of either side's.",
        "anyOf": [{"$ref": f"#/$defs/From{side.title()}"} for side in sides],
        "$defs": {
            **{
                f"From{side.title()}": _portable(part)
                for side, part in zip(sides, told, strict=True)
            },
            **dict(sorted(shown.items())),
        },
    }
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def _without(part: Any, names: set[str]) -> Any:
    """Return `part` of a schema without what refers to `names`."""
    refs = {f"#/$defs/{name}" for name in names}
    match part:
        case {"$ref": str(ref)} if ref in refs:
            return None
        case dict():
            kept = {key: _without(value, names) for key, value in part.items()}
            return {
                key: value
                for key, value in kept.items()
                if not (value is None and part[key] is not None)
            }
        case list() | tuple():
            return [inner for one in part if (inner := _without(one, names)) is not None]
        case str() if part in refs:
            return None
    return part


def _structs(struct: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    yield struct
    for inner in mentioned(types.type_info(struct), top=True):
        yield from _structs(inner)


def _portable(part: Any) -> Any:
    """Return `part` of a schema as it is under every Python, for every dialect of patterns."""
    match part:
        case dict():
            return {name: _written(name, value) for name, value in part.items()}
        case list() | tuple():
            return [_portable(one) for one in part]
    return part


def _written(name: str, value: Any) -> Any:
    match name, value:
        case "pattern", str():
            return value.replace(r"\A", "^").replace(r"\Z", "$")
        case "description", str():
            # Newer Pythons cut the indentation of docstrings themselves, and older ones do not.
            return cleandoc(value)
    return _portable(value)


if __name__ == "__main__":
    FILE.write_text(schema(), encoding="utf-8")
    REPORT_FILE.write_text(report_schema(), encoding="utf-8")
    PROTOCOL_FILE.write_text(protocol_schema(), encoding="utf-8")
