"""What a session needs of a connection: over the network, or within this process."""

from collections.abc import Sequence
from typing import Protocol

from websockets.protocol import State


class Abortable(Protocol):
    """What is below a connection."""

    def abort(self) -> None:
        """End it at once, whatever waits."""


class Socket(Protocol):
    """One end of a connection, which carries whole frames."""

    @property
    def state(self) -> State:
        """Whether it is open, closing or closed."""

    @property
    def transport(self) -> Abortable: ...

    @property
    def behind(self) -> int:
        """How many bytes that were handed over have not left for the other end yet."""

    def push(self, messages: Sequence[bytes], /) -> bool:
        """Hand over frames if that can be done at once, and return whether they were."""

    async def drain(self) -> None:
        """Return when nothing is behind. Raises ConnectionClosed."""

    async def recv(self) -> str | bytes:
        """Return the next frame. Raises ConnectionClosed."""

    async def send(self, message: bytes, /) -> None:
        """Send a frame; waits while the other end is slower. Raises ConnectionClosed."""

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """Close it, after what was sent."""

    async def wait_closed(self) -> None:
        """Return when it is closed."""
