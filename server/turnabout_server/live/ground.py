"""What every room stands on, and what only this process knows of one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from turnabout_protocol.room import Room
from turnabout_protocol.scenario import Side
from turnabout_server.after.archive import Archive
from turnabout_server.live.checks import OpenChecks
from turnabout_server.live.pulse import Pulse
from turnabout_server.live.tickets import Tickets
from turnabout_server.log import Log

StandIn = Callable[[str, str, Side], None]
"""Brings a bot: the room's code, a ticket that seats it, and the side it belongs to."""


class Tables(Protocol):
    """Opens the next table of a room."""

    def check(self) -> None:
        """Raises rules.Refusal when this server takes no more rooms."""

    def open(self, room: Room) -> None:
        """Open the next table of `room`, if it has one and that is not there."""


class Ground(NamedTuple):
    """What every room of a server stands on."""

    log: Log
    archive: Archive
    pulse: Pulse
    stand_in: StandIn | None
    checks: OpenChecks
    tables: Tables


@dataclass
class Known:
    """What outlives a room that fails or rests and is not in its log."""

    code: str = ""
    """The code of the room's link, as soon as somebody has brought it: the log has none."""
    tickets: Tickets = field(default_factory=Tickets)
    bereft: int | None = None
    """Room time at which the server went down with the room's stand-ins; None: they live on."""
