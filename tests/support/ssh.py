"""An ssh door beside a server on loopback, and OpenSSH itself to come in by it."""

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

import asyncssh

from tests.support.patience import LIMIT
from tests.support.serving import Serving, serving
from tests.support.tap import Tap
from turnabout.addresses import Address
from turnabout.standin import StandIns
from turnabout_client.ssh.door import Door, SshDoor
from turnabout_client.ssh.gate import Limits
from turnabout_client.ssh.who import Place
from turnabout_protocol.messages import Opened
from turnabout_server.net.web import WebDoor

SSH: Final = shutil.which("ssh") or ""
"""OpenSSH's client, which every system brings; empty where it is missing."""


class Keyless(asyncssh.SSHClient):
    """Somebody without a key, and with nothing to say where nothing is asked."""

    def kbdint_auth_requested(self) -> str:
        return ""


class Beside(NamedTuple):
    """A server with a room, and an ssh door beside it."""

    here: Serving
    opened: Opened
    door: SshDoor
    tap: Tap | None = None
    """What lies between the door and the server, if it was asked for."""

    def command(self, *options: str, user: str = "", key: Path | None = None) -> list[str]:
        """Return what runs OpenSSH to come in as `user`: the room's code, if it is empty."""
        return command(self.door.port, user or self.opened.code, *options, key=key)

    async def client(self, user: str = "", **more: Any) -> asyncssh.SSHClientConnection:
        """Return a connection of asyncssh's own client, for what OpenSSH never asks."""
        return await asyncssh.connect(
            "127.0.0.1",
            self.door.port,
            username=user or self.opened.code,
            known_hosts=None,
            config=[],
            client_factory=Keyless,
            **{"client_keys": None, "agent_path": None, **more},
        )


def command(port: int, user: str, *options: str, key: Path | None = None) -> list[str]:
    """Return what runs OpenSSH; it knows nothing of the person who runs the tests."""
    return [
        SSH,
        *options,
        *("-F", "none", "-p", str(port), "-o", "StrictHostKeyChecking=no"),
        *("-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"),
        *("-o", "IdentityAgent=none", "-o", "IdentitiesOnly=yes"),
        *("-o", f"IdentityFile={key or 'none'}"),
        f"{user}@127.0.0.1",
    ]


@asynccontextmanager
async def beside(
    tmp_path: Path,
    *,
    bots: bool = False,
    web: WebDoor | None = None,
    tapped: bool = False,
    **limits: Any,
) -> AsyncIterator[Beside]:
    """Run both, with limits of the door; `bots` can be asked for, pages be served, and all be read
    that the server sends the door."""
    stand_ins = StandIns() if bots else None
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        here = await enter(serving(tmp_path / "data", stand_in=stand_ins, web=web))
        tap = await enter(Tap(here.address)) if tapped else None
        place = Place(here.address)
        if stand_ins is not None:
            stand_ins.place = Address(here.address)
        door = SshDoor(
            Door(
                host="127.0.0.1",
                port=0,
                folder=tmp_path / "ssh",
                near=place if tap is None else Place(tap.address),
                share=place,
                called="play.example",
                limits=Limits(**limits),
            )
        )
        await door.start()
        try:
            yield Beside(here, await here.open(), door, tap)
        finally:
            await door.stop()
            if stand_ins is not None:
                await stand_ins.leave()


class Done(NamedTuple):
    """What a command has said, and its status."""

    status: int
    out: str
    err: str


async def run(arguments: list[str], typed: str | None = None) -> Done:
    """Run a command to its end. `typed` is its input; None: it ends at once."""
    process = await asyncio.create_subprocess_exec(
        *arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        async with asyncio.timeout(LIMIT):
            out, err = await process.communicate((typed or "").encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return Done(process.returncode or 0, out.decode(), err.decode())
