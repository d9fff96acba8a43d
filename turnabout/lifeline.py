"""What `host` and the server of its players say to each other.

`turnabout host` is two processes. The one that was started has the terminal: it prints the links
and paints the console. The other one serves the players and has no terminal at all. They share no
loop, so a terminal that nobody reads, a console that hangs and one that is killed stop nobody else.

Between the two is a *line*. While it is open, somebody stands behind the server.

- A server that is started has its line in the pipes of its input and output. There it hears what it
  is to be, so nothing of that stands among its arguments or in its environment. There it hears
  `StopServer` in the end: it makes everything durable, tells its people to come back, says `Ended`
  and is gone.
- A line that breaks without `StopServer` is what every accident looks like: a closed window,
  `kill -9`, a console that crashed. The server then goes on while people are at the table, but no
  longer than `Launch.longest`, and for `Launch.linger` when nobody is there. So it is never an
  orphan for good.
- `turnabout host` that is run again on the same data folder finds the server by a file there and
  opens a second line, over loopback. It steers the same room with the same rights. Several lines
  may be open at a time, for the terminal from before may hang rather than be gone.
- A server that ends without `Ended` is started again by whoever has a line to it, on the same port:
  its people are back in their seats by themselves. At that end of the line is a thread
  (`turnabout.guard`) that neither the terminal nor the loop of the screens can stop.

A pipe that breaks is the one sign that Linux, macOS and Windows all give of a process that died,
however it died. Process groups, and death signals that only one system has, are not needed.
"""

from pathlib import Path
from typing import Final

import msgspec

from turnabout.addresses import Address
from turnabout_machine.files import private_file, write

LONGEST_LINE: Final = 32 * 1024
"""Bytes. Paths are the longest thing in a line."""
LOG: Final = "server.log"
"""Where the server notes what happens, in the data folder."""
_FILE: Final = "server.json"


class Launch(msgspec.Struct, frozen=True, kw_only=True):
    """What the server is to be: the first line that it hears."""

    data: str
    """The data folder; an absolute path, as all of them here."""
    keys: str | None = None
    """The folder for the keys of the rooms; None: the usual one."""
    kept_by: str = ""
    """Who keeps the server, as people are told."""
    host: str
    port: int
    """0: any free one."""
    cert: str | None = None
    key: str | None = None
    self_signed: bool = False
    linger: float
    """Seconds that it goes on with nobody behind it and nobody at the table."""
    longest: float = 4 * 3600.0
    """Seconds that it goes on with nobody behind it, whoever is at the table."""


class Proof(msgspec.Struct, frozen=True, kw_only=True, tag="proof"):
    """The first line over loopback: proof that one may read the data folder."""

    secret: str


class StopServer(msgspec.Struct, frozen=True, tag="stop"):
    """Make everything durable, tell the people to come back, and end."""


class TellWhenOver(msgspec.Struct, frozen=True, kw_only=True, tag="tell_when_over"):
    """Say when the session in the room with this code is over."""

    code: str


class Running(msgspec.Struct, frozen=True, kw_only=True, tag="running"):
    """The server takes connections."""

    launch: Launch
    """What it was told to be, with the port that it has."""
    address: str
    """As bound: `ws://host:port` or `wss://host:port`."""
    pin: str
    """The fingerprint of a certificate that was made here; links carry it."""
    near: Address
    """How this machine reaches it."""


class Over(msgspec.Struct, frozen=True, kw_only=True, tag="over"):
    """The session that was watched is over, and so is its room."""

    code: str


class Ended(msgspec.Struct, frozen=True, tag="ended"):
    """The server has ended because it was told to. It is not to be started again."""


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag="failed"):
    """The server has ended by itself, or could not start."""

    sentence: str


Order = StopServer | TellWhenOver
"""What is said to the server once it runs."""
News = Running | Over | Ended | Failed
"""What the server says."""


class Whereabouts(msgspec.Struct, frozen=True, kw_only=True):
    """Where a running server takes further lines. The file is for its owner alone."""

    port: int
    """On the loopback address."""
    secret: str
    running: Running
    """What it will answer: a stranger who has taken the port since cannot name another address."""


def line(message: Launch | Proof | Order | News) -> bytes:
    """Return `message` as a line."""
    return msgspec.json.encode(message) + b"\n"


def publish(data: Path, found: Whereabouts) -> None:
    """Let `host` find the server of this data folder. Raises OSError."""
    write(data / _FILE, msgspec.json.encode(found))


def look_up(data: Path) -> Whereabouts | None:
    """Return where the server of a data folder may be; None: none has said so.

    A file that somebody else can write is not believed: `host` would give its keys to whoever it
    names.
    """
    file = data / _FILE
    try:
        if not private_file(file):
            return None
        return msgspec.json.decode(file.read_bytes(), type=Whereabouts)
    except (OSError, msgspec.DecodeError):
        return None


def withdraw(data: Path) -> None:
    """Let nobody look for the server any more. Raises OSError."""
    (data / _FILE).unlink(missing_ok=True)
