"""Entries out of the log, whichever version of Turnabout wrote them."""

from collections.abc import Callable
from typing import Any, Final

from turnabout_protocol.codec import Malformed, convert, encode, unpack
from turnabout_protocol.fold import Entry
from turnabout_server.log import EVENTS, Row

Plain = Any  # an entry as maps, lists and texts
Step = Callable[[Plain], Plain]


def unnumbered(plain: Plain) -> Plain:
    """Version 1 repeated in each entry the number that its row has."""
    return {name: value for name, value in plain.items() if name != "seq"}


def in_batches(plain: Plain) -> Plain:
    """Who has rated a turn is told of several at once."""
    event = plain["event"]
    if event["event"] != "turn_rated":
        return plain
    rest = {key: value for key, value in event.items() if key != "seat"}
    return {**plain, "event": {**rest, "seats": [event["seat"]]}}


def to_second(plain: Plain) -> Plain:
    """Return an entry of version 1 as version 2 has it."""
    return in_batches(unnumbered(plain))


STEPS: Final[tuple[Step, ...]] = (to_second,)
"""Steps that bring an entry from one version of the events to the next: the first to version 2.

An event that only gains a field with a default needs no step, and the version stays. Each change
that would make older rows unreadable, or change their meaning, has one, and `EVENTS` rises.
"""


def read(row: Row) -> tuple[Entry, bytes]:
    """Return the entry in `row` and its bytes, both in today's shape.

    Raises Malformed, whose text names the entry and the place in it and quotes nothing.
    """
    if row.version > EVENTS:
        raise Malformed(f"entry {row.seq}", "a newer Turnabout wrote it")
    steps = STEPS[row.version - 1 :]
    try:
        plain = unpack(row.data, ours=True)
        for step in steps:
            plain = step(plain)
        entry: Entry = convert(plain, Entry)
    except Malformed as error:
        # The reason may quote what somebody typed.
        raise Malformed(f"entry {row.seq}, {error.path}", "it cannot be read") from None
    return entry, encode(entry) if steps else row.data
