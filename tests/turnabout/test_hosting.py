"""`turnabout host` on bad days: whatever happens to its terminal, the players play on."""

import asyncio
import os
import signal
import stat
from pathlib import Path

import pytest

from tests.support.hosting import (
    Hosting,
    Player,
    alive,
    argv,
    healthy,
    hosting,
    leave,
    players,
    secrets,
)
from tests.support.patience import until
from turnabout_protocol.commands import End, LockDoor, Pause, Start
from turnabout_protocol.messages import Return


async def test_a_terminal_that_nobody_reads_stops_nobody_else(tmp_path: Path) -> None:
    host = Hosting(tmp_path)
    async with hosting(host), players(await host.open()) as (ann, bob, cleo):
        host.press("\r")
        await until(lambda: ann.sees("Host"))
        await cleo.do(Start())
        host.freeze()
        # Its queue is full when it does not even answer pings any more.
        columns = 80
        locked = False
        while not ann.sees("Host", online=False):
            columns = 200 - columns
            host.resize(columns, 24)
            locked = not locked
            await cleo.do(LockDoor(locked=locked))
            await until(lambda: ann.link.room.public.locked is locked)  # noqa: B023
            assert await healthy(host.port)
            await asyncio.sleep(1)
        await bob.do(Pause())
        assert not any(one.cut for one in (ann, bob, cleo))
        # Asked to stop it does, though it can neither paint nor say so.
        server = host.server
        host.signal(signal.SIGTERM)
        await until(lambda: not alive(server))
        await until(lambda: ann.cut)
        host.thaw()
        assert await host.wait() == 0


async def test_a_console_that_is_killed_leaves_the_room_and_host_comes_back(tmp_path: Path) -> None:
    host = Hosting(tmp_path)
    again = Hosting(tmp_path, port=host.port)
    async with hosting(host, again), players(await host.open()) as (ann, bob, cleo):
        host.press("\r")
        await until(lambda: ann.sees("Host"))
        seat, server = ann.seat("Host"), host.server
        await cleo.do(Start())
        await host.kill()
        await until(lambda: ann.sees("Host", online=False))
        await bob.do(Pause())
        found = await again.open()
        assert found == host.links
        assert "still open" in again.text
        again.press("\r")
        await until(lambda: ann.sees("Host"))
        back = ann.seat("Host")
        assert seat is not None
        assert back is not None
        assert back.id == seat.id
        assert not any(one.cut for one in (ann, bob, cleo))
        # It has the same rights as the one before: it stops the server, too.
        again.signal(signal.SIGTERM)
        assert await again.wait() == 0
        assert not alive(server)
        await until(lambda: ann.cut)


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGKILL])
async def test_a_server_that_nobody_stands_behind_ends_when_everybody_has_left(
    tmp_path: Path, number: signal.Signals
) -> None:
    host, again = Hosting(tmp_path, "--linger", "0.02"), Hosting(tmp_path)
    async with hosting(host, again):
        async with players(await host.open()) as (ann, bob, cleo):
            await cleo.do(Start())
            server = host.server
            host.signal(number)
            await host.wait()
            await leave((ann, cleo))
            code = host.links["join"].code
            await bob.do(Pause())
            assert not bob.cut
        await until(lambda: not alive(server))
        assert not await healthy(host.port)
        found = await again.open()
        assert found["join"].code == code
        back = Player(found["join"], Return(key=bob.link.key, seen=0))
        await until(lambda: back.live)
        # What was accepted while nobody stood behind the server is there.
        assert back.link.room.public.clock.paused
        await leave([back])


async def test_ctrl_c_at_the_prompt_stops_and_keeps_the_room(tmp_path: Path) -> None:
    host = Hosting(tmp_path)
    async with hosting(host), players(await host.open()) as (ann, _bob, _cleo):
        server = host.server
        host.signal(signal.SIGINT)
        assert await host.wait() == 0
        assert "room is kept" in host.text
        assert not alive(server)
        await until(lambda: ann.cut)


async def test_a_server_that_is_killed_is_started_again(tmp_path: Path) -> None:
    host = Hosting(tmp_path)
    async with hosting(host), players(await host.open()) as (ann, _bob, cleo):
        await cleo.do(Start())
        for _ in range(2):
            before = host.server
            os.kill(before, signal.SIGKILL)
            await until(lambda: ann.cut)
            await until(lambda: ann.live and cleo.live and ann.sees("Bob"))
            assert ann.link.room.public.phase == "running"
            ann.states.clear()
            assert host.server != before
        # The end of the session is still noticed.
        await cleo.do(End())
        assert await host.wait() == 0
        assert "Its report:" in host.text


async def test_host_comes_to_a_room_whose_terminal_hangs_and_may_stop_it(tmp_path: Path) -> None:
    host = Hosting(tmp_path)
    again = Hosting(tmp_path, port=host.port)
    async with hosting(host, again), players(await host.open()) as (ann, bob, _cleo):
        host.press("\r")
        await until(lambda: ann.sees("Host"))
        server = host.server
        host.signal(signal.SIGSTOP)
        assert await again.open() == host.links
        again.press("\r")
        await until(lambda: "\x1b[?1049h" in again.text)
        again.signal(signal.SIGTERM)
        assert await again.wait() == 0
        assert not alive(server)
        assert "room is kept" in again.text
        host.signal(signal.SIGCONT)
        # The first one does not start another server against the wish of the second.
        assert await host.wait() == 0, host.text
        assert not await healthy(host.port)
        await until(lambda: ann.cut and bob.cut)


async def test_options_that_a_running_server_does_not_have_are_told(tmp_path: Path) -> None:
    host, again = Hosting(tmp_path), Hosting(tmp_path)
    async with hosting(host, again):
        await host.open()
        await host.kill()
        assert await again.open() == host.links
        assert "options it was started with" in again.text


async def test_what_is_secret_stands_in_no_argument_and_in_no_log(tmp_path: Path) -> None:
    host = Hosting(tmp_path)
    async with hosting(host), players(await host.open()) as (ann, _bob, cleo):
        await cleo.do(Start())
        shown = argv(host.server)
        log = (host.data / "server.log").read_text("utf-8")
        assert "A room opened" in log
        keys = [ann.link.key, cleo.link.key]
        for secret in (*secrets(host.data), *keys, "Ann", "Bob", "Cleo"):
            assert secret not in shown + log
        files = [file for file in host.data.iterdir() if file.is_file()]
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


async def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path) -> None:
    host = Hosting(tmp_path / "one")
    other = Hosting(tmp_path / "two", port=host.port)
    async with hosting(host, other):
        await host.open()
        await other.start()
        assert await other.wait() == 1
        assert f"Port {host.port} is taken" in other.text
        assert other.text.count("\n") == 1


async def test_who_keeps_the_machine_and_how_long_is_told_to_the_room(tmp_path: Path) -> None:
    host = Hosting(tmp_path, "--kept-by", "Jo Meier, IT", "--keep-months", "7")
    async with hosting(host), players(await host.open()) as (ann, *_others):
        rules = ann.link.room.public.rules
        assert (rules.kept_by, rules.keep_months) == ("Jo Meier, IT", 7)
