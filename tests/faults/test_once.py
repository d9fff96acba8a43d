"""What fails for somebody who opens a room, or asks for its report or its end."""

from pathlib import Path

import pytest

from tests.faults.injected import PRIVATE, injected
from tests.faults.stage import Stage, stage
from tests.faults.table import ONCE
from tests.faults.test_server import AGAIN
from tests.support.serving import order
from turnabout_client.link.connection import ask_report, forget_room, open_room
from turnabout_client.link.errors import LinkError
from turnabout_protocol import links


async def ask(what: str, at: Stage) -> None:
    """Ask for one thing on a connection of its own. Raises LinkError."""
    opened = at.ill.opened
    where = links.Link(
        server=at.here.address, door="steer", code=opened.code, key=opened.facilitator_key
    )
    match what:
        case "open":
            await open_room(at.here.address, "", order())
        case "report":
            await ask_report(where)
        case "forget":
            await forget_room(where)


@pytest.mark.parametrize(("what", "where"), ONCE)
async def test_who_asks_is_told_and_can_ask_again(
    what: str, where: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage(tmp_path, anyone_may_open=True) as at:
        with at.quiet():
            with injected(where) as injection:
                with pytest.raises(LinkError) as told:
                    await ask(what, at)
                assert injection.over
                await at.here.rest()
                await at.well.goes_on()
            assert told.value.sentence
            await at.here.wait(AGAIN)
            await ask(what, at)
            await at.here.rest()
        rooms = {"open": 3, "report": 2, "forget": 1}[what]
        assert (at.here.server.rooms.live, len(at.open_rooms())) == (rooms, rooms)
        at.well.check()
    assert PRIVATE not in caplog.text
