"""An error in a screen that nobody foresaw: one sentence, status 1, and nothing of what it held."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.house import House
from tests.support.table import Table
from tests.support.window import Window

SAID = "what Dana typed"
BROKEN = """
import sys
from turnabout.main import main
from turnabout_client.link.connection import Connection
from turnabout_client.tui.app import TurnaboutApp

def broken(self, *_):
    secret = "a key in a local variable"
    raise RuntimeError("what Dana typed")

async def broken_link(self):
    broken(self)

{breaks}
sys.exit(main(sys.argv[1:]))
"""
IN_A_HANDLER = "TurnaboutApp.on_room_changed = broken"
IN_A_WORKER = "Connection.run = broken_link"
AT_THE_START = "TurnaboutApp.on_mount = broken"
IN_A_PAINTING = "TurnaboutApp.compose = broken"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with House(Table(players=1)) as house:
        yield house


@pytest.mark.parametrize("breaks", [IN_A_HANDLER, IN_A_WORKER, AT_THE_START, IN_A_PAINTING])
async def test_a_broken_screen_says_one_sentence(house: House, tmp_path: Path, breaks: str) -> None:
    command = (sys.executable, "-c", BROKEN.format(breaks=breaks))
    arguments = ("join", str(house.link()), "--name", "Dana", "--home", "it")
    async with Window(arguments, tmp_path, command=command) as window:
        assert await window.ended() == 1
        shown = window.text
        raw = window.raw.decode()
    assert "did not foresee (RuntimeError)" in " ".join(shown.split())
    for leak in ("Traceback", "Error:", "secret", SAID, "a key in", "╭"):
        assert leak not in raw.rpartition("\x1b[?1049l")[2], leak
    assert SAID not in raw
    check_the_file(tmp_path)


def check_the_file(home: Path) -> None:
    """Find what was written down: where it broke, and nothing else."""
    (file,) = home.rglob("crash-*.txt")
    kept = file.read_text()
    assert "RuntimeError" in kept
    assert " broken" in kept
    assert SAID not in kept
    assert "a key in" not in kept
    assert file.stat().st_mode & 0o777 == 0o600


async def test_who_sat_down_is_told_the_way_back(house: House, tmp_path: Path) -> None:
    command = (sys.executable, "-c", BROKEN.format(breaks=IN_A_HANDLER))
    arguments = ("join", str(house.link()), "--name", "Dana", "--home", "it")
    async with Window(arguments, tmp_path, command=command) as window:
        assert await window.ended() == 1
        assert f"seat:  turnabout join {house.link()}\r\n" in window.raw.decode()


NO_BOTS = """
import sys
import turnabout.demo
from turnabout.main import main
from turnabout.problems import Problem

async def refused(*_):
    raise Problem("No bot comes today.")

turnabout.demo.seat_bots = refused
sys.exit(main(sys.argv[1:]))
"""
NOBODY_STEERS = """
import sys
from turnabout.main import main
from turnabout_client.bots.bot import Bot

def broken(self):
    raise RuntimeError("what Dana typed")

Bot._plan = broken
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (NO_BOTS, "turnabout: No bot comes today."),
        (NOBODY_STEERS, "turnabout: The rehearsal stopped: A bot stopped: RuntimeError"),
    ],
    ids=["no bots", "nobody steers"],
)
async def test_a_demo_where_nothing_can_happen_ends_with_the_reason(
    tmp_path: Path, code: str, says: str
) -> None:
    async with Window(("demo",), tmp_path, command=(sys.executable, "-c", code)) as window:
        assert await window.ended() == 1
        shown = window.raw.decode()
    assert says in shown.rpartition("\x1b[?1049l")[2]
    assert SAID not in shown
