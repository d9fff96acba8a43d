"""A server that runs for days keeps nothing of the bots that have left."""

import asyncio
import gc
import weakref
from functools import partial
from pathlib import Path

from tests.support.serving import farewell, serving
from tests.support.wire import Plain, Wire, entries
from turnabout.addresses import Address
from turnabout.standin import StandIns


def seated(wire: Wire) -> int:
    """Return how many bots a connection was told of."""
    told = [e["event"] for m in wire.messages for e in entries(m)]
    return sum(event["event"] == "seat_taken" and event["bot"] for event in told)


def enough(wire: Wire, bots: int, message: Plain) -> bool:
    return seated(wire) == bots


async def test_neither_rooms_nor_codes_of_bots_that_left_are_kept(tmp_path: Path) -> None:
    bots = StandIns()
    came = []
    async with serving(tmp_path, stand_in=bots) as here:
        bots.place = Address(here.address)
        for _ in range(2):
            opened = await here.open()
            fay = await here.steer(opened)
            for n, home in enumerate(("it", "business"), start=1):
                assert (await fay.do("add_bot", home=home))["msg"] == "accepted"
                await fay.wait_for(partial(enough, fay, n))
            came += [weakref.ref(bot) for bot in bots.bots]
            await fay.do("end")
            await farewell(fay)
            await here.server.rooms.ended(opened.code)
            while bots.bots:
                await asyncio.sleep(0.001)
        assert len(came) == 4
        await bots.leave()
    gc.collect()
    assert not any(ref() for ref in came)
    assert not any(held for name, held in vars(bots).items() if name in ("_tables", "_playing"))
