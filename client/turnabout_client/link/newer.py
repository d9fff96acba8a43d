"""What a newer server says, as far as this version understands it.

Within one version of the protocol, messages and events may gain fields, and new ones may come. A
client ignores what it does not know. That is rare, so it costs nothing until it happens: only a
message that does not fit is looked at again.
"""

import re
from collections.abc import Iterator
from typing import Any, Final, get_args

from msgspec.structs import replace

from turnabout_protocol.bases import ToAll
from turnabout_protocol.codec import Malformed, cleaned, convert, decode, surveyed
from turnabout_protocol.events import AnyEvent
from turnabout_protocol.fold import Entry
from turnabout_protocol.messages import ServerMessage, Update

MOST: Final = 64
"""Fields of one message, or of one event, that are ignored."""

_UNKNOWN: Final = re.compile(r"unknown field `(.*)`")
_STEP: Final = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")


class Unknown(ToAll, frozen=True, kw_only=True):
    """An event of a kind that this version does not know. It changes nothing, and is counted."""


def understood(data: bytes) -> ServerMessage | None:
    """Return the message in a frame; None: it is of a kind that is not known. Raises Malformed."""
    try:
        message: ServerMessage = decode(data, ServerMessage)
    except Malformed:
        return _forgiven(cleaned(surveyed(data)))
    return message


def _forgiven(plain: Any) -> ServerMessage | None:
    match plain:
        case {"msg": "update", "entries": [*entries]}:
            update: Update = _known({**plain, "entries": []}, Update)
            return replace(update, entries=tuple(map(_entry, entries)))
        case {"msg": str(name)} if name not in _names(ServerMessage):
            return None
    message: ServerMessage = _known(plain, ServerMessage)
    return message


def _entry(plain: Any) -> Entry:
    match plain:
        case {"at": int(at), "event": {"event": str(name)}} if name not in _names(AnyEvent):
            return Entry(at=at, event=Unknown())
    entry: Entry = _known(plain, Entry)
    return entry


def _names(union: Any) -> frozenset[object]:
    return frozenset(kind.__struct_config__.tag for kind in get_args(union))


def _known(plain: Any, kind: Any) -> Any:
    """Return `plain` as `kind` without the fields that `kind` does not know. Raises Malformed."""
    for _ in range(MOST):
        try:
            return convert(plain, kind)
        except Malformed as error:
            unknown = _UNKNOWN.search(error.reason)
            if unknown is None:
                raise
            for found in _at(plain, _STEP.findall(error.path)):
                found.pop(unknown[1], None)
    return convert(plain, kind)


def _at(plain: Any, path: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """Yield the maps at a path, in which `...` stands for any key."""
    if not path:
        if isinstance(plain, dict):
            yield plain
        return
    (name, place), *rest = path
    match plain:
        case dict() if name:
            yield from _at(plain.get(name), rest)
        case dict():
            for inner in plain.values():
                yield from _at(inner, rest)
        case list():
            for inner in plain if place == "..." else plain[int(place) : int(place) + 1]:
                yield from _at(inner, rest)
