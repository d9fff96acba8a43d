"""Tickets: each lets one stand-in sit down that the room has asked for."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from turnabout_protocol.fold import Entry
from turnabout_protocol.presence import BotInvited, SeatTaken
from turnabout_protocol.scenario import Side
from turnabout_server.live.keys import new_key

VALID: Final = 30_000
"""Milliseconds of room time in which a stand-in must come; one on this machine needs a few."""


class Ticket(NamedTuple):
    """What a stand-in was asked for."""

    home: Side
    seat: int | None
    """The seat it comes back to; None: a new one."""
    until: int
    """Room time from which it opens nothing any more."""


class Tickets:
    """The tickets of a room that have not been used."""

    def __init__(self) -> None:
        self._open: dict[str, Ticket] = {}

    def write(self, home: Side, now: int, seat: int | None = None) -> str:
        """Return a new ticket for a stand-in that belongs to `home`."""
        self._expire(now)
        key = new_key()
        self._open[key] = Ticket(home, seat, now + VALID)
        return key

    def find(self, key: str, now: int) -> Ticket | None:
        """Return what `key` is good for; None if nothing, or nothing any more."""
        self._expire(now)
        return self._open.get(key)

    def spend(self, key: str) -> None:
        """The stand-in sits: its ticket opens nothing any more."""
        self._open.pop(key, None)

    def on_their_way(self, now: int) -> int:
        """Return how many stand-ins will still take a new seat."""
        self._expire(now)
        return sum(ticket.seat is None for ticket in self._open.values())

    def _expire(self, now: int) -> None:
        self._open = {key: ticket for key, ticket in self._open.items() if now < ticket.until}


def never_came(entries: Iterable[Entry], now: int) -> list[Side]:
    """Return the homes of stand-ins that were still on their way at room time `now`."""
    waited: list[tuple[Side, int]] = []
    for entry in entries:
        match entry.event:
            case BotInvited(home=home, seat=None):
                waited.append((home, entry.at))
            case SeatTaken(bot=True, home=home):
                came = next((one for one in waited if one[0] == home), None)
                if came is not None:
                    waited.remove(came)
    return [home for home, at in waited if now < at + VALID]
