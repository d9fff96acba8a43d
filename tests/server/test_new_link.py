"""A new link over real sockets: the old one is worthless for newcomers, and for nobody else."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.support.serving import Serving, farewell, on_disk, order, serving
from tests.support.wire import Plain, Wire
from turnabout_machine.keys import hashed, new_key
from turnabout_protocol.messages import CloseCode, Opened

ANN: Plain = {"msg": "join", "name": "Ann", "home": "it"}


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Serving]:
    async with serving(tmp_path / "data") as here:
        yield here


async def door(here: Serving, opened: Opened, key: str = "") -> Plain:
    """Return what a link with this key shows of the room."""
    wire = await Wire.knock(here.address, opened.code, key)
    shown = await wire.wait_for(lambda m: m["msg"] == "door")
    await wire.close()
    return shown


async def renewed(boss: Wire) -> str:
    """Replace the shared link and return the key of the new one."""
    key = new_key()
    assert (await boss.do("renew_link", key=key))["msg"] == "accepted"
    return key


async def refused(here: Serving, opened: Opened, **more: Any) -> Plain:
    """Return the farewell to a newcomer."""
    wire = await Wire.knock(here.address, opened.code, more.get("key", ""))
    await wire.send({**ANN, "name": "Stranger", **more})
    return await farewell(wire)


async def test_the_old_link_is_worthless_for_newcomers_and_good_for_who_has_a_seat(
    here: Serving,
) -> None:
    opened = await here.open()
    boss = await here.steer(opened)
    ann = await Wire.join(here.address, opened.code, "Ann", "business")
    first = await renewed(boss)
    second = await renewed(boss)
    for role in ("player", "observer"):
        for old in ("", first):
            goodbye = await refused(here, opened, key=old, role=role)
            assert goodbye["code"] == CloseCode.NOT_NOW
            assert goodbye["sentence"].startswith("This link was replaced.")
    assert (await Wire.join(here.address, opened.code, "Ben", "it", key=second)).seat
    cy = await Wire.join(here.address, opened.code, "Cy", "it", role="observer", key=second)
    assert cy.seat
    # Whoever sits comes back by the link they have, and a facilitator by their own.
    await ann.close()
    back = await Wire.knock(here.address, opened.code)
    await back.enter({"msg": "return", "key": ann.key})
    assert back.seat == ann.seat
    assert not any(second.encode() in frame for one in (ann, back, cy) for frame in one.frames)


async def test_the_door_tells_an_old_link_nothing_of_the_room(here: Serving) -> None:
    wanted = order()
    wanted = replace(wanted, rules=replace(wanted.rules, team="The A team"))
    once = new_key()
    opened = await here.open(replace(wanted, passes=(hashed(once),)))
    other = await here.open()
    boss, their_boss = await here.steer(opened), await here.steer(other)
    full = await door(here, opened)
    assert full["team"] == "The A team"
    good = await renewed(boss)
    await renewed(their_boss)
    shut = await door(here, opened)
    assert shut["shut"] == "link_replaced"
    assert shut == await door(here, other)
    assert await door(here, opened, good) == full
    assert await door(here, opened, once) == full
    # With the facilitator key, and with that alone, the door says which link is good.
    assert await door(here, opened, opened.facilitator_key) == {**full, "shared": good}
    assert (await door(here, opened, new_key()))["shut"] == "pass_used"


async def test_personal_links_stay_good_and_a_used_one_stays_used(here: Serving) -> None:
    keys = [new_key(), new_key()]
    opened = await here.open(replace(order(), passes=tuple(map(hashed, keys))))
    boss = await here.steer(opened)
    ann = await Wire.join(here.address, opened.code, "Ann", "business", key=keys[0])
    await renewed(boss)
    assert "personal link" in (await refused(here, opened, key=keys[0]))["sentence"]
    ben = await Wire.join(here.address, opened.code, "Ben", "it", key=keys[1])
    assert ben.seat != ann.seat
    used = [
        e["event"]["used"]
        for m in boss.messages
        for e in m.get("entries", ())
        if e["event"]["event"] == "pass_used"
    ]
    assert used == list(map(hashed, keys))


async def test_who_waits_at_the_door_by_the_old_link_can_still_be_let_in(here: Serving) -> None:
    opened = await here.open()
    boss = await here.steer(opened)
    await boss.do("lock_door", locked=True)
    ann = await Wire.knock(here.address, opened.code)
    await ann.send(ANN)
    await ann.wait_for(lambda m: m["msg"] == "waiting")
    key = await renewed(boss)
    await boss.do("let_in", knock=1)
    await ann.wait_for(lambda m: m["msg"] == "welcome")
    # The new link is a shared one: at a locked door who comes by it waits, too.
    ben = await Wire.knock(here.address, opened.code, key)
    await ben.send({**ANN, "name": "Ben", "key": key})
    await ben.wait_for(lambda m: m["msg"] == "waiting")
    # By the old one nobody even waits.
    assert (await refused(here, opened))["sentence"].startswith("This link was replaced.")


async def test_a_second_facilitator_and_a_restarted_server_know_the_new_link(
    tmp_path: Path,
) -> None:
    async with serving(tmp_path / "data") as here:
        opened = await here.open()
        key = await renewed(await here.steer(opened))
        second = await here.steer(opened, "Second")
        assert (await second.wait_event("link_renewed"))["event"]["key"] == key
    assert key.encode() not in on_disk(tmp_path / "data")
    async with serving(tmp_path / "data") as here:
        assert (await door(here, opened))["shut"] == "link_replaced"
        assert (await door(here, opened, opened.facilitator_key))["shared"] == key
        third = await here.steer(opened, "Third")
        assert (await third.wait_event("link_renewed"))["event"]["key"] == key


async def test_all_are_told_that_the_link_is_another_one_and_nobody_else_what_it_is(
    here: Serving,
) -> None:
    opened = await here.open()
    boss = await here.steer(opened)
    ann = await Wire.join(here.address, opened.code, "Ann", "business")
    key = await renewed(boss)
    assert (await ann.wait_event("link_replaced"))["event"]["link"] == hashed(key)
    assert (await boss.wait_event("link_replaced"))["event"]["link"] == hashed(key)
    assert all(key not in str(message) for message in ann.messages)
