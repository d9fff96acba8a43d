"""serve, open and host as real processes: their links work, signals end them, rooms are kept."""

import asyncio
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from tests.support.patience import LIMIT, patience
from tests.turnabout.command import folders, read_until, started, turnabout
from turnabout_client.link.connection import Connection, knock
from turnabout_protocol import links
from turnabout_protocol.commands import AddBot, End
from turnabout_protocol.messages import Steer

LINK = re.compile(r"https?://\S+/(?:join|watch|stage|steer)/\S+")


@contextmanager
def running(home: Path, *arguments: str) -> Iterator["Popen[str]"]:
    """A command that runs, and is told to stop in the end."""
    with started(arguments, home) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(LIMIT)


def links_in(text: str) -> dict[str, links.Link]:
    """Return the links in what a command printed, by their door."""
    found = [links.parse(match) for match in LINK.findall(text)]
    return {link.door: link for link in found}


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_ends_the_server_quietly(tmp_path: Path, name: str) -> None:
    with running(tmp_path, "serve", "--listen", "127.0.0.1:0") as process:
        printed = read_until(process, "Stop it:")
        assert f"Data folder:  {tmp_path}" in printed
        process.send_signal(signal.Signals[name])
        assert process.wait(LIMIT) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


DYING = """
import asyncio, sys
from turnabout.main import main
from turnabout_server.log import LogFailed
from turnabout_server.log.sqlite import SqliteLog

async def watch(log):
    await asyncio.to_thread(sys.stdin.readline)
    raise LogFailed("The log's thread has ended.")

SqliteLog.watch = watch
sys.argv = ["turnabout", "serve", "--listen", "127.0.0.1:0"]
sys.exit(main())
"""


def test_a_server_whose_log_ends_says_so_and_fails(tmp_path: Path) -> None:
    with Popen(
        [sys.executable, "-c", DYING],
        stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True, env=folders(tmp_path),
    ) as process:  # fmt: skip
        read_until(process, "Stop it:")
        _, said = process.communicate("\n", timeout=LIMIT)
        assert process.returncode == 1
        assert said.splitlines()[-1] == "turnabout: The log's thread has ended."
        assert "Traceback" not in said


async def test_open_prints_links_that_work(tmp_path: Path) -> None:
    with running(tmp_path, "serve", "--listen", "127.0.0.1:0", "--self-signed") as process:
        printed = read_until(process, "Open a room:")
        arguments = printed.split("turnabout open ")[1].split()
        done = await asyncio.to_thread(turnabout, "open", *arguments, home=tmp_path)
        assert done.returncode == 0, done.stderr
        found = links_in(done.stdout)
        assert found.keys() == {"join", "watch", "stage", "steer"}
        assert all(link.pin for link in found.values())
        assert "We play Turnabout, “The quarter that slipped”: for 25 minutes" in done.stdout
        assert "days ahead" not in done.stdout, "the taster has no step for cards"
        full = (*arguments, "--agenda", "60")
        done = await asyncio.to_thread(turnabout, "open", *full, home=tmp_path)
        assert "days ahead" in done.stdout
        door = await knock(found["join"])
        assert door.title == "The quarter that slipped"


async def test_the_invitation_can_be_piped_and_holds_no_key_that_steers(tmp_path: Path) -> None:
    with running(tmp_path, "serve", "--listen", "127.0.0.1:0", "--self-signed") as process:
        printed = read_until(process, "Open a room:")
        arguments = printed.split("turnabout open ")[1].split()
        alone = (*arguments, "--invitation", "--seats", "1", "--get-it", "Ask Kim for it.")
        done = await asyncio.to_thread(turnabout, "open", *alone, "--language", "de", home=tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("Wir spielen Turnabout")
        assert "Ask Kim for it." in done.stdout
        assert links_in(done.stdout).keys() == {"join", "watch", "stage"}
        assert not any(link.key for link in links_in(done.stdout).values())
        beside = links_in(done.stderr)
        assert beside.keys() == {"join", "steer"}
        assert beside["join"].key, "a personal link is for one person"
        steer = str(beside["steer"])
        # From the facilitator's link it is there once more, in any language.
        done = await asyncio.to_thread(turnabout, "door", steer, "--invitation", home=tmp_path)
        assert done.stdout.startswith("Wir spielen Turnabout")
        assert links_in(done.stdout).keys() == {"join", "watch", "stage"}
        assert beside["steer"].key not in done.stdout
        more = ("--new-link", "--invitation", "--language", "fr")
        done = await asyncio.to_thread(turnabout, "door", steer, *more, home=tmp_path)
        text = done.stdout[done.stdout.index("Nous jouons") :]
        assert links_in(text)["join"].key == (await knock(beside["steer"])).shared != ""


async def test_open_without_the_key_says_where_it_comes_from(tmp_path: Path) -> None:
    with running(tmp_path, "serve", "--listen", "127.0.0.1:0") as process:
        printed = read_until(process, "Open a room:")
        arguments = printed.split("turnabout open ")[1].split()
        elsewhere = tmp_path / "elsewhere"
        done = await asyncio.to_thread(turnabout, "open", *arguments, home=elsewhere)
        assert done.returncode == 1
        assert "--key" in done.stderr
        assert done.stderr.count("\n") == 1


def test_host_keeps_its_room_and_saves_the_report(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path / "kept"))
    room = ("asset-valve", "--team", "Alpha", "--agenda", "60")
    host = ("host", *room, "--listen", "127.0.0.1:0", *data)
    with running(tmp_path, *host) as process:
        printed = read_until(process, "Steer with")
        assert "days ahead" in printed
        first = links_in(printed)
    (memory,) = tmp_path.rglob("room.json")
    assert memory.stat().st_mode & 0o077 == 0
    with running(tmp_path, *host) as process:
        printed = read_until(process, "Steer with")
        again = links_in(printed)
        assert "still open" in printed
        assert "days ahead" not in printed, "the session may have begun"
        assert again["join"].code == first["join"].code
        assert again["join"].pin == first["join"].pin
        asyncio.run(_bring_a_bot_and_end(again["steer"]))
        said = read_until(process, "As text:")
        assert process.wait(LIMIT) == 0
        assert process.stdout is not None
        assert f"--format ics --data {tmp_path / 'kept'}" in process.stdout.read()
    report = Path(said.rsplit("As text:", 1)[1].strip())
    page = Path(said.rsplit("Its report:", 1)[1].split("\n")[0].strip())
    assert "- Team: Alpha" in report.read_text(encoding="utf-8")
    assert "Alpha" in page.read_text(encoding="utf-8")
    assert page.stat().st_mode & 0o077 == 0
    assert report.stat().st_mode & 0o077 == 0
    assert not memory.exists()


async def _bring_a_bot_and_end(where: links.Link) -> None:
    seated = asyncio.Event()
    link = Connection(
        where,
        Steer(key=where.key, name="Dana"),
        on_change=lambda _: seated.set() if link.room.public.players() else None,
    )
    running = asyncio.create_task(link.run())
    async with patience():
        await link.do(AddBot(home="it"))
        await seated.wait()
        (bot,) = link.room.public.players()
        assert (bot.bot, bot.home, bot.played) == (True, "it", "business")
        await link.do(End())
        await running
