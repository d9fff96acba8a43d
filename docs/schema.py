"""Write scenarios/scenario.schema.json and docs/report.schema.json from the types: `make docs`.

An editor that knows the first one completes fields, and marks mistakes while one types. What a
schema cannot say, such as the same number of cards on both sides, `turnabout scenario check` says.
The second one is for programs that read reports.
"""

import json
from collections.abc import Iterator
from inspect import getdoc
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect as types

from docs.reference import field_notes, mentioned
from turnabout_protocol.report import Report
from turnabout_protocol.scenario import Scenario

FILE = Path(__file__).parents[1] / "scenarios" / "scenario.schema.json"
REPORT_FILE = Path(__file__).with_name("report.schema.json")


def schema(top: type[msgspec.Struct] = Scenario, title: str = "A scenario for Turnabout") -> str:
    """Return the text of the schema of `top` as it should be."""
    made = _portable(msgspec.json.schema(top))
    for struct in _structs(top):
        fields = made["$defs"][struct.__name__]["properties"]
        names = dict(zip(struct.__struct_fields__, struct.__struct_encode_fields__, strict=True))
        # Newer Pythons cut the indentation of docstrings themselves, and older ones do not.
        made["$defs"][struct.__name__]["description"] = getdoc(struct)
        for name, note in field_notes(struct).items():
            fields[names[name]]["description"] = note
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return json.dumps(head | made, indent=2, ensure_ascii=False) + "\n"


def report_schema() -> str:
    """Return the text of the schema of a report as it should be."""
    return schema(Report, "A report of Turnabout")


def _structs(struct: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    yield struct
    for inner in mentioned(types.type_info(struct), top=True):
        yield from _structs(inner)


def _portable(part: Any) -> Any:
    """Return `part` of a schema with patterns that every dialect of expressions knows."""
    match part:
        case dict():
            return {
                name: value.replace(r"\A", "^").replace(r"\Z", "$")
                if name == "pattern" and isinstance(value, str)
                else _portable(value)
                for name, value in part.items()
            }
        case list() | tuple():
            return [_portable(one) for one in part]
    return part


if __name__ == "__main__":
    FILE.write_text(schema(), encoding="utf-8")
    REPORT_FILE.write_text(report_schema(), encoding="utf-8")
