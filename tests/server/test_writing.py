"""What the speaker types, as the table reads it: the newest, and never a backlog."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.support.serving import Serving, back, on_disk, order, serving
from tests.support.wire import Plain, Wire
from turnabout_language.phrase import Phrase
from turnabout_protocol.codec import decode
from turnabout_protocol.messages import CloseCode, Join, ServerMessage, Writing
from turnabout_protocol.room import HouseRules
from turnabout_server.live.writing import PACE


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Serving]:
    async with serving(tmp_path / "data") as here:
        yield here


class Line:
    """A connection whose line can be full."""

    def __init__(self) -> None:
        self.heard: list[Writing] = []
        self.empty = True

    def post(self, *frames: bytes) -> None:
        for data in frames:
            message: ServerMessage = decode(data, ServerMessage)
            if isinstance(message, Writing):
                self.heard.append(message)

    async def deliver(self, data: bytes) -> bool:
        self.post(data)
        return True

    def part(self, code: CloseCode, phrase: Phrase) -> None:
        pass


def heard(wire: Wire) -> list[Plain]:
    return [m for m in wire.messages if m["msg"] == "writing"]


async def playing(here: Serving) -> tuple[str, Wire, Wire, Wire]:
    """Return a room's code, its facilitator, who has the floor and who listens."""
    opened, fay, ann, bob = await here.table()
    await here.play(ann, bob)
    turn = (await ann.wait_event("turn_started"))["event"]
    speaker, other = (ann, bob) if turn["seat"] == ann.seat else (bob, ann)
    return opened.code, fay, speaker, other


async def type_(wire: Wire, **said: Any) -> None:
    await wire.send({"msg": "draft", "step": "scene", "turn": 1, "said": said})


async def hear(wire: Wire, say: str) -> Plain:
    return await wire.wait_for(
        lambda m: m["msg"] == "writing" and m["said"] is not None and m["said"]["say"] == say
    )


async def test_everybody_reads_along_and_nothing_of_it_is_written_down(here: Serving) -> None:
    code, fay, speaker, other = await playing(here)
    watcher = await Wire.join(here.address, code, "Wim", None, role="observer")
    before = len(on_disk(here.data))
    await type_(speaker, say="TYPED SO FAR")
    for wire in (fay, other, watcher):
        told = await hear(wire, "TYPED SO FAR")
        assert (told["step"], told["turn"]) == ("scene", 1)
    assert len(on_disk(here.data)) == before


async def test_the_card_is_told_as_it_is_played_and_not_before(here: Serving) -> None:
    _, _, speaker, other = await playing(here)
    hand = (await speaker.wait_event("hand_dealt"))["event"]["cards"]
    await type_(speaker, say="Look", card=hand[0]["id"])
    assert (await hear(other, "Look"))["said"].get("card", "") == ""


async def test_it_is_told_at_most_twice_a_second_and_then_the_newest(here: Serving) -> None:
    _, _, speaker, other = await playing(here)
    await type_(speaker, say="a")
    await hear(other, "a")
    for n in range(2, 12):
        await type_(speaker, say="a" * n)
    await speaker.do("note_aha", text="behind the drafts")
    await here.rest()
    assert len(heard(other)) == 1
    await here.wait(PACE)
    await hear(other, "a" * 11)
    assert len(heard(other)) == 2


async def test_who_comes_gets_the_newest_and_the_speaker_gets_their_own_back(here: Serving) -> None:
    code, _, speaker, other = await playing(here)
    hand = (await speaker.wait_event("hand_dealt"))["event"]["cards"]
    await type_(speaker, say="Half a sen", card=hand[0]["id"])
    await hear(other, "Half a sen")
    watcher = await Wire.join(here.address, code, "Wim", None, role="observer")
    await hear(watcher, "Half a sen")
    await speaker.close()
    again = await back(here.address, code, speaker.key)
    assert (await hear(again, "Half a sen"))["said"]["card"] == hand[0]["id"]


async def test_hidden_words_never_leave_the_server(here: Serving) -> None:
    code, fay, speaker, other = await playing(here)
    # Drafts go out right behind the wish: none of them may be told before that is heard.
    await speaker.send({"msg": "do", "id": "h", "command": {"do": "hide_writing", "hidden": True}})
    for say in ("UNSEEN", "UNSEEN, still"):
        await type_(speaker, say=say)
        await here.wait(2 * PACE)
    told = await other.wait_for(lambda m: m["msg"] == "writing")
    assert told["said"] is None
    watcher = await Wire.join(here.address, code, "Wim", None, role="observer")
    await watcher.wait_for(lambda m: m["msg"] == "writing")
    for wire in (fay, other, watcher):
        assert len(heard(wire)) == 1, "not even the pace of writing is told"
        assert not any(b"UNSEEN" in frame for frame in wire.frames)
    # It holds for the session, whatever the terminal: the server knows it.
    await speaker.close()
    again = await back(here.address, code, speaker.key)
    await hear(again, "UNSEEN, still")
    await type_(again, say="UNSEEN again")
    await here.wait(2 * PACE)
    assert not any(b"UNSEEN" in frame for frame in other.frames)
    await again.send({"msg": "do", "id": "s", "command": {"do": "hide_writing", "hidden": False}})
    await hear(other, "UNSEEN again")


async def test_where_people_speak_nothing_is_shown(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as here:
        opened = await here.open(replace(order(), rules=HouseRules(spoken=True)))
        fay = await here.steer(opened)
        ann = await Wire.join(here.address, opened.code, "Ann", "business")
        bob = await Wire.join(here.address, opened.code, "Bob", "it")
        await fay.do("start")
        await here.play(ann, bob)
        for wire in (ann, bob):
            await type_(wire, say="Mumble")
        await here.wait(2)
        assert not any(heard(wire) for wire in (fay, ann, bob))


async def test_a_full_line_gets_the_newest_when_it_is_empty_again(here: Serving) -> None:
    code, _, speaker, other = await playing(here)
    room = await here.server.rooms.find(code)
    line = Line()
    await room.enter(line, Join(name="Slow", home=None, role="observer"))
    await type_(speaker, say="first")
    await hear(other, "first")
    await here.wait(PACE)
    line.empty = False
    for n in range(1, 6):
        await type_(speaker, say="b" * n)
        await hear(other, "b" * n)
        await here.wait(PACE)
    assert len(line.heard) == 1
    line.empty = True
    await here.wait(PACE)
    assert [m.said.say for m in line.heard if m.said is not None] == ["first", "bbbbb"]
