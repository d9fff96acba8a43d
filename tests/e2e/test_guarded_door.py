"""The client at a guarded door: it waits, says so, and comes in or is told why not."""

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.patience import until
from tests.support.serving import order, serving
from turnabout_client.link.connection import AT_THE_DOOR, Connection
from turnabout_client.link.errors import TurnedAway
from turnabout_protocol import links
from turnabout_protocol.commands import LetIn, TurnAway
from turnabout_protocol.messages import Join, Steer


async def test_a_client_waits_at_the_door_and_is_let_in_or_turned_away(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as here:
        wanted = order()
        opened = await here.open(replace(wanted, rules=replace(wanted.rules, approve=True)))
        where = links.Link(server=here.address, door="join", code=opened.code)
        boss = Connection(where, Steer(key=opened.facilitator_key, name="Fay"))
        ann, ben = (Connection(where, Join(name=name, home="it")) for name in ("Ann", "Ben"))
        tasks = [asyncio.create_task(link.run()) for link in (boss, ann, ben)]
        try:
            await until(lambda: len(boss.room.console.waiting) == 2)
            await until(lambda: {ann.status.sentence, ben.status.sentence} == {AT_THE_DOOR})
            assert ann.seat is None
            numbers = {knock.name: knock.number for knock in boss.room.console.waiting}
            await boss.do(LetIn(knock=numbers["Ann"]))
            await until(lambda: ann.status.state == "live" and ann.me is not None)
            await boss.do(TurnAway(knock=numbers["Ben"]))
            with pytest.raises(TurnedAway):
                await tasks[2]
            assert "did not let you in" in ben.status.sentence
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
