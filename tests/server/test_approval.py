"""A guarded door over real sockets: newcomers wait, a facilitator lets in or turns away."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.patience import until
from tests.support.serving import Serving, farewell, order, serving
from tests.support.wire import Plain, Wire
from turnabout_machine.keys import hashed, new_key
from turnabout_protocol.messages import CloseCode


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Serving]:
    async with serving(tmp_path / "data") as here:
        yield here


async def at_the_door(here: Serving, code: str, name: str) -> Wire:
    """Return a connection that waits at the door."""
    wire = await Wire.knock(here.address, code)
    await wire.send({"msg": "join", "name": name, "home": "it"})
    await wire.wait_for(lambda m: m["msg"] == "waiting")
    return wire


async def knocked(boss: Wire, name: str) -> int:
    """Return the number of somebody at the door, as the facilitator sees it."""

    def there(message: Plain) -> bool:
        found = (entry["event"] for entry in message.get("entries", ()))
        return any(e["event"] == "knocked" and e["name"] == name for e in found)

    message = await boss.wait_for(there)
    events = (entry["event"] for entry in message["entries"])
    return next(int(e["knock"]) for e in events if e.get("name") == name and "knock" in e)


async def test_newcomers_wait_and_are_told_nothing_until_a_facilitator_lets_them_in(
    here: Serving,
) -> None:
    wanted = order()
    wanted = replace(wanted, rules=replace(wanted.rules, approve=True))
    opened = await here.open(wanted)
    boss = await here.steer(opened)
    ann, ben = [await at_the_door(here, opened.code, name) for name in ("Ann", "Ben")]
    assert [m["msg"] for m in ann.messages] == ["door", "waiting"]
    answer = await boss.do("let_in", knock=await knocked(boss, "Ann"))
    assert answer["msg"] == "accepted"
    await ann.wait_for(lambda m: m["msg"] == "welcome")
    await ann.wait_event("seat_taken")
    await boss.do("turn_away", knock=await knocked(boss, "Ben"))
    goodbye = await farewell(ben)
    assert goodbye["code"] == CloseCode.NOT_NOW
    assert [m["msg"] for m in ben.messages] == ["door", "waiting", "farewell"]


async def test_who_hangs_up_at_the_door_waits_no_longer(here: Serving) -> None:
    opened = await here.open()
    boss = await here.steer(opened)
    assert (await boss.do("lock_door", locked=True))["msg"] == "accepted"
    ann = await at_the_door(here, opened.code, "Ann")
    await knocked(boss, "Ann")
    await ann.close()
    gone = (await boss.wait_event("knock_answered"))["event"]
    assert gone["let_in"] is False
    again = await at_the_door(here, opened.code, "Ann")
    await boss.do("let_in", knock=2)
    await again.wait_for(lambda m: m["msg"] == "welcome")


async def test_a_seat_comes_back_through_a_locked_door_and_a_removed_one_does_not(
    here: Serving,
) -> None:
    opened = await here.open()
    boss = await here.steer(opened)
    ann = await Wire.join(here.address, opened.code, "Ann", "business")
    await boss.do("lock_door", locked=True)
    await ann.close()
    back = await Wire.knock(here.address, opened.code)
    await back.enter({"msg": "return", "key": ann.key})
    assert back.seat == ann.seat
    await boss.do("lock_door", locked=False)
    await boss.do("remove", seat=back.seat)
    assert (await farewell(back))["code"] == CloseCode.REMOVED
    dead = await Wire.knock(here.address, opened.code)
    await dead.send({"msg": "return", "key": ann.key})
    assert (await farewell(dead))["code"] == CloseCode.REMOVED
    await at_the_door(here, opened.code, "ann")


async def test_who_waits_is_told_when_the_session_ends(here: Serving) -> None:
    opened = await here.open()
    boss = await here.steer(opened)
    await boss.do("lock_door", locked=True)
    ann = await at_the_door(here, opened.code, "Ann")
    await boss.do("end")
    assert (await farewell(ann))["code"] == CloseCode.CLOSED
    await until(lambda: ann.messages[-1]["msg"] == "farewell")


async def test_a_personal_link_is_good_for_one_seat_past_a_locked_door(here: Serving) -> None:
    keys = [new_key(), new_key()]
    wanted = order()
    rules = replace(wanted.rules, approve=True)
    wanted = replace(wanted, rules=rules, passes=(hashed(keys[0]),))
    opened = await here.open(wanted)
    boss = await here.steer(opened)
    ann = await Wire.join(here.address, opened.code, "Ann", "business", key=keys[0])
    assert ann.seat
    for key in keys:
        again = await Wire.knock(here.address, opened.code)
        await again.send({"msg": "join", "name": "Puppet", "home": "it", "key": key})
        goodbye = await farewell(again)
        assert goodbye["code"] == CloseCode.NOT_NOW
        assert "personal link" in goodbye["sentence"]
    assert (await boss.do("issue_pass", issued=hashed(keys[1])))["msg"] == "accepted"
    assert (await ann.do("issue_pass", issued="0" * 64))["code"] == "not_yours"
    ben = await Wire.join(here.address, opened.code, "Ben", "it", key=keys[1])
    assert ben.seat != ann.seat
    assert not any(key.encode() in frame for key in keys for frame in boss.frames)
