"""Running a server that is measured, as a process of its own on a core of its own."""

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from bench.accounts import SERVER_CORE, pin


class Running(NamedTuple):
    """A server that listens."""

    url: str
    pid: int


@asynccontextmanager
async def running(*words: str) -> AsyncIterator[Running]:
    """Run `python -m` with these words until the block ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *words,
        stdout=asyncio.subprocess.PIPE,
        stderr=None if os.environ.get("BENCH_LOUD") else asyncio.subprocess.DEVNULL,
        preexec_fn=lambda: pin(SERVER_CORE),
    )
    assert process.stdout is not None
    try:
        url = (await process.stdout.readline()).decode().strip()
        if not url:
            raise SystemExit(f"{' '.join(words)} did not start")
        yield Running(url, process.pid)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.wait()


@asynccontextmanager
async def bare(mode: str) -> AsyncIterator[Running]:
    """Run a bare server."""
    async with running("bench.bare", mode) as server:
        yield server


@asynccontextmanager
async def turnabout(data: Path | None = None, *more: str) -> AsyncIterator[Running]:
    """Run Turnabout's server, on a folder of its own that is deleted with it or on `data`."""
    if data is not None:
        async with running("bench.served", str(data), *more) as server:
            yield server
        return
    with tempfile.TemporaryDirectory(dir=_disk()) as folder:
        async with running("bench.served", folder, *more) as server:
            yield server


def _disk() -> Path | None:
    """Return where a real disk is: many a temporary folder is memory."""
    chosen = os.environ.get("TURNABOUT_BENCH_DISK")
    return Path(chosen) if chosen else None
