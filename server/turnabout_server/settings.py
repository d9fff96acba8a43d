"""What the operator can decide, each with a default that fits one table on one machine."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

KEEP_MONTHS: Final = 24
"""How many months a report is kept, unless the operator says otherwise."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much of everything. Nothing in here is needed for play to be right."""

    connections: int = 1000
    per_address: int = 100
    """Connections from one address: an office shares one."""
    rooms: int = 200
    """Rooms that are open at a time."""
    handshake: float = 10.0
    """Seconds for encryption, for the opening request, and for the first message."""
    join: float = 120.0
    """Seconds for a person to read what a room is, and to say a name and a side."""
    rate: float = 20.0
    """Frames a second from one connection, over time. A larger one counts once for each 4 KiB."""
    burst: float = 60.0
    """Frames from one connection at once, counted in the same way."""
    outbox: int = 2 * 1024 * 1024
    """Bytes that may wait for one connection."""
    write: float = 5.0
    """Seconds that one frame may wait for a slow connection before that is cut."""
    drain: float = 4.0
    """Seconds to say goodbye in when the server stops."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where the server is reached, and where it keeps what must not be lost."""

    data: Path
    keys: Path | None = None
    """Where the keys of the rooms are kept, apart from `data`; None: see `live.roomkeys.place`."""
    host: str = "127.0.0.1"
    port: int = 8765
    """0: any free port; `Server.address` tells which."""
    cert: Path | None = None
    key: Path | None = None
    self_signed: bool = False
    """Without a certificate make one; links then carry its pin."""
    names: tuple[str, ...] = ()
    """Further host names and addresses for a certificate that is made here."""
    insecure_plain: bool = False
    """Talk plain `ws` beyond this machine: anybody on the way can read everything."""
    anyone_may_open: bool = False
    """Rooms can be opened without the opening key."""
    proxies: tuple[str, ...] = ()
    """Addresses or networks of proxies in front, which say in X-Forwarded-For for whom they ask."""
    repeats: bool = False
    """What is drawn with a room's secret comes again with its seed. For a rehearsal of bots alone:
    where people answer, the seed may be known."""
    kept_by: str = ""
    """Who keeps this server, as people know them; they are told before they consent."""
    keep_months: int = KEEP_MONTHS
    """How old a report may become, in months, 1 to MOST_MONTHS; then it is deleted by itself."""
    limits: Limits = field(default_factory=Limits)
