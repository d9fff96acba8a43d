"""One connection below our own words: counted, slowed down, and cut when it takes nothing."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, Final

import asyncssh
from asyncssh.packet import SSHPacket

from turnabout_client.ssh.gate import Gate, Pace
from turnabout_client.ssh.terminal import Terminal

SLICE: Final = 4096
"""Bytes that are read between two looks at the pace."""
_WAITING: Final = 256 * 1024
"""Bytes that wait to be sent before nothing more is painted: a few whole screens."""


class Channel(asyncssh.SSHServerChannel[bytes]):
    """A channel that takes no environment."""

    def _process_env_request(self, packet: SSHPacket) -> bool:
        packet.get_string()
        packet.get_string()
        packet.check_end()
        return False


class Caller(asyncssh.SSHServerConnection):
    """A connection, from the moment it is accepted. The gate has counted it by then or refused."""

    def __init__(self, loop: asyncio.AbstractEventLoop, options: Any, gate: Gate) -> None:
        super().__init__(loop, options)
        self.gate = gate
        self.address = ""
        self.shown_key = b""
        """The key of ssh that this person has proven to have; empty: none."""
        self.terminal: Terminal | None = None
        """The terminal of its session, once there is one."""
        self._knocks = False
        """Whether the gate counts it among those who knock."""
        self._pace = Pace(loop.time())
        self._held = b""
        """What has come and is not read yet."""
        self._rests: asyncio.TimerHandle | None = None
        self._full: set[str] = set()
        """What takes no more just now: the channel, the network below it."""
        self._cuts: asyncio.TimerHandle | None = None
        self.goes: Callable[[Caller], object] = lambda _: None
        """Called when the connection is gone."""
        self._refused = False
        self._gone = False
        self._ended = False

    # --- coming and going -----------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if peer else "?"
        self._knocks = self.gate.knock(self.address, self._loop.time())
        assert isinstance(transport, asyncio.Transport)
        if not self._knocks:
            # Nothing is said: that would cost more than it helps.
            self._refused = self._gone = True
            self._cancel_login_timer()
            transport.abort()
            return
        transport.set_write_buffer_limits(_WAITING)
        super().connection_made(transport)

    def comes_through(self) -> str:
        """Count the person among those who are through; return why not, or nothing."""
        self._knocks = False
        return self.gate.through(self.address)

    def eof_received(self) -> None:
        if not self._refused:
            super().eof_received()

    def connection_lost(self, exc: Exception | None = None) -> None:
        if self._ended:
            return  # the library tells of an end that was told already
        self._ended = self._gone = True
        self.goes(self)
        self._held = b""
        for timer in (self._rests, self._cuts):
            if timer is not None:
                timer.cancel()
        if self._knocks:
            self._knocks = False
            self.gate.gone(self.address)
        if not self._refused:
            super().connection_lost(exc)

    # --- what comes -----------------------------------------------------------------------------

    def data_received(self, data: bytes, datatype: Any = None) -> None:
        """Read as fast as the pace allows; what is more waits where it came from."""
        self._held += data
        if self._rests is None:
            self._read()

    def _read(self) -> None:
        self._rests = None
        while self._held and not self._gone:
            piece, self._held = self._held[:SLICE], self._held[SLICE:]
            super().data_received(piece)
            wait = self._pace.spend(len(piece), self._loop.time())
            if wait and self._transport is not None:
                self._transport.pause_reading()
                self._rests = self._loop.call_later(wait, self._go_on)
                return

    def _go_on(self) -> None:
        self._read()
        if self._rests is None and not self._gone and self._transport is not None:
            self._transport.resume_reading()

    async def validate_public_key(
        self, username: str, key_data: bytes, msg: bytes, signature: bytes
    ) -> bool:
        """Note whose key it is. One that is only asked about is nobody's yet."""
        good = await super().validate_public_key(username, key_data, msg, signature)
        if good and signature:
            self.shown_key = key_data
        return good

    def create_server_channel(
        self, encoding: str | None = "", errors: str = "", window: int = 0, max_pktsize: int = 0
    ) -> asyncssh.SSHServerChannel[bytes]:
        """Return a channel of bytes, without environment and without a line editor."""
        window, most = window or self._window, max_pktsize or self._max_pktsize
        self._update_recv_pktlen(most)
        chan = Channel(self, self._loop, True, False, False, 0, 0, None, "strict", window, most)
        chan.set_write_buffer_limits(_WAITING)
        return chan

    # --- what goes ------------------------------------------------------------------------------

    def pause_writing(self) -> None:
        self.full("network")

    def resume_writing(self) -> None:
        self.drained("network")

    def full(self, what: str) -> None:
        """More is on its way than `what` takes. If that stays so the connection is cut."""
        self._full.add(what)
        if self.terminal is not None:
            self.terminal.full()
        if self._cuts is None:
            self._cuts = self._loop.call_later(self.gate.limits.slow, self.cut)

    def drained(self, what: str) -> None:
        """It takes more again."""
        self._full.discard(what)
        if self._full:
            return
        if self._cuts is not None:
            self._cuts.cancel()
            self._cuts = None
        if self.terminal is not None:
            self.terminal.drained()

    def cut(self) -> None:
        """End the connection at once, without a word."""
        if self._transport is not None:
            with contextlib.suppress(OSError):
                self._transport.abort()
