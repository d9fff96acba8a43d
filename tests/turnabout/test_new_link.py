"""`turnabout steer LINK --new-link`: from a line, without a terminal."""

import asyncio
from pathlib import Path

from msgspec.structs import replace

from tests.support.hosting import LINK
from tests.support.serving import serving
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
                turnabout, "steer", str(steer), "--new-link", home=tmp_path
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
        ran = await asyncio.to_thread(turnabout, "steer", str(wrong), "--new-link", home=tmp_path)
        assert ran.returncode == 1
        assert "facilitator key does not fit" in ran.stderr
        assert ran.stderr.count("\n") == 1
        old = replace(wrong, door="join", key="")
        assert (await knock(old)).shut == ""
