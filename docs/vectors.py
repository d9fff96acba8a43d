"""Write docs/vectors/ for clients in other languages: `make docs`.

`frames.json` has good frames with what they say, and bad ones with what is wrong with them.
`session.json` has all entries of a short session, for whom each is, and what each seat knows in the
end: whoever folds the entries of a seat in their order must come to the same.
"""

import json
from pathlib import Path
from typing import Any, Final, get_args

import msgpack
import msgspec

from tests.protocol.golden.messages import GOLDEN
from tests.support.minds import Minds
from tests.support.table import Table
from turnabout_protocol.codec import Malformed, decode, encode
from turnabout_protocol.fold import fold, may_know
from turnabout_protocol.messages import ClientMessage

FOLDER = Path(__file__).with_name("vectors")
FRAMES = FOLDER / "frames.json"
SESSION = FOLDER / "session.json"

BAD: Final[dict[str, Any]] = {
    "no msgpack": b"\xc1",
    "nothing": b"",
    "text instead of a map": "hello",
    "no name": {"version": 3},
    "a message that is not known": {"msg": "wave"},
    "a field is missing": {"msg": "hello", "version": 3},
    "a field that is not known": {
        "msg": "hello", "version": 3, "code": "7F3K2QMX9TRVH4WZ", "hat": 1,
    },
    "a code in small letters": {"msg": "hello", "version": 3, "code": "7f3k2qmx9trvh4wz"},
    "a name that is too long": {"msg": "join", "name": "x" * 25, "home": "it"},
    "a name of invisible characters": {"msg": "join", "name": "\u200b\u2060", "home": "it"},
    "a side that is not there": {"msg": "join", "name": "Dana", "home": "hr"},
    "a command that is not known": {"msg": "do", "id": "a1", "command": {"do": "fly"}},
    "a command with a blank text": {
        "msg": "do", "id": "a1", "command": {"do": "note_aha", "text": " "},
    },
    "bytes for a text": {"msg": "join", "name": b"Dana", "home": "it"},
    "an extension type": msgpack.packb({"msg": msgpack.ExtType(1, b"x")}),
    "a key twice": b"\x82\xa3msg\xa5hello\xa3msg\xa5hello",
    "too deep": {"msg": "do", "id": "a1", "command": [[[[[[[[[[[[[]]]]]]]]]]]]]},
    "too many values": {"msg": "do", "id": "a1", "command": [0] * 4097},
}  # fmt: skip
"""What a client must not send, and a few things that nobody should be able to."""


def frames() -> str:
    """Return the text of `frames.json` as it should be."""
    client = get_args(ClientMessage)
    good = [
        {
            "from": "client" if isinstance(message, client) else "server",
            "frame": encode(message).hex(),
            "says": plain(message),
        }
        for message in GOLDEN.values()
    ]
    bad = [
        {"what": what, "frame": packed(one).hex(), "wrong": why(packed(one))}
        for what, one in BAD.items()
    ]
    return _lines({"good": good, "bad": bad})


def packed(one: Any) -> bytes:
    """Return the frame that `one` stands for."""
    if isinstance(one, bytes):
        return one
    data: bytes = msgpack.packb(one)
    return data


def why(frame: bytes) -> str:
    """Return why the server takes no such frame."""
    try:
        decode(frame, ClientMessage)
    except Malformed as error:
        return str(error)
    raise AssertionError(frame)


def session() -> str:
    """Return the text of `session.json` as it should be."""
    table = Table(players=4, facilitators=1)
    table.sit("Olga", "it", role="observer")
    Minds(table, expect=4).play()
    seats = [seat for _, seat in sorted(table.public.seats.items())]
    entries = [
        {"to": to, **plain(entry)}
        for entry in table.log
        if (to := [seat.id for seat in seats if may_know(seat, entry.event)])
    ]
    known = [
        {"seat": seat.id, **plain(fold(e for e in table.log if may_know(seat, e.event)))}
        for seat in seats
    ]
    return _lines({"entries": entries, "known": known})


def plain(struct: msgspec.Struct) -> Any:
    """Return a struct as maps, lists and texts."""
    return msgspec.to_builtins(struct, str_keys=True)


def _lines(parts: dict[str, list[Any]]) -> str:
    """Return JSON with a line for each value: a change of one shows as a change of one."""
    blocks = [
        f"{json.dumps(name)}: [\n" + ",\n".join(map(_line, values)) + "\n]"
        for name, values in parts.items()
    ]
    return "{" + ",\n".join(blocks) + "}\n"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    FRAMES.write_text(frames(), encoding="utf-8")
    SESSION.write_text(session(), encoding="utf-8")
