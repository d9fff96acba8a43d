"""Whatever fails in somebody's client: that person is told, and everybody else goes on."""

from pathlib import Path

import pytest

from tests.faults.injected import PRIVATE, injected
from tests.faults.stage import stage
from tests.faults.table import CLIENT, Failure
from tests.support.patience import until
from turnabout_client.link.errors import LinkError
from turnabout_protocol.commands import Resume, Watch


@pytest.mark.parametrize("failure", CLIENT, ids=[failure.name for failure in CLIENT])
async def test_a_failure_stays_with_one_person(
    failure: Failure, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage(tmp_path) as at:
        ill, ann = at.ill, at.ill.ann
        await ill.fay.do(Resume())
        await ill.same()
        for person in ill.people:
            person.told.clear()
        with at.quiet():
            with injected(failure.where, who=ann.name) as injection:
                ann.ask(Watch())
                await until(lambda: injection.over, "the failure")
                if failure.ends == "connection":
                    await until(lambda: bool(ann.told), "the reason")
                else:
                    await until(ann.running.done, "the end of the program")
                    assert not isinstance(ann.running.exception(), LinkError)
                    await until(lambda: ann.answered, "the answers")
                await at.here.rest()
                await at.well.goes_on()
            assert all(ann.told)
            assert not ill.fay.told
            assert not ill.bob.told
            await ill.come_back()
            await ill.works()
        ill.check()
        at.well.check()
    assert PRIVATE not in caplog.text
