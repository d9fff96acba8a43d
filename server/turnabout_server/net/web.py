"""What a server needs of a web door; whoever runs the server brings it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Protocol

from websockets.asyncio.server import ServerConnection


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

    reach: tuple[str, str]
    """How this process reaches the server: its address, and the fingerprint of its certificate.
    Whoever runs the server sets it before the first socket."""

    @property
    def subprotocol(self) -> str:
        """What its sockets speak."""

    def answer(self, path: str) -> Answered | None:
        """Return the page at `path`; None: there is none."""

    def headers(self, *, secure: bool) -> Mapping[str, str]:
        """Return the headers of all its answers."""

    def welcomes(self, origin: str, host: str) -> bool:
        """Return whether a socket from a page of `origin` may come in; `host` is what it asked."""

    async def serve(self, socket: ServerConnection) -> None:
        """Talk with one browser until it is gone."""
