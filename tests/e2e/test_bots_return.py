"""`kill -9` of a server whose bots live in it: people come back, and so do the bots."""

import asyncio
from pathlib import Path

from msgspec.structs import replace

from tests.support.patience import until
from tests.support.process import serving_process
from turnabout_client.link.connection import Connection, open_room
from turnabout_protocol import links
from turnabout_protocol.clocks import ServerRestarted
from turnabout_protocol.commands import AddBot, Start
from turnabout_protocol.fold import Entry
from turnabout_protocol.messages import VERSION, Join, OpenRoom, Steer
from turnabout_protocol.room import HouseRules, Seat
from turnabout_protocol.scenario import SIDES
from turnabout_server.authoring.scenarios import find_agenda, find_scenario

ORDER = OpenRoom(
    version=VERSION,
    key="0" * 16,
    scenario=find_scenario("asset-valve"),
    agenda=find_agenda("taster"),
    rules=HouseRules(),
)


async def test_bots_of_a_killed_server_come_back_to_their_seats(tmp_path: Path) -> None:
    async with serving_process(tmp_path) as server:
        opened = await open_room(server.address, "", ORDER)
        where = links.Link(server=server.address, door="join", code=opened.code)
        seen: list[Entry] = []
        fay = Connection(
            where, Steer(key=opened.facilitator_key, name="Fay"), on_change=seen.extend
        )
        # A name that the stand-ins would like to have.
        ines = Connection(where, Join(name="Ines", home="business"))
        running = [asyncio.create_task(link.run()) for link in (fay, ines)]

        def everybody() -> dict[int, Seat]:
            return {k: replace(s, absent_since=None) for k, s in fay.room.public.seats.items()}

        try:
            await until(lambda: len(everybody()) == 2)
            for home in SIDES:
                await fay.do(AddBot(home=home))
            await until(lambda: len(everybody()) == 4)
            await fay.do(Start())
            before = everybody()
            await server.kill()
            await until(lambda: fay.status.state == "away")
            await server.start()
            await until(lambda: any(isinstance(e.event, ServerRestarted) for e in seen))
            await until(lambda: everybody() == before)
            assert sum(seat.bot for seat in before.values()) == 2
            await until(lambda: not fay.room.public.clock.paused)
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
