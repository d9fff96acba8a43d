"""Whatever fails in the server: who it concerns is told, and everybody else goes on."""

from pathlib import Path
from typing import Final

import pytest

from tests.faults.injected import PRIVATE, injected
from tests.faults.stage import Stage, Table, stage
from tests.faults.table import SERVER, Deed, Fault
from tests.support.patience import until
from turnabout_protocol.activities.scene import Said
from turnabout_protocol.commands import Resume, Watch

MINUTE: Final = 61.0
"""A little more than a minute, in seconds."""
AGAIN: Final = 10.0
"""Seconds after which what failed once was tried again, by room and rules alike."""


async def happen(deed: Deed, at: Stage) -> None:
    """Let happen in the ill room what the fault is on the way of."""
    ill = at.ill
    match deed:
        case "ask":
            ill.ann.ask(Watch())
        case "type":
            ill.ann.link.draft("agree", 1, Said(say="You wait for us"))
        case "join":
            ill.join()
        case "leave":
            await ill.ann.leave()
        case "return":
            await ill.ann.leave()
            ill.ann.start()
        case "second":
            await at.here.wait(1)
        case "bell":
            await ill.fay.do(Resume())
            await at.here.wait(4 * MINUTE)  # it is held, too


def concerned(fault: Fault, table: Table) -> int:
    """Return how many people of the room must be told, because their connection ends."""
    match fault.reach:
        case "connection":
            return 1
        case "room":
            return len(table.people) - (fault.deed == "leave")
        case _:
            return 0


@pytest.mark.parametrize("fault", SERVER, ids=[fault.name for fault in SERVER])
async def test_a_fault_stays_where_it_is(
    fault: Fault, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage(tmp_path) as at:
        if fault.deed != "bell":  # There the clock begins to run under the fault.
            await at.ill.fay.do(Resume())
        await at.ill.same()
        for person in at.ill.people:
            person.told.clear()
        with at.quiet():
            with injected(fault.where, times=fault.times) as injection:
                await happen(fault.deed, at)
                await until(lambda: injection.over, "the fault")
                await at.here.rest()
                await at.well.goes_on()
            await at.here.wait(AGAIN)
            await at.ill.come_back()
            assert sum(bool(person.told) for person in at.ill.people) == concerned(fault, at.ill)
            assert at.ill.ann.refused == (["failed"] if fault.reach == "command" else [])
            if (fault.deed, fault.reach) == ("bell", "nobody"):
                assert at.ill.over
            await at.ill.works()
        at.ill.check()
        at.well.check()
    assert PRIVATE not in caplog.text
