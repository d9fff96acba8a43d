"""`serve --ssh` and `turnabout ssh` as real processes: the door opens, dies, and opens again."""

import asyncio
import os
import re
import signal
import subprocess
from pathlib import Path
from subprocess import Popen

import pytest

from tests.support.patience import LIMIT, until
from tests.support.ssh import SSH, command, run
from tests.turnabout.command import read_until, turnabout
from tests.turnabout.test_serving import links_in, running
from turnabout_client.link.connection import knock

pytestmark = pytest.mark.skipif(not SSH, reason="no ssh here")

SERVE = ("serve", "--listen", "127.0.0.1:0", "--anyone-may-open", "--ssh", "127.0.0.1:0")
LINE = re.compile(r"ssh -p (\d+) (\w+)@\S+")


def door_of(process: "Popen[str]") -> int:
    """Return the process of the server's ssh door; 0: there is none just now."""
    found = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True)
    return int(found.stdout.split()[0]) if found.stdout.split() else 0


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def port_in(printed: str) -> int:
    found = LINE.search(printed)
    assert found is not None, printed
    return int(found[1])


async def opened(printed: str, home: Path) -> str:
    """Open a room, and return what that prints."""
    arguments = printed.split("turnabout open ")[1].splitlines()[0].split()
    done = await asyncio.to_thread(turnabout, "open", *arguments, home=home)
    assert done.returncode == 0, done.stderr
    return done.stdout


async def test_a_server_opens_an_ssh_door_and_the_invitation_names_it(tmp_path: Path) -> None:
    with running(tmp_path, *SERVE) as process:
        printed = read_until(process, "Its host key:")
        key = printed.split("Its host key:")[1].strip()
        told = await opened(printed, tmp_path)
        found = LINE.search(told)
        assert found is not None, told
        assert int(found[1]) == port_in(printed)
        assert key in told
        done = await run(command(port_in(printed), found[2], "-T"), "\nAnn\n1\nleave\n")
        assert done.status == 0, done.out + done.err
        assert "Come back to your seat" in done.out
        door = door_of(process)
        assert door
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT) == 0
        assert not lives(door)


async def test_a_door_that_dies_is_opened_again_and_the_server_plays_on(tmp_path: Path) -> None:
    with running(tmp_path, *SERVE) as process:
        printed = read_until(process, "Its host key:")
        told = await opened(printed, tmp_path)
        join = links_in(told)["join"]
        first = door_of(process)
        os.kill(first, signal.SIGKILL)
        assert (await knock(join)).title
        await until(lambda: door_of(process) not in (0, first))
        line = command(port_in(printed), join.code, "-T")

        async def comes_in() -> bool:
            return (await run(line, "\nleave\n")).status == 0

        async with asyncio.timeout(LIMIT):
            while not await comes_in():
                pass
        assert (await knock(join)).title


async def test_a_door_ends_with_its_server_however_that_ends(tmp_path: Path) -> None:
    with running(tmp_path, *SERVE) as process:
        read_until(process, "Its host key:")
        door = door_of(process)
        process.kill()
        process.wait(LIMIT)
        await until(lambda: not lives(door))


async def test_a_door_whose_port_is_taken_leaves_the_server_alone(tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with running(tmp_path, *SERVE[:-1], f"127.0.0.1:{port}") as process:
        printed = read_until(process, "By ssh:")
        assert f"Port {port} is taken" in printed
        told = await opened(printed, tmp_path)
        assert "ssh" not in told
        server.close()
        await server.wait_closed()
        printed = await asyncio.to_thread(read_until, process, "Its host key:")
        assert port_in(printed) == port


async def test_a_door_stands_alone_beside_a_server(tmp_path: Path) -> None:
    with running(tmp_path, *SERVE[:-2]) as server:
        printed = read_until(server, "Stop it:")
        told = await opened(printed, tmp_path)
        join = links_in(told)["join"]
        arguments = ("ssh", join.server, "--listen", "127.0.0.1:0", "--most", "3")
        with running(tmp_path, *arguments) as process:
            printed = read_until(process, "Stop it:")
            assert "SHA256:" in printed
            done = await run(command(port_in(printed), join.code, "-T"), "\nleave\n")
            assert done.status == 0, done.out + done.err
            process.send_signal(signal.SIGTERM)
            assert process.wait(LIMIT) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("serve", "--ssh", "nonsense"), "no address for ssh"),
        (("serve", "--ssh", ":8022", "--ssh-most", "0"), "1 to 80 seats"),
        (("ssh", "ws://play.example:8765"), "not encrypted"),
        (("ssh", "ftp://play.example"), "not a server's address"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = turnabout(*arguments, home=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
