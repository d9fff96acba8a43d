"""Bytes from strangers are a message or Malformed, nothing else; messages survive the journey."""

from contextlib import suppress
from pathlib import Path
from typing import Any, get_args

import msgpack
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.protocol.golden.messages import GOLDEN
from tests.protocol.instances import instances
from turnabout_protocol import codec
from turnabout_protocol.activities.ideas import Vote
from turnabout_protocol.codec import DEPTH, FRAME, ITEMS, Malformed, decode, encode
from turnabout_protocol.commands import AnyCommand
from turnabout_protocol.events import AnyEvent
from turnabout_protocol.fold import Entry
from turnabout_protocol.messages import ClientMessage, Do, ServerMessage, Update

FOLDER = Path(__file__).parent / "golden"
Message = ClientMessage | ServerMessage


def malformed(data: Any, kind: Any = Message) -> Malformed:
    with pytest.raises(Malformed) as caught:
        decode(data, kind)
    assert caught.value.path.startswith("$")
    assert caught.value.reason
    return caught.value


# Hostile bytes ------------------------------------------------------------------------------------

KEYS = st.one_of(
    st.text(max_size=4), st.integers(-(2**63), 2**63), st.binary(max_size=3), st.none()
)
PLAIN = st.recursive(
    st.one_of(
        *(st.none(), st.booleans(), st.integers(-(2**63), 2**64 - 1), st.floats()),
        *(st.text(max_size=8), st.binary(max_size=8)),
        st.sampled_from(["do", "hello", "draft", "speak", "scene"]),
        st.builds(msgpack.ExtType, st.integers(0, 127), st.binary(max_size=8)),
        st.builds(msgpack.Timestamp, st.integers(0, 2**33)),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(KEYS, inner, max_size=4),
        st.fixed_dictionaries(
            {"msg": st.sampled_from(["do", "hello", "draft", "update"])},
            optional={"id": inner, "command": inner, "said": inner, "version": inner},
        ),
    ),
    max_leaves=12,
)


@given(st.binary(max_size=120))
def test_any_bytes_are_a_message_or_malformed(data: bytes) -> None:
    malformed(data)


@given(PLAIN)
def test_any_values_are_a_message_or_malformed(value: Any) -> None:
    with suppress(Malformed):
        decode(msgpack.packb(value), Message)


@given(st.sampled_from(list(GOLDEN.values())), st.data())
def test_a_damaged_message_is_a_message_or_malformed(
    message: msgspec.Struct, data: st.DataObject
) -> None:
    packed = bytearray(encode(message))
    for _ in range(data.draw(st.integers(1, 3))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(packed)))
    for hostile in (bytes(packed), bytes(packed[:cut])):
        with suppress(Malformed):
            decode(hostile, Message)


HELLO = {"msg": "hello", "version": 1, "code": "ABCDEFGH"}
REFUSED = {"msg": "refused", "id": "1", "code": "no", "sentence": "No."}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("text", "binary, not text"),
        (b"", "whole msgpack value"),
        (msgpack.packb(HELLO)[:-1], "whole msgpack value"),
        (msgpack.packb(HELLO) + b"\xc0", "whole msgpack value"),
        (b"\xdd\xff\xff\xff\xff", "whole msgpack value"),
        (b"\xdf\xff\xff\xff\xff", "whole msgpack value"),
        (b"\xdb\xff\xff\xff\xff", "whole msgpack value"),
        (b"\xdc\xff\xff" + b"\xc0" * 0xFFFF, "bytes are more than"),
        (b"\x91" * (DEPTH + 1) + b"\xc0", "deep"),
        (msgpack.packb([0] * ITEMS), "values"),
        (b"\xc1", "extension"),
        (msgpack.packb(msgpack.ExtType(5, b"x")), "extension"),
        (msgpack.packb(msgpack.Timestamp(1)), "extension"),
        (msgpack.packb({"msg": msgpack.ExtType(5, b"x" * 300)}), "extension"),
        (b"\x82\xa1a\xc0\xa1a\xc0", "twice"),
        (msgpack.packb({**REFUSED, "values": {"a": 1, "a\x1b": 2}}), "twice"),
        (b"\x81\x01\xc0", "msgpack"),
        (b"\x81\xc4\x01a\xc0", "missing"),
        (msgpack.packb({**REFUSED, "values": {b"a": 1}}), "str"),
        (b"\x81\x90\xc0", "msgpack"),
        (b"\xa2\xff\xfe", "msgpack"),
        (msgpack.packb({**HELLO, "code": b"ABCDEFGH"}), "bytes"),
        (b"\x01" * (FRAME + 1), "bytes are more than"),
        (msgpack.packb([HELLO]), "Expected"),
        (msgpack.packb({"msg": "no"}), "Invalid value"),
        (msgpack.packb({}), "missing"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_every_excess_has_its_reason(data: Any, says: str) -> None:
    assert says in malformed(data).reason


def test_nested_as_deep_as_allowed_is_judged_by_its_type() -> None:
    assert "deep" not in malformed(b"\x91" * DEPTH + b"\xc0").reason


def speak(said: Any, **more: Any) -> bytes:
    command = {"do": "speak", "step": "scene", "turn": 1, "said": said, **more}
    packed: bytes = msgpack.packb({"msg": "do", "id": "1", "command": command})
    return packed


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (speak({"say": "x" * 601}), "$.command.said.say"),
        (speak({"say": 3}), "$.command.said.say"),
        (speak({"shout": "x"}), "$.command.said"),
        (speak({}, turn=0), "$.command.turn"),
        (speak({}, step="../scene"), "$.command.step"),
        (speak({}, step="scene\n"), "$.command.step"),
        (speak({}, turn=True), "$.command.turn"),
        (speak({}, do="shout"), "$.command.do"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_the_field_that_is_wrong_is_named(data: bytes, path: str) -> None:
    assert malformed(data).path == path


def test_a_reason_never_carries_what_a_stranger_typed_uncleaned() -> None:
    error = malformed(msgpack.packb({**HELLO, "\x1b]0;x\x07": 1}))
    assert "\x1b" not in str(error)
    assert "\x07" not in str(error)


def test_text_is_cleaned_on_its_way_in() -> None:
    message = decode(speak({"say": "\x1b[2J  hello\u202e\nthere "}), Message)
    assert message.command.said.say == "[2J hello there"


# Good messages ------------------------------------------------------------------------------------


@settings(max_examples=30)
@given(st.data())
@pytest.mark.parametrize("kind", get_args(Message), ids=lambda kind: kind.__name__)
def test_every_message_comes_back(kind: Any, data: st.DataObject) -> None:
    message = data.draw(instances(kind))
    assert decode(encode(message), Message, limit=10**6) == message


@settings(max_examples=15)
@given(st.data())
@pytest.mark.parametrize("kind", get_args(AnyCommand), ids=lambda kind: kind.__name__)
def test_every_command_comes_back(kind: Any, data: st.DataObject) -> None:
    message = Do(id="a-1", command=data.draw(instances(kind)))
    assert decode(encode(message), ClientMessage) == message


@settings(max_examples=15)
@given(st.data())
@pytest.mark.parametrize("kind", get_args(AnyEvent), ids=lambda kind: kind.__name__)
def test_every_event_comes_back(kind: Any, data: st.DataObject) -> None:
    entry = Entry(at=0, event=data.draw(instances(kind)))
    update = Update(now=1, first=1, entries=(entry,))
    assert decode(encode(update), ServerMessage, limit=10**6) == update


HIDDEN = "\u200b"


@pytest.mark.parametrize(
    "frame",
    [
        {"msg": "hello", "version": 1, "code": HIDDEN * 9000},
        {"msg": "no", "text": HIDDEN * 9000},
        {"msg": "join", "name": HIDDEN * 9000, "home": None},
        {"msg": "do", "id": "1", "command": {"do": "say", "text": HIDDEN * 9000}},
        [HIDDEN * 9000],
    ],
)
def test_no_text_is_cleaned_in_a_frame_without_the_shape_of_a_message(
    frame: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched: list[str] = []

    def clean(text: str, limit: int) -> str:
        touched.append(text)
        return text

    monkeypatch.setattr(codec, "clean", clean)
    reason = str(malformed(msgpack.packb(frame), ClientMessage))
    assert HIDDEN not in "".join(touched), reason


def test_a_text_that_cleaning_leaves_too_short_is_malformed() -> None:
    found = malformed(msgpack.packb({"msg": "join", "name": HIDDEN, "home": None}), ClientMessage)
    assert found.path == "$.name"


def test_maps_with_numbers_as_keys_travel_as_text() -> None:
    message = Do(id="1", command=Vote(step="plan", dots={1: 2, 12: 1}))
    plain = msgpack.unpackb(encode(message))
    assert plain["command"]["dots"] == {"1": 2, "12": 1}
    assert decode(encode(message), ClientMessage) == message


@pytest.mark.parametrize("name", GOLDEN)
def test_bytes_of_this_version_are_understood_for_ever(name: str) -> None:
    assert decode((FOLDER / f"{name}.msgpack").read_bytes(), Message) == GOLDEN[name]


def test_every_stored_message_is_compared() -> None:
    assert {file.stem for file in FOLDER.glob("*.msgpack")} == set(GOLDEN)
