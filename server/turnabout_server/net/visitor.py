"""One connection below the protocol: counted, encrypted, and charged for all that it sends."""

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import ClassVar, Final, cast

from websockets.asyncio.server import ServerConnection
from websockets.frames import Frame, Opcode
from websockets.http11 import Request, Response
from websockets.protocol import State

from turnabout_machine.trouble import frames
from turnabout_server.net.limits import Doorkeeper, Pace
from turnabout_server.settings import Limits

_log = logging.getLogger(__name__)

_PING: Final = Frame(Opcode.PING, b"").serialize(mask=False)
SLICE: Final = 1024
"""Bytes that are read before anybody looks at the pace again: a ping takes six."""


@lru_cache(maxsize=8)
def _framed(message: bytes) -> bytes:
    """Return a frame as it goes over the network. What all may know goes to all as one."""
    return Frame(Opcode.BINARY, message).serialize(mask=False)


class Visitor(ServerConnection):
    """A connection that is counted from the moment it is accepted.

    The library answers pings, gathers pieces of messages and refuses bad frames before anything
    behind it hears of them. So all frames are charged here.
    """

    doorkeeper: ClassVar[Doorkeeper]
    limits: ClassVar[Limits]
    tls: ClassVar[ssl.SSLContext | None]
    present: ClassVar[set["Visitor"]]
    """All that have been accepted and are not gone."""
    tasks: ClassVar[asyncio.TaskGroup]

    address = ""
    behind_proxy = False
    """Whether its address is that of a proxy which says for whom it asks."""
    refusal = ""
    hasty = False
    """Whether more came than the pace allows. Nothing that comes later is even looked at."""
    pinged_at = 0.0
    _too_hasty: Callable[[], None] | None = None
    _met = False
    _gone = False
    _early = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._accepted = cast(asyncio.Transport, transport)
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if peer else "?"
        self.behind_proxy = self.doorkeeper.is_proxy(self.address)
        self.refusal = self.doorkeeper.arrive(self.address, for_others=self.behind_proxy)
        self.present.add(self)
        self.heard_at = self.loop.time()
        self._pace = Pace(self.limits, self.heard_at)
        if self.doorkeeper.flooded:
            self._accepted.abort()
        elif self.tls is None:
            self._meet(self._accepted)
        else:
            # Its first bytes are for TLS. asyncio would take them before it tells anybody that
            # somebody is there, and so nobody could count who never finishes a handshake.
            self._accepted.pause_reading()
            self.tasks.create_task(self._secure(self.tls))

    async def _secure(self, tls: ssl.SSLContext) -> None:
        try:
            secured = await self.loop.start_tls(
                self._accepted,
                self,
                tls,
                server_side=True,
                ssl_handshake_timeout=self.limits.handshake,
            )
            if secured is not None and not self._gone:
                self._meet(secured)
        except OSError:
            pass  # A client that does not speak TLS, or not in time, cannot be told anything.
        except Exception as error:  # Whatever it is, it is about this connection alone.
            _log.error("A connection could not be encrypted: %s", frames(error))
            self.cut()
        finally:
            if not self._met:
                self._leave()

    def _meet(self, transport: asyncio.Transport) -> None:
        self._met = True
        super().connection_made(transport)
        early, self._early = self._early, b""
        self.data_received(early)

    def asks_for(self, forwarded: Iterable[str]) -> None:
        """Count the connection for whom the trusted proxy at its other end says it asks."""
        address = self.doorkeeper.asking(self.address, forwarded)
        self.doorkeeper.leave(self.address)
        self.address, self.behind_proxy = address, False
        self.refusal = self.doorkeeper.arrive(address)

    def tell(self, too_hasty: Callable[[], None]) -> None:
        """Call `too_hasty` when more comes than the pace allows, or if it has come already."""
        self._too_hasty = too_hasty
        if self.hasty:
            too_hasty()

    def data_received(self, data: bytes) -> None:
        if not self._met:
            # The first bytes came together with the end of the handshake.
            self._early += data
            return
        self.heard_at = self.loop.time()
        for at in range(0, len(data), SLICE):
            if self.hasty or self.transport.is_closing():
                return
            super().data_received(data[at : at + SLICE])

    def process_event(self, event: Frame | Request | Response) -> None:
        if isinstance(event, Frame) and not self._affords(len(event.data)):
            return
        super().process_event(event)

    def _affords(self, size: int) -> bool:
        if not self.hasty and not self._pace.spend(self.loop.time(), size):
            self.hasty = True
            if self._too_hasty is not None:
                self._too_hasty()
        return not self.hasty

    @property
    def behind(self) -> int:
        """How many bytes wait here because the network takes no more."""
        return self.transport.get_write_buffer_size() if self.paused else 0

    def push(self, messages: Sequence[bytes], /) -> bool:
        """Write frames if the network took all that was written before."""
        if self.paused or self.protocol.state is not State.OPEN or self.transport.is_closing():
            return False
        framed = [_framed(message) for message in messages]
        self.transport.write(framed[0] if len(framed) == 1 else b"".join(framed))
        return True

    def probe(self) -> bool:
        """Ask the other end for a sign, if it is open and takes what is sent."""
        if self.paused or self.protocol.state is not State.OPEN or self.transport.is_closing():
            return False
        self.transport.write(_PING)
        return True

    async def drain(self) -> None:
        """Return when nothing waits here any more. Raises ConnectionClosed."""
        try:
            await super().drain()
        except ConnectionError:  # It was lost meanwhile.
            await self.wait_closed()
            raise self.protocol.close_exc from None

    def send_data(self) -> None:
        """Write in one piece, and nothing to a transport that is gone: asyncio logs each try."""
        pieces = self.protocol.data_to_send()
        if self.transport.is_closing():
            return
        if data := b"".join(pieces):
            self.transport.write(data)
        if b"" in pieces:  # The protocol's sign for the end.
            self._half_close()

    def _half_close(self) -> None:
        if not self.transport.can_write_eof():
            self.transport.close()
            return
        with contextlib.suppress(OSError, RuntimeError):
            self.transport.write_eof()

    def eof_received(self) -> None:
        if self._met:
            super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._met:
            super().connection_lost(exc)
        self._leave()

    def dismiss(self) -> None:
        """Cut the connection if its opening handshake is not over."""
        if self.protocol.state is State.CONNECTING:
            self.cut()

    def cut(self) -> None:
        """Cut the connection, wherever it is."""
        self._accepted.abort()

    def _leave(self) -> None:
        if not self._gone:
            self._gone = True
            self._accepted.abort()
            self.present.discard(self)
            self.doorkeeper.leave(self.address)
