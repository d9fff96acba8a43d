"""A process that is stopped from outside goes on in its terminal as if nothing had been."""

import signal
from pathlib import Path

import pytest

from tests.support.house import House
from tests.support.process import free_port
from tests.support.table import Table
from tests.support.window import Window

TABLE = "Player 0"
PROMPT = "Press Enter for the console"
SCREENS = b"\x1b[?1049h"
ASKED = "Leave the table?"


@pytest.mark.parametrize("how", [signal.SIGSTOP, signal.SIGTSTP])
async def test_a_stopped_terminal_goes_on(tmp_path: Path, how: signal.Signals) -> None:
    async with House(Table(players=2)) as house:
        arguments = ("join", str(house.link()), "--name", "Dana", "--home", "it")
        async with Window(arguments, tmp_path) as window:
            await window.shows(TABLE)
            for _ in range(2):
                await window.halt(how)
                window.wipe()
                window.process.send_signal(signal.SIGCONT)
                await window.shows(TABLE)
            assert not window.echoes
            await window.pressed("q", ASKED)
            window.press("y")
            assert await window.ended() == 0
            assert window.echoes


async def test_behind_the_screens_there_is_nothing_to_take_again(tmp_path: Path) -> None:
    arguments = ("host", "--local", "--listen", f"127.0.0.1:{free_port()}", "--linger", "0.02")
    async with Window((*arguments, "--data", str(tmp_path / "kept")), tmp_path) as window:
        await window.shows("Press Enter")
        window.press("\r")
        await window.shows("g begin")
        await window.pressed("q", ASKED)
        await window.pressed("y", PROMPT)
        for _ in range(2):
            await window.halt(signal.SIGTSTP)
            window.process.send_signal(signal.SIGCONT)
        window.wipe()
        window.press("\r")
        await window.shows("g begin")
        await window.pressed("q", ASKED)
        await window.pressed("y", PROMPT)
        assert window.raw.count(SCREENS) == 2
        window.stop()
        assert await window.ended() == 0
