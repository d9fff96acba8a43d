"""The folder: somebody copies the data of a server that runs, but has no keys.

What the copy shows of an open room is decided here: that so many entries were written at such
times, and in steps of 512 bytes how long each is. Not whose they are, not what, not of which kind.
With a seat in the room one knows what everybody was told at those times, and so when somebody gave
a tag, a flag or a struck word: these are rows that nobody is told of. Never who, as several people
could; whoever keeps the server could read more until the close, and the consent step says so.

A test for each secret with the rows of a whole session is in `test_whole_session.py`; that a copy
and what is left after the close open nothing, in `tests/e2e/test_privacy.py`.
"""

import shutil
from pathlib import Path
from typing import Any, Final

import pytest

from tests.support.serving import Serving, rows_of, serving
from tests.support.wire import Wire
from turnabout_protocol.activities.scene import Rating
from turnabout_protocol.codec import encode
from turnabout_protocol.messages import Opened
from turnabout_server.live.keys import room_id
from turnabout_server.live.roomkeys import RoomKeys, place
from turnabout_server.live.sealed import SEALED, STEP

Shape = list[tuple[int, int]]
SAID: Final = "Nobody told us of the valve"
AHA: Final = "I had no idea how long a release takes"
TYPED: Final = "What I typed and did not send"
KINDS: Final = (
    b"rating_sealed", b"missing_sealed", b"flag_sealed", b"aha_noted", b"ballot_sealed",
    b"answers_sealed", b"ring", b"missing", b"caricature", b"seat_taken", b"secret",
)  # fmt: skip
"""Names in entries: even that there is one of a kind is sealed."""


async def rated(here: Serving, ring: int | None, tag: str | None) -> tuple[Opened, list[Wire]]:
    """Play a turn in a room of two, and let its owner rate it, flag it and note an aha."""
    opened, fay, ann, bob = await here.table()
    await here.play(ann, bob)
    turn = (await ann.wait_event("turn_started"))["event"]
    speaker, owner = (ann, bob) if turn["seat"] == ann.seat else (bob, ann)
    said = {"say": SAID}
    assert (await speaker.do("speak", step="scene", turn=1, said=said))["msg"] == "accepted"
    await here.wait(1)
    asks: list[dict[str, Any]] = [
        {"do": "rate", "ring": ring},
        *([] if tag is None else [{"do": "tag_missing", "missing": tag}]),
        {"do": "flag_caricature"},
    ]
    for ask in asks:
        assert (await owner.do(step="scene", turn=1, **ask))["msg"] == "accepted"
    assert (await owner.do("note_aha", text=AHA))["msg"] == "accepted"
    draft = {"msg": "draft", "step": "scene", "turn": 2, "said": {"say": TYPED}}
    await owner.send(draft)
    await here.wait(3)
    return opened, [fay, ann, bob]


def all_of(folder: Path) -> bytes:
    """Return every byte of a folder."""
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def shape(here: Serving, opened: Opened) -> Shape:
    """Return what a copy shows of the rows: time and length."""
    rows = rows_of(here.data, opened.code, raw=True)
    assert all(row.data.startswith(SEALED) for row in rows)
    assert {(row.seat, row.cause) for row in rows} == {(None, None)}
    return [(row.at, len(row.data)) for row in rows]


async def test_a_copy_without_the_keys_holds_nothing_of_what_people_gave(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as here:
        opened, wires = await rated(here, 2, "tone")
        copy = Path(shutil.copytree(here.data, tmp_path / "copy"))
        # The same entries as they would lie there unsealed.
        plain = [row.data for row in rows_of(here.data, opened.code)]
        assert RoomKeys(place(copy)).find(room_id(opened.code)) is None
    found = all_of(copy)
    texts = [SAID, AHA, TYPED, *(wire.key for wire in wires)]
    assert not [text for text in texts if text.encode() in found]
    assert not [kind for kind in KINDS if kind in found]
    events = [data for data in plain if b"event" in data]
    assert len(events) == len(plain) > 20
    assert not [data for data in events if data[-24:] in found]
    assert encode(Rating(ring=2, missing="tone")) not in found


@pytest.mark.parametrize("ring", [1, 4, None])
async def test_its_rows_are_the_same_whatever_was_rated(tmp_path: Path, ring: int | None) -> None:
    async with serving(tmp_path / "one") as here:
        one = shape(here, (await rated(here, 3, None))[0])
    async with serving(tmp_path / "two") as here:
        two = shape(here, (await rated(here, ring, None))[0])
    assert one == two


@pytest.mark.parametrize("tag", ["pressure", "fact"])
async def test_a_tag_is_a_row_of_its_own_whatever_it_says(tmp_path: Path, tag: str) -> None:
    async with serving(tmp_path / "one") as here:
        one = shape(here, (await rated(here, 1, "tone"))[0])
    async with serving(tmp_path / "two") as here:
        two = shape(here, (await rated(here, 2, tag))[0])
    async with serving(tmp_path / "three") as here:
        without = shape(here, (await rated(here, 2, None))[0])
    assert one == two
    assert len(two) == len(without) + 1
    assert {length % STEP for _, length in two} == {two[0][1] % STEP}
