"""What is left on the disk of a whole session: its report, and after `forget` nothing.

What was copied before the close is worth nothing after it.
"""

import json
import shutil
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from tests.support.serving import rows_of, serving
from turnabout.conductor import Conductor
from turnabout.opening import NO_KEY, RoomOptions, order
from turnabout.practice import PracticeTable, table
from turnabout_machine.clock import VirtualClock
from turnabout_protocol.codec import unpack
from turnabout_protocol.commands import NoteAha
from turnabout_protocol.report import Report
from turnabout_protocol.scenario import SIDES
from turnabout_server.after.archive import Archive
from turnabout_server.live.keys import room_id
from turnabout_server.live.roomkeys import RoomKeys
from turnabout_server.live.sealed import SEALED, STEP
from turnabout_server.log import Row
from turnabout_server.log.offline import listed

ENTRY = b"\xa5event"
"""Every entry of the log has a field of this name."""
AHA = "An aha that its writer never shared"
SENTENCE = 12
"""Characters of the shortest sentence: no report has a piece of that length by chance."""


@pytest.mark.parametrize(("agenda", "seed"), [("60", 3), ("taster", 5)])
async def test_what_people_gave_is_gone_after_the_close(
    tmp_path: Path, agenda: str, seed: int
) -> None:
    wanted = order("asset-valve", RoomOptions(agenda=agenda, seed=seed, team="Alpha"), key=NO_KEY)
    wanted = replace(wanted, rules=replace(wanted.rules, demo=True))
    clock = VirtualClock()
    async with table(wanted, seed=seed, players=6, clock=clock) as set_:
        conductor, drafts = await begun(set_, clock)
        await conductor.until(lambda: step(set_) == "close")
        texts = set(texts_in_log(set_)) | {AHA, *drafts}
        assert len(texts) > 50
        copy = Path(shutil.copytree(set_.folder, tmp_path / "copy"))
        copied = rows_of(set_.folder, set_.code, raw=True)
        key = key_of(set_)
        await conductor.until(lambda: step(set_) is None)
        await set_.server.rooms.ended(set_.code)

        report = await set_.server.rooms.report(set_.code)
        assert report is not None
        after = bytes_of(set_.folder)
        worthless(copy, copied, texts)
        # The key is gone, in whatever form, and a server on the copy cannot read the room.
        left = all_bytes(set_.folder.parent) + all_bytes(copy)
        assert not [form for form in (key, b64encode(key), key.hex().encode()) if form in left]
        await refused(copy, set_.folder.parent / "keys")
        assert ENTRY not in after
        told = json.dumps(msgspec.to_builtins(report, str_keys=True), ensure_ascii=False)
        pieces = {piece for text in texts for piece in (text[:SENTENCE], text[-SENTENCE:])}
        assert not [p for p in pieces if p not in told and p.encode() in after]
        names = {seat.name for seat in set_.steers.link.room.public.players()}
        promised = {name for p in report.promises for name in (p.owner, p.partner)}
        carried = {up.carrier for up in report.upstairs} | {aha.by for aha in report.ahas}
        assert not [n for n in names - promised - carried if n in told]

        await set_.server.rooms.forget(set_.code, set_.steers.link.where.key)
        nothing = bytes_of(set_.folder)
        assert not [text for text in texts if text.encode() in nothing]
        assert not [text for text in sentences(report) if text.encode() in nothing]
        assert Archive(set_.folder).promises() == []


async def begun(set_: PracticeTable, clock: VirtualClock) -> tuple[Conductor, set[str]]:
    """Seat six bots, one with an aha of its own; return the conductor, and drafts as they come."""
    drafts: set[str] = set()
    room = await set_.server.rooms.find(set_.code)

    def at_rest() -> bool:
        mark = room.mark()
        if mark is not None and mark.drafts:
            drafts.update(filter(sentence, strings(unpack(mark.drafts))))
        return room.idle and all(
            bot.idle and bot.link.seen >= room.sent_to(bot.link.seat or 0) for bot in set_.bots.bots
        )

    conductor = Conductor(clock, at_rest)
    await conductor.rest()
    for home in islice(cycle(SIDES), 6):
        await set_.invite(home)
        await conductor.rest()
    await conductor.until(lambda: step(set_) == "brief")
    player = next(bot for bot in set_.bots.bots if bot is not set_.steers)
    await player.link.do(NoteAha(text=AHA))
    return conductor, drafts


def key_of(set_: PracticeTable) -> bytes:
    """Return the key of the room while it is open."""
    found = RoomKeys(set_.server.keys_folder).find(room_id(set_.code))
    assert found is not None
    return found.key


def worthless(copy: Path, rows: list[Row], texts: set[str]) -> None:
    """Check that a copied folder tells nothing of what was said, by whom, or by which length."""
    found = all_bytes(copy)
    assert ENTRY not in found
    assert not [text for text in texts if text.encode() in found]
    assert {(row.seat, row.cause) for row in rows} == {(None, None)}
    assert all(row.data.startswith(SEALED) for row in rows)
    # Most entries take one step, and so do all that are answers: only their number is seen.
    before = [0, *(row.seq for row in rows)]
    short = [len(row.data) - (row.seq - seq) * STEP for row, seq in zip(rows, before, strict=False)]
    assert Counter(short).most_common(1)[0][1] > 0.8 * len(rows)


async def refused(copy: Path, keys: Path) -> None:
    """Check that a server on the copy sets the room aside, although it has all that is left."""
    async with serving(copy, keys=keys) as there:
        assert (there.server.rooms.aside, there.server.rooms.live) == (1, 0)
    (aside,) = [one.aside for one in listed(copy)]
    assert aside is not None
    assert f"Its key is not in {keys}" in aside.why


def all_bytes(folder: Path) -> bytes:
    """Return every byte of all files in a folder and those in it."""
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def step(set_: PracticeTable) -> str | None:
    """Return the id of the step that is on; None: the session is over."""
    public = set_.steers.link.room.public
    return None if public.phase == "closed" or public.step is None else public.step.id


def texts_in_log(set_: PracticeTable) -> list[str]:
    """Return the longer texts of all entries that the log has of the room."""
    rows = rows_of(set_.folder, set_.code)
    assert rows
    return [text for row in rows for text in filter(sentence, strings(unpack(row.data)))]


def sentences(report: Report) -> list[str]:
    """Return the longer texts of a report."""
    return list(filter(sentence, strings(msgspec.to_builtins(report))))


def sentence(text: str) -> bool:
    """Return whether `text` is a sentence, and no key, hash or name."""
    return len(text) > SENTENCE and " " in text


def strings(value: Any) -> Iterator[str]:
    """Yield the texts in plain values; the names of fields are none."""
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from strings(inner)
        case list() | tuple():
            for inner in value:
                yield from strings(inner)


def bytes_of(folder: Path) -> bytes:
    """Return every byte of the databases in a data folder, with their side files."""
    return b"".join(file.read_bytes() for file in sorted(folder.glob("*.db*")))
