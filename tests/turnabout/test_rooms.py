"""`turnabout rooms` as a real process: what is open, also under a server, and nobody's words."""

import asyncio
from pathlib import Path

from tests.support.serving import order
from tests.turnabout.command import read_until, turnabout
from tests.turnabout.test_main import assert_one_sentence
from tests.turnabout.test_serving import links_in, running
from turnabout_server.after.archive import session_id
from turnabout_server.live.keys import room_id
from turnabout_server.log import Row
from turnabout_server.log.sqlite import SqliteLog

WALL = 1_893_456_000_000


async def written(folder: Path) -> None:
    log = SqliteLog(folder)
    await log.append("a" * 32, 0, [Row(1, 0, WALL, None, None, b"Dana said it")])
    rows = [Row(n, 0, WALL + 60_000 * n, None, None, b"Kim did") for n in (1, 2, 3)]
    await log.append("b" * 32, 0, rows)
    await log.set_aside("b" * 32, "Entry 2 cannot be read.")
    await log.aclose()


def test_rooms_are_listed_with_what_became_of_them(tmp_path: Path) -> None:
    asyncio.run(written(tmp_path / "data"))
    listed = turnabout("rooms", "--data", str(tmp_path / "data"), home=tmp_path)
    assert listed.returncode == 0, listed.stderr
    head, _heads, one, two, *_rest = listed.stdout.splitlines()
    assert str(tmp_path / "data") in head
    assert one.split()[0] == "a" * 12
    assert one.endswith("open")
    assert two.split()[0] == "b" * 12
    assert " 3 " in two
    assert "set aside" in two
    assert two.endswith("Entry 2 cannot be read.")
    assert "Dana" not in listed.stdout


def test_rooms_of_a_server_that_runs(tmp_path: Path) -> None:
    data = tmp_path / "turnabout" / "server"
    with running(tmp_path, "serve", "--listen", "127.0.0.1:0") as process:
        printed = read_until(process, "Open a room:")
        arguments = printed.split("turnabout open ")[1].split()
        opened = turnabout("open", *arguments, "--team", "Field crews", home=tmp_path)
        assert opened.returncode == 0, opened.stderr
        room = session_id(room_id(links_in(opened.stdout)["join"].code))
        listed = turnabout("rooms", home=tmp_path)
    assert listed.returncode == 0, listed.stderr
    assert str(data) in listed.stdout
    assert room in listed.stdout
    assert "Field crews" not in listed.stdout
    assert order().scenario.title not in listed.stdout


def test_where_nothing_is_open_it_says_so(tmp_path: Path) -> None:
    listed = turnabout("rooms", home=tmp_path)
    assert listed.returncode == 0
    assert "No room is open in" in listed.stdout
    assert_one_sentence(turnabout("rooms", "--data", str(tmp_path / "no")), 1, "no data folder")


def test_a_damaged_log_hides_no_other(tmp_path: Path) -> None:
    asyncio.run(written(tmp_path / "turnabout" / "server"))
    damaged = tmp_path / "turnabout" / "host" / "turnabout.db"
    damaged.parent.mkdir(mode=0o700)
    damaged.write_bytes(b"not a log at all" * 300)
    listed = turnabout("rooms", home=tmp_path)
    assert_one_sentence(listed, 1, "damaged")
    assert "a" * 12 in listed.stdout
