"""The composition root: a server from its settings."""

import asyncio
import contextlib
import ipaddress
import logging
import ssl
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from turnabout_machine.clock import Clock, SystemClock
from turnabout_protocol.links import server_address
from turnabout_protocol.messages import SshDoor
from turnabout_server import openkey
from turnabout_server.after.archive import Archive
from turnabout_server.after.archive.older import take_over
from turnabout_server.errors import ServerError, told
from turnabout_server.expiry import Expiry
from turnabout_server.live.ground import StandIn
from turnabout_server.live.keys import hashed
from turnabout_server.live.roomkeys import RoomKeys, of_checks, place
from turnabout_server.live.rooms import Rooms
from turnabout_server.live.sealed import SealedLog
from turnabout_server.log.sqlite import SqliteLog
from turnabout_server.net import tls
from turnabout_server.net.health import health
from turnabout_server.net.listener import Listener
from turnabout_server.net.outbox import Outbox
from turnabout_server.net.quiet import hush
from turnabout_server.net.session import Session
from turnabout_server.net.web import WebDoor
from turnabout_server.settings import Settings
from turnabout_server.signs import Signs
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
        web: WebDoor | None = None,
    ) -> None:
        self._web = web
        self._settings = settings
        self._clock = clock or SystemClock()
        self._stand_in = stand_in
        self._life: asyncio.Task[None] | None = None
        """Everything that runs."""
        self._asked = asyncio.Event()
        """Somebody wants the server to stop."""
        self._rooms: Rooms | None = None
        self._listener: Listener | None = None
        self._port = settings.port
        self.pin = ""
        """The fingerprint of a certificate that was made here; links carry it."""
        self.ssh: SshDoor | None = None
        """The ssh door, once whoever runs this server has opened one beside it."""

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
        return openkey.file_of(self._settings.data)

    @property
    def keys_folder(self) -> Path:
        """Where the keys of the rooms are kept. Raises ServerError."""
        return place(self._settings.data, self._settings.keys)

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
        ready = asyncio.Event()
        self._life = asyncio.create_task(self._live(ready))
        first = asyncio.create_task(ready.wait())
        try:
            await asyncio.wait((first, self._life), return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            await self.stop()
            raise
        finally:
            first.cancel()
        if self._life.done():
            await self._life
        _log.info("listening on %s", self.address)

    async def run(self) -> None:
        """Return when `stop` was called and all is done. Raises ServerError.

        It is also raised when something that every room stands on fails: then the server has ended,
        and everybody was told to come back.
        """
        if self._life is None:
            raise RuntimeError("the server has not been started")
        await asyncio.shield(self._life)

    async def stop(self) -> None:
        """Make everything durable and tell the clients to come back. Takes at most 5 seconds.

        Raises nothing: `run` tells what went wrong.
        """
        self._asked.set()
        if self._life is not None:
            await asyncio.wait([self._life])

    async def _live(self, ready: asyncio.Event) -> None:
        """Hold everything that runs, from the first to the last moment. Raises ServerError."""
        try:
            async with AsyncExitStack() as stack:
                await self._open(stack)
                ready.set()
                await self._asked.wait()
        except ServerError:
            raise
        except Exception as error:
            raise _ended_by(error) from None

    async def _open(self, stack: AsyncExitStack) -> None:
        """Start everything. Each part pushes its own teardown, which runs whatever else fails."""
        settings, limits = self._settings, self._settings.limits
        self._check_plain()
        make_folder(settings.data)
        open_key = "" if settings.anyone_may_open else hashed(openkey.found_or_made(settings.data))
        context = self._tls()
        stack.callback(hush())
        log = SqliteLog(settings.data)
        stack.push_async_callback(log.aclose)
        keys = RoomKeys(self.keys_folder)
        sealed = SealedLog(log, keys)
        archive = Archive(settings.data)
        rooms = self._rooms = Rooms(
            sealed,
            archive,
            self._clock,
            most=limits.rooms,
            stand_in=self._stand_in,
            kept_by=settings.kept_by,
            keep_months=settings.keep_months,
            repeats=settings.repeats,
            check_keys=RoomKeys(of_checks(self.keys_folder)),
        )
        await take_over(log, archive)
        await sealed.sweep()
        expiry = Expiry(archive, settings.data, settings.keep_months, self._clock)
        await expiry.sweep()
        # The tasks of this group end together: when one of them fails, none is left behind.
        group = await stack.enter_async_context(asyncio.TaskGroup())
        signs = Signs(log, rooms)
        await signs.try_log()
        for watch in (log.watch, signs.watch, expiry.watch):
            stack.callback(group.create_task(watch()).cancel)
        # A door that is off answers requests, and takes no sockets.
        web = self._web is not None and bool(self._web.subprotocol)
        listener = self._listener = Listener(
            limits,
            lambda socket: Session(socket, rooms, limits, open_key, self.ssh, web),
            lambda: health(signs),
            self._web,
            settings.proxies,
        )
        stack.push_async_callback(listener.stop, limits.drain / 2)
        stack.push_async_callback(_within, limits.drain / 2, rooms.stop)
        await rooms.start(group)
        self._port = await listener.start(settings.host, settings.port, context)

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


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _within(seconds: float, stop: Callable[[], Awaitable[None]]) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop()


def _ended_by(error: Exception) -> ServerError:
    """Return the sentence with which the server ends; an error that has one keeps it."""
    inner = list(_inner(error))
    known = next((one for one in inner if isinstance(one, ServerError)), None)
    if known is not None:
        return known
    for one in inner:
        _log.error("The server ends: %s", told(one))
    return ServerError(
        "The server failed and has ended. Nothing accepted is lost: start it again, and tell its"
        " authors what the log says."
    )


def _inner(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _inner(one)
    else:
        yield error
