"""Two keys to steer with: who opened the room ends it, forgets it and renews the other's key."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.serving import Serving, events, farewell, serving
from tests.support.wire import Plain, Wire
from turnabout_machine.keys import hashed, new_key
from turnabout_protocol.messages import VERSION, CloseCode, Opened


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Serving]:
    async with serving(tmp_path / "data") as here:
        yield here


async def steering(here: Serving, opened: Opened, name: str, key: str) -> Wire:
    wire = await Wire.knock(here.address, opened.code)
    await wire.enter({"msg": "steer", "key": key, "name": name})
    return wire


async def turned_away(here: Serving, opened: Opened, key: str) -> Plain:
    wire = await Wire.knock(here.address, opened.code)
    await wire.send({"msg": "steer", "key": key, "name": "Mallory"})
    return await farewell(wire)


async def ask(here: Serving, opened: Opened, msg: str, key: str) -> Plain:
    wire = await Wire.connect(here.address)
    await wire.send({"msg": msg, "version": VERSION, "code": opened.code, "key": key})
    return await wire.wait_for(lambda m: m["msg"] in ("report_sent", "forgotten", "farewell"))


async def test_a_co_facilitator_steers_and_does_not_end(here: Serving) -> None:
    opened = await here.open()
    assert opened.co_key != opened.facilitator_key
    fay = await here.steer(opened)
    coe = await steering(here, opened, "Coe", opened.co_key)
    await Wire.join(here.address, opened.code, "Ann", "business")
    await Wire.join(here.address, opened.code, "Bob", "it")

    assert (await coe.do("start"))["msg"] == "accepted"
    refused = await coe.do("end")
    assert (refused["msg"], refused["code"]) == ("refused", "not_lead")
    assert (await coe.do("renew_co_key", key=hashed(new_key())))["code"] == "not_lead"
    assert (await coe.do("remove", seat=fay.seat))["code"] == "not_lead"
    assert (await fay.do("remove", seat=coe.seat))["msg"] == "accepted"
    assert (await fay.do("end"))["msg"] == "accepted"


async def test_nor_does_the_key_forget(here: Serving) -> None:
    opened = await here.open()
    assert (await ask(here, opened, "ask_report", opened.co_key))["msg"] == "report_sent"
    refused = await ask(here, opened, "forget_room", opened.co_key)
    assert (refused["msg"], refused["code"]) == ("farewell", CloseCode.WRONG_KEY)
    assert (await ask(here, opened, "forget_room", opened.facilitator_key))["msg"] == "forgotten"


async def test_the_key_is_renewed_and_who_steers_goes_on(here: Serving) -> None:
    opened = await here.open()
    fay = await here.steer(opened)
    coe = await steering(here, opened, "Coe", opened.co_key)
    key = new_key()
    assert (await fay.do("renew_co_key", key=hashed(key)))["msg"] == "accepted"
    assert (await turned_away(here, opened, opened.co_key))["code"] == CloseCode.WRONG_KEY
    assert (await coe.do("lock_door", locked=True))["msg"] == "accepted"
    kim = await steering(here, opened, "Kim", key)
    assert (await kim.do("end"))["code"] == "not_lead"
    # Neither key, nor a hash of it, is sent to anybody.
    for wire in (fay, coe, kim):
        sent = b"".join(wire.frames)
        assert not [k for k in (key, opened.co_key) if k.encode() in sent]
        assert not [k for k in (key, opened.co_key) if hashed(k).encode() in sent]


async def test_a_co_facilitator_does_not_sit_down_on_a_seat_that_leads(here: Serving) -> None:
    """By its name alone: that seat would end the session."""
    opened = await here.open()
    fay = await here.steer(opened)
    await fay.close()
    await here.rest()
    wire = await Wire.knock(here.address, opened.code)
    await wire.send({"msg": "steer", "key": opened.co_key, "name": "Fay"})
    assert "There is a Fay here already" in (await farewell(wire))["sentence"]
    again = await here.steer(opened)
    assert again.seat == fay.seat


async def test_who_is_a_co_facilitator_only_facilitators_read(here: Serving) -> None:
    opened = await here.open()
    ann = await Wire.join(here.address, opened.code, "Ann", "business")
    coe = await steering(here, opened, "Coe", opened.co_key)
    await here.rest()
    assert "co_facilitator_came" in events(coe)
    assert "co_facilitator_came" not in events(ann)
