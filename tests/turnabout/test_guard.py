"""What keeps the server of `host` running, with real servers that fail in their ways."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.hosting import alive, argv, children, end_servers
from tests.support.patience import patience, until
from turnabout.guard import COMMAND, PAUSES, Guard
from turnabout.lifeline import Launch, Running, look_up, withdraw
from turnabout.problems import Problem

DIES = """
import os
from turnabout import hostserver, lines
runs = lines.Lines.runs
def run_and_die(self, running, rooms):
    runs(self, running, rooms)
    os._exit(1)
lines.Lines.runs = run_and_die
hostserver.main()
"""
"""A server that dies as soon as it has said that it runs."""

FAILS = """
from turnabout import hostserver
from turnabout_server.errors import ServerError
async def until(*anything):
    raise ServerError("The log's thread has ended.")
hostserver.until = until
hostserver.main()
"""
"""A server that ends by itself as soon as it runs, and says why."""


def launch(data: Path, port: int = 0) -> Launch:
    return Launch(data=str(data), host="127.0.0.1", port=port, linger=60)


@contextmanager
def guarding(first: Launch) -> Iterator[Guard]:
    """A guard whose server is gone in the end, whatever the test did to it."""
    guard = Guard(first)
    try:
        yield guard
    finally:
        guard.stop()
        end_servers(_servers())


async def running(guard: Guard) -> Running:
    async with patience():
        return await asyncio.wrap_future(guard.running)


async def ended(guard: Guard) -> None:
    async with patience():
        await asyncio.wrap_future(guard.ended)


def _servers() -> list[int]:
    """Return the processes of this one that are servers of `host`."""
    return [pid for pid in children(os.getpid()) if alive(pid) and "hostserver" in argv(pid)]


async def test_what_keeps_a_server_from_starting_is_told_at_once(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with guarding(launch(tmp_path / "data", port)) as guard:
            with pytest.raises(Problem, match=f"Port {port} is taken"):
                await running(guard)
            with pytest.raises(Problem, match=f"Port {port} is taken"):
                await ended(guard)


@pytest.mark.parametrize(
    ("program", "says"), [(DIES, r"server\.log"), (FAILS, "The log's thread has ended.")]
)
async def test_a_server_that_ends_again_and_again_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, says: str
) -> None:
    monkeypatch.setattr("turnabout.guard.COMMAND", (sys.executable, "-c", program))
    monkeypatch.setattr("turnabout.guard.PAUSES", (0.0,) * len(PAUSES))
    with guarding(launch(tmp_path / "data")) as guard:
        await running(guard)
        with pytest.raises(Problem, match=says):
            await ended(guard)
        assert not _servers()


async def test_a_server_comes_back_on_its_port(tmp_path: Path) -> None:
    with guarding(launch(tmp_path / "data")) as guard:
        first = await running(guard)
        (pid,) = _servers()
        os.kill(pid, signal.SIGKILL)
        before = look_up(tmp_path / "data")

        def back() -> bool:
            found = look_up(tmp_path / "data")
            return found is not None and found != before

        await until(back, "another server")
        found = look_up(tmp_path / "data")
        assert found is not None
        assert found.running.address == first.address
        guard.stop()
        await ended(guard)
        assert not _servers()
        assert look_up(tmp_path / "data") is None


async def test_a_server_that_does_not_stop_is_ended(tmp_path: Path) -> None:
    with guarding(launch(tmp_path / "data")) as guard:
        await running(guard)
        (pid,) = _servers()
        os.kill(pid, signal.SIGSTOP)
        guard.stop()
        guard.kill()
        await ended(guard)
        assert not alive(pid)


async def test_a_second_guard_finds_the_server_and_both_hear_that_it_stops(
    tmp_path: Path,
) -> None:
    with guarding(launch(tmp_path / "data")) as one:
        first = await running(one)
        with guarding(launch(tmp_path / "data")) as two:
            assert await running(two) == first
            assert (one.found, two.found) == (False, True)
            two.stop()
            await ended(two)
            await ended(one)
            assert not _servers()


async def test_a_folder_that_is_in_use_is_told_at_once(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with guarding(launch(data)) as one:
        await running(one)
        withdraw(data)
        with (
            guarding(launch(data)) as two,
            pytest.raises(Problem, match="Another Turnabout server"),
        ):
            await running(two)


def test_a_folder_of_that_name_where_host_was_run_does_not_come_first() -> None:
    assert "-P" in COMMAND
