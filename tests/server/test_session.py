"""The handshake, and everything that ends it early."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgpack
import pytest

from tests.support.patience import until
from tests.support.serving import Serving, farewell, order, serving
from tests.support.wire import Wire
from turnabout_protocol.codec import encode
from turnabout_protocol.messages import CloseCode
from turnabout_server.settings import Limits


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Serving]:
    async with serving(tmp_path / "data") as here:
        yield here


async def test_the_door_then_a_seat_on_the_other_side(here: Serving) -> None:
    opened = await here.open()
    ann = await Wire.join(here.address, opened.code, "Ann", "business")
    door, welcome = ann.messages[:2]
    assert (door["msg"], door["phase"], door["players"]) == ("door", "lobby", 0)
    assert (welcome["seat"], welcome["restart"]) == (1, True)
    taken = (await ann.wait_event("seat_taken"))["event"]
    assert (taken["home"], taken["played"]) == ("business", "it")


async def test_no_secret_of_the_room_reaches_a_player(here: Serving) -> None:
    _, fay, ann, _ = await here.table()
    sent = b"".join(ann.frames)
    note = order().scenario.host_note.encode()
    assert note not in sent
    assert note in b"".join(fay.frames)
    assert b"room_planned" not in sent
    assert b"key_issued" not in sent


@pytest.mark.parametrize(
    ("enter", "code"),
    [
        ({"msg": "join", "name": "Ann", "home": None}, CloseCode.NOT_NOW),
        ({"msg": "join", "name": "[/]", "home": "it"}, CloseCode.NOT_NOW),
        ({"msg": "join", "name": "fay", "home": "it"}, CloseCode.NOT_NOW),
        ({"msg": "join", "name": "A", "home": "it", "role": "facilitator"}, CloseCode.NOT_NOW),
        ({"msg": "join", "name": "A", "home": "it", "ticket": "nobody"}, CloseCode.WRONG_KEY),
        ({"msg": "steer", "name": "Ann", "key": "0" * 16}, CloseCode.WRONG_KEY),
        ({"msg": "return", "key": "0" * 16}, CloseCode.WRONG_KEY),
        ({"msg": "join", "name": "x" * 25, "home": "it"}, CloseCode.BAD_MESSAGE),
        ({"msg": "do", "id": "1", "command": {"do": "pause"}}, CloseCode.BAD_MESSAGE),
    ],
)
async def test_who_cannot_sit_is_told_why(
    here: Serving, enter: dict[str, object], code: CloseCode
) -> None:
    opened = await here.open()
    await here.steer(opened)
    wire = await Wire.knock(here.address, opened.code)
    await wire.send(enter)
    goodbye = await farewell(wire)
    assert goodbye["code"] == code
    assert goodbye["sentence"].endswith(".")
    await wire.socket.wait_closed()
    assert wire.socket.close_code == code


async def test_an_unknown_code_has_no_room(here: Serving) -> None:
    wire = await Wire.knock(here.address, "Z" * 16)
    assert (await farewell(wire))["code"] == CloseCode.NO_SUCH_ROOM


async def test_another_version_is_explained(here: Serving) -> None:
    wire = await Wire.knock(here.address, "Z" * 16)
    other = await Wire.connect(here.address)
    await other.send({"msg": "hello", "version": 9, "code": "Z" * 16})
    goodbye = await farewell(other)
    assert goodbye["code"] == CloseCode.WRONG_VERSION
    assert "newer" in goodbye["sentence"]
    await wire.close()


@pytest.mark.parametrize("frame", [b"\xc1", b"", msgpack.packb({"msg": "hello"}), "text"])
async def test_a_malformed_frame_is_named(here: Serving, frame: bytes | str) -> None:
    wire = await Wire.connect(here.address)
    await wire.socket.send(frame)
    goodbye = await farewell(wire)
    assert goodbye["code"] == CloseCode.BAD_MESSAGE
    assert "$" in goodbye["sentence"]


@pytest.mark.parametrize(
    "command",
    [
        {"do": "note_aha", "text": " \u200b "},
        {"do": "note_aha", "text": "x" * 2000},
        {"do": "note_aha"},
        {"do": "fly"},
        {"do": "pause", "why": "because"},
        "pause",
    ],
)
async def test_a_command_that_cannot_be_taken_is_refused_and_its_seat_stays(
    here: Serving, command: object
) -> None:
    _, _, ann, _ = await here.table()
    await ann.send({"msg": "do", "id": "odd", "command": command})
    answer = await ann.wait_for(lambda m: m.get("id") == "odd")
    assert (answer["msg"], answer["code"]) == ("refused", "malformed")
    assert "$.command" in answer["sentence"]
    await ann.send({"msg": "draft", "step": "no step", "turn": -1})
    assert (await ann.do("pause"))["msg"] == "accepted"


@pytest.mark.parametrize("frame", [b"\xc1", msgpack.packb({"msg": "do", "id": "no id at all"})])
async def test_what_is_no_command_at_all_ends_the_connection(here: Serving, frame: bytes) -> None:
    _, _, ann, _ = await here.table()
    await ann.socket.send(frame)
    goodbye = await farewell(ann)
    assert (goodbye["code"], goodbye["reason"]) == (CloseCode.BAD_MESSAGE, "bad_message")


async def test_the_opening_key_opens_rooms_and_another_does_not(here: Serving) -> None:
    key = here.server.open_key_file.read_text().strip()
    wire = await Wire.connect(here.address)
    await wire.socket.send(encode(order(key)))
    opened = await wire.wait_for(lambda m: m["msg"] == "opened")
    ann = await Wire.join(here.address, opened["code"], "Ann", "it")
    assert ann.seat == 1
    stranger = await Wire.connect(here.address)
    await stranger.socket.send(encode(order()))
    assert (await farewell(stranger))["code"] == CloseCode.WRONG_KEY


async def test_anyone_may_open_if_the_operator_says_so(tmp_path: Path) -> None:
    async with serving(tmp_path, anyone_may_open=True, limits=Limits(rooms=1)) as here:
        for expected in ("opened", "farewell"):
            wire = await Wire.connect(here.address)
            await wire.socket.send(encode(order()))
            message = await wire.wait_for(lambda m: m["msg"] in ("opened", "farewell"))
            assert message["msg"] == expected
            await wire.close()


async def test_a_connection_for_one_thing_leaves_nothing_behind(tmp_path: Path) -> None:
    async with serving(tmp_path, anyone_may_open=True) as here:
        wire = await Wire.connect(here.address)
        await wire.socket.send(encode(order()))
        await wire.wait_for(lambda m: m["msg"] == "opened")
        assert here.server.outboxes
        await wire.close()
        await until(lambda: not here.server.outboxes, "the session is gone")


async def test_a_client_of_several_versions_is_told_which_one_is_spoken(here: Serving) -> None:
    opened = await here.open()
    wire = await Wire.connect(here.address)
    hello = {"msg": "hello", "version": 9, "also": [8, 3, 1], "code": opened.code}
    await wire.send(hello)
    door = await wire.wait_for(lambda m: m["msg"] == "door")
    assert door["version"] == 3
    assert door["allowed"] == {"frame": 65536, "rate": 20.0, "burst": 60.0, "join_within": 120.0}


async def test_there_is_time_to_choose_a_name_once_the_room_was_shown(tmp_path: Path) -> None:
    async with serving(tmp_path, limits=Limits(join=0.05)) as here:
        opened = await here.open()
        wire = await Wire.knock(here.address, opened.code)
        assert (await farewell(wire))["code"] == CloseCode.TOO_MUCH
    assert Limits().join >= 120


async def test_who_says_nothing_is_sent_away(tmp_path: Path) -> None:
    async with serving(tmp_path, limits=Limits(handshake=0.05)) as here:
        wire = await Wire.connect(here.address)
        assert (await farewell(wire))["code"] == CloseCode.TOO_MUCH


async def test_who_talks_too_fast_is_sent_away(tmp_path: Path) -> None:
    async with serving(tmp_path, limits=Limits(rate=0.01, burst=5)) as here:
        opened = await here.open()
        wire = await Wire.join(here.address, opened.code, "Ann", "it")
        for number in range(6):
            await wire.send({"msg": "do", "id": str(number), "command": {"do": "pause"}})
        assert (await farewell(wire))["code"] == CloseCode.TOO_MUCH
