"""A wheel, a fresh environment and nothing else: a seat at a table; the rest by its own line."""

import asyncio
import shlex
import sys
import zipfile
from pathlib import Path

import pytest

from tests.getting.built import CONSTRAINTS, Place, finished, run, wheel
from tests.support.serving import serving
from turnabout.extras import MODULES
from turnabout_language import LANGUAGES
from turnabout_protocol.links import Link

LEFT_OUT = f"""
from importlib.util import find_spec
print([name for name in {sorted(MODULES)} if find_spec(name)])
"""
BARE = {"join", "steer", "watch", "door"}
"""Verbs that go to somebody else's server."""


async def test_a_plain_install_is_a_seat_and_says_how_to_get_the_rest(tmp_path: Path) -> None:
    file = await asyncio.to_thread(wheel, tmp_path)
    names = zipfile.ZipFile(file).namelist()
    for language in set(LANGUAGES) - {"en"}:
        assert any(name.endswith(f"catalogues/{language}.mo") for name in names)
    assert not [name for name in names if name.endswith(".po")]

    place = await asyncio.to_thread(Place, tmp_path / "bare")
    await asyncio.to_thread(place.install, str(file))
    # The libraries that came as somebody else's dependency are no part of what we ask for.
    left = run(place.python, "-c", LEFT_OUT).strip()
    assert left in ("[]", "['markdown_it']")

    async with serving(tmp_path / "data") as served:
        opened = await served.open()
        link = Link(server=served.address, door="join", code=opened.code)
        said = await asyncio.to_thread(
            finished,
            [place.command, "join", str(link), "--name", "Kim", "--home", "it"],
            given="people\n",
        )
    assert said.returncode == 0, said.stderr
    assert "Kim" in said.stdout

    lacks = finished([place.command, "host"])
    assert (lacks.returncode, lacks.stdout, lacks.stderr.count("\n")) == (1, "", 1)
    assert "“server”" in lacks.stderr
    line = lacks.stderr.partition("Get it:  ")[2].strip()
    if sys.platform != "win32":
        # The very line that it says, and it is true.
        run(*shlex.split(line), "-q", *CONSTRAINTS)
        assert "missed-target" in run(place.command, "scenario", "list")


@pytest.mark.parametrize("verb", sorted(BARE))
def test_verbs_of_a_seat_take_no_extra(verb: str) -> None:
    seen = run(
        sys.executable,
        "-c",
        "import sys\nfrom turnabout.main import main\nfrom turnabout.verbs import VERBS\n"
        f"from importlib import import_module\nimport_module(VERBS[{verb!r}].where.split(':')[0])\n"
        f"print([name for name in {sorted(MODULES)} if name in sys.modules])",
    )
    assert seen.strip() in ("[]", "['markdown_it']")
