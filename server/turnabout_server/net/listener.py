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
from websockets.frames import CloseCode as Standard
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from turnabout_language import N_
from turnabout_language.phrase import Phrase
from turnabout_machine.trouble import frames
from turnabout_protocol.codec import FRAME
from turnabout_protocol.messages import SUBPROTOCOL, CloseCode
from turnabout_server.errors import ServerError
from turnabout_server.net import keepalive
from turnabout_server.net.health import Health, Look
from turnabout_server.net.inside import pair
from turnabout_server.net.limits import Doorkeeper
from turnabout_server.net.outbox import Outbox, hang_up
from turnabout_server.net.session import Session
from turnabout_server.net.sockets import Socket
from turnabout_server.net.visitor import Visitor
from turnabout_server.net.web import Times, WebDoor
from turnabout_server.settings import Limits

NEITHER = (
    "This is a Turnabout server, not a web page. Open a room's link with: turnabout join LINK\n"
)
NOTHING_HERE = "There is nothing at this address. Open the whole link that you were given.\n"
BEHIND = (1, 0)
"""Bytes that wait from which on a connection counts as behind, and to which it does no more."""
READ = ("GET", "HEAD")
NO_SUBPROTOCOL = f"This Turnabout server speaks {SUBPROTOCOL}. Install the same version as its own."

_log = logging.getLogger(__name__)
_quiet = logging.getLogger("turnabout_server.websockets")
# The library's own lines quote what clients send.
_quiet.setLevel(logging.CRITICAL)


class Listener:
    """Takes connections and hands each to a Session that `greet` makes.

    `look` says how the server is, for `/healthz`; `web` answers browsers; `proxies` are trusted to
    say for whom they ask.
    """

    def __init__(
        self,
        limits: Limits,
        greet: Callable[[Socket], Session],
        look: Look,
        web: WebDoor | None = None,
        proxies: Sequence[str] = (),
    ) -> None:
        self._web = web
        self._proxies = proxies
        self._pages: set[Visitor] = set()
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
                write_limit=BEHIND,
                open_timeout=self._limits.handshake,
                close_timeout=2,
                ping_interval=None,  # see `keepalive`
                server_header=None,
                logger=_quiet,
            )
        except OSError as error:
            await self._disown()
            raise ServerError(_why_not(error, host, port)) from None
        return int(next(iter(self._server.sockets)).getsockname()[1])

    async def _own(self, ready: asyncio.Event) -> None:
        async with asyncio.TaskGroup() as self._tasks:
            watching = self._tasks.create_task(keepalive.watch(self._present))
            ready.set()
            await self._left.wait()
            watching.cancel()

    async def _disown(self) -> None:
        """Return when nothing runs any more for any connection."""
        self._left.set()
        if self._owner is not None:
            await asyncio.wait([self._owner])

    def _visitor(self, context: ssl.SSLContext | None) -> type[Visitor]:
        class Here(Visitor):
            doorkeeper = Doorkeeper(self._limits, self._proxies)
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
        for page in list(self._pages):
            self._part(page, CloseCode.RESTART)
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
        assert isinstance(socket, Visitor)
        if self._web is not None and socket.subprotocol == self._web.subprotocol:
            await self._tasks.create_task(self._show(self._web, socket))
            return
        session = self._greeted(socket)
        socket.tell(session.too_hasty)
        await self._tasks.create_task(self._run(session, socket))

    def _greeted(self, socket: Socket) -> Session:
        session = self._greet(socket)
        self._sessions[session] = None
        return session

    async def _dial(self) -> Socket:
        """Open a connection to this server within the process. Raises ConnectionRefusedError."""
        if self._closing:
            raise ConnectionRefusedError
        ours, theirs = pair()
        self._tasks.create_task(self._run(self._greeted(ours), ours))
        return theirs

    async def _show(self, web: WebDoor, socket: Visitor) -> None:
        """Let the web door talk with a browser until either of them has enough."""
        self._pages.add(socket)
        socket.tell(lambda: self._part(socket, CloseCode.TOO_MUCH))
        limits = self._limits
        times = Times(first=limits.handshake, door=limits.join, write=limits.write)
        code = int(Standard.NORMAL_CLOSURE)
        try:
            await web.serve(socket, self._dial, times, secure=self._secure)
        except Exception as error:
            code = CloseCode.FAILED
            _log.error("A browser's connection failed: %s", frames(error))
        finally:
            self._pages.discard(socket)
            await hang_up(socket, code)

    def _part(self, page: Visitor, code: CloseCode) -> None:
        """Close the socket of a browser. Its page knows the codes that mean: come back."""
        self._tasks.create_task(hang_up(page, code))

    async def _run(self, session: Session, socket: Socket) -> None:
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
        if isinstance(socket, Visitor) and socket.behind_proxy:
            socket.asks_for(request.headers.get_all("X-Forwarded-For"))
        if isinstance(socket, Visitor) and socket.refusal:
            return socket.respond(HTTPStatus.SERVICE_UNAVAILABLE, f"{socket.refusal}\n")
        if "Upgrade" not in request.headers:
            return self._page(socket, request)
        if not self._is_welcome(request):
            # A page of another site has no business here, whoever is looking at it.
            return socket.respond(HTTPStatus.FORBIDDEN, "This page may not connect here.\n")
        return None

    def _is_welcome(self, request: Request) -> bool:
        """Return whether a socket may be opened: by a terminal, or by a page of our own."""
        origin = request.headers.get("Origin")
        offered = ",".join(request.headers.get_all("Sec-WebSocket-Protocol"))
        by_page = self._web is not None and self._web.subprotocol in _words(offered)
        if origin is None:
            # Browsers always say where their page comes from.
            return not by_page
        host = request.headers.get("Host", "")
        return self._web is not None and self._web.welcomes(origin, host, secure=self._secure)

    def _page(self, socket: ServerConnection, request: Request) -> Response:
        """Answer a request that asks for no socket. It changes nothing, and seats nobody."""
        web = self._web
        if web is None:
            return socket.respond(HTTPStatus.UPGRADE_REQUIRED, NEITHER)
        if request.method not in READ:
            return _only_reading(socket)
        found = web.answer(request.path, request.headers.get("Accept-Language", ""))
        if found is None:
            return socket.respond(HTTPStatus.NOT_FOUND, NOTHING_HERE)
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
        if method not in READ:
            return _only_reading(socket)
        stopping = Health(HTTPStatus.SERVICE_UNAVAILABLE, "stopping\n")
        told = socket.respond(*(stopping if self._closing else self._look()))
        if method == "HEAD":
            told.body = b""
        return told


def _only_reading(socket: ServerConnection) -> Response:
    refused = socket.respond(HTTPStatus.METHOD_NOT_ALLOWED, "GET or HEAD only.\n")
    refused.headers["Allow"] = "GET, HEAD"
    return refused


def _words(header: str) -> list[str]:
    return [word.strip() for word in header.split(",")]


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken, perhaps by another Turnabout server."
            " Stop that one, or choose another port with --listen HOST:PORT."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is not for everybody. Choose one above 1023 with --listen HOST:PORT."
    return f"This machine cannot listen on {host} (it is not one of its addresses). Check --listen."
