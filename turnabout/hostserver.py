"""The server of `host`: a process without a terminal. `turnabout.guard` alone starts it.

See `turnabout.lifeline` for the two processes and the line between them.
"""

import asyncio
import logging
import os
import secrets
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from time import monotonic
from typing import Final

import msgspec

from turnabout.addresses import everybody, here, port_of
from turnabout.lifeline import (
    LOG,
    LONGEST_LINE,
    Ended,
    Failed,
    Launch,
    Proof,
    Running,
    Whereabouts,
    publish,
    withdraw,
)
from turnabout.lines import Lines, Tell
from turnabout.linger import Linger
from turnabout.problems import FAILED, ending
from turnabout.serving import serving, until, web_door
from turnabout.signals import stop_signal
from turnabout.sshbeside import ssh_beside
from turnabout.sshlaunch import DoorFailed, SshWanted
from turnabout.standin import StandIns
from turnabout_language import use
from turnabout_protocol.messages import SshDoor
from turnabout_server.app import Server
from turnabout_server.settings import Settings
from turnabout_server.sqlite import make_folder

LOG_BYTES: Final = 1_000_000
"""Of one file of the log; there are at most three."""
MOST_LINES: Final = 8
"""Lines over loopback at a time, proven or not."""
PROVES_WITHIN: Final = 5.0
"""Seconds in which a line over loopback has to prove itself."""
LOOKS_EVERY: Final = 0.25
"""Seconds between two looks at who is there."""
OPENS_WITHIN: Final = 10.0
"""Seconds that the invitation waits for the ssh door, which then is tried on without it."""
SSH_LOG: Final = "ssh.log"
"""Where the process of the ssh door writes what fails, in the data folder; a server begins anew."""

_log = logging.getLogger(__name__)


def main() -> int:
    """Serve until told to stop, or until nobody needs it; return the exit status."""
    os.umask(0o077)
    with os.fdopen(os.dup(1), "wb", buffering=0) as out, open(os.devnull, "wb") as nowhere:
        # Whatever prints must not end up in the line.
        os.dup2(nowhere.fileno(), 1)
        return asyncio.run(_live(out.write))


async def _live(tell: Tell) -> int:
    pipe = _stdin()
    try:
        launch = msgspec.json.decode(await pipe.readline(), type=Launch)
    except (ValueError, msgspec.DecodeError):
        return FAILED  # Whoever started us was gone before a word was said.
    use(launch.language)
    lines = Lines()
    first = asyncio.create_task(lines.hold(pipe, tell))
    await asyncio.sleep(0)  # It is open before anything can go wrong that it must report.
    try:
        await _serve(launch, lines)
    except Exception as error:
        end = ending(error)
        _log.error("%s", end.sentence)
        lines.say(Failed(sentence=end.sentence))
        return end.status
    else:
        lines.say(Ended())
        return 0
    finally:
        first.cancel()


async def _serve(launch: Launch, lines: Lines) -> None:
    """Run the server until one of the lines or a signal stops it, or nobody needs it."""
    settings = _settings(launch)
    make_folder(settings.data)
    _log_to(settings.data / LOG)
    bots = StandIns()
    door = web_door(on=launch.web, public_url=launch.public_url, get_it=launch.get_it)
    with stop_signal() as asked:
        async with (
            serving(settings, bots, door) as server,
            _ssh_door(server, settings, launch) as no_ssh,
            _open_to_others(server, settings, launch, lines, no_ssh),
        ):
            left = asyncio.create_task(_left_alone(launch, server, bots, lines))
            await until(server, asked.wait(), lines.stop.wait(), left)


@asynccontextmanager
async def _ssh_door(server: Server, settings: Settings, launch: Launch) -> AsyncIterator[str]:
    """Keep the ssh door open that is wanted; give in a sentence why it is not open as yet.

    It is waited for, because the invitation is printed when we say that we run.
    """
    first: asyncio.Future[SshDoor | DoorFailed] = asyncio.get_running_loop().create_future()

    def tell(news: SshDoor | DoorFailed) -> None:
        if isinstance(news, DoorFailed):
            _log.warning("The ssh door is not open: %s", news.sentence)
        if not first.done():
            first.set_result(news)

    log = settings.data / SSH_LOG
    log.unlink(missing_ok=True)
    async with ssh_beside(
        launch.ssh,
        server,
        here(server, settings.cert),
        everybody(server, launch.public_url),
        tell,
        data=settings.data,
        log=log,
    ):
        if launch.ssh is not None:
            await asyncio.wait((first,), timeout=OPENS_WITHIN)
        news = first.result() if first.done() else None
        yield news.sentence if isinstance(news, DoorFailed) else ""


def _settings(launch: Launch) -> Settings:
    return Settings(
        data=Path(launch.data),
        keys=Path(launch.keys) if launch.keys else None,
        kept_by=launch.kept_by,
        keep_months=launch.keep_months,
        host=launch.host,
        port=launch.port,
        cert=Path(launch.cert) if launch.cert else None,
        key=Path(launch.key) if launch.key else None,
        self_signed=launch.self_signed,
        insecure_plain=launch.insecure_plain,
    )


def _log_to(file: Path) -> None:
    handler = RotatingFileHandler(file, maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8")
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", handlers=[handler]
    )


async def _left_alone(launch: Launch, server: Server, bots: StandIns, lines: Lines) -> None:
    """Return when nobody needs the server any more."""
    linger = Linger(alone=launch.linger, longest=launch.longest)
    while True:
        people = len(server.outboxes) - bots.playing
        if linger.over(monotonic(), held=lines.any, people=people):
            break
        await asyncio.sleep(LOOKS_EVERY)
    _log.info("Nobody stands behind this server: it ends")


@asynccontextmanager
async def _open_to_others(
    server: Server, settings: Settings, launch: Launch, lines: Lines, no_ssh: str
) -> AsyncIterator[None]:
    """Say that the server runs, and let a `host` that is run again find it."""
    secret = secrets.token_hex(16)
    free = asyncio.Semaphore(MOST_LINES)

    async def come_in(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(TimeoutError):
            if not free.locked():
                async with free:
                    if await _proves(reader, secret):
                        await lines.hold(reader, writer.write)
        writer.close()

    running = Running(
        launch=msgspec.structs.replace(
            launch, port=port_of(server.address), ssh=_where_it_is(launch.ssh, server.ssh)
        ),
        address=server.address,
        pin=server.pin,
        near=here(server, settings.cert),
        no_ssh=no_ssh,
    )
    door = await asyncio.start_server(come_in, "127.0.0.1", 0, limit=LONGEST_LINE)
    where = Whereabouts(port=door.sockets[0].getsockname()[1], secret=secret, running=running)
    publish(settings.data, where)
    lines.runs(running, server.rooms)
    try:
        yield
    finally:
        # From here on `host` has to start another server.
        withdraw(settings.data)
        door.close()


def _where_it_is(wanted: SshWanted | None, door: SshDoor | None) -> SshWanted | None:
    """Return what is wanted of a door with the port that it has: whoever comes back needs it."""
    if wanted is None or wanted.listen is None or wanted.at is not None or door is None:
        return wanted
    return msgspec.structs.replace(wanted, listen=(wanted.listen[0], door.port))


async def _proves(reader: asyncio.StreamReader, secret: str) -> bool:
    """Return whether whoever came in may read our data folder. Raises TimeoutError."""
    with suppress(OSError, ValueError, msgspec.DecodeError):
        async with asyncio.timeout(PROVES_WITHIN):
            proof = msgspec.json.decode(await reader.readline(), type=Proof)
        return secrets.compare_digest(proof.secret.encode(), secret.encode())
    return False


def _stdin() -> asyncio.StreamReader:
    """Return our input. A thread reads it, because no loop can read a pipe on every system."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=LONGEST_LINE)

    def pump() -> None:
        with suppress(RuntimeError):  # The loop has ended before the input.
            with suppress(OSError):
                while data := os.read(0, 4096):
                    loop.call_soon_threadsafe(reader.feed_data, data)
            loop.call_soon_threadsafe(reader.feed_eof)

    threading.Thread(target=pump, name="line", daemon=True).start()
    return reader


if __name__ == "__main__":
    sys.exit(main())
