"""The ssh door of a server that `host` and `serve` run: what is asked for, and what is told of it.

It is opened beside the server, or it is one that `turnabout ssh` opened elsewhere: then whoever
runs the server says where that is. A door cannot announce itself, for whoever may would be believed
by everybody who is invited.
"""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec
from cyclopts import Parameter

from turnabout.addresses import Address
from turnabout.problems import USAGE, Problem
from turnabout.ssh import MOST, check_ssh, launched
from turnabout.sshguard import ssh_door
from turnabout.sshlaunch import DoorFailed, DoorOpen, SshLaunch, SshWanted, door_address, folder_of
from turnabout_client.view.invitation import SSH
from turnabout_language import _
from turnabout_protocol.messages import SshDoor
from turnabout_protocol.text import clean
from turnabout_server.app import Server

_HERE: Final = "127.0.0.1"
_AT: Final = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s:]+)(?::(?P<port>[0-9]{1,5}))?")

Tell = Callable[[SshDoor | DoorFailed], object]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class SshOptions:
    """How people come in who have nothing but ssh.

    Parameters
    ----------
    ssh
        Let people in who have nothing but ssh, at :8022 or HOST:PORT, too. It takes the extra ssh.
    ssh_most
        How many people can come by ssh at a time: 1 to 80.
    ssh_at
        HOST:PORT by which people reach the ssh door, when that is another address. Without --ssh:
        that of a door which turnabout ssh has opened; the invitation then names it.
    ssh_fingerprint
        The host key of that door, as turnabout ssh prints it: SHA256: and 43 signs.
    """

    ssh: str = ""
    ssh_most: int = MOST
    ssh_at: str = ""
    ssh_fingerprint: str = ""


def ssh_wanted(options: SshOptions | None, *, local: bool = False) -> SshWanted | None:
    """Return the door that is asked for; None: none. Raises Problem.

    `local`: where no host is named, only people on this machine are meant.
    """
    if options is None:
        return None
    at = _reached(options.ssh_at) if options.ssh_at else None
    if options.ssh and options.ssh_fingerprint:
        raise Problem(
            _("--ssh opens a door with a host key of its own: leave out --ssh-fingerprint."),
            USAGE,
        )
    if options.ssh:
        host, port = door_address(options.ssh)
        check_ssh(options.ssh_most)
        return SshWanted(
            listen=(host or (_HERE if local else ""), port), most=options.ssh_most, at=at
        )
    if at is None and not options.ssh_fingerprint:
        return None
    if at is not None and options.ssh_fingerprint:
        return SshWanted(
            listen=None, most=0, at=at, fingerprint=_named(options.ssh_fingerprint, at)
        )
    raise Problem(
        _(
            "--ssh-at and --ssh-fingerprint go together: they tell of a door that turnabout ssh "
            "has opened, which prints both."
        ),
        USAGE,
    )


def _reached(text: str) -> tuple[str, int]:
    found = _AT.fullmatch(text)
    if found is not None:
        host, port = found["host"].strip("[]"), int(found["port"] or SSH)
        if _good(SshDoor(host=host, port=port, fingerprint=f"SHA256:{'A' * 43}")):
            return host, port
    raise Problem(
        _(
            "“{given}” is not how people reach a door. Write --ssh-at play.example:8022.",
            given=clean(text, 40),
        ),
        USAGE,
    )


def _named(fingerprint: str, at: tuple[str, int]) -> str:
    if _good(SshDoor(host=at[0], port=at[1], fingerprint=fingerprint)):
        return fingerprint
    raise Problem(
        _(
            "“{given}” is not the fingerprint of a host key. turnabout ssh prints it: SHA256: and "
            "43 signs.",
            given=clean(fingerprint, 60),
        ),
        USAGE,
    )


def _good(door: SshDoor) -> bool:
    """Return whether clients take that for a door."""
    try:
        msgspec.convert(msgspec.to_builtins(door), SshDoor)
    except msgspec.ValidationError:
        return False
    return True


@asynccontextmanager
async def ssh_beside(
    wanted: SshWanted | None,
    server: Server,
    near: Address,
    share: Address,
    tell: Tell,
    *,
    data: Path,
    log: Path | None = None,
) -> AsyncIterator[None]:
    """Let `server` have the door that is wanted, and tell its clients of it while it is open.

    `tell` is told when it has opened where it was not known yet, and when it could not open.
    `near` is how the door reaches the server, `share` how people do; `log`: where the door's own
    process writes what fails, else where this one does.
    """
    if wanted is None:
        yield
        return
    if wanted.listen is None:
        server.ssh = _announced(wanted, 0, wanted.fingerprint)
        tell(server.ssh)
        yield
        return

    def heard(news: DoorOpen | DoorFailed) -> None:
        known = server.ssh
        if isinstance(news, DoorFailed):
            server.ssh = None
            tell(news)
            return
        server.ssh = door = _announced(wanted, news.port, news.fingerprint)
        if door != known:
            tell(door)

    async with ssh_door(_launched(wanted, near, share, data), heard, log):
        yield


def _announced(wanted: SshWanted, port: int, fingerprint: str) -> SshDoor:
    """Return the door as clients are told of it; `port` is where it listens."""
    host, port = wanted.at or ("", port)
    return SshDoor(host=host, port=port, fingerprint=fingerprint)


def _launched(wanted: SshWanted, near: Address, share: Address, data: Path) -> SshLaunch:
    assert wanted.listen is not None
    host, port = wanted.listen
    called, called_port = wanted.at or (urlsplit(share.server).hostname or "", 0)
    return launched(
        near,
        share,
        host=host,
        port=port,
        called=called,
        called_port=called_port,
        folder=folder_of(data),
        most=wanted.most,
    )
