"""`turnabout ssh`: a door for those who have nothing but ssh, beside a server or far from it."""

import asyncio
import os
import socket
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from turnabout.addresses import Address, own_address, public
from turnabout.extras import SSH, has, without
from turnabout.problems import USAGE, Problem
from turnabout.serving import data_folder
from turnabout.signals import stop_signal
from turnabout.sshlaunch import SshLaunch, door_address, own_environment
from turnabout.terminal import Board, say
from turnabout_client.link.way import is_private
from turnabout_client.view.invitation import SSH as PORT
from turnabout_client.view.invitation import ssh_line
from turnabout_language import N_, _, language
from turnabout_machine.logs import log_to_stderr, watch_loop

SERVER: Final = N_("Server:")
FOLDER: Final = N_("Data folder:")
KEY: Final = N_("Host key:")
PLAY: Final = N_("To play:")
INVITE: Final = N_("To invite:")
STOP: Final = N_("Stop it:")
MOST: Final = 40
"""Seats of one door, unless another number is given."""
MOST_OF_ALL: Final = 80
"""A server takes 100 connections from one address, and this door is one."""


def ssh(
    server: str,
    /,
    *,
    pin: str = "",
    listen: str = ":8022",
    called: str = "",
    public_url: str = "",
    most: int = MOST,
    data: Path | None = None,
    insecure_plain: bool = False,
) -> None:
    """Let people in who have nothing but ssh.

    Parameters
    ----------
    server
        The server's address, such as wss://play.example:8765 or ws://127.0.0.1:8765.
    pin
        The fingerprint of its certificate, if it made that itself.
    listen
        Where to listen for ssh: :8022 is every address of this machine, else HOST:PORT.
    called
        How people reach this machine, such as play.example; without it, by its address.
    public_url
        How people reach the server, such as wss://play.example, when that is another address.
    most
        How many people can be here at a time: 1 to 80.
    data
        The folder for the host key, and for the seats that people can come back to.
    insecure_plain
        Go to a server on another machine even where the way is not encrypted.
    """
    place = Address(public(server), pin.strip().upper())
    if not (insecure_plain or is_private(place.server)):
        raise Problem(
            _(
                "The way to {server} is not encrypted. Give an address that begins with https:, or "
                "say --insecure-plain if you mean it.",
                server=place.server,
            ),
            USAGE,
        )
    share = Address(public(public_url), "") if public_url else place
    host, port = door_address(listen)
    launch = launched(
        place,
        share,
        host=host,
        port=port,
        called=called or _called(host),
        folder=data_folder(data, "ssh"),
        most=most,
        plain=insecure_plain,
    )
    log_to_stderr()
    environment = own_environment()
    os.environ.clear()
    os.environ.update(environment)
    asyncio.run(_open(launch, place))


def launched(
    near: Address,
    share: Address,
    *,
    host: str,
    port: int,
    called: str,
    folder: Path,
    most: int,
    called_port: int = 0,
    plain: bool = False,
) -> SshLaunch:
    """Return how a door is to be. Raises Problem when there can be none."""
    check_ssh(most)
    return SshLaunch(
        host=host,
        port=port,
        folder=str(folder.absolute()),
        near=(near.server, near.pin),
        share=(share.server, share.pin),
        called=called,
        called_port=called_port,
        plain=plain,
        most=most,
        language=language(),
    )


def check_ssh(most: int) -> None:
    """Check that there can be a door with so many seats. Raises Problem."""
    if not has(SSH):
        raise Problem(without(SSH))
    if not 1 <= most <= MOST_OF_ALL:
        raise Problem(
            _("An ssh door has 1 to {all} seats, not {most}.", all=MOST_OF_ALL, most=most), USAGE
        )


def _called(host: str) -> str:
    """Return the address by which people reach this machine."""
    if host not in ("", "0.0.0.0", "::"):
        return host
    four, six = own_address(socket.AF_INET), own_address(socket.AF_INET6)
    return six if host == "::" or ip_address(four).is_loopback else four


def _tell(launch: SshLaunch, port: int, fingerprint: str, place: Address) -> None:
    """Print where the door is, and how the server can tell of it."""
    host = f"[{launch.called}]" if ":" in launch.called else launch.called
    line = ssh_line("CODE", launch.called, port)
    tell = Board(SERVER, FOLDER, KEY, PLAY, INVITE, STOP)
    tell(SERVER, place.server)
    tell(FOLDER, launch.folder)
    tell(KEY, fingerprint)
    tell(PLAY, _("{line}   (CODE is what ends the link to the room)", line=line))
    at = host if port == PORT else f"{host}:{port}"
    options = f"--ssh-at {at} --ssh-fingerprint {fingerprint}"
    tell(INVITE, _("start serve or host with  {options}", options=options))
    tell(STOP, _("Ctrl-C. People come back to their seats when it runs again."))


async def _open(launch: SshLaunch, place: Address) -> None:
    # Imported here: the screens are read with an environment that says nothing of our terminal.
    from turnabout.sshchild import door_of
    from turnabout_client.ssh.door import DoorError, SshDoor

    watch_loop()
    with stop_signal() as asked:
        door = SshDoor(door_of(launch))
        try:
            await door.start()
        except DoorError as error:
            raise Problem(str(error)) from None
        try:
            _tell(launch, door.port, door.fingerprint, place)
            await asked.wait()
            say(_("Stopping: people are told to come back."))
        finally:
            await door.stop()
