"""The process of an ssh door. `turnabout.sshguard` and `turnabout.ssh` start it.

See `turnabout.sshlaunch` for what it is told and tells.
"""

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from turnabout.problems import FAILED
from turnabout.signals import stop_signal
from turnabout.sshlaunch import BEAT, Alive, DoorFailed, DoorOpen, SshLaunch, line
from turnabout_client.ssh.door import Door, DoorError, SshDoor
from turnabout_client.ssh.gate import Limits
from turnabout_client.ssh.who import Place
from turnabout_language import use
from turnabout_machine.logs import log_to_stderr, watch_loop, watch_process

Tell = Callable[[bytes], object]
_NOBODY: Final = b""


def main() -> int:
    """Keep the door open until our input ends; return the exit status."""
    os.umask(0o077)
    watch_process()
    log_to_stderr()
    with os.fdopen(os.dup(1), "wb", buffering=0) as out, open(os.devnull, "wb") as nowhere:
        # Whatever prints must not end up in the line.
        os.dup2(nowhere.fileno(), 1)
        return asyncio.run(_live(out.write))


async def _live(tell: Tell) -> int:
    watch_loop()
    loop = asyncio.get_running_loop()
    first: asyncio.Future[bytes] = loop.create_future()
    over = asyncio.Event()
    threading.Thread(target=_listen, args=(loop, first, over), daemon=True).start()
    try:
        launch = msgspec.json.decode(await first, type=SshLaunch)
    except msgspec.DecodeError:
        return FAILED  # Whoever started us was gone before a word was said.
    use(launch.language)
    door = SshDoor(door_of(launch))
    try:
        await door.start()
    except DoorError as error:
        with suppress(OSError):
            tell(line(DoorFailed(sentence=str(error))))
        return FAILED
    with stop_signal() as asked:
        beats = asyncio.create_task(_beat(tell, door))
        stops = [asyncio.create_task(event.wait()) for event in (asked, over)]
        try:
            await asyncio.wait((beats, *stops), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (beats, *stops):
                task.cancel()
            await door.stop()
    return 0


async def _beat(tell: Tell, door: SshDoor) -> None:
    with suppress(OSError):  # Nobody listens any more: that is the end.
        tell(line(DoorOpen(port=door.port, fingerprint=door.fingerprint)))
        while True:
            await asyncio.sleep(BEAT)
            tell(line(Alive()))


def _listen(
    loop: asyncio.AbstractEventLoop, first: "asyncio.Future[bytes]", over: asyncio.Event
) -> None:
    """Read the line that we are told, and then nothing until there is nobody to tell more."""

    def told(data: bytes) -> None:
        if not first.done():
            first.set_result(data)

    with suppress(RuntimeError):  # The loop has ended before the input.
        with suppress(OSError, ValueError):
            loop.call_soon_threadsafe(told, sys.stdin.buffer.readline())
            while sys.stdin.buffer.read(4096):
                pass
        loop.call_soon_threadsafe(told, _NOBODY)
        loop.call_soon_threadsafe(over.set)


def door_of(launch: SshLaunch) -> Door:
    """Return what the door is told."""
    return Door(
        host=launch.host,
        port=launch.port,
        folder=Path(launch.folder),
        near=Place(*launch.near),
        share=Place(*launch.share),
        called=launch.called,
        called_port=launch.called_port,
        plain=launch.plain,
        limits=Limits(most=launch.most),
    )


if __name__ == "__main__":
    sys.exit(main())
