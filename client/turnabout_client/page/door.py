"""The web door at a server's listener: pages for requests, a seat for each socket."""

import asyncio
import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from importlib.resources import files
from typing import Any, Final, NamedTuple

import msgspec
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from turnabout_client.page import render
from turnabout_client.page.seat import PageSeat

SUBPROTOCOL: Final = "turnabout.page.v1"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_PATH: Final = re.compile(
    r"/(?:join|watch|stage)/[0-9A-Z]{16}(?:\.[0-9A-Z]{16})?|/steer/[0-9A-Z]{16}\.[0-9A-Z]{16}",
    re.IGNORECASE,
)
_FILES: Final = {"/page.js": "text/javascript", "/page.css": "text/css"}


class Answered(NamedTuple):
    """What a request is answered."""

    status: HTTPStatus
    kind: str
    body: bytes


class PageDoor:
    """Answers requests and takes sockets. `base` is the path below which people reach the server.

    `reach` is how this process reaches it, with the fingerprint of its certificate, once it runs.
    """

    subprotocol = SUBPROTOCOL

    def __init__(self, base: str = "") -> None:
        self.base = base.rstrip("/")
        self.reach = ("", "")

    def answer(self, path: str) -> Answered | None:
        """Return the page at `path`; None: there is none."""
        path = path.partition("?")[0].removeprefix(self.base)
        if path in _FILES:
            body = files("turnabout_client.page").joinpath("static", path[1:]).read_bytes()
            return Answered(HTTPStatus.OK, _FILES[path], body)
        if _PATH.fullmatch(path):
            return Answered(HTTPStatus.OK, "text/html", render.shell(self.base, path).encode())
        return None

    def welcomes(self, origin: str, host: str) -> bool:
        """Return whether a socket from a page of `origin` may come in: one of our own."""
        return origin.partition("://")[2] == host and bool(host)

    def headers(self, *, secure: bool) -> Mapping[str, str]:
        """Return the headers of all answers."""
        found = {
            "Content-Security-Policy": POLICY,
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Cache-Control": "no-store",
            "Cross-Origin-Opener-Policy": "same-origin",
        }
        if secure:
            found["Strict-Transport-Security"] = "max-age=31536000"
        return found

    async def serve(self, socket: ServerConnection) -> None:
        """Be the seat of one browser until it is gone."""

        async def send(message: Mapping[str, Any]) -> None:
            await socket.send(json.dumps(message))

        async def receive() -> str:
            data = await socket.recv()
            return data if isinstance(data, str) else ""

        try:
            await PageSeat(*self.reach, send, receive).run()
        except* (ConnectionClosed, msgspec.MsgspecError, asyncio.CancelledError):
            pass
