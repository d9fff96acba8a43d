"""A server of a newer make says more than this client knows: what it knows, it takes."""

from typing import Any, get_args

import msgpack
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.protocol.golden.messages import GOLDEN
from turnabout_client.link.newer import MOST, Unknown, understood
from turnabout_protocol.codec import Malformed, encode
from turnabout_protocol.fold import Entry, apply
from turnabout_protocol.messages import ServerMessage, Update
from turnabout_protocol.room import Room

SAID = {n: m for n, m in GOLDEN.items() if isinstance(m, get_args(ServerMessage))}
MORE = st.dictionaries(
    st.from_regex(r"\Anew_[a-z]{1,5}\Z"),
    st.one_of(st.none(), st.integers(0, 9), st.text("abc", max_size=4), st.just({"a": [1]})),
    max_size=2,
)


def with_more(plain: Any, data: st.DataObject) -> Any:
    """Return `plain` with further fields in its maps, but for those whose keys are the sense."""
    match plain:
        case dict():
            inner = {
                name: value if name in ("values", "labels") else with_more(value, data)
                for name, value in plain.items()
            }
            return inner | data.draw(MORE)
        case list():
            return [with_more(one, data) for one in plain]
    return plain


@settings(max_examples=30)
@given(st.data())
@pytest.mark.parametrize("name", SAID)
def test_fields_that_are_not_known_are_ignored(name: str, data: st.DataObject) -> None:
    plain = with_more(msgpack.unpackb(encode(SAID[name])), data)
    assert understood(msgpack.packb(plain)) == SAID[name]


def test_an_event_that_is_not_known_changes_nothing_and_is_counted() -> None:
    told = SAID["update"]
    assert isinstance(told, Update)
    plain = msgpack.unpackb(encode(told))
    plain["entries"].insert(1, {"at": 9, "event": {"event": "cat_came_in", "name": "Mia"}})
    plain["entries"][0]["event"]["hat"] = "red"
    found = understood(msgpack.packb(plain))
    assert isinstance(found, Update)
    odd = found.entries[1]
    assert odd == Entry(at=9, event=Unknown())
    assert apply(Room(), odd) == Room()
    assert (found.first, found.entries[0], *found.entries[2:]) == (told.first, *told.entries)


def test_a_message_that_is_not_known_is_none() -> None:
    assert understood(msgpack.packb({"msg": "weather", "rain": True})) is None


@pytest.mark.parametrize(
    "plain",
    [
        {"msg": "accepted"},
        {"msg": "accepted", "id": 7, "new": 1},
        {"msg": "update", "now": 1, "first": 0, "entries": [], "new": 1},
        {"msg": "accepted", "id": "a", **{f"new_{i}": i for i in range(MOST + 1)}},
        ["msg"],
        {"no": "message"},
    ],
)
def test_what_is_wrong_stays_wrong(plain: Any) -> None:
    with pytest.raises(Malformed):
        understood(msgpack.packb(plain))
