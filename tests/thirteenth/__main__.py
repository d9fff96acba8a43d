"""Names cheering in the table before anything is made of it, and plays it: by bots over real
sockets, then by a key on its screen. Exits with an assertion when it cannot be played.
"""

import asyncio

from msgspec.structs import replace

from tests.thirteenth.cheer import CHEER, Cheer, CheerState
from turnabout_protocol import activities

activities.ACTIVITIES = (*activities.ACTIVITIES, CHEER)

# From here on the unions of the protocol are made, of all thirteen.
from tests.client.test_tui_screens import text, until  # noqa: E402
from tests.client.tui_table import Host, taster  # noqa: E402
from turnabout.practice import rehearse  # noqa: E402
from turnabout_client.tui.app import TurnaboutApp  # noqa: E402
from turnabout_protocol.agenda import Agenda  # noqa: E402
from turnabout_protocol.commands import Start  # noqa: E402
from turnabout_protocol.messages import VERSION, OpenRoom  # noqa: E402
from turnabout_protocol.room import HouseRules  # noqa: E402
from turnabout_server.authoring.scenarios import find_scenario  # noqa: E402


def agenda() -> Agenda:
    """Return the taster with a cheer at its beginning."""
    whole = taster()
    return replace(whole, steps=(Cheer(id="cheer", title="Cheer", minutes=5), *whole.steps))


async def over_sockets() -> None:
    """Bots play a whole session; all cheer, so the step is over long before its time."""
    order = OpenRoom(
        version=VERSION,
        key="0" * 16,
        scenario=find_scenario("asset-valve"),
        agenda=agenda(),
        rules=HouseRules(demo=True),
        seed=7,
    )
    report = (await rehearse(order, ["business", "it"], seed=7)).report
    step = report.steps[0]
    assert (step.title, step.planned) == ("Cheer", 5)
    assert 0 < step.real < 1, "nobody cheered"


async def on_a_screen() -> None:
    """A person cheers with a key."""
    host = Host(agenda())
    fay = host.sit("Fay", None, "facilitator")
    ann = host.sit("A", "business")
    host.sit("B", "it")
    host.do(fay, Start())
    table = host.table(ann)
    app = TurnaboutApp(table)
    table.on_change = app.room_changed
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(1)
        await pilot.press("h")
        await until(pilot, lambda: "Hooray: A" in text(app))
        assert host.room.public.state(CheerState, "cheer").cheered == (ann,)


asyncio.run(over_sockets())
asyncio.run(on_a_screen())
