"""docs/protocol.schema.json is what the types say, and what travels is what it says."""

import json
from functools import cache
from typing import Any, get_args

import jsonschema
import msgpack
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from docs.schema import PROTOCOL_FILE, protocol_schema
from tests.protocol.golden.messages import GOLDEN
from tests.protocol.instances import instances
from turnabout_protocol.codec import encode
from turnabout_protocol.events import AnyEvent
from turnabout_protocol.messages import ClientMessage, ServerMessage, Update


@cache
def checker() -> jsonschema.Draft202012Validator:
    schema = json.loads(PROTOCOL_FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_schema_is_what_the_types_say() -> None:
    assert PROTOCOL_FILE.read_text(encoding="utf-8") == protocol_schema(), "run: make docs"


@pytest.mark.parametrize("name", GOLDEN)
def test_stored_frames_are_valid(name: str) -> None:
    checker().validate(msgpack.unpackb(encode(GOLDEN[name])))


@settings(max_examples=10)
@given(st.data())
@pytest.mark.parametrize(
    "kind", [*get_args(ClientMessage), *get_args(ServerMessage)], ids=lambda kind: kind.__name__
)
def test_whatever_is_said_is_valid(kind: Any, data: st.DataObject) -> None:
    message = data.draw(instances(kind))
    if isinstance(message, Update):
        assume(all(entry.event.audience != "server" for entry in message.entries))
    checker().validate(msgpack.unpackb(encode(message)))


@pytest.mark.parametrize(
    "odd",
    [
        {"msg": "hello", "version": 3},
        {"msg": "hello", "version": "3", "code": "7F3K2QMX9TRVH4WZ"},
        {"msg": "hello", "version": 3, "code": "lower"},
        {"msg": "do", "id": "1", "command": {"do": "fly"}},
        {"msg": "do", "id": "1", "command": {"do": "note_aha", "text": "x" * 2000}},
        {"msg": "update", "now": 1, "first": 1, "entries": [{"seq": 1, "at": 0}]},
    ],
)
def test_what_is_wrong_is_not(odd: Any) -> None:
    assert not checker().is_valid(odd)


def test_what_never_leaves_the_server_is_not_in_it() -> None:
    told = json.loads(PROTOCOL_FILE.read_text(encoding="utf-8"))["$defs"]
    hidden = {event.__name__ for event in get_args(AnyEvent) if event.audience == "server"}
    assert hidden
    assert not hidden & told.keys()
    assert not any(f'/{name}"' in json.dumps(told) for name in hidden)
