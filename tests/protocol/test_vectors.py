"""docs/vectors/ is what the protocol does today, and the server answers what they say."""

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from docs import vectors
from tests.support.serving import serving
from tests.support.wire import Wire
from turnabout_protocol.codec import convert, decode
from turnabout_protocol.fold import Entry, fold
from turnabout_protocol.messages import ClientMessage, CloseCode, ServerMessage

FRAMES: Any = json.loads(vectors.FRAMES.read_text(encoding="utf-8"))
SESSION: Any = json.loads(vectors.SESSION.read_text(encoding="utf-8"))


def as_json(struct: Struct) -> Any:
    """Return a struct as it is read from a file."""
    return json.loads(json.dumps(vectors.plain(struct)))


@pytest.mark.unhurried
def test_they_are_what_the_code_makes() -> None:
    assert vectors.FRAMES.read_text(encoding="utf-8") == vectors.frames(), "run: make docs"
    assert vectors.SESSION.read_text(encoding="utf-8") == vectors.session(), "run: make docs"


@pytest.mark.parametrize("good", FRAMES["good"], ids=lambda good: good["says"]["msg"])
def test_a_good_frame_says_what_stands_beside_it(good: Any) -> None:
    kind = ClientMessage if good["from"] == "client" else ServerMessage
    assert as_json(decode(bytes.fromhex(good["frame"]), kind)) == good["says"]


def test_the_entries_of_a_seat_come_to_what_it_knows() -> None:
    assert SESSION["known"]
    for known in SESSION["known"]:
        seat = known.pop("seat")
        mine = [entry for entry in SESSION["entries"] if seat in entry["to"]]
        shaped = [convert({n: v for n, v in e.items() if n != "to"}, Entry) for e in mine]
        assert as_json(fold(shaped)) == known


@pytest.mark.parametrize("bad", FRAMES["bad"], ids=lambda bad: bad["what"].replace(" ", "-"))
async def test_a_bad_frame_is_answered_by_a_table_with_what_is_wrong(
    bad: Any, tmp_path: Path
) -> None:
    async with serving(tmp_path) as here:
        _, _, ann, _ = await here.table()
        await answers(ann, bytes.fromhex(bad["frame"]), bad["wrong"])


async def answers(wire: Wire, frame: bytes, wrong: str) -> None:
    """Send `frame`; the answer must say what is wrong."""
    await wire.socket.send(frame)
    answer = await wire.wait_for(lambda m: m["msg"] in ("refused", "farewell"))
    assert wrong in answer["sentence"]
    if answer["msg"] == "refused":
        assert (answer["id"], answer["code"]) == ("a1", "malformed")
    else:
        assert answer["code"] == CloseCode.BAD_MESSAGE
