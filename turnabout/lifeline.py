"""What `host` and the server of its players say to each other.

`turnabout host` is two processes. The one that was started has the terminal: it prints the links
and paints the console. The other one serves the players and has no terminal at all. They share no
loop, so nobody else stops when the terminal is not read, or when the console hangs or is killed.

Between the two is a *line*. While it is open, somebody stands behind the server.

- A server that is started has its line in the pipes of its input and output. Its settings come over
  the line, so none of them is in its arguments or its environment. In the end `StopServer` comes
  over it: the server makes everything durable, tells its people to come back, says `Ended` and is
  gone.
- Every accident looks like a line that breaks without `StopServer`: a closed window, `kill -9`, a
  console that crashed. The server then goes on while people are at the table, but no longer than
  `Launch.longest`, and for `Launch.linger` when nobody is there. So it is never an orphan for good.
- `turnabout host` that is run again on the same data folder finds the server by a file there and
  opens a second line, over loopback. It steers the same room with the same rights. Several lines
  may be open at a time, because the terminal from before may hang rather than be gone.
- A server that ends without `Ended` is started again by whoever has a line to it, on the same port:
  its people come back to their seats by themselves. The end of the line that does this is a
  thread (`turnabout.guard`), which neither the terminal nor the loop of the screens can stop.

However a process dies, Linux, macOS and Windows all break its pipes: that is the one sign they
share. So neither process groups nor death signals, which only some systems have, are needed.
"""

from pathlib import Path
from typing import Final

import msgspec

from turnabout.addresses import Address
from turnabout.sshlaunch import SshWanted
from turnabout_machine.files import private_file, write
from turnabout_server.settings import KEEP_MONTHS

LONGEST_LINE: Final = 32 * 1024
"""Bytes. Paths are the longest thing in a line."""
LOG: Final = "server.log"
"""Where the server notes what happens, in the data folder."""
_FILE: Final = "server.json"


class Launch(msgspec.Struct, frozen=True, kw_only=True):
    """How the server is to run: the first line that it hears."""

    data: str
    """The data folder; an absolute path, like all paths here."""
    keys: str | None = None
    """The folder for the keys of the rooms; None: the usual one."""
    kept_by: str = ""
    """Who keeps the server, as people are told."""
    keep_months: int = KEEP_MONTHS
    """Months until a report is deleted by itself."""
    host: str
    port: int
    """0: any free one."""
    cert: str | None = None
    key: str | None = None
    self_signed: bool = False
    insecure_plain: bool = False
    """Whether it talks without encryption beyond this machine."""
    web: bool = True
    """Whether browsers get a page."""
    public_url: str = ""
    """How people reach it, if that is another address."""
    get_it: str = ""
    """Where people get the command."""
    ssh: SshWanted | None = None
    """The ssh door that it is to have."""
    language: str = "en"
    """What it speaks where it speaks for itself."""
    linger: float
    """Seconds that it goes on with nobody behind it and nobody at the table."""
    longest: float = 4 * 3600.0
    """Most seconds that it goes on with nobody behind it, whoever is at the table."""


class Proof(msgspec.Struct, frozen=True, kw_only=True, tag="proof"):
    """The first line over loopback: proof that the sender may read the data folder."""

    secret: str


class StopServer(msgspec.Struct, frozen=True, tag="stop"):
    """Make everything durable, tell the people to come back, and end."""


class TellWhenOver(msgspec.Struct, frozen=True, kw_only=True, tag="tell_when_over"):
    """Say when the session in the room with this code is over."""

    code: str


class Running(msgspec.Struct, frozen=True, kw_only=True, tag="running"):
    """The server takes connections."""

    launch: Launch
    """How it was told to run, with the port that it has."""
    address: str
    """As bound: `ws://host:port` or `wss://host:port`."""
    pin: str
    """The fingerprint of a certificate that was made here; links carry it."""
    near: Address
    """How this machine reaches it."""
    no_ssh: str = ""
    """Why the ssh door that it is to have was not open when it began; else empty."""


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
    """Where a running server takes more lines. Only the owner may read the file."""

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
    """Return where the server of a data folder may be; None if none has said so.

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
