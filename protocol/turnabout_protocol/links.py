"""The text people share to find a room.

    wss://play.example:8765/join/7F3K2QMX9TRVH4WZ              players
    wss://play.example:8765/join/7F3K2QMX9TRVH4WZ.5M2A…        one player, once
    wss://play.example:8765/join/7F3K2QMX9TRVH4WZ.TC64…        players, after the first was replaced
    wss://play.example:8765/watch/7F3K2QMX9TRVH4WZ             observers
    wss://play.example:8765/steer/7F3K2QMX9TRVH4WZ.8QX0…       facilitators, with their key
    …@MFRGGZDFMZTWQ2LK                                         and the certificate's fingerprint

The path stays with the client: it connects to the bare address and hands the code over in its first
message, so that no server or proxy on the way writes it into a log.
"""

import re
from contextlib import suppress
from typing import Final, Literal
from urllib.parse import urlsplit

from msgspec import Struct

from turnabout_language import _
from turnabout_protocol.text import clean

Entrance = Literal["join", "watch", "steer"]

_DOORS: Final[dict[str, Entrance]] = {"join": "join", "watch": "watch", "steer": "steer"}
_PATH: Final = re.compile(
    r"\A/(?P<door>join|watch|steer)/(?P<code>[0-9A-Z]{16})(?:\.(?P<key>[0-9A-Z]{16}))?(?:@(?P<pin>[A-Z2-7]{26}))?\Z"
)

_IN_TEXT: Final = re.compile(r"(?<![a-z])wss?://\S+(?:\s+[0-9A-Z.@]+){0,3}", re.IGNORECASE)


class BadLink(ValueError):
    """A text that is not a link to a room. Its message is a sentence for people."""


class Link(Struct, frozen=True, kw_only=True):
    """Where a room is and by which door one enters."""

    server: str
    """`ws://host:port` or `wss://host:port`."""
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
        return f"{self.server}/{self.door}/{self.code}{key}{pin}"


def parse(text: str) -> Link:
    """Return the link in `text`, forgiving spaces, quotes, dashes and letter case in the code.

    It may stand in the command it was shared with: `turnabout join wss://...`. Raises BadLink.
    """
    found = _IN_TEXT.search(text)
    if found is None:
        return _parse(text)
    first, *more = found[0].split()
    try:
        return _parse(first)
    except BadLink as error:
        # A narrow window may have broken it into lines as it was copied.
        for count in range(1, len(more) + 1):
            with suppress(BadLink):
                return _parse(first + "".join(more[:count]))
        raise error from None


def _parse(text: str) -> Link:
    text = text.strip().strip("<>\"'`“”„«»()[],;.").strip()
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise BadLink(_not_a_link(text)) from None
    if parts.scheme not in ("ws", "wss") or not host:
        raise BadLink(_not_a_link(text))
    head, _slash, tail = parts.path.rstrip("/").rpartition("/")
    match = _PATH.match(f"{head.lower()}/{tail.upper().replace('-', '')}")
    if match is None:
        raise BadLink(
            _("The link is not complete. Copy it again, from ws to its very last letter.")
        )
    if match["door"] == "steer" and not match["key"]:
        raise BadLink(
            _("A steer link ends in a code, a dot and the facilitator key. Copy it again.")
        )
    return Link(
        server=server_address(parts.scheme, host, port),
        door=_DOORS[match["door"]],
        code=match["code"],
        key=match["key"] or "",
        pin=match["pin"] or "",
    )


def server_address(scheme: str, host: str, port: int | None) -> str:
    """Return `scheme://host:port`, with brackets around an IPv6 address."""
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}" + (f":{port}" if port else "")


def _not_a_link(text: str) -> str:
    return _(
        "“{text}” is not a link to a room. It looks like wss://host:port/join/CODE.",
        text=clean(text, 40),
    )
