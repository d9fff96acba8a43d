"""How long each door takes from the line of an invitation to the first thing done at the table.

`make bench-first-action`. A script does what a person does, without reading and thinking: what is
measured is what people wait for.
"""

import asyncio
import tempfile
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import Final

import pytest

from tests.e2e.test_four_doors import by_doors
from turnabout_protocol.commands import Start

DOORS: Final = {"Ann": "terminal", "Ben": "plain lines", "Cat": "page", "Dan": "ssh"}


async def measure() -> None:
    """Seat one at each door, let each say yes to the promises, and print how long that took."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as monkeypatch:
        async with by_doors(Path(folder), monkeypatch) as here:
            took = {name: here.came[name] - here.came[one] for one, name in pairwise(here.came)}
            await here.fay.do(Start())
            for name, door in DOORS.items():
                await here.settles()
                began = monotonic()
                assert await here.acts(name)
                acted = monotonic() - began
                print(f"{door:12} seated after {took[name]:4.1f} s, acts {acted:4.1f} s later")


if __name__ == "__main__":
    asyncio.run(measure())
