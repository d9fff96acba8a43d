"""What a server needs of a web door; whoever runs the server brings it."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import NamedTuple, Protocol

from websockets.asyncio.server import ServerConnection

from turnabout_server.net.sockets import Socket

Dial = Callable[[], Awaitable[Socket]]
"""Opens a connection to this server within the process. Raises OSError while the server stops."""


class Times(NamedTuple):
    """How long a browser may take, in seconds."""

    first: float
    """For its first message."""
    door: float
    """For a person at the door."""
    write: float
    """For one message to leave."""


class Answered(Protocol):
    """What a request is answered."""

    @property
    def status(self) -> HTTPStatus: ...
    @property
    def kind(self) -> str:
        """The type of the body."""

    @property
    def body(self) -> bytes: ...


class WebDoor(Protocol):
    """Answers requests of browsers, and takes their sockets."""

    @property
    def subprotocol(self) -> str:
        """What its sockets speak."""

    def answer(self, path: str, languages: str) -> Answered | None:
        """Return what is at `path`, for who reads `languages`; None: nothing is."""

    def headers(self, *, secure: bool) -> Mapping[str, str]:
        """Return the headers of all its answers. `secure`: this server encrypts."""

    def welcomes(self, origin: str, host: str, *, secure: bool) -> bool:
        """Return whether a socket from a page of `origin` may come in; `host` is what it asked."""

    async def serve(
        self, socket: ServerConnection, dial: Dial, times: Times, *, secure: bool
    ) -> None:
        """Talk with one browser until it is gone; `dial` opens the way to a seat."""
