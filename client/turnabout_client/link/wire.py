"""One connection to a server: dial, check the certificate, say hello, send and receive messages."""

import asyncio
import base64
import contextlib
import hashlib
import ssl
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Final, Protocol, Self, TypeVar

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

from turnabout_client.link.errors import NotTurnabout, TurnedAway, Untrusted
from turnabout_client.link.newer import understood
from turnabout_client.link.proxies import proxy_to
from turnabout_client.link.reasons import explain
from turnabout_client.link.way import is_private
from turnabout_language import N_, _
from turnabout_protocol.codec import FRAME, Malformed, encode
from turnabout_protocol.messages import (
    SUBPROTOCOL,
    ClientMessage,
    Farewell,
    Message,
    ServerMessage,
)

ANSWER_WITHIN: Final = 10.0
"""Seconds a server has to answer each message of the handshake."""
_HANG_UP_WITHIN: Final = 1.0
UNENCRYPTED: Final = N_(
    "The way to {server} is not encrypted: others could read and change all that is sent. Ask for "
    "the link that begins with wss:, or say --insecure-plain if you mean it."
)

M = TypeVar("M", bound=Message)


class _Abortable(Protocol):
    def abort(self) -> None: ...


class Socket(Protocol):
    """What a wire needs of a connection that carries whole frames."""

    @property
    def transport(self) -> _Abortable: ...

    async def recv(self) -> str | bytes:
        """Return the next frame. Raises ConnectionClosed."""

    async def send(self, message: bytes, /) -> None:
        """Send a frame. Raises ConnectionClosed."""

    async def close(self) -> None:
        """Close it."""


Dial = Callable[[], Awaitable[Socket]]
"""Connects to a server in another way than over the network. Raises OSError."""


class Wire:
    """An open connection. Use as `async with Wire(server, pin) as wire`.

    `plain`: somebody said in so many words that it may go to another machine unencrypted. `dial`:
    the server is in this process, and nothing leaves it. Everything it raises is a LinkError.
    """

    def __init__(
        self, server: str, pin: str = "", *, plain: bool = False, dial: Dial | None = None
    ) -> None:
        self.server = server
        self._pin = pin
        self._plain = plain
        self._dial = dial
        self._socket: Socket | None = None

    async def __aenter__(self) -> Self:
        if self._dial is None and not (self._plain or is_private(self.server)):
            raise Untrusted(_(UNENCRYPTED, server=self.server))
        proxy = proxy_to(self.server)
        try:
            if self._dial is not None:
                self._socket = await self._dial()
            else:
                self._socket = found = await _dial(self.server, self._pin, proxy)
                await self._check(found)
        except (OSError, WebSocketException, ValueError) as error:
            raise explain(error, self.server, proxy) from error
        return self

    async def _check(self, socket: ClientConnection) -> None:
        if socket.subprotocol != SUBPROTOCOL:
            await self._hang_up()
            raise NotTurnabout(
                _("What answers at {server} is not Turnabout. Check the link.", server=self.server)
            )

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._hang_up()

    @property
    def _open(self) -> Socket:
        if self._socket is None:
            raise RuntimeError("the wire is used outside its async with")
        return self._socket

    async def send(self, message: ClientMessage) -> None:
        """Send `message`; waits while the network is slower than we are.

        On a connection that is gone nothing happens: `receive` tells why, and the last words of
        the server may still be waiting there.
        """
        with contextlib.suppress(ConnectionClosed):
            await self._open.send(encode(message))

    async def receive(self) -> ServerMessage:
        """Return the next message. A farewell is raised as TurnedAway."""
        try:
            message = None
            while message is None:
                message = understood(await _frame(self._open))
        except (OSError, WebSocketException, Malformed) as error:
            raise explain(error, self.server) from error
        if isinstance(message, Farewell):
            raise TurnedAway(message.code, message.said)
        return message

    async def answer(self) -> ServerMessage:
        """Return the answer of the handshake, which must come in time."""
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                return await self.receive()
        except TimeoutError as error:
            raise explain(error, self.server) from error

    async def expect(self, kind: type[M]) -> M:
        """Return the answer of the handshake, which must be a `kind` and come in time."""
        return self.checked(await self.answer(), kind)

    def checked(self, message: ServerMessage, kind: type[M]) -> M:
        """Return `message`, which must be a `kind`."""
        if not isinstance(message, kind):
            raise explain(Malformed("$.msg", f"expected {kind.__name__}"), self.server)
        return message

    async def _hang_up(self) -> None:
        socket, self._socket = self._socket, None
        if socket is None:
            return
        # close() waits for ever on a full write buffer, so it gets a limit and then the axe.
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_HANG_UP_WITHIN):
                    await socket.close()
        finally:
            socket.transport.abort()


def pin_of(certificate: bytes) -> str:
    """Return the pin of a certificate in DER: the first 128 bits of its SHA-256, in base 32."""
    return base64.b32encode(hashlib.sha256(certificate).digest()[:16]).decode().rstrip("=")


class _Connect(connect):
    """Goes nowhere else: a link names its server, and whatever sends us on is something else."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


async def _dial(server: str, pin: str, proxy: str | None) -> ClientConnection:
    secure = server.startswith("wss:")
    if pin and not secure:
        raise Untrusted(_("This link has a fingerprint but no TLS. Ask for the link again."))
    return await _Connect(
        server,
        subprotocols=[Subprotocol(SUBPROTOCOL)],
        compression=None,
        max_size=FRAME,
        open_timeout=5,
        close_timeout=2,
        ping_interval=10,
        ping_timeout=10,
        proxy=proxy,
        ssl=_tls(pin) if secure else None,
        create_connection=_pinned(pin) if pin else None,
    )


def _tls(pin: str) -> ssl.SSLContext:
    if not pin:
        return ssl.create_default_context()
    # The pin says more than any authority could: it names the very certificate.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _pinned(pin: str) -> type[ClientConnection]:
    class Pinned(ClientConnection):
        """Looks at the certificate before the first byte of the handshake leaves."""

        async def handshake(
            self, additional_headers: object = None, user_agent_header: str | None = None
        ) -> None:
            tls = self.transport.get_extra_info("ssl_object")
            shown = None if tls is None else tls.getpeercert(True)
            if shown is None or pin_of(shown) != pin:
                raise Untrusted(
                    _(
                        "The server's certificate is not the one this link was made for. Ask for "
                        "a fresh link, and do not go on if somebody else sent it."
                    )
                )
            await super().handshake(user_agent_header=user_agent_header)

    return Pinned


async def _frame(socket: Socket) -> bytes:
    data = await socket.recv()
    if isinstance(data, str):
        raise Malformed("$", "the frame must be binary, not text")
    return data
