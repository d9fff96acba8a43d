"""Update frames from entries that are encoded already: each entry once, for whoever gets it."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgpack

from turnabout_protocol.codec import FRAME

ROOM_FOR_ENTRIES: Final = FRAME - 64
"""Bytes of a frame that entries may fill; the rest is the map around them."""
MOST_ENTRIES: Final = 128
"""A frame may hold so many values; small entries reach that limit before the one in bytes."""


def updates(entries: Sequence[bytes], now: int) -> Iterator[bytes]:
    """Yield the frames that carry `entries`, in order, sent at room time `now`."""
    part: list[bytes] = []
    size = 0
    for data in entries:
        if part and (size + len(data) > ROOM_FOR_ENTRIES or len(part) == MOST_ENTRIES):
            yield _frame(part, now)
            part, size = [], 0
        part.append(data)
        size += len(data)
    if part:
        yield _frame(part, now)


def _frame(entries: list[bytes], now: int) -> bytes:
    packer = msgpack.Packer(autoreset=False)
    packer.pack_map_header(4)
    for value in ("msg", "update", "now", now, "running", True, "entries"):
        packer.pack(value)
    packer.pack_array_header(len(entries))
    head: bytes = packer.bytes()
    return head + b"".join(entries)
