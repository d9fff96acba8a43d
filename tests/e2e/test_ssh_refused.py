"""What the ssh door never does, asked for by OpenSSH itself and by a client that asks for more."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from tests.support.patience import patience, until
from tests.support.ssh import SSH, Beside, beside, run
from turnabout_client.ssh.terminal import LARGEST

SOCKET = Path("/tmp/turnabout-nowhere.sock")
needs_ssh = pytest.mark.skipif(not SSH, reason="no ssh here")


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[int, list[object]]]:
    """A port of this machine that nobody may reach through the door, and who did."""
    came: list[object] = []
    server = await asyncio.start_server(lambda reader, writer: came.append(writer), "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], came


# --- OpenSSH ------------------------------------------------------------------------------------


@needs_ssh
@pytest.mark.parametrize("asked", [["ls"], ["sh"], ["-s", "sftp"], ["-s", "netconf"]])
async def test_no_command_and_no_subsystem_is_run(tmp_path: Path, asked: Sequence[str]) -> None:
    async with beside(tmp_path, begin=1.0) as table:
        flags = [one for one in asked if one.startswith("-")]
        done = await run([*table.command("-T", *flags), *(a for a in asked if a not in flags)])
        assert done.status != 0
        assert done.out == ""
        assert "request failed" in done.err
        await until(lambda: not table.door._callers)


@needs_ssh
async def test_nothing_is_reached_through_the_door(tmp_path: Path) -> None:
    async with beside(tmp_path) as table, listening() as (port, came):
        done = await run(table.command("-W", f"127.0.0.1:{port}"), "hello\n")
        assert done.status != 0
        assert done.out == ""
        assert not came


@needs_ssh
@pytest.mark.parametrize("where", ["127.0.0.1:0", str(SOCKET)])
async def test_no_port_is_opened_for_anybody(tmp_path: Path, where: str) -> None:
    async with beside(tmp_path) as table:
        asked = ("-T", "-o", "ExitOnForwardFailure=yes", "-R", f"{where}:127.0.0.1:9")
        done = await run(table.command(*asked), "\nleave\n")
        assert done.status == 255
        assert "forwarding failed" in done.err
        assert not SOCKET.exists()  # noqa: ASYNC240


@needs_ssh
async def test_nobody_is_asked_for_a_password_and_none_is_taken(tmp_path: Path) -> None:
    async with beside(tmp_path) as table:
        asked = ("-T", "-o", "PreferredAuthentications=password")
        done = await run(table.command(*asked))
        assert done.status == 255
        assert "Permission denied (publickey,keyboard-interactive)" in done.err


@needs_ssh
async def test_no_environment_and_no_agent_come_along(tmp_path: Path) -> None:
    async with beside(tmp_path) as table:
        asked = ("-T", "-A", "-o", "SetEnv=LD_PRELOAD=/x TEXTUAL_DRIVER=y LANG=de_DE.UTF-8")
        process = await asyncio.create_subprocess_exec(
            *table.command(*asked),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={"SSH_AUTH_SOCK": str(tmp_path / "agent"), "PATH": "/usr/bin:/bin"},
        )
        assert process.stdout is not None
        async with patience():
            while b"Press Enter" not in await process.stdout.readline():
                pass
        (caller,) = table.door._callers
        (channel,) = caller._channels.values()
        assert channel.get_environment() == {}
        assert caller.get_agent_path() is None
        async with patience():
            await process.communicate(b"\nleave\n")


# --- a client that asks for more than OpenSSH ---------------------------------------------------


async def test_one_connection_has_one_session(tmp_path: Path) -> None:
    async with beside(tmp_path) as table, await table.client() as connection:
        process = await connection.create_process(term_type="xterm-256color")
        async with patience():
            await process.stdout.readuntil("word of then first.")
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.create_process()


async def test_no_display_and_no_listener(tmp_path: Path) -> None:
    async with beside(tmp_path) as table, await table.client() as connection:
        for asked in (
            lambda: connection.forward_remote_port("127.0.0.1", 0, "127.0.0.1", 9),
            lambda: connection.forward_remote_path(str(tmp_path / "s"), str(tmp_path / "t")),
            lambda: connection.open_connection("127.0.0.1", table.door.port),
            lambda: connection.open_unix_connection(str(tmp_path / "s")),
            lambda: connection.start_sftp_client(),
            lambda: connection.run("id", check=True),
        ):
            with pytest.raises((asyncssh.Error, asyncssh.ChannelListenError, OSError)):
                await asked()


async def test_a_display_is_refused(tmp_path: Path) -> None:
    async with beside(tmp_path) as table, await table.client() as connection:
        with contextlib.suppress(asyncssh.Error, OSError, ValueError):
            await connection.create_process(
                term_type="xterm", x11_forwarding=True, x11_display="127.0.0.1:0"
            )
        (caller,) = table.door._callers
        assert caller._x11_listener is None


@pytest.mark.parametrize("user", ["root", "admin", "", "7F3K", "x" * 5000])
@pytest.mark.parametrize("with_key", [False, True])
async def test_nobody_is_let_in_without_a_code(tmp_path: Path, user: str, with_key: bool) -> None:
    async with beside(tmp_path) as table:
        keys: Any = [asyncssh.generate_private_key("ssh-ed25519")] if with_key else None
        with pytest.raises((asyncssh.Error, OSError)):
            await table.client(user or " ", client_keys=keys, password="secret")
        await until(lambda: not table.door._callers)
        assert table.door._gate._knocking.total() == 0


async def test_however_large_a_window_says_it_is_little_is_painted(tmp_path: Path) -> None:
    async with beside(tmp_path) as table, await table.client() as connection:
        process = await connection.create_process(
            term_type="xterm-256color", term_size=(10_000, 10_000)
        )
        async with patience():
            await process.stdout.readuntil("word of then first.")
        (visit,) = table.door._visits
        assert visit._terminal.size == LARGEST
        process.stdin.write("\r")
        async with patience():
            await process.stdout.readuntil("Your name")
        for width in range(10_000, 11_000):
            process.change_terminal_size(width, 2**31)
        process.change_terminal_size(50, 20)
        await until(lambda: visit._terminal.size == (50, 20))
        process.change_terminal_size(0, 0)
        await until(lambda: visit._terminal.size == (80, 24))


# --- floods, and those who say nothing ----------------------------------------------------------


async def test_whoever_says_nothing_is_let_go(tmp_path: Path) -> None:
    async with beside(tmp_path, login=0.3) as table:
        reader, writer = await asyncio.open_connection("127.0.0.1", table.door.port)
        async with patience():
            await reader.read()
        writer.close()
        await until(lambda: not table.door._callers)
        assert table.door._gate._knocking.total() == 0


async def test_whoever_asks_for_no_terminal_is_let_go(tmp_path: Path) -> None:
    async with beside(tmp_path, begin=0.3) as table, await table.client() as connection:
        async with patience():
            await connection.wait_closed()
        assert table.door.seats == 0


async def test_so_many_knock_and_no_more(tmp_path: Path) -> None:
    async with beside(tmp_path, knocking_share=3) as table:
        sockets = [socket.create_connection(("127.0.0.1", table.door.port)) for _ in range(3)]
        await until(lambda: len(table.door._callers) == 3)
        with socket.create_connection(("127.0.0.1", table.door.port)) as one_more:
            one_more.setblocking(False)
            loop = asyncio.get_running_loop()
            async with patience():
                with contextlib.suppress(ConnectionResetError):
                    assert await loop.sock_recv(one_more, 100) == b""
        for one in sockets:
            one.close()
        await until(lambda: not table.door._callers)
        async with await table.client() as connection:
            assert connection.get_extra_info("username") == table.opened.code


@pytest.mark.parametrize(
    "junk",
    [b"GET / HTTP/1.1\r\n\r\n", b"\0" * 100_000, b"SSH-2.0-x\r\n\xff"],
    ids=["http", "zeros", "half"],
)
async def test_what_is_no_ssh_ends_alone(tmp_path: Path, junk: bytes) -> None:
    async with beside(tmp_path, login=2.0) as table:
        reader, writer = await asyncio.open_connection("127.0.0.1", table.door.port)
        writer.write(junk)
        writer.write_eof()
        async with patience():
            with contextlib.suppress(ConnectionResetError):
                await reader.read()
        writer.close()
        await until(lambda: not table.door._callers)
        async with await table.client() as connection:
            assert connection.get_extra_info("username") == table.opened.code


async def test_whoever_takes_nothing_is_cut_and_the_others_play_on(tmp_path: Path) -> None:
    async with beside(tmp_path, slow=0.5) as table, await table.client() as connection:
        stuck = await connection.create_process(
            term_type="xterm-256color", term_size=(200, 70), window=4096
        )
        await reads(stuck, "word of then first.")
        stuck.stdin.write("\r")
        await reads(stuck, "Your name")
        stuck.channel.pause_reading()
        async with await table.client() as other, patience():
            quick = await other.create_process()
            await quick.stdout.readuntil("word of then first.")
            await flood(table, stuck, connection)
            quick.stdin.write("\nleave\n")
            quick.stdin.write_eof()
            assert (await quick.wait()).exit_status == 0


async def reads(process: "asyncssh.SSHClientProcess[str]", text: str) -> None:
    """Read until `text` has come."""
    said = ""
    async with patience():
        while text not in said:
            more = await process.stdout.read(4096)
            assert more, said
            said += more


async def flood(
    table: Beside, stuck: "asyncssh.SSHClientProcess[str]", connection: asyncssh.SSHClientConnection
) -> None:
    """Let screens be painted that nobody takes, until the door has had enough."""
    callers = len(table.door._callers)
    while len(table.door._callers) == callers:
        for size in ((200, 70), (199, 69)):
            with contextlib.suppress(BrokenPipeError, OSError):
                stuck.change_terminal_size(*size)
            await asyncio.sleep(0.15)
    await connection.wait_closed()


async def test_who_takes_no_seat_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("turnabout_client.ssh.visit._LOOKS_EVERY", 0.05)
    async with beside(tmp_path, door=0.4) as table, await table.client() as connection:
        process = await connection.create_process()
        process.stdin.write("\n")
        done = await process.wait()
        assert "You took no seat for a long time" in str(done.stdout)
        await until(lambda: table.door.seats == 0)


async def test_who_types_no_word_is_let_go(tmp_path: Path) -> None:
    async with beside(tmp_path, door=0.4) as table, await table.client() as connection:
        process = await connection.create_process()
        assert (await process.wait()).exit_status == 1
        await until(lambda: table.door.seats == 0)


async def test_few_words_can_be_tried(tmp_path: Path) -> None:
    async with beside(tmp_path) as table, await table.client() as connection:
        process = await connection.create_process()
        process.stdin.write("0000-0000\n" * 10)
        done = await process.wait()
        assert str(done.stdout).count("No seat is kept for that word") == 3
        assert done.exit_status == 1
