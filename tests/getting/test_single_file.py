"""The command as one file: a seat at a table, from a folder with a blank in its name."""

import asyncio
import sys
from pathlib import Path

import pytest

from deploy.single_file import make
from tests.getting.built import finished
from tests.support.serving import serving
from turnabout.getit import wheel
from turnabout_protocol.links import Link


@pytest.mark.long_form
async def test_the_single_file_joins_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEX_ROOT", str(tmp_path / "cache"))
    file = tmp_path / "a folder" / "turnabout.pyz"
    file.parent.mkdir()
    await asyncio.to_thread(make, file)
    async with serving(tmp_path / "data") as served:
        opened = await served.open()
        link = Link(server=served.address, door="join", code=opened.code)
        said = await asyncio.to_thread(
            finished,
            [sys.executable, file, "join", str(link), "--name", "Kim", "--home", "it"],
            given="people\n",
        )
    assert said.returncode == 0, said.stderr
    assert "Kim" in said.stdout
    # It cannot be added to: what it lacks is got with the wheel.
    lacks = finished([sys.executable, file, "host"])
    assert (lacks.returncode, lacks.stderr.count("\n")) == (1, 1)
    assert f'pipx install --force "./{wheel()}[server]"' in lacks.stderr
