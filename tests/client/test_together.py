"""Whichever of some tasks ends first ends the others, and no error is lost."""

import asyncio

import pytest

from turnabout_client.link.together import first


class Worker:
    """Works until it is told to stop."""

    def __init__(self) -> None:
        self.stopped = False

    async def work(self) -> str:
        try:
            await asyncio.Event().wait()
        finally:
            self.stopped = True
        return "never"


async def done(what: str) -> str:
    return what


async def broken() -> str:
    raise RuntimeError("broken")


async def test_the_first_to_end_ends_the_others() -> None:
    worker = Worker()
    assert await first(worker.work(), done("done")) == "done"
    assert worker.stopped


@pytest.mark.parametrize("turned", [False, True])
async def test_an_error_ends_the_others_and_is_raised(turned: bool) -> None:
    worker = Worker()
    works = (worker.work(), broken())
    with pytest.raises(RuntimeError):
        await first(*(reversed(works) if turned else works))
    assert worker.stopped


async def test_an_error_goes_before_a_result() -> None:
    with pytest.raises(RuntimeError):
        await first(done("done"), broken())


async def test_who_is_cancelled_takes_all_along() -> None:
    one, two = Worker(), Worker()
    running = asyncio.create_task(first(one.work(), two.work()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert one.stopped
    assert two.stopped
