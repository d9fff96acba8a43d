"""`turnabout door LINK`: from a line, without a terminal."""

import asyncio
from pathlib import Path

from msgspec.structs import replace

from tests.support.hosting import LINK
from tests.support.serving import serving
from tests.support.wire import Wire
from tests.turnabout.command import turnabout
from turnabout_client.link.connection import knock
from turnabout_protocol.links import Link, parse


async def test_a_line_replaces_the_shared_links_and_prints_the_new_ones(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as here:
        opened = await here.open()
        boss = await here.steer(opened)
        old = Link(server=here.address, door="join", code=opened.code)
        steer = replace(old, door="steer", key=opened.facilitator_key)
        printed = []
        for _ in range(2):
            ran = await asyncio.to_thread(
                turnabout, "door", str(steer), "--new-link", home=tmp_path
            )
            assert ran.returncode == 0, ran.stderr
            join, watch = map(parse, LINK.findall(ran.stdout))
            assert (join.door, watch.door) == ("join", "watch")
            assert join.key == watch.key == (await knock(steer)).shared
            printed.append(join)
        assert (await knock(old)).shut == (await knock(printed[0])).shut == "link_replaced"
        assert (await knock(printed[1])).shut == ""
        # The console of whoever else steers has it, and one seat was taken for both.
        renewed = [e["event"]["key"] for m in boss.messages for e in m.get("entries", ())
                   if e["event"]["event"] == "link_renewed"]  # fmt: skip
        assert renewed == [link.key for link in printed]
        seats = [e["event"]["name"] for m in boss.messages for e in m.get("entries", ())
                 if e["event"]["event"] == "seat_taken"]  # fmt: skip
        assert seats == ["Fay", "Facilitator"]


async def test_with_a_wrong_key_it_is_one_sentence(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as here:
        opened = await here.open()
        wrong = Link(server=here.address, door="steer", code=opened.code, key="0" * 16)
        ran = await asyncio.to_thread(turnabout, "door", str(wrong), "--new-link", home=tmp_path)
        assert ran.returncode == 1
        assert "facilitator key does not fit" in ran.stderr
        assert ran.stderr.count("\n") == 1
        old = replace(wrong, door="join", key="")
        assert (await knock(old)).shut == ""


async def at_the_door(address: str, code: str, name: str) -> Wire:
    """Knock as somebody who has to wait."""
    wire = await Wire.knock(address, code)
    await wire.send({"msg": "join", "name": name, "home": "it"})
    await wire.wait_for(lambda m: m["msg"] == "waiting")
    return wire


async def test_the_door_is_seen_to_from_a_line(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as here:
        opened = await here.open()
        steer = Link(
            server=here.address, door="steer", code=opened.code, key=opened.facilitator_key
        )

        async def door(*options: str, fails: bool = False) -> str:
            ran = await asyncio.to_thread(turnabout, "door", str(steer), *options, home=tmp_path)
            assert (ran.returncode != 0) is fails, ran.stderr
            return ran.stderr if fails else ran.stdout

        assert "The door is open: whoever has the link walks in." in await door()
        await Wire.join(here.address, opened.code, "Ann", "business")
        assert "newcomers wait" in await door("--lock")

        max_ = await at_the_door(here.address, opened.code, "Max")
        zoe = await at_the_door(here.address, opened.code, "Zoe")
        said = await door()
        assert "At the door: Max (IT), Zoe (IT)." in said
        assert "In the room: Ann." in said
        assert "No Moritz waits at the door, but Max, Zoe." in await door(
            "--let-in", "Moritz", fails=True
        )
        said = await door("--let-in", "max", "--turn-away", "Zoe")
        assert said.splitlines() == ["Zoe is turned away.", "Max comes in."]
        await max_.wait_for(lambda m: m["msg"] == "welcome")
        await zoe.wait_for(lambda m: m["msg"] == "farewell")

        assert "Ann is out" in await door("--remove", "Ann")
        assert "There is no Ann in the room, but Max." in await door("--remove", "Ann", fails=True)
        assert "Taken out: Max." in await door("--clear-seats")
        assert "The door is open." in await door("--unlock")
        links = [parse(link) for link in LINK.findall(await door("--seats", "2"))]
        assert len({link.key for link in links}) == 2
        for name, link in zip(("Ivo", "Lea"), links, strict=True):
            wire = await Wire.knock(here.address, link.code, link.key)
            await wire.enter({"msg": "join", "name": name, "home": "it"})


async def test_locked_and_unlocked_at_once_is_a_question(tmp_path: Path) -> None:
    link = Link(server="ws://127.0.0.1:1", door="steer", code="0" * 16, key="0" * 16)
    ran = await asyncio.to_thread(turnabout, "door", str(link), "--lock", "--unlock", home=tmp_path)
    assert ran.returncode == 2
    assert "Choose one of --lock and --unlock." in ran.stderr
