"""The ssh door: a listener at which each caller is a seat, in one process for all of them."""

import asyncio
import contextlib
import errno
import logging
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from unicodedata import normalize

import asyncssh

from turnabout_client.entrance.model import Wish
from turnabout_client.ssh import hostkey
from turnabout_client.ssh.caller import Caller
from turnabout_client.ssh.gate import Gate, Limits
from turnabout_client.ssh.session import Host
from turnabout_client.ssh.terminal import Terminal
from turnabout_client.ssh.visit import Around, Visit
from turnabout_client.ssh.wayback import WayBack
from turnabout_client.ssh.who import Place, wanted
from turnabout_client.view.invitation import ssh_line
from turnabout_language import N_, _, apart, language, use

SEATS: Final = "seats"
"""The folder of the kept seats, in the door's folder."""
_TIDIES_EVERY: Final = 24 * 3600.0
_PARTS_WITHIN: Final = 3.0
"""Seconds that people have for their goodbye when the door closes."""
_BACKLOG: Final = 64


class DoorError(Exception):
    """The door cannot open. Its text is a sentence for whoever runs it."""


@dataclass(frozen=True, kw_only=True)
class Door:
    """What a door is told."""

    host: str
    """Where it listens; empty: at every address of this machine."""
    port: int
    """0: any free one."""
    folder: Path
    """For the host key, and the seats that people can come back to."""
    near: Place
    """The server as the door reaches it."""
    share: Place
    """The server as people reach it: links that are shown carry that."""
    called: str
    """The name or address of this machine, as people know it."""
    called_port: int = 0
    """The port by which they reach it; 0: the one where it listens."""
    plain: bool = False
    """The way to the server need not be encrypted."""
    limits: Limits = field(default_factory=Limits)


class SshDoor:
    """Listens, and attends to everybody who comes."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._gate = Gate(door.limits)
        self._callers: set[Caller] = set()
        self._empty = asyncio.Event()
        """Nobody is connected."""
        self._empty.set()
        self._visits: set[Visit] = set()
        self._languages: dict[str, str] = {}
        """Of the rooms that somebody went to, by their code."""
        self._server: asyncio.Server | None = None
        self._tidying: asyncio.Task[None] | None = None
        self.port = door.port
        self.fingerprint = ""
        """Of the host key, as ssh shows it to whoever comes for the first time."""

    @property
    def seats(self) -> int:
        """How many people are through the door."""
        return self._gate.inside

    async def start(self) -> None:
        """Open the door. Raises DoorError."""
        door = self._door
        # Its own lines quote who comes, and so the codes of rooms.
        asyncssh.set_log_level(logging.CRITICAL)
        try:
            door.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            key = hostkey.found_or_made(door.folder)
            # The usual form of a key has chance in it: another one at each start.
            secret = key.export_private_key("pkcs8-der")
            self._way_back = WayBack(door.folder / SEATS, secret)
            self._way_back.make()
        except hostkey.BadHostKey as error:
            raise DoorError(str(error)) from None
        except OSError as error:
            raise DoorError(f"{error.strerror}: {error.filename}.") from None
        self.fingerprint = key.get_fingerprint()
        options = await self._options(key)
        loop = asyncio.get_running_loop()

        def caller() -> Caller:
            made = Caller(loop, options, self._gate)
            made.goes = self._gone
            self._callers.add(made)
            self._empty.clear()
            return made

        try:
            self._server = await loop.create_server(
                caller, door.host or None, door.port, backlog=_BACKLOG
            )
        except OSError as error:
            raise DoorError(_why_not(error, door.host, door.port)) from None
        self.port = int(self._server.sockets[0].getsockname()[1])
        self._tidying = asyncio.create_task(self._tidy())

    async def _options(self, key: asyncssh.SSHKey) -> asyncssh.SSHServerConnectionOptions:
        limits = self._door.limits
        options: asyncssh.SSHServerConnectionOptions
        options = await asyncssh.SSHServerConnectionOptions.construct(
            server_factory=lambda: Host(self._names, self._lost, limits.begin, self._attend),
            server_host_keys=[key],
            server_version="Turnabout",
            gss_host=None,
            host_based_auth=False,
            password_auth=False,
            x509_trusted_certs=None,
            agent_forwarding=False,
            x11_forwarding=False,
            line_editor=False,
            encoding=None,
            allow_scp=False,
            compression_algs=None,
            login_timeout=limits.login,
            keepalive_interval=limits.keepalive,
            window=64 * 1024,
        )
        return options

    def _lost(self) -> str:
        """Return what whoever names no room is told. OpenSSH shows nothing but ASCII of it."""
        said = _(
            "This is Turnabout. The user name is the code of your room, as it stands in the "
            "invitation:  {command}",
            command=self._command("CODE"),
        )
        return normalize("NFKD", said.replace("’", "'")).encode("ascii", "ignore").decode()

    def _names(self, user: str) -> bool:
        return wanted(user, self._door.near, self._door.share) is not None

    async def _attend(self, caller: Caller, terminal: Terminal) -> int:
        """Be there for one person to the end; return the status with which their ssh ends."""
        door = self._door
        user = str(caller.get_extra_info("username"))
        wish = wanted(user, door.near, door.share)
        if wish is None or wish.where is None:
            return 1
        with apart():
            use(self._languages.get(wish.where.code, language()))
            return await self._let_in(caller, terminal, user, wish)

    async def _let_in(self, caller: Caller, terminal: Terminal, user: str, wish: Wish) -> int:
        sentence = caller.comes_through()
        if sentence:
            terminal.write(f"{_(sentence)}\r\n")
            return 1
        try:
            door = self._door
            around = Around(
                self._way_back, door.limits, self._command, user, door.plain, self._languages
            )
            visit = Visit(terminal, wish, caller.shown_key, around)
            self._visits.add(visit)
            try:
                return await visit.run()
            finally:
                self._visits.discard(visit)
        finally:
            self._gate.left(caller.address)

    def _command(self, user: str) -> str:
        return ssh_line(user, self._door.called, self._door.called_port or self.port)

    async def _tidy(self) -> None:
        while True:
            await asyncio.to_thread(self._way_back.tidy, time.time())
            await asyncio.sleep(_TIDIES_EVERY)

    async def stop(self) -> None:
        """Say goodbye to everybody, and close."""
        if self._server is not None:
            self._server.close()
        if self._tidying is not None:
            self._tidying.cancel()
        for visit in list(self._visits):
            visit.end(N_("This door closes for a moment. Your seat is kept."))
        for caller in list(self._callers):
            if caller.terminal is None:
                caller.cut()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PARTS_WITHIN):
                await self._empty.wait()
        for caller in list(self._callers):
            caller.cut()

    def _gone(self, caller: Caller) -> None:
        self._callers.discard(caller)
        if not self._callers:
            self._empty.set()


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return _("Port {port} is taken. Choose another one for ssh.", port=port)
    if error.errno == errno.EACCES:
        return _("Port {port} is not for everybody. Choose one above 1023 for ssh.", port=port)
    return _("This machine cannot listen on {host}, which is none of its addresses.", host=host)
