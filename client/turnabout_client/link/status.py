"""What a person is told of the connection."""

from typing import Literal

from msgspec import Struct


class Status(Struct, frozen=True, kw_only=True):
    """How the connection is."""

    state: Literal["connecting", "live", "away", "over"]
    sentence: str = ""
    """What happened, for people; empty while all is well."""
    retry_in: float | None = None
    """Seconds from now to the next attempt, while away."""
