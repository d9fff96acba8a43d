"""Turnabout's server with no limits on how many come and how fast: `python -m bench.served DATA`.

Everything else is as `turnabout serve` runs it, the log and its fsyncs included.
"""

import asyncio
import cProfile
import signal
import sys
from pathlib import Path
from typing import Final

from turnabout_client.page.door import PageDoor
from turnabout_machine.logs import log_to_stderr
from turnabout_server.app import Server
from turnabout_server.settings import Limits, Settings

MANY: Final = 1_000_000


async def main(data: Path) -> None:
    """Serve until SIGTERM; print the address first."""
    free = Limits(connections=MANY, per_address=MANY, rooms=MANY, rate=MANY, burst=MANY)
    settings = Settings(
        data=data / "data", keys=data / "keys", port=0, anyone_may_open=True, limits=free
    )
    asked = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked.set)
    async with Server(settings, web=PageDoor()) as server:
        print(server.address, flush=True)
        await asked.wait()


if __name__ == "__main__":
    log_to_stderr()
    match sys.argv[1:]:
        case [data, profiled]:
            profile = cProfile.Profile()
            profile.enable()
            asyncio.run(main(Path(data)))
            profile.disable()
            profile.dump_stats(profiled)
        case [data]:
            asyncio.run(main(Path(data)))
