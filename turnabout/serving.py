"""A server in this process: its data folder, its stand-ins, and the signals that stop it."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Final

from platformdirs import user_data_path

from turnabout.addresses import here
from turnabout.standin import StandIns
from turnabout_server.app import Server
from turnabout_server.settings import Settings

PORT: Final = 8765
_STOPS: Final = ("SIGINT", "SIGTERM", "SIGHUP")


def data_folder(chosen: Path | None, verb: str) -> Path:
    """Return the folder that `verb` keeps its data in unless another one was chosen."""
    return chosen.expanduser() if chosen else user_data_path("turnabout", appauthor=False) / verb


@asynccontextmanager
async def serving(settings: Settings, bots: StandIns | None = None) -> AsyncIterator[Server]:
    """Run a server whose empty seats bots can take. Raises ServerError."""
    bots = bots or StandIns()
    server = Server(settings, stand_in=bots)
    await server.start()
    try:
        bots.place = here(server, settings.cert)
        yield server
    finally:
        try:
            await bots.leave()
        finally:
            await server.stop()


async def until(server: Server, *reasons: Awaitable[Any]) -> None:
    """Return when one of `reasons` to stop is there.

    Raises ServerError when the server has ended by itself.
    """
    ended = asyncio.create_task(server.run())
    waiting = [ended, *map(asyncio.ensure_future, reasons)]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            await ended
    finally:
        for one in waiting:
            one.cancel()


@contextmanager
def stop_signal(
    at_once: Callable[[], object] = lambda: None, *, hang_up: bool = True
) -> Iterator[asyncio.Event]:
    """Give an event that is set when this process is asked to stop.

    `at_once` is called in the middle of whatever runs, even while a terminal that takes no output
    blocks the loop. `hang_up`: closing the terminal counts, too.
    """
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        at_once()
        loop.call_soon_threadsafe(asked.set)

    numbers = [number for name in _STOPS if (number := getattr(signal, name, None))]
    before = {
        number: signal.signal(number, ask)
        for number in numbers
        if hang_up or number != getattr(signal, "SIGHUP", None)
    }
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
