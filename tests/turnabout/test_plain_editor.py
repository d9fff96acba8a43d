"""Plain lines at a terminal: what is new does not fall into what somebody is typing."""

import sys
from pathlib import Path

from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from tests.support.house import House
from tests.support.patience import until
from tests.support.table import Table
from tests.support.window import Window
from turnabout_client.dialogue.lines import editor
from turnabout_client.dialogue.lines.ends import Line
from turnabout_protocol.activities.consent import Agree
from turnabout_protocol.commands import Start

FOR_EVER = 1e9
PATCHED = """
import asyncio, os, sys
from turnabout.main import main
from turnabout_client.dialogue.lines import editor

class Told(editor.Editor):
    def say(self, text):
        with open(os.environ["SAID"], "a", encoding="utf-8") as said:
            print(text, file=said)
        super().say(text)

    async def line(self):
        while os.path.exists(os.environ["HOLD"]):
            await asyncio.sleep(0.01)
        return await super().line()

editor.Editor, editor.REST = Told, {rest}
sys.exit(main(sys.argv[1:]))
"""


def window_of(house: House, home: Path, rest: float) -> Window:
    """Return a terminal in which Ada plays in lines; every line goes to the file `said`, too.

    As long as there is a file `hold`, no new line is begun.
    """
    seat = ("join", str(house.link()), "--plain", "--name", "Ada", "--home", "it")
    (home / "said").touch()
    return Window(
        seat,
        home,
        command=(sys.executable, "-c", PATCHED.format(rest=rest)),
        env={"SAID": str(home / "said"), "HOLD": str(home / "hold")},
    )


def answers(house: House) -> list[object]:
    return [done.command for done in house.commands]


async def begins(house: House) -> None:
    house.table.do(house.table.boss[0], Start())
    await house.tell()


async def test_what_is_new_is_held_until_the_line_is_sent(tmp_path: Path) -> None:
    async with (
        House(Table(players=1, facilitators=1)) as house,
        window_of(house, tmp_path, FOR_EVER) as seat,
    ):
        await seat.shows("Host 0 will begin.")
        seat.press("we go")
        await seat.shows("> we go")
        await begins(house)
        await until(lambda: "Do you play" in (tmp_path / "said").read_text())
        assert "Do you play" not in seat.text
        seat.press("\r")
        await seat.shows("You began this before the question came")
        # It is no answer to what was asked meanwhile, and it is there again.
        assert seat.text.index("> we go") < seat.text.index("Do you play")
        await seat.until(lambda: seat.text.rstrip().endswith("> we go"))
        assert not answers(house)
        seat.press("\x15" + "1\r")
        await seat.shows("Done: I play.")
        assert answers(house) == [Agree(step="agree", yes=True)]
        seat.press("\x04")
        assert await seat.ended() == 0
    raw = bytes(seat.raw)
    # Nothing is asked of the terminal, no bell rings, and there is no other screen.
    assert not [asked for asked in (b"\x1b[6n", b"\x07", b"\x1b[?1049h") if asked in raw]


async def test_what_is_typed_between_two_lines_is_not_lost(tmp_path: Path) -> None:
    async with (
        House(Table(players=1, facilitators=1)) as house,
        window_of(house, tmp_path, FOR_EVER) as seat,
    ):
        hold = tmp_path / "hold"
        await seat.until(lambda: awaits(seat, 0))
        hold.touch()
        seat.press("time\r")
        await seat.until(lambda: seat.text.count("No clock") == 1)
        seat.press("ti")
        hold.unlink()
        await seat.until(lambda: seat.text.rstrip().endswith("\n> ti"))
        seat.press("me\r")
        await seat.until(lambda: awaits(seat, 2))
        hold.touch()
        seat.press("time\r")
        await seat.until(lambda: seat.text.count("No clock") == 3)
        seat.press("\x04")
        hold.unlink()
        assert await seat.ended() == 0


def awaits(seat: Window, answers: int) -> bool:
    """Return whether so many lines were answered and the next one is awaited."""
    return seat.text.count("No clock") == answers and seat.text.rstrip().endswith("\n>")


async def test_who_rests_is_told_and_finds_the_line_again(tmp_path: Path) -> None:
    async with (
        House(Table(players=1, facilitators=1)) as house,
        window_of(house, tmp_path, 0.05) as seat,
    ):
        await seat.shows("Host 0 will begin.")
        seat.press("we go")
        await seat.shows("> we go")
        await begins(house)
        await seat.until(lambda: seat.text.rstrip().endswith("> we go"))
        await seat.shows("Do you play")
        await seat.until(lambda: seat.text.rstrip().endswith("> we go"))
        seat.press("\r")
        await seat.shows("You began this before the question came")
        assert not answers(house)


async def test_a_paste_is_not_told_key_by_key() -> None:
    told: list[Line] = []
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        ends = editor.Editor()
        ends.watched(told.append)
        keys.send_text("word " * 2000 + "\r")
        line = await ends.line()
    assert line is not None
    assert line.text == "word " * 2000
    assert len(told) < 1000


async def test_a_dumb_terminal_gets_lines_by_itself_and_no_control_sequence(
    tmp_path: Path,
) -> None:
    async with House(Table(players=1, facilitators=1)) as house:
        seat = ("join", str(house.link()))
        async with Window(seat, tmp_path, env={"TERM": "dumb"}) as dumb:
            await dumb.shows("Turnabout, in plain lines.")
            await dumb.shows("Your name")
            dumb.press("Ada\n")
            await dumb.shows("Where do you really belong")
            dumb.press("2\n")
            await dumb.shows("Host 0 will begin.")
            dumb.press("leave\n")
            assert await dumb.ended() == 0
        assert b"\x1b" not in dumb.raw
