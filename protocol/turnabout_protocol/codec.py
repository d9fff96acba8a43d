"""Bytes <-> messages: msgpack maps, checked before anything is built from them."""

import struct
from typing import Any, Final

import msgpack
import msgspec

from turnabout_protocol.text import clean

FRAME: Final = 64 * 1024
"""Largest frame, in bytes, both ways."""
SMALL: Final = 4 * 1024
"""Largest frame of somebody without a seat, in bytes; only an order for a room may be larger."""
DEPTH: Final = 12
"""Deepest nesting of maps and arrays."""
ITEMS: Final = 4096
"""Most values in a frame, keys included."""
TEXT: Final = 1200
"""Longest text in a frame, in characters. Most fields allow far less."""


class Malformed(ValueError):
    """Bytes that are not a message.

    `path` names the field as in `$.command.said.say`; `$` is the message itself.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


def encode(message: msgspec.Struct) -> bytes:
    """Return the bytes of a message, an entry, or any other struct."""
    packed: bytes = msgpack.packb(msgspec.to_builtins(message, str_keys=True))
    return packed


def decode(data: bytes, kind: Any, *, limit: int = FRAME) -> Any:
    """Return the message of type `kind` (a struct or a union of structs) in `data`.

    All text in it is cleaned: nothing that reaches the code behind this line can upset a screen.
    Each limit holds for a text as it was sent and as it was cleaned.

    Raises Malformed.
    """
    if not isinstance(data, bytes) or len(data) > min(ITEMS, limit):
        return _shaped(surveyed(data, limit=limit), kind)
    # No value takes less than a byte, so there are not too many. What else is wrong shows when it
    # is read, and only then it is worth to find out what comes first.
    try:
        return _shaped(unpack(data), kind)
    except Malformed:
        surveyed(data, limit=limit)
        raise


def _shaped(plain: Any, kind: Any) -> Any:
    # The shape first: cleaning costs far more, and a stranger's frame rarely deserves it.
    shaped = convert(plain, kind)
    safe = cleaned(plain)
    return shaped if safe == plain else convert(safe, kind)


def surveyed(data: bytes, *, limit: int = FRAME) -> Any:
    """Return the plain values in a frame of at most `limit` bytes. Raises Malformed."""
    if not isinstance(data, bytes | bytearray):
        raise Malformed("$", "the frame must be binary, not text")
    if len(data) > limit:
        raise Malformed("$", f"{len(data)} bytes are more than the {limit} allowed")
    values(data)
    return unpack(data)


def named(data: bytes) -> str:
    """Return the name of the message in `data`, the rest of which may be anything.

    Raises Malformed.
    """
    values(data)
    match unpack(data):
        case {"msg": str(name)}:
            return name
    raise Malformed("$.msg", "a message has a name")


def fits(data: bytes, spare: int = 0) -> bool:
    """Return whether `data`, made here, fits into a frame with `spare` bytes and values left."""
    if len(data) + spare > FRAME:
        return False
    # No value takes less than a byte: most frames need not be counted.
    return len(data) + spare <= ITEMS or values(data, most=FRAME) + spare <= ITEMS


def unpack(data: bytes, *, ours: bool = False) -> Any:
    """Return the plain values in `data`. Raises Malformed.

    `ours`: `encode` made it, so no key stands twice in a map, and nobody has to look.
    """
    try:
        hook = None if ours else _unique
        return msgpack.unpackb(data, object_pairs_hook=hook, strict_map_key=True)
    except Malformed:
        raise
    except (ValueError, TypeError, RecursionError) as error:
        raise Malformed("$", f"not msgpack ({error or type(error).__name__})") from None


def convert(plain: Any, kind: Any) -> Any:
    """Return `plain` as `kind`. Raises Malformed with the path of the field that does not fit."""
    try:
        return msgspec.convert(plain, type=kind, str_keys=True)
    except msgspec.ValidationError as error:
        # It quotes what was sent. The place is `$.field`, or `key` in `$.field`.
        reason, _, place = clean(str(error), TEXT).partition(" - at ")
        raise Malformed(place.strip("`").rpartition("`")[2] or "$", reason) from None
    except RecursionError:
        raise Malformed("$", "nested too deeply") from None


def _unique(pairs: list[tuple[Any, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("$", "a key appears twice in one map")
    return found


def cleaned(value: Any, depth: int = DEPTH) -> Any:
    """Return plain values, of maps and arrays at most `depth` deep, with all text in them cleaned.

    Raises Malformed.
    """
    match value:
        case str():
            return clean(value, TEXT)
        case None | bool() | int() | float():
            return value
        case bytes():
            raise Malformed("$", "binary values are not used")
        case dict() | list() if depth == 0:
            raise Malformed("$", f"nested more than {DEPTH} deep")
        case dict():
            pairs = [(_key(key), cleaned(inner, depth - 1)) for key, inner in value.items()]
            return _unique(pairs)
        case list():
            return [cleaned(inner, depth - 1) for inner in value]
    raise Malformed("$", "extension types are not used")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise Malformed("$", "the keys of a map must be text")
    # The names of fields are clean: they are ASCII, and one word.
    return key if key.isascii() and key.isidentifier() else clean(key, TEXT)


# First byte -> (header bytes after it, what it is). Lengths and counts are big-endian.
_HEADERS: Final[dict[int, tuple[int, str]]] = {
    0xC0: (0, "skip"), 0xC2: (0, "skip"), 0xC3: (0, "skip"),
    0xCA: (4, "skip"), 0xCB: (8, "skip"),
    0xCC: (1, "skip"), 0xCD: (2, "skip"), 0xCE: (4, "skip"), 0xCF: (8, "skip"),
    0xD0: (1, "skip"), 0xD1: (2, "skip"), 0xD2: (4, "skip"), 0xD3: (8, "skip"),
    0xC4: (1, "bytes"), 0xC5: (2, "bytes"), 0xC6: (4, "bytes"),
    0xD9: (1, "bytes"), 0xDA: (2, "bytes"), 0xDB: (4, "bytes"),
    0xDC: (2, "array"), 0xDD: (4, "array"), 0xDE: (2, "map"), 0xDF: (4, "map"),
}  # fmt: skip
_UNSIGNED: Final = {1: ">B", 2: ">H", 4: ">I"}


def values(data: bytes, most: int = ITEMS) -> int:
    """Return how many values are in `data`, keys included, without building one of them.

    Raises Malformed at the first excess over `most`, and over DEPTH.
    """
    at, items = 0, 0
    open_: list[int] = [1]
    while open_:
        if open_[-1] == 0:
            open_.pop()
            continue
        open_[-1] -= 1
        items += 1
        if items > most:
            raise Malformed("$", f"more than {most} values")
        at, inner = _header(data, at)
        if inner:
            if len(open_) > DEPTH:
                raise Malformed("$", f"nested more than {DEPTH} deep")
            open_.append(inner)
    if at != len(data):
        raise Malformed("$", "not one whole msgpack value")
    return items


def _header(data: bytes, at: int) -> tuple[int, int]:
    """Return where the value at `at` ends or its inner values begin, and how many those are."""
    if at >= len(data):
        raise Malformed("$", "not one whole msgpack value")
    first = data[at]
    at += 1
    if first <= 0x7F or first >= 0xE0:
        return at, 0
    if first <= 0x8F:
        return at, 2 * (first & 0x0F)
    if first <= 0x9F:
        return at, first & 0x0F
    if first <= 0xBF:
        return at + (first & 0x1F), 0
    if first not in _HEADERS:
        raise Malformed("$", "extension types are not used")
    size, what = _HEADERS[first]
    if what == "skip":
        return at + size, 0
    if at + size > len(data):
        raise Malformed("$", "not one whole msgpack value")
    count: int = struct.unpack_from(_UNSIGNED[size], data, at)[0]
    at += size
    if what == "bytes":
        return at + count, 0
    return at, count * (2 if what == "map" else 1)
