"""The listening socket: HTTP at the door, limits, and a Session for each connection."""

import asyncio
import contextlib
import errno
import logging
import ssl
from collections.abc import Callable, Sequence
from http import HTTPStatus

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import NegotiationError
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from turnabout_language import N_
from turnabout_language.phrase import Phrase
from turnabout_machine.trouble import frames
from turnabout_protocol.codec import FRAME
from turnabout_protocol.messages import SUBPROTOCOL, CloseCode
from turnabout_server.errors import ServerError
from turnabout_server.net.health import Health, Look
from turnabout_server.net.limits import Doorkeeper
from turnabout_server.net.outbox import Outbox
from turnabout_server.net.session import Session
from turnabout_server.net.visitor import Visitor
from turnabout_server.net.web import WebDoor
from turnabout_server.settings import Limits

PING = 10.0
"""Seconds between pings, and to wait for the pong."""
NEITHER = (
    "This is a Turnabout server, not a web page. Open a room's link with: turnabout join LINK\n"
)
NO_SUBPROTOCOL = f"This Turnabout server speaks {SUBPROTOCOL}. Install the same version as its own."

_log = logging.getLogger(__name__)
_quiet = logging.getLogger("turnabout_server.websockets")
# The library's own lines quote what clients send.
_quiet.setLevel(logging.CRITICAL)


class Listener:
    """Takes connections and hands each to a Session that `greet` makes.

    `look` says how the server is, for `/healthz`.
    """

    def __init__(
        self,
        limits: Limits,
        greet: Callable[[ServerConnection], Session],
        look: Look,
        web: WebDoor | None = None,
    ) -> None:
        self._web = web
        self._pages: set[ServerConnection] = set()
        """The sockets of browsers."""
        self._secure = False
        self._limits = limits
        self._greet = greet
        self._look = look
        self._sessions: dict[Session, None] = {}
        self._present: set[Visitor] = set()
        self._server: Server | None = None
        self._closing = False
        self._owner: asyncio.Task[None] | None = None
        self._tasks: asyncio.TaskGroup
        """Owns all that runs for a connection, from the moment it is accepted."""
        self._left = asyncio.Event()

    async def start(self, host: str, port: int, tls: ssl.SSLContext | None) -> int:
        """Listen, and return the port. Raises ServerError."""
        self._secure = tls is not None
        ready = asyncio.Event()
        self._owner = asyncio.create_task(self._own(ready))
        await ready.wait()
        try:
            self._server = await serve(
                self._serve,
                host,
                port,
                create_connection=self._visitor(tls),
                process_request=self._at_the_door,
                select_subprotocol=self._subprotocol,
                compression=None,
                max_size=FRAME,
                open_timeout=self._limits.handshake,
                close_timeout=2,
                ping_interval=PING,
                ping_timeout=PING,
                server_header=None,
                logger=_quiet,
            )
        except OSError as error:
            await self._disown()
            raise ServerError(_why_not(error, host, port)) from None
        return int(next(iter(self._server.sockets)).getsockname()[1])

    async def _own(self, ready: asyncio.Event) -> None:
        async with asyncio.TaskGroup() as self._tasks:
            ready.set()
            await self._left.wait()

    async def _disown(self) -> None:
        """Return when nothing runs any more for any connection."""
        self._left.set()
        if self._owner is not None:
            await asyncio.wait([self._owner])

    def _visitor(self, context: ssl.SSLContext | None) -> type[Visitor]:
        class Here(Visitor):
            doorkeeper = Doorkeeper(self._limits)
            limits = self._limits
            tls = context
            present = self._present
            tasks = self._tasks

        return Here

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
        for visitor in list(self._present):
            visitor.dismiss()
        for session in self._sessions:
            session.outbox.part(
                CloseCode.RESTART, Phrase(N_("The server is restarting. Come back."))
            )
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await server.wait_closed()
        for visitor in list(self._present):
            visitor.cut()
        if self._sessions and self._owner is not None:
            # Tasks that still run here wait for a log that does not answer.
            self._owner.cancel()
        await server.wait_closed()
        await self._disown()

    async def _serve(self, socket: ServerConnection) -> None:
        if self._web is not None and socket.subprotocol == self._web.subprotocol:
            await self._tasks.create_task(self._show(self._web, socket))
            return
        session = self._greet(socket)
        self._sessions[session] = None
        if isinstance(socket, Visitor):
            socket.tell(session.too_hasty)
        await self._tasks.create_task(self._run(session, socket))

    async def _show(self, web: WebDoor, socket: ServerConnection) -> None:
        self._pages.add(socket)
        try:
            await web.serve(socket)
        except Exception as error:
            _log.error("A browser's connection failed: %s", frames(error))
        finally:
            self._pages.discard(socket)
            socket.transport.abort()

    async def _run(self, session: Session, socket: ServerConnection) -> None:
        try:
            await session.run()
        except Exception as error:
            _log.error("A connection failed: %s", frames(error))
        finally:
            self._sessions.pop(session, None)
            socket.transport.abort()

    def _at_the_door(self, socket: ServerConnection, request: Request) -> Response | None:
        if request.path.partition("?")[0] == "/healthz":
            return self._tell_health(socket, request.method)
        if isinstance(socket, Visitor) and socket.refusal:
            return socket.respond(HTTPStatus.SERVICE_UNAVAILABLE, f"{socket.refusal}\n")
        if "Upgrade" not in request.headers:
            return self._page(socket, request)
        origin = request.headers.get("Origin")
        if origin is not None and not self._is_own(origin, request.headers.get("Host", "")):
            # A page of another site has no business here, whoever is looking at it.
            return socket.respond(HTTPStatus.FORBIDDEN, "This page may not connect here.\n")
        return None

    def _is_own(self, origin: str, host: str) -> bool:
        return self._web is not None and self._web.welcomes(origin, host)

    def _page(self, socket: ServerConnection, request: Request) -> Response:
        """Answer a request that asks for no socket."""
        web = self._web
        found = None if web is None else web.answer(request.path)
        if web is None or found is None:
            return socket.respond(HTTPStatus.UPGRADE_REQUIRED, NEITHER)
        told = socket.respond(found.status, "")
        told.body = b"" if request.method == "HEAD" else found.body
        del told.headers["Content-Type"], told.headers["Content-Length"]
        told.headers["Content-Type"] = f"{found.kind}; charset=utf-8"
        told.headers["Content-Length"] = str(len(found.body))
        for name, value in web.headers(secure=self._secure).items():
            told.headers[name] = value
        return told

    def _subprotocol(self, socket: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol:
        if self._web is not None and self._web.subprotocol in offered:
            return Subprotocol(self._web.subprotocol)
        # Browsers say where their page comes from, and a page speaks its own subprotocol alone.
        if (
            SUBPROTOCOL not in offered
            or socket.request is None
            or "Origin" in socket.request.headers
        ):
            raise NegotiationError(NO_SUBPROTOCOL)
        return Subprotocol(SUBPROTOCOL)

    def _tell_health(self, socket: ServerConnection, method: str) -> Response:
        if method not in ("GET", "HEAD"):
            refused = socket.respond(HTTPStatus.METHOD_NOT_ALLOWED, "GET or HEAD only.\n")
            refused.headers["Allow"] = "GET, HEAD"
            return refused
        stopping = Health(HTTPStatus.SERVICE_UNAVAILABLE, "stopping\n")
        told = socket.respond(*(stopping if self._closing else self._look()))
        if method == "HEAD":
            told.body = b""
        return told


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken, perhaps by another Turnabout server."
            " Stop that one, or choose another port with --listen HOST:PORT."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is not for everybody. Choose one above 1023 with --listen HOST:PORT."
    return f"This machine cannot listen on {host} (it is not one of its addresses). Check --listen."
