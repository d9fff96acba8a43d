"""What a person is told of the connection."""

import math
from typing import Literal

from msgspec import Struct

from turnabout_language import _


class Status(Struct, frozen=True, kw_only=True):
    """How the connection is."""

    state: Literal["connecting", "live", "away", "over"]
    sentence: str = ""
    """What happened, for people; empty while all is well."""
    retry_in: float | None = None
    """Seconds from now to the next attempt, while away."""


def lost(status: Status) -> str:
    """Return what to say while the connection is away."""
    if status.state == "connecting":
        return _("Connecting ...")
    if not status.retry_in:
        return _("Connection lost. Trying again now. What you typed is kept.")
    return _(
        "Connection lost. Trying again in {seconds} s. What you typed is kept.",
        seconds=math.ceil(status.retry_in),
    )
