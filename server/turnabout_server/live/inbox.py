"""What happens to a room and waits in its inbox, and why a room ends."""

import asyncio
from enum import Enum
from typing import NamedTuple

from turnabout_protocol.messages import Do, Join, Return, Steer
from turnabout_server.live.guests import Peer


class RoomEnd(Enum):
    """Why a room does not run any more."""

    OVER = "over"
    """Its session is closed, or forgotten: the log has nothing of it."""
    STOPPED = "stopped"
    RESTS = "rests"
    """Nobody is here and no clock runs: the log has all of it."""


class Enter(NamedTuple):
    """Somebody wants to sit down."""

    peer: Peer
    message: Join | Return | Steer
    seated: asyncio.Future[int]


class Ask(NamedTuple):
    """A seat asks for something."""

    seat: int
    peer: Peer
    do: Do


class Gone(NamedTuple):
    """A connection is gone."""

    seat: int
    peer: Peer


class Left(NamedTuple):
    """Somebody who waited at the door has gone, or sits already."""

    peer: Peer


class Tick(NamedTuple):
    """The clock has something to say, or the process may have stood still."""


class Stop(NamedTuple):
    """The room is to end, or to rest."""

    end: RoomEnd


class Forget(NamedTuple):
    """All of the room is to be deleted."""


Input = Enter | Ask | Gone | Left | Tick | Stop | Forget
