"""A server of this process: its data folder, its stand-ins, and the signals that stop it."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from turnabout.addresses import here
from turnabout.standin import StandIns
from turnabout_server.app import Server
from turnabout_server.settings import Settings

PORT: Final = 8765
_STOPS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


def data_folder(chosen: Path | None, verb: str) -> Path:
    """Return the folder that `verb` keeps its data in unless another one was chosen."""
    return chosen.expanduser() if chosen else user_data_path("turnabout", appauthor=False) / verb


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[Server]:
    """Run a server whose empty seats bots can take. Raises ServerError."""
    bots = StandIns()
    server = Server(settings, stand_in=bots)
    await server.start()
    try:
        bots.place = here(server, settings.cert)
        yield server
    finally:
        await bots.leave()
        await server.stop()


@contextmanager
def stop_signal() -> Iterator[asyncio.Event]:
    """Give an event that is set when this process is asked to stop."""
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()
    # Where the loop cannot take signals, an interrupt ends the process as it always does.
    with suppress(NotImplementedError):
        for number in _STOPS:
            loop.add_signal_handler(number, asked.set)
    try:
        yield asked
    finally:
        with suppress(NotImplementedError):
            for number in _STOPS:
                loop.remove_signal_handler(number)
