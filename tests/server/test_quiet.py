"""What strangers cause is told in a few lines of the log, however often they do it."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.serving import serving
from turnabout_server.net.quiet import KINDS, MOST, SPAN, Quiet


class Told:
    """A logger of its own whose clock the test moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.out = io.StringIO()
        self.handler = logging.StreamHandler(self.out)
        self.quiet = Quiet(self.handler, lambda: self.now)
        self.handler.addFilter(self.quiet)
        self.log = logging.getLogger("tests.quiet")
        self.log.addHandler(self.handler)
        self.log.propagate = False

    @property
    def lines(self) -> list[str]:
        return self.out.getvalue().splitlines()


@pytest.fixture
def told() -> Iterator[Told]:
    told = Told()
    yield told
    told.log.removeHandler(told.handler)


def test_a_few_lines_of_a_kind_are_written_and_the_rest_is_counted(told: Told) -> None:
    for number in range(10_000):
        told.log.warning("A line about %d", number)
    assert told.lines == [f"A line about {number}" for number in range(MOST)]
    told.now += SPAN
    told.log.warning("A line about %d", 10_000)
    assert told.lines[MOST:] == [
        f"{10_000 - MOST} more lines like this were held back: A line about %d",
        "A line about 10000",
    ]


def test_another_kind_is_not_held_back_with_it(told: Told) -> None:
    for _ in range(100):
        told.log.warning("Loud")
    told.log.warning("Rare")
    told.log.error("Loud")
    assert told.lines[MOST:] == ["Rare", "Loud"]


def test_what_is_still_held_back_is_told_at_the_end(told: Told) -> None:
    for _ in range(MOST + 3):
        told.log.warning("Loud")
    told.quiet.close()
    assert told.lines[-1] == "3 more lines like this were held back: Loud"
    told.quiet.close()
    assert len(told.lines) == MOST + 1


def test_kinds_without_end_are_not_remembered_without_end(told: Told) -> None:
    for number in range(10 * KINDS):
        told.log.warning(f"Kind {number}")
    assert len(told.quiet._told) == KINDS


async def test_a_running_server_bounds_the_lines_of_asyncio(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(tmp_path):
        for _ in range(1000):
            logging.getLogger("asyncio").warning("socket.send() raised exception.")
        assert len([r for r in caplog.records if "socket.send()" in r.message]) <= 2 * MOST
    told = [r.message for r in caplog.records if "held back" in r.message]
    assert len(told) <= 2
    assert "socket.send() raised exception." in told[-1]
    filters = [f for handler in logging.getLogger().handlers for f in handler.filters]
    assert not any(isinstance(f, Quiet) for f in filters)
