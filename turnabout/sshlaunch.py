"""What `serve --ssh` and the process of its ssh door say to each other.

The door is a process of its own: however many screens it paints, and whatever becomes of it, the
server plays on. Its settings come as one line over its input. As long as that input is open the
server stands behind it; its end, however the server ended, is the door's end, too. The door says
on its output where it listens, and then every few seconds that it still moves.
"""

import os
from pathlib import Path
from typing import Final

import msgspec

from turnabout.problems import USAGE, Problem
from turnabout_language import _
from turnabout_protocol.text import clean

BEAT: Final = 2.0
"""Seconds between two signs of life."""
LONGEST_LINE: Final = 32 * 1024
FOLDER: Final = "ssh"
"""The door's folder, in the server's data folder."""


class SshLaunch(msgspec.Struct, frozen=True, kw_only=True):
    """How a door is to be: the first line that it hears. The fields are those of `Door`."""

    host: str
    port: int
    folder: str
    near: tuple[str, str]
    """The server as the door reaches it, and the fingerprint of its certificate."""
    share: tuple[str, str]
    """The same, as people reach it."""
    called: str
    called_port: int = 0
    plain: bool = False
    most: int
    language: str = "en"
    """What the door speaks until it knows the language of somebody's room."""


class SshWanted(msgspec.Struct, frozen=True, kw_only=True):
    """The ssh door that a server is to have."""

    listen: tuple[str, int] | None
    """Where it is opened beside the server; None: it stands elsewhere."""
    most: int
    """Seats of one that is opened."""
    at: tuple[str, int] | None = None
    """How people reach it; None: by the host of the links, and the port where it listens."""
    fingerprint: str = ""
    """Of one that stands elsewhere."""


class DoorOpen(msgspec.Struct, frozen=True, kw_only=True, tag="open"):
    """The door is open."""

    port: int
    fingerprint: str


class DoorFailed(msgspec.Struct, frozen=True, kw_only=True, tag="failed"):
    """It could not open."""

    sentence: str


class Alive(msgspec.Struct, frozen=True, kw_only=True, tag="alive"):
    """It moves."""


DoorNews = DoorOpen | DoorFailed | Alive


def line(message: SshLaunch | DoorNews) -> bytes:
    """Return `message` as a line."""
    return msgspec.json.encode(message) + b"\n"


def door_address(text: str) -> tuple[str, int]:
    """Return host and port of `:8022` or `HOST:PORT`; no host is every address. Raises Problem."""
    host, colon, port = text.rpartition(":")
    if colon and port.isdecimal() and port.isascii() and int(port) < 1 << 16:
        return host.removeprefix("[").removesuffix("]"), int(port)
    raise Problem(
        _(
            "“{given}” is no address for ssh. Write :8022 for everybody who can reach this "
            "machine, or HOST:PORT.",
            given=clean(text, 40),
        ),
        USAGE,
    )


def own_environment() -> dict[str, str]:
    """Return our environment without what it says of our own terminal: it is about no other."""
    ours = ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TERM", "TERM_PROGRAM", "COLUMNS", "LINES")
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ours and not name.startswith("TEXTUAL")
    }


def folder_of(data: Path) -> Path:
    """Return the folder of the door of a server with that data folder."""
    return data.absolute() / FOLDER
