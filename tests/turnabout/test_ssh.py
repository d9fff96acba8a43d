"""`serve --ssh` and `turnabout ssh` as real processes: the door opens, dies, and opens again."""

import asyncio
import os
import re
import signal
import socket
import subprocess
from pathlib import Path
from subprocess import Popen

import pytest

from tests.support.hosting import children, end_servers
from tests.support.patience import LIMIT, until
from tests.support.ssh import SSH, command, run
from tests.turnabout.command import read_until, turnabout
from tests.turnabout.test_serving import links_in, running
from turnabout.sshbeside import SshOptions, ssh_wanted
from turnabout_client.link.connection import knock
from turnabout_language import LANGUAGES, _, speaking

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


HOST = ("host", "--local", "--listen", "127.0.0.1:0", "--ssh", ":0")
WHERE = "SHA256:" + "a" * 43
STEERS = {"en": "For you alone;", "de": "Nur für dich;", "fr": "Pour vous seul"}


def below(process: int) -> list[int]:
    """Return the processes that a process has started, and theirs."""
    started = children(process)
    return [*started, *(one for child in started for one in below(child))]


@pytest.mark.parametrize("tag", LANGUAGES)
async def test_a_host_opens_an_ssh_door_and_its_invitation_names_it(
    tmp_path: Path, tag: str
) -> None:
    with running(tmp_path, *HOST, "--language", tag) as process:
        told = read_until(process, STEERS[tag])
        found = LINE.search(told)
        assert found is not None, told
        with speaking(tag):
            need = _("To play with nothing installed (Windows, macOS and Linux bring ssh):")
        assert f"{need}\n{found[0]}\n" in told
        assert f"{found[2]}@127.0.0.1" in told
        assert "SHA256:" in told
        done = await run(command(int(found[1]), found[2], "-T"), "\nAnn\n1\nleave\n")
        assert done.status == 0, done.out + done.err
        assert found[0] in done.out, "the way back is the line of the invitation"
        ours = below(process.pid)
        assert len(ours) == 2
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT) == 0
        assert not any(map(lives, ours))


async def test_a_host_that_is_run_again_names_the_same_door(tmp_path: Path) -> None:
    with running(tmp_path, *HOST) as process:
        first = LINE.search(read_until(process, STEERS["en"]))
        servers = children(process.pid)
        process.kill()
    try:
        with running(tmp_path, *HOST) as again:
            told = read_until(again, "Steer with that last link")
            found = LINE.search(told)
            assert found is not None
            assert first is not None
            assert found[0] == first[0]
            assert "It runs with the options" not in told
            again.send_signal(signal.SIGTERM)
            assert again.wait(LIMIT) == 0
    finally:
        end_servers(servers)


async def test_a_host_whose_ssh_port_is_taken_says_so_and_opens_its_room(tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        with running(tmp_path, *HOST[:-1], f":{port}", "--language", "de") as process:
            told = await asyncio.to_thread(read_until, process, "Über ssh")
            assert f"Port {port} ist belegt." in told
            assert LINE.search(told) is None
            assert (await knock(links_in(told)["join"])).ssh is None


async def test_a_host_whose_server_dies_has_both_doors_again_where_they_were(
    tmp_path: Path,
) -> None:
    with running(tmp_path, *HOST) as process:
        told = read_until(process, STEERS["en"])
        join, found = links_in(told)["join"], LINE.search(told)
        assert found is not None
        (server,) = children(process.pid)
        first = below(server)
        os.kill(server, signal.SIGKILL)
        await until(lambda: children(process.pid) not in ([], [server]))
        await until(lambda: not any(map(lives, first)))

        async def comes_in() -> bool:
            line = command(int(found[1]), join.code, "-T")
            return (await run(line, "\nleave\n")).status == 0

        async with asyncio.timeout(LIMIT):
            while not await comes_in():
                pass
        ssh = (await knock(join)).ssh
        assert ssh is not None
        assert ssh.port == int(found[1])


async def test_a_door_elsewhere_is_in_the_invitation_when_the_server_is_told(
    tmp_path: Path,
) -> None:
    told = ("--ssh-at", "door.example:2222", "--ssh-fingerprint", WHERE)
    with running(tmp_path, *SERVE[:-2], *told) as server:
        printed = read_until(server, "Its host key:")
        assert "ssh -p 2222 CODE@door.example" in printed
        assert WHERE in printed
        told_of = await opened(printed, tmp_path)
        found = LINE.search(told_of)
        assert found is not None
        assert f"ssh -p 2222 {found[2]}@door.example\n" in told_of
        assert WHERE in told_of


async def test_a_door_is_named_by_the_way_on_which_people_reach_it(tmp_path: Path) -> None:
    with running(tmp_path, *SERVE, "--ssh-at", "play.example") as server:
        printed = read_until(server, "Its host key:")
        assert "ssh CODE@play.example\n" in printed
        told = await opened(printed, tmp_path)
        assert re.search(r"^ssh \w+@play\.example$", told, re.MULTILINE)


def test_a_door_of_its_own_prints_what_its_server_is_told(tmp_path: Path) -> None:
    arguments = ("ssh", "ws://127.0.0.1:1", "--listen", "127.0.0.1:0", "--called", "door.example")
    with running(tmp_path, *arguments) as process:
        printed = read_until(process, "Stop it:")
        found = re.search(r"--ssh-at (\S+) --ssh-fingerprint (\S+)$", printed, re.MULTILINE)
        assert found is not None, printed
        assert found[1] == f"door.example:{re.search(r'-p ([0-9]+) CODE', printed)[1]}"  # type: ignore[index]
        assert ssh_wanted(SshOptions(ssh_at=found[1], ssh_fingerprint=found[2])) is not None


@pytest.mark.parametrize("tag", ["de", "fr"])
def test_what_the_door_and_its_server_say_is_translated(
    tmp_path: Path, tag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TURNABOUT_LANGUAGE", tag)
    with speaking(tag):
        stop, key = _("Stop it:"), _("Its host key:")
        why = _("Port {port} is taken. Choose another one for ssh.", port=1)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with running(tmp_path, *SERVE[:-1], f"127.0.0.1:{port}") as process:
            printed = read_until(process, stop)
            assert "Data folder" not in printed
            assert why.replace("1", str(port)) in read_until(process, f" {port} ")
            taken.close()
            assert "SHA256:" in read_until(process, key)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("serve", "--ssh", "nonsense"), "no address for ssh"),
        (("host", "--ssh", "nonsense"), "no address for ssh"),
        (("host", "--ssh", ":8022", "--ssh-most", "81"), "1 to 80 seats"),
        (("serve", "--ssh", ":8022", "--ssh-fingerprint", WHERE), "host key of its own"),
        (("serve", "--ssh-at", "door.example:22"), "go together"),
        (("serve", "--ssh-fingerprint", WHERE), "go together"),
        (("serve", "--ssh-at", "a b:22", "--ssh-fingerprint", WHERE), "not how people reach"),
        (("serve", "--ssh-at", "a:0", "--ssh-fingerprint", WHERE), "not how people reach"),
        (("serve", "--ssh-at", "a:22", "--ssh-fingerprint", "MD5:1"), "not the fingerprint"),
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
