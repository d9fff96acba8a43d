"""The last lines of `steer` and `join` when the session is over: where its report is."""

import asyncio
from pathlib import Path

from tests.support.serving import serving
from tests.support.window import Window
from tests.turnabout.command import turnabout
from turnabout_protocol.links import Link


async def test_the_last_lines_say_where_the_report_is(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as here:
        opened = await here.open()
        boss = await here.steer(opened)
        join = Link(server=here.address, door="join", code=opened.code)
        steer = Link(
            server=here.address, door="steer", code=opened.code, key=opened.facilitator_key
        )
        player = ("join", str(join), "--name", "Ann", "--home", "it")
        console = ("steer", str(steer), "--name", "Gil")
        async with (
            Window(player, tmp_path / "ann") as ann,
            Window(console, tmp_path / "gil") as gil,
        ):
            await ann.shows("? help")
            await gil.shows("Fay, Gil (you)")
            await boss.do("end")
            for window, said in ((ann, "Ask Fay, Gil for the report."), (gil, "Leave with q")):
                await window.shows(said)
                await window.pressed("q", "y  Leave")
                window.press("y")
                assert await window.ended() == 0
            assert "Ask Fay, Gil for the report." in ann.raw.decode().rpartition("\x1b[?1049l")[2]
            last = gil.raw.decode().rpartition("\x1b[?1049l")[2]
            fetch = f"turnabout report {steer} --output report.html"
            assert fetch in last
        # And that line does it.
        file = tmp_path / "report.html"
        done = await asyncio.to_thread(
            turnabout, "report", str(steer), "--output", str(file), home=tmp_path
        )
        assert done.returncode == 0, done.stderr
        assert file.stat().st_size > 1000
