"""Update frames from encoded entries: each entry is encoded once, for all who get it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgpack

from turnabout_protocol.codec import FRAME, ITEMS, values

AROUND: Final = 64
"""Bytes, and values, kept free for the map around the entries of a frame."""


PART: Final = 16 * 1024
"""Most bytes of entries sent at once. Even a line of 4 KiB a second takes that in time."""


def part_of(entries: Iterable[tuple[int, bytes]]) -> tuple[list[tuple[int, bytes]], bool]:
    """Return the first of `entries`, as many as are sent at once, and whether more follow."""
    part: list[tuple[int, bytes]] = []
    size = 0
    for entry in entries:
        size += len(entry[1])
        if part and size > PART:
            return part, True
        part.append(entry)
    return part, False


def updates(entries: Sequence[bytes], first: int, now: int) -> Iterator[bytes]:
    """Yield the frames that carry `entries`, in order, sent at room time `now`.

    `first` is the number of the first of them for whoever is sent these frames.
    Small entries fill a frame with values before they fill it with bytes.
    """
    # No value takes less than a byte: what is sent as it happens need not be counted.
    few = sum(map(len, entries)) <= ITEMS - AROUND
    part: list[bytes] = []
    size = count = 0
    for data in entries:
        n = 0 if few else values(data)
        if part and (size + len(data) > FRAME - AROUND or count + n > ITEMS - AROUND):
            yield _frame(part, first, now)
            first += len(part)
            part, size, count = [], 0, 0
        part.append(data)
        size += len(data)
        count += n
    if part:
        yield _frame(part, first, now)


def _frame(entries: list[bytes], first: int, now: int) -> bytes:
    packer = msgpack.Packer(autoreset=False)
    packer.pack_map_header(5)
    for value in ("msg", "update", "now", now, "running", True, "first", first, "entries"):
        packer.pack(value)
    packer.pack_array_header(len(entries))
    head: bytes = packer.bytes()
    return head + b"".join(entries)
