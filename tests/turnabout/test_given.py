"""Links and keys that are no arguments: from standard input, and from the environment."""

import asyncio
import os
import subprocess
from pathlib import Path

import pytest

from tests.support.patience import LIMIT
from tests.support.serving import serving
from tests.turnabout.command import COMMAND, folders
from turnabout_protocol.links import Link

NOWHERE = "ws://127.0.0.1:1/steer/0000000000000000.0000000000000000"


def ran(
    *arguments: str, home: Path, fed: str = "", **more: str
) -> "subprocess.CompletedProcess[str]":
    """Run the command with `fed` on its standard input, in a terminal of nobody."""
    return subprocess.run(
        [*COMMAND, *arguments],
        input=fed,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
        env={**folders(home), **more},
        start_new_session=True,
    )


async def test_a_link_comes_from_standard_input_or_the_environment(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as here:
        opened = await here.open()
        link = Link(server=here.address, door="steer", code=opened.code, key=opened.facilitator_key)

        async def door(*arguments: str, fed: str = "", **more: str) -> str:
            found = await asyncio.to_thread(ran, "door", *arguments, home=tmp_path, fed=fed, **more)
            assert found.returncode == 0, found.stderr
            return found.stdout

        assert "newcomers wait" in await door("-", "--lock", fed=f"{link}\n")
        assert "The door is open" in await door("--unlock", TURNABOUT_LINK=f" {link} ")
        report = await asyncio.to_thread(
            ran, "report", "-", "--format", "md", home=tmp_path, fed=str(link)
        )
        assert report.returncode == 0, report.stderr
        gone = await asyncio.to_thread(ran, "forget", "-", "--yes", home=tmp_path, fed=str(link))
        assert gone.returncode == 0, gone.stderr


@pytest.mark.parametrize("verb", ["steer", "watch", "door"])
def test_without_a_link_it_says_how_to_give_one(verb: str, tmp_path: Path) -> None:
    found = ran(verb, home=tmp_path)
    assert (found.returncode, found.stderr.count("\n")) == (2, 1)
    assert "as - on standard input, or in $TURNABOUT_LINK" in found.stderr
    empty = ran(verb, "-", home=tmp_path)
    assert (empty.returncode, empty.stderr.count("\n")) == (2, 1)
    assert "Nothing came on standard input" in empty.stderr


def test_it_is_seen_in_no_list_of_processes(tmp_path: Path) -> None:
    """What `ps` shows is the arguments; Linux has them in a file."""
    if not os.path.exists("/proc/self/cmdline"):
        pytest.skip("This system shows the arguments of a process elsewhere.")
    process = subprocess.Popen(
        [*COMMAND, "door", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=folders(tmp_path),
        start_new_session=True,
    )
    assert "0000000000000000" not in Path(f"/proc/{process.pid}/cmdline").read_text()
    _out, said = process.communicate(f"{NOWHERE}\n", timeout=LIMIT)
    assert process.returncode == 1
    assert "127.0.0.1:1" in said
