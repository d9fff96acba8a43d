"""Where somebody wants to go, from the user name that they gave to ssh. Pure."""

import re
from typing import Final, NamedTuple

from turnabout_client.entrance.model import Wish
from turnabout_protocol.links import BadLink, parse

LONGEST: Final = 60
"""Characters of a user name that can name a room."""
_SIGN: Final = "(?:-?[0-9A-Z])"
_NAME: Final = re.compile(
    rf"(?:(?P<door>join|watch|stage|steer)[-/])?(?P<code>{_SIGN}{{16}})(?:\.(?P<key>{_SIGN}{{16}}))?",
    re.IGNORECASE,
)


class Place(NamedTuple):
    """A server: its address, and the fingerprint of its certificate if it made that itself."""

    server: str
    pin: str = ""


def wanted(user: str, near: Place, share: Place) -> Wish | None:
    """Return what the user name asks for; None: it names no room.

    A name is the code of a room, with the key behind it where the link has one: `CODE`, `CODE.KEY`.
    `watch-`, `stage-` or `steer-` before it is another door than that of players. `near` is the
    server as we reach it, `share` as others do.
    """
    found = _NAME.fullmatch(user) if len(user) <= LONGEST else None
    if found is None:
        return None
    door = (found["door"] or "join").lower()
    key = f".{found['key']}" if found["key"] else ""
    path = f"{'watch' if door == 'stage' else door}/{found['code']}{key}"
    try:
        where, shared = (
            parse(f"{place.server}/{path}{'@' + place.pin if place.pin else ''}")
            for place in (near, share)
        )
    except BadLink:
        return None
    return Wish(where=where, watch=door == "watch", stage=door == "stage", share=shared)
