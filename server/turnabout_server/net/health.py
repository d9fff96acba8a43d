"""What `/healthz` says, from the numbers."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final, NamedTuple, Protocol

FRESH: Final = 10.0
"""Seconds within which a log that works has written."""


class Health(NamedTuple):
    """An answer for whoever watches the server: the status for programs, the line for people."""

    status: HTTPStatus
    text: str


Look = Callable[[], Health]
"""Says how the server is at this moment."""


class Vitals(Protocol):
    """What is known of the log and of the rooms."""

    def wrote_ago(self) -> float | None:
        """Return the seconds since the log last wrote; None: it cannot write."""

    @property
    def live(self) -> int:
        """Rooms that run."""

    @property
    def resting(self) -> int:
        """Rooms that are in the log and come back when somebody knocks."""

    @property
    def aside(self) -> int:
        """Rooms that cannot be opened, and wait for somebody to look at them."""


def health(vitals: Vitals) -> Health:
    """Return how the server is: well while its log writes."""
    rooms = (
        f"{_rooms(vitals.live)} live, {vitals.resting} resting, {_rooms(vitals.aside)} set aside"
    )
    ago = vitals.wrote_ago()
    if ago is None:
        return Health(HTTPStatus.SERVICE_UNAVAILABLE, f"not ok: the log cannot write, {rooms}\n")
    if ago > FRESH:
        told = f"not ok: the log has not written for {ago:.0f} s, {rooms}\n"
        return Health(HTTPStatus.SERVICE_UNAVAILABLE, told)
    return Health(HTTPStatus.OK, f"ok: the log wrote within {FRESH:.0f} s, {rooms}\n")


def _rooms(n: int) -> str:
    return "1 room" if n == 1 else f"{n} rooms"
