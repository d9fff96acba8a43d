"""Update frames from entries that are encoded already: each entry once, for whoever gets it."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgpack

from turnabout_protocol.codec import FRAME, ITEMS, values

AROUND: Final = 64
"""Bytes, and values, that are left for the map around the entries of a frame."""


def updates(entries: Sequence[bytes], now: int) -> Iterator[bytes]:
    """Yield the frames that carry `entries`, in order, sent at room time `now`.

    Small entries fill a frame with values before they fill it with bytes.
    """
    # No value takes less than a byte: what is sent as it happens need not be counted.
    few = sum(map(len, entries)) <= ITEMS - AROUND
    part: list[bytes] = []
    size = count = 0
    for data in entries:
        n = 0 if few else values(data)
        if part and (size + len(data) > FRAME - AROUND or count + n > ITEMS - AROUND):
            yield _frame(part, now)
            part, size, count = [], 0, 0
        part.append(data)
        size += len(data)
        count += n
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
