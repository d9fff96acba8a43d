"""The composition root: a server from its settings."""

import asyncio
import contextlib
import ipaddress
import logging
import ssl
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Self

from turnabout_machine.files import private_file, write
from turnabout_protocol.links import server_address
from turnabout_server.after.archive import Archive
from turnabout_server.after.archive.older import take_over
from turnabout_server.errors import ServerError
from turnabout_server.live.clock import Clock, SystemClock
from turnabout_server.live.keys import hashed, new_key
from turnabout_server.live.room import StandIn
from turnabout_server.live.rooms import Rooms
from turnabout_server.log.sqlite import SqliteLog
from turnabout_server.net import tls
from turnabout_server.net.health import Health
from turnabout_server.net.listener import Listener
from turnabout_server.net.outbox import Outbox
from turnabout_server.net.quiet import hush
from turnabout_server.net.session import Session
from turnabout_server.settings import Settings
from turnabout_server.sqlite import make_folder

_log = logging.getLogger(__name__)


class Server:
    """Rooms, their log, and a port. `start` returns when everything is ready."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        stand_in: StandIn | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock or SystemClock()
        self._stand_in = stand_in
        self._log: SqliteLog | None = None
        self._rooms: Rooms | None = None
        self._listener: Listener | None = None
        self._port = settings.port
        self._unhush: Callable[[], None] = lambda: None
        self.pin = ""
        """The fingerprint of a certificate that was made here; links carry it."""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    @property
    def address(self) -> str:
        """`ws://host:port` or `wss://host:port`, as bound."""
        scheme = "wss" if self._encrypted else "ws"
        return server_address(scheme, self._settings.host, self._port)

    @property
    def rooms(self) -> Rooms:
        """The rooms; the server must have been started."""
        if self._rooms is None:
            raise RuntimeError("the server has not been started")
        return self._rooms

    @property
    def open_key_file(self) -> Path:
        """Where the opening key is kept."""
        return self._settings.data / "open.key"

    @property
    def idle(self) -> bool:
        """Whether nothing is under way: only a client or the clock can change anything."""
        return self.rooms.idle and (self._listener is None or self._listener.idle)

    @property
    def outboxes(self) -> list[Outbox]:
        """What is on its way to each connection, the oldest connection first."""
        return [] if self._listener is None else self._listener.outboxes

    async def start(self) -> None:
        """Recover all rooms, then listen. Raises ServerError."""
        settings = self._settings
        self._check_plain()
        make_folder(settings.data)
        open_key = "" if settings.anyone_may_open else hashed(self._open_key())
        context = self._tls()
        self._log = SqliteLog(settings.data)
        limits = settings.limits
        archive = Archive(settings.data)
        rooms = Rooms(
            self._log,
            archive,
            self._clock,
            most=limits.rooms,
            stand_in=self._stand_in,
            # Where anybody may open rooms, the name of a team proves nothing.
            recall=not settings.anyone_may_open,
        )
        self._rooms = rooms
        self._unhush = hush()
        try:
            await take_over(self._log, archive)
            await rooms.start()
            self._listener = Listener(
                limits, lambda socket: Session(socket, rooms, limits, open_key), self._look
            )
            self._port = await self._listener.start(settings.host, settings.port, context)
        except BaseException:
            await self.stop()
            raise
        _log.info("listening on %s", self.address)

    async def stop(self) -> None:
        """Make everything durable and tell the clients to come back. Takes at most 5 seconds."""
        drain = self._settings.limits.drain
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(drain / 2):
                await self.rooms.stop()
        if self._listener is not None:
            await self._listener.stop(drain / 2)
        if self._log is not None:
            await self._log.aclose()
        unhush, self._unhush = self._unhush, lambda: None
        unhush()

    def _look(self) -> Health:
        return Health(HTTPStatus.OK, "ok\n")

    @property
    def _encrypted(self) -> bool:
        return self._settings.cert is not None or self._settings.self_signed

    def _tls(self) -> ssl.SSLContext | None:
        settings = self._settings
        if settings.cert is not None:
            # One file can hold both.
            return tls.context(settings.cert, settings.key or settings.cert)
        if not settings.self_signed:
            return None
        names = (*settings.names, settings.host)
        cert, key = tls.self_signed(settings.data, names)
        self.pin = tls.pin(cert)
        return tls.context(cert, key)

    def _check_plain(self) -> None:
        settings = self._settings
        if self._encrypted or settings.insecure_plain or _is_loopback(settings.host):
            return
        raise ServerError(
            f"Listening on {settings.host} without a certificate would let anybody on the way read"
            " along. Give --cert and --key, or say --insecure-plain if something else encrypts."
        )

    def _open_key(self) -> str:
        """Return the opening key, made on the first start."""
        file = self.open_key_file
        try:
            if file.exists():
                if not private_file(file):
                    raise ServerError(
                        f"The opening key {file} can be read by others, or is somebody else's: who"
                        " has it may open rooms here. Make it yours alone (chmod 600, or delete it"
                        " for a new one), or choose another folder with --data."
                    )
                if found := file.read_text("ascii").strip():
                    return found
            key = new_key()
            write(file, f"{key}\n".encode())
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not text"
            raise ServerError(
                f"The opening key {file} cannot be read or written ({why})."
                " Make room and check who may write there, or choose another folder with --data."
            ) from None
        return key


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
