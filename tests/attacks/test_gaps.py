"""By gap: numbers that are missing, and numbers that are too large, tell what others were sent."""

from pathlib import Path

import pytest

from tests.support.serving import Serving, back, newest, serving
from tests.support.wire import Plain, Wire

SECRETS = ("key", "epoch")
"""What is drawn anew for each room, whatever happens in it."""


def told(wire: Wire) -> list[Plain]:
    """Return all that a seat was sent, without what differs from room to room."""
    return [
        {name: value for name, value in message.items() if name not in SECRETS}
        for message in wire.messages
    ]


async def private(here: Serving, notes: int) -> tuple[list[Plain], list[Plain]]:
    """Let Bob note so many things for himself; return what Ann hears of the table, and again."""
    opened, fay, ann, bob = await here.table()
    for number in range(notes):
        assert (await bob.do("note_aha", text=f"aha {number}"))["msg"] == "accepted"
    seen = newest(ann)
    assert (await fay.do("pause"))["msg"] == "accepted"
    await ann.wait_event("paused")
    await ann.close()
    await here.rest()
    again = await back(here.address, opened.code, ann.key, seen, ann.epoch)
    await again.wait_event("seat_returned")
    return told(ann), told(again)


@pytest.mark.parametrize("notes", [1, 7])
async def test_what_somebody_notes_privately_leaves_no_trace_in_what_others_are_sent(
    tmp_path: Path, notes: int
) -> None:
    async with serving(tmp_path / "quiet") as here:
        quiet = await private(here, 0)
    async with serving(tmp_path / "busy") as here:
        busy = await private(here, notes)
    assert busy == quiet


async def test_the_number_that_a_seat_says_when_it_comes_back_is_its_own(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        opened, fay, ann, bob = await here.table()
        for number in range(5):
            await bob.do("note_aha", text=f"aha {number}")
        seen = newest(ann)
        await here.rest()
        # Not one entry too few and none too many, although the room's own numbers run ahead.
        again = await back(here.address, opened.code, ann.key, seen, ann.epoch)
        assert not again.messages[1]["restart"]
        assert (await fay.do("pause"))["msg"] == "accepted"
        await again.wait_event("paused")
        assert next(m["first"] for m in again.messages if m["msg"] == "update") == seen + 1
