"""The listening socket: HTTP at the door, limits, and a Session for each connection."""

import asyncio
import contextlib
import errno
import logging
import ssl
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import ClassVar

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import NegotiationError
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from turnabout_language import N_
from turnabout_language.phrase import Phrase
from turnabout_protocol.codec import FRAME
from turnabout_protocol.messages import SUBPROTOCOL, CloseCode
from turnabout_server.errors import ServerError
from turnabout_server.net.limits import Doorkeeper
from turnabout_server.net.outbox import Outbox
from turnabout_server.net.session import Session
from turnabout_server.settings import Limits

PING = 10.0
"""Seconds between pings, and to wait for the pong."""
NEITHER = (
    "This is a Turnabout server, not a web page. Open a room's link with: turnabout join LINK\n"
)
NO_SUBPROTOCOL = f"This Turnabout server speaks {SUBPROTOCOL}. Install the same version as its own."

_quiet = logging.getLogger("turnabout_server.websockets")
# The library's own lines quote what clients send.
_quiet.setLevel(logging.CRITICAL)


class Visitor(ServerConnection):
    """A connection that is counted from its first byte on."""

    doorkeeper: ClassVar[Doorkeeper]
    address = ""
    refusal = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if peer else "?"
        self.refusal = self.doorkeeper.arrive(self.address)
        if self.doorkeeper.flooded:
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.doorkeeper.leave(self.address)


class Listener:
    """Takes connections and hands each to a Session that `greet` makes."""

    def __init__(self, limits: Limits, greet: Callable[[ServerConnection], Session]) -> None:
        self._limits = limits
        self._greet = greet
        self._sessions: dict[Session, None] = {}
        self._server: Server | None = None
        self._closing = False

    async def start(self, host: str, port: int, tls: ssl.SSLContext | None) -> int:
        """Listen, and return the port. Raises ServerError."""

        class Counted(Visitor):
            doorkeeper = Doorkeeper(self._limits)

        try:
            self._server = await serve(
                self._serve,
                host,
                port,
                ssl=tls,
                create_connection=Counted,
                process_request=self._at_the_door,
                select_subprotocol=_subprotocol,
                origins=[None],
                compression=None,
                max_size=FRAME,
                open_timeout=5,
                close_timeout=2,
                ping_interval=PING,
                ping_timeout=PING,
                server_header=None,
                logger=_quiet,
            )
        except OSError as error:
            raise ServerError(_why_not(error, host, port)) from None
        return int(next(iter(self._server.sockets)).getsockname()[1])

    @property
    def outboxes(self) -> list[Outbox]:
        """What is on its way to each connection, the oldest connection first."""
        return [session.outbox for session in self._sessions]

    @property
    def idle(self) -> bool:
        """Whether everything that was posted has left."""
        return all(session.outbox.empty for session in self._sessions)

    async def stop(self, seconds: float) -> None:
        """Stop listening, and close what is still open within `seconds`, by force at the end."""
        if self._server is None:
            return
        self._closing = True
        server, self._server = self._server, None
        server.close(close_connections=False)
        for session in self._sessions:
            session.outbox.part(
                CloseCode.RESTART, Phrase(N_("The server is restarting. Come back."))
            )
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await server.wait_closed()
                return
        for connection in list(server.all_connections):
            connection.transport.abort()
        await server.wait_closed()

    async def _serve(self, socket: ServerConnection) -> None:
        session = self._greet(socket)
        self._sessions[session] = None
        try:
            await session.run()
        finally:
            self._sessions.pop(session, None)

    def _at_the_door(self, socket: ServerConnection, request: Request) -> Response | None:
        if request.path == "/healthz":
            if self._closing:
                return socket.respond(HTTPStatus.SERVICE_UNAVAILABLE, "stopping\n")
            return socket.respond(HTTPStatus.OK, "ok\n")
        if isinstance(socket, Visitor) and socket.refusal:
            return socket.respond(HTTPStatus.SERVICE_UNAVAILABLE, f"{socket.refusal}\n")
        if "Upgrade" not in request.headers:
            return socket.respond(HTTPStatus.UPGRADE_REQUIRED, NEITHER)
        return None


def _subprotocol(socket: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol:
    if SUBPROTOCOL not in offered:
        raise NegotiationError(NO_SUBPROTOCOL)
    return Subprotocol(SUBPROTOCOL)


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken, perhaps by another Turnabout server."
            " Stop that one, or choose another port with --listen HOST:PORT."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is not for everybody. Choose one above 1023 with --listen HOST:PORT."
    return f"This machine cannot listen on {host} (it is not one of its addresses). Check --listen."
