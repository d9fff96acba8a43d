"""The text people share to find a room.

    https://play.example:8765/join/7F3K2QMX9TRVH4WZ            players
    https://play.example:8765/join/7F3K2QMX9TRVH4WZ.5M2A…      one player, once
    https://play.example:8765/join/7F3K2QMX9TRVH4WZ.TC64…      players, after the first was replaced
    https://play.example:8765/watch/7F3K2QMX9TRVH4WZ           observers
    https://play.example:8765/stage/7F3K2QMX9TRVH4WZ           a screen for all to look at
    https://play.example:8765/steer/7F3K2QMX9TRVH4WZ.8QX0…     facilitators, with their key
    https://play.example/turnabout/join/…                      below a path of another web server
    …@MFRGGZDFMZTWQ2LK                                         and the certificate's fingerprint

One link serves all: a browser opens it as it is, and a terminal takes it. `ws:` and `wss:`, as
links once began, are still taken. With a terminal the path stays with the client: it connects to
the bare address and hands the code over in its first message, so that no server or proxy on the way
writes it into a log.
"""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from turnabout_language import _
from turnabout_protocol.text import clean

Entrance = Literal["join", "watch", "stage", "steer"]

LONGEST: Final = 8192
"""Characters that are looked at for a link, at most: a mail that brings one."""
_DOORS: Final[dict[str, Entrance]] = {
    "join": "join",
    "watch": "watch",
    "stage": "stage",
    "steer": "steer",
}
SCHEMES: Final = {"ws": "ws", "http": "ws", "wss": "wss", "https": "wss"}
"""The schemes of links, and those by which a client connects."""
_BROWSED: Final = {"ws": "http", "wss": "https"}
_START: Final = re.compile(r"(?:wss?|https?)://", re.IGNORECASE)
_HOST: Final = r"""[^\s/?\#<>"'()|*%&]+"""
_BASE: Final = r"(?:/[0-9a-z_~.-]{1,60}){0,4}?"
"""The path below which a server is reached, if it is not alone at its address: in small letters,
for some make large ones of a link."""
_SIGN: Final = "(?:-?[0-9A-Z])"
_LINK: Final = re.compile(
    rf"""(?P<scheme>wss?|https?)://
    (?P<server>{_HOST})(?P<base>{_BASE})/(?P<door>join|watch|stage|steer)/
    (?P<code>{_SIGN}{{16}})(?:\.(?P<key>{_SIGN}{{16}}))?(?:@(?P<pin>{_SIGN}{{26}}))?
    (?![.@-]?[0-9A-Z]|%|&\#)                           # nothing of it is left over
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ALMOST: Final = re.compile(
    rf"wss?://{_HOST}|https?://{_HOST}{_BASE}/(?:join|watch|stage|steer)/", re.IGNORECASE
)
_GOES_ON: Final = re.compile(r"[.@%&][#0-9A-Z]", re.IGNORECASE)
_MOST_PIECES: Final = 5
"""Pieces into which a link may be broken: the narrowest windows."""
_MOST_LAYERS: Final = 5
"""One more than the times that a link may be encoded: once by each gateway on its way."""
_QUOTED: Final = re.compile(r"(?:(?:[>|]|&gt;)\s*)*")
_BREAK: Final = re.compile(rf"=*\s+{_QUOTED.pattern}")
"""Where mail breaks a line: `=` before it, or the mark of a quotation after it."""
_GATEWAY: Final = re.compile(r"-([0-9A-F]{2})")
"""How some gateways write what others write with a percent sign; a slash is an underscore."""
_DASHES: Final = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_MISREAD: Final = str.maketrans("OIL", "011")
"""Letters that no code has, and the digits that they are typed for."""
_MISREAD_PIN: Final = str.maketrans("018", "OIB")


class BadLink(ValueError):
    """A text that is not a link to a room. Its message is a sentence for people."""


class Link(Struct, frozen=True, kw_only=True):
    """Where a room is and by which door one enters."""

    server: str
    """`ws://host:port` or `wss://host:port`, and the path below which it is reached, if any."""
    door: Entrance
    code: str
    """16 characters of Crockford's base 32: 80 bits."""
    key: str = ""
    """The facilitator key in a steer link. In another one, if it has one, the key of a personal
    link, good for one seat, or of the shared link that replaced the room's first.
    """
    pin: str = ""
    """The first 128 bits of the certificate's SHA-256, in base 32; empty: ask the authorities."""

    def __str__(self) -> str:
        key = f".{self.key}" if self.key else ""
        pin = f"@{self.pin}" if self.pin else ""
        return f"{browsed(self.server)}/{self.door}/{self.code}{key}{pin}"


def parse(text: str) -> Link:
    """Return the link in `text`, in whatever people, mail and chat have wrapped it. Raises BadLink.

    It may stand in a sentence, in Markdown or HTML, behind a mail gateway, percent-encoded, and
    be broken over lines; invisible characters, dashes and letter case in the code are forgiven.
    """
    text = text[:LONGEST]
    readings = list(dict.fromkeys(_readings(text)))
    for reading in readings:
        for start in _START.finditer(reading):
            match = _whole(reading[start.start() :])
            if match is not None and (server := _server(match)):
                return _link(match, server)
    if any(map(_ALMOST.search, readings)) and not any(map(_LINK.search, readings)):
        raise BadLink(
            _("The link is not complete. Copy it again, from its first to its very last letter.")
        )
    raise BadLink(_not_a_link(text))


def _readings(text: str) -> Iterator[str]:
    """Yield what `text` may say: unwrapped layer by layer, with its line breaks and without."""
    for broken in (True, False):
        layer = text
        for _layer in range(_MOST_LAYERS):
            layer = _visible(layer) if broken else _BREAK.sub("", _visible(layer))
            yield layer
            layer = unescape(unquote(layer))
    if "url?u=" in text:
        yield unquote(_GATEWAY.sub(r"%\1", text).replace("_", "/"))


def _visible(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")


def _whole(text: str) -> re.Match[str] | None:
    """Return the link at the beginning of `text`, of as many pieces as belong to it."""
    pieces = [_QUOTED.sub("", piece, count=1) for piece in text.split(maxsplit=2 * _MOST_PIECES)]
    pieces = [piece for piece in pieces if piece][:_MOST_PIECES]
    for many in range(len(pieces), 0, -1):
        *first, last = pieces[:many]
        if _GOES_ON.match("".join(pieces[many : many + 1])):
            continue
        if match := _LINK.match("".join([*(piece.rstrip("=") for piece in first), last])):
            return match
    return None


def _server(match: re.Match[str]) -> str:
    """Return the server's address; empty when there cannot be such a host or port."""
    try:
        parts = urlsplit(f"//{match['server']}")
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    base = match["base"].lower()
    if not host or not is_base(base):
        return ""
    return server_address(SCHEMES[match["scheme"].lower()], host, port) + base


def _link(match: re.Match[str], server: str) -> Link:
    door = _DOORS[match["door"].lower()]
    code, key, pin = (
        (match[part] or "").upper().replace("-", "") for part in ("code", "key", "pin")
    )
    if door == "steer" and not key:
        raise BadLink(
            _("A steer link ends in a code, a dot and the facilitator key. Copy it again.")
        )
    return Link(
        server=server,
        door=door,
        code=code.translate(_MISREAD),
        key=key.translate(_MISREAD),
        pin=pin.translate(_MISREAD_PIN),
    )


def server_address(scheme: str, host: str, port: int | None) -> str:
    """Return `scheme://host:port`, with brackets around an IPv6 address."""
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}" + (f":{port}" if port else "")


def is_base(path: str) -> bool:
    """Return whether a server can be reached below `path`: empty, or `/one/or/more` plain parts in
    small letters.
    """
    parts = path.split("/")[1:]
    dots = any(set(part) == {"."} for part in parts)
    return not dots and re.fullmatch(_BASE, path) is not None


def browsed(server: str) -> str:
    """Return a server's address as a browser takes it: `https://host:port` for `wss:`."""
    scheme, colon, rest = server.partition(":")
    return f"{_BROWSED.get(scheme, scheme)}{colon}{rest}"


def _not_a_link(text: str) -> str:
    return _(
        "“{text}” is not a link to a room. It looks like https://host:port/join/CODE.",
        text=clean(text, 40),
    )
