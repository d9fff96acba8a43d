"""What fails at the end of a session, or ends the server: nothing accepted is lost by it."""

import asyncio
from pathlib import Path

import pytest

from tests.faults.injected import PRIVATE, injected
from tests.faults.stage import stage
from tests.faults.table import END, GROUND
from tests.faults.test_server import AGAIN
from tests.support.patience import patience, until
from tests.support.serving import serving
from turnabout_protocol.commands import End, Watch
from turnabout_server.errors import ServerError


@pytest.mark.parametrize("where", END)
async def test_a_session_that_ends_keeps_its_report(
    where: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage(tmp_path) as at:
        with at.quiet():
            with injected(where) as injection:
                at.ill.fay.ask(End())
                await until(lambda: injection.over, "the fault")
                await at.here.rest()
                await at.well.goes_on()
            await at.here.wait(AGAIN)
            for person in at.ill.people:
                person.awake.set()
            async with patience():
                await asyncio.gather(*(person.running for person in at.ill.people))
        assert await at.here.server.rooms.report(at.ill.opened.code) is not None
        assert not at.ill.rows()
        assert all(person.answered and person.told for person in at.ill.people)
        at.well.check()
    assert PRIVATE not in caplog.text


@pytest.mark.parametrize("where", GROUND)
async def test_a_server_that_ends_has_everything_accepted_in_its_log(
    where: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage(tmp_path) as at:
        people = [*at.ill.people, *at.well.people]
        with injected(where) as injection:
            at.ill.ann.ask(Watch())
            at.here.clock.advance_to(at.here.clock.now() + 1)
            await until(lambda: injection.over, "the fault")
            async with patience():
                with pytest.raises(ServerError) as ended:
                    await at.here.server.run()
        await until(lambda: all(person.told for person in people), "everybody is told")
        at.ill.check()
        at.well.check()
    assert PRIVATE not in ended.value.sentence
    assert PRIVATE not in caplog.text
    async with serving(tmp_path) as there:
        assert (there.server.rooms.live, there.server.rooms.aside) == (2, 0)
