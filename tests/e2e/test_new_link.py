"""A leaked link is replaced: what it is to newcomers, to who sits here, and to facilitators."""

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.patience import until
from tests.support.serving import serving
from turnabout_client.link.connection import Connection, Enter, knock
from turnabout_client.link.errors import TurnedAway
from turnabout_client.tui.console.links import links as good_links
from turnabout_machine.keys import new_key
from turnabout_protocol import links
from turnabout_protocol.commands import RenewLink
from turnabout_protocol.messages import Join, Return, Steer


async def test_newcomers_need_the_new_link_and_all_others_come_back(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as here:
        opened = await here.open()
        old = links.Link(server=here.address, door="join", code=opened.code)
        steer = replace(old, door="steer", key=opened.facilitator_key)
        tasks: list[asyncio.Task[object]] = []

        async def seated(where: links.Link, enter: Enter) -> Connection:
            link = Connection(where, enter)
            task = asyncio.create_task(link.run())
            tasks.append(task)
            await until(lambda: link.me is not None or task.done())
            if task.done():
                await task
            return link

        try:
            boss = await seated(steer, Steer(key=steer.key, name="Fay"))
            ann = await seated(old, Join(name="Ann", home="it"))
            await boss.do(RenewLink(key=new_key()))
            with pytest.raises(TurnedAway, match=r"This link was replaced\."):
                await seated(old, Join(name="Ben", home="business"))
            # Another facilitator reads the new link in their console.
            second = await seated(steer, Steer(key=steer.key, name="Gil"))
            new = good_links(steer, [], second.room).about.shared
            assert new.key == boss.room.console.link != ""
            ben = await seated(new, Join(name="Ben", home="business", key=new.key))
            # Whoever sits comes back, by the link they have.
            back = await seated(old, Return(key=ann.key))
            assert back.seat == ann.seat != ben.seat
            # The door tells the old link nothing, the new one and the facilitator all.
            assert (await knock(old)).title == ""
            assert (await knock(new)).title == (await knock(steer)).title != ""
            assert (await knock(steer)).shared == new.key
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
