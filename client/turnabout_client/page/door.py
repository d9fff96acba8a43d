"""The web door at a server's listener: pages for requests, a seat for each socket."""

import re
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from turnabout_client.link.wire import Dial
from turnabout_client.page import render
from turnabout_client.page.browser import Browser, Times
from turnabout_client.page.report import Printed
from turnabout_client.page.seat import PageSeat, spoken
from turnabout_language import _, speaking
from turnabout_protocol.links import browsed

SUBPROTOCOL: Final = "turnabout.page.v1"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_SIGN: Final = "(?:-?[0-9A-Z])"
_PATH: Final = re.compile(
    rf"/(?:(?:join|watch|stage)/{_SIGN}{{16}}(?:\.{_SIGN}{{16}})?|steer/{_SIGN}{{16}}\.{_SIGN}{{16}})"
    rf"(?:@{_SIGN}{{26}})?",
    re.IGNORECASE,
)
_FILES: Final = {
    "/page.js": "text/javascript",
    "/page.css": "text/css",
    "/icon.svg": "image/svg+xml",
}


class Answered(NamedTuple):
    """What a request is answered."""

    status: HTTPStatus
    kind: str
    body: bytes


class PageDoor:
    """Answers requests and takes sockets.

    `public` is the address at which people reach the server, as links have it, if that is not the
    one that their browser asks: there may be a proxy in front, and a path. `printed` makes a page
    of a report, for who steers here; None: they get it elsewhere.
    """

    subprotocol = SUBPROTOCOL

    def __init__(self, public: str = "", printed: Printed | None = None) -> None:
        self._public = public
        self._printed = printed
        parts = urlsplit(browsed(public))
        self.base = parts.path
        """The path below which people reach the server."""
        self._origin = f"{parts.scheme}://{parts.netloc}"

    def answer(self, path: str, languages: str) -> Answered | None:
        """Return what is at `path`, for who reads `languages`; None: nothing is."""
        # A proxy takes the base away, or leaves it there.
        path = unquote(path.partition("?")[0]).removeprefix(self.base)
        if path in _FILES:
            return Answered(HTTPStatus.OK, _FILES[path], _file(path[1:]))
        if not _PATH.fullmatch(path):
            return None
        with speaking(spoken(tags(languages))):
            return Answered(HTTPStatus.OK, "text/html", render.shell(self.base, path).encode())

    def welcomes(self, origin: str, host: str, *, secure: bool) -> bool:
        """Return whether a socket from a page of `origin` may come in: one of our own."""
        here = f"{'https' if secure else 'http'}://{host}"
        ours = {self._origin} if self._public else set()
        return bool(host) and origin.lower() in {here.lower(), *ours}

    def headers(self, *, secure: bool) -> Mapping[str, str]:
        """Return the headers of all answers. `secure`: this server encrypts."""
        encrypted = secure or self._origin.startswith("https:")
        lasting = {"Strict-Transport-Security": "max-age=31536000"} if encrypted else {}
        return {**HEADERS, **lasting}

    async def serve(
        self, socket: ServerConnection, dial: Dial, times: Times, *, secure: bool
    ) -> None:
        """Be the seat of one browser until it is gone."""
        asked = socket.request.headers.get("Host", "") if socket.request is not None else ""
        server = self._public or f"{'wss' if secure else 'ws'}://{asked}"
        try:
            await PageSeat(server, dial, Browser(socket, times), self._printed).run()
        except ConnectionClosed:
            return


class ShutDoor:
    """Answers requests where the web door is off: one sentence, and how to get the command.

    `get_it`: where people get it; empty: whoever invited them says so.
    """

    subprotocol = ""

    def __init__(self, get_it: str = "") -> None:
        self._get_it = get_it

    def answer(self, path: str, languages: str) -> Answered | None:
        """Return the sentence, whatever is asked for."""
        with speaking(spoken(tags(languages))):
            said = _(
                "This Turnabout server has no web page. Join in a terminal window with: turnabout "
                "join, and the link that you opened here."
            )
            how = (
                _("To get the command turnabout: {what}", what=self._get_it)
                if self._get_it
                else _("The invitation says how to get the command turnabout.")
            )
        return Answered(HTTPStatus.NOT_FOUND, "text/plain", f"{said} {how}\n".encode())

    def welcomes(self, origin: str, host: str, *, secure: bool) -> bool:
        """No page may open a socket."""
        return False

    def headers(self, *, secure: bool) -> Mapping[str, str]:
        """Return the headers of all answers."""
        return HEADERS

    async def serve(
        self, socket: ServerConnection, dial: Dial, times: Times, *, secure: bool
    ) -> None:
        """No socket comes here: none is welcome."""


def tags(languages: str) -> tuple[str, ...]:
    """Return the languages in a header `Accept-Language`, as they come in it: the best is first."""
    return tuple(one.partition(";")[0].strip() for one in languages.split(","))


@cache
def _file(name: str) -> bytes:
    return files("turnabout_client.page").joinpath("static", name).read_bytes()
