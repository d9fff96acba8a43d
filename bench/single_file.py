"""How large the single file is, and how long it takes to start: `make bench-single-file`."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final, NamedTuple

from deploy.single_file import make

TIMES: Final = 5


class Measured(NamedTuple):
    """What the file takes."""

    size: float
    """In MB."""
    first: float
    """Seconds of its first start, in which it unpacks itself."""
    again: float
    """Seconds of a start after that, at the median."""


def measured(folder: Path) -> Measured:
    """Make the file in `folder` and start it."""
    file = folder / "turnabout.pyz"
    make(file)
    first, *others = [_start(file, folder / "cache") for _ in range(1 + TIMES)]
    return Measured(file.stat().st_size / 1e6, first, statistics.median(others))


def _start(file: Path, cache: Path) -> float:
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, str(file), "--version"],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PEX_ROOT": str(cache)},
    )
    return time.perf_counter() - begun


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        found = measured(Path(made))
    print(f"size         {found.size:5.1f} MB")
    print(f"first start  {found.first:5.1f} s")
    print(f"then         {found.again:5.1f} s")
