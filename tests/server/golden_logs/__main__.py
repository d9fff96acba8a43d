"""Records a log of this version: a few open rooms, in which nearly everything has happened."""

import asyncio
import lzma
import sys
import tempfile
from itertools import takewhile
from pathlib import Path

from tests.support.chaos import Chaos, with_check
from tests.support.minds import Minds
from turnabout_protocol.bases import Event
from turnabout_protocol.codec import encode
from turnabout_protocol.course import RoomClosed
from turnabout_protocol.fold import Entry
from turnabout_server.authoring.scenarios import find_agenda
from turnabout_server.live.keys import room_id
from turnabout_server.log import Mark, Row
from turnabout_server.log.sqlite import SqliteLog

WALL = 1_893_456_000_000
"""When the rooms were opened, in milliseconds since 1970."""
PRESETS = ("taster", "45", "60", "90")
SEEDS = range(16)
DRAFTS = b"\x80"
"""The drafts of a room in which nobody types."""
TROUBLE = 0.15
"""How often something strange happens."""


def session(preset: str, seed: int) -> list[Entry]:
    """Return a session with its troubles, up to its last step."""
    chaos = Chaos(seed, with_check(find_agenda(preset)))
    table, minds = chaos.table, Minds(chaos.table, seed, expect=99)
    chaos.willing()
    while table.public.phase != "closed":
        if chaos.random.random() < TROUBLE:
            chaos.act()
        else:
            minds.once()
    # Up to its end: a room that was closed has no log.
    return list(takewhile(lambda entry: not isinstance(entry.event, RoomClosed), table.log))


def telling() -> list[list[Entry]]:
    """Return few sessions with all the kinds of events that any of many has."""
    left = [session(preset, seed) for preset in PRESETS for seed in SEEDS]
    chosen: list[list[Entry]] = []
    known: set[type[Event]] = set()
    while True:
        best = max(left, key=lambda log: (len(kinds(log) - known), -len(log)))
        if kinds(best) <= known:
            return chosen
        chosen.append(best)
        known |= kinds(best)


def kinds(log: list[Entry]) -> set[type[Event]]:
    """Return what kinds of event are in a log."""
    return {type(entry.event) for entry in log}


def rows(log: list[Entry]) -> list[Row]:
    """Return the entries as the server stores them; every other one has a command's id."""
    return [
        Row(
            number,
            entry.at,
            WALL + entry.at,
            number % 5 if number % 2 else None,
            f"c{number}" if number % 2 else None,
            encode(entry),
        )
        for number, entry in enumerate(log, start=1)
    ]


async def record(folder: Path) -> Path:
    """Write the log into `folder`, and return its file."""
    log = SqliteLog(folder)
    for number, found in enumerate(telling()):
        room = room_id(f"room {number}")
        await log.append(room, 0, rows(found))
        await log.mark({room: Mark(found[-1].at + 1000, DRAFTS)})
    await log.append(room_id("over"), 0, rows(found)[:1])
    await log.close_room(room_id("over"))
    await log.aclose()
    return log.file


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        written = asyncio.run(record(Path(made))).read_bytes()
    (Path(__file__).parent / f"{sys.argv[1]}.db.xz").write_bytes(lzma.compress(written))
