"""The way to another machine is encrypted, or somebody said that it need not be, and it shows."""

from pathlib import Path

import pytest

from tests.client.test_link_trouble import ELSEWHERE
from tests.support.house import House
from tests.support.table import Table
from tests.support.window import Window
from tests.turnabout.command import turnabout
from tests.turnabout.test_main import assert_one_sentence

STEER = "ws://192.0.2.1:9/steer/7F3K2QMX9TRVH4WZ.8QX0MM4ZB1T7C2PD"


@pytest.mark.parametrize(
    "arguments",
    [
        ("open", "asset-valve", "--server", "ws://192.0.2.1:9"),
        ("report", STEER),
        ("forget", STEER, "--yes"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_no_verb_goes_there_without_a_word(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert_one_sentence(turnabout(*arguments, home=tmp_path), 1, "--insecure-plain")


async def test_the_door_says_so_and_the_header_too_when_it_was_meant(tmp_path: Path) -> None:
    async with House(Table(players=1)) as house:
        link = str(house.link()).replace("127.0.0.1", ELSEWHERE)
        seat = ("join", link, "--name", "Dana", "--home", "it")
        async with Window(seat, tmp_path) as window:
            await window.shows("--insecure-plain")
        assert house.came == 0
        async with Window((*seat, "--insecure-plain"), tmp_path) as window:
            await window.shows("Player 0")
            await window.shows("not encrypted")
        near = ("join", str(house.link()), "--name", "Eve", "--home", "it")
        async with Window(near, tmp_path) as window:
            await window.shows("Player 0")
            assert "not encrypted" not in window.text


async def test_the_way_back_is_a_command_that_runs(tmp_path: Path) -> None:
    async with House(Table()) as house:
        link = str(house.link()).replace("127.0.0.1", ELSEWHERE)
        seat = ("join", link, "--name", "Dana", "--home", "it", "--insecure-plain")
        async with Window(seat, tmp_path) as window:
            # The name alone stands at the door, too; there another key leaves.
            await window.shows("not encrypted")
            await window.pressed("q", "Leave the table?")
            window.press("y")
            assert await window.ended() == 0
            assert f"turnabout join {link} --insecure-plain\r\n" in window.raw.decode()
