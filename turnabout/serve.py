"""`turnabout serve`: the server alone, for many rooms, for days."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from turnabout.addresses import Address, cut_off, everybody, here, listening, network
from turnabout.kept import again
from turnabout.opening import LONGEST_KEEPER
from turnabout.problems import USAGE, Problem
from turnabout.serving import PORT, data_folder, exposed, months, serving, until, web_door
from turnabout.signals import stop_signal
from turnabout.ssh import MOST, check_ssh, launched
from turnabout.sshguard import ssh_door
from turnabout.sshlaunch import DoorFailed, DoorOpen, door_address, folder_of
from turnabout.terminal import say
from turnabout_client.link.way import is_private
from turnabout_client.view.invitation import ssh_line
from turnabout_machine.logs import log_to_stderr, watch_loop
from turnabout_protocol.messages import SshDoor
from turnabout_protocol.text import clean
from turnabout_server.app import Server
from turnabout_server.net.web import WebDoor
from turnabout_server.settings import KEEP_MONTHS, Settings


def serve(
    *,
    listen: str = f"127.0.0.1:{PORT}",
    public_url: str = "",
    cert: Path | None = None,
    key: Path | None = None,
    self_signed: bool = False,
    insecure_plain: bool = False,
    anyone_may_open: bool = False,
    data: Path | None = None,
    keys: Path | None = None,
    kept_by: str = "",
    keep_months: int = KEEP_MONTHS,
    ssh: str = "",
    ssh_most: int = MOST,
    no_web: bool = False,
    get_it: str = "",
    trust_proxy: tuple[str, ...] = (),
) -> None:
    """Run the server alone.

    Parameters
    ----------
    listen
        HOST:PORT; 0.0.0.0 is every address of this machine.
    public_url
        How people reach it, such as https://play.example, when that is another address. It may
        have a path: https://example.org/turnabout.
    cert
        The certificate chain, a PEM file. A changed file is used without a restart.
    key
        The certificate's key, a PEM file. Not needed when it is in the same file.
    self_signed
        Make a certificate here; links then carry its fingerprint.
    insecure_plain
        Take unencrypted connections from other machines. Everybody on the way can read them: use
        it only behind something that encrypts.
    anyone_may_open
        Let people open rooms without the opening key.
    data
        The folder for everything that must not be lost.
    keys
        The folder for the keys with which the data folder can be read while a session is open.
        Keep it out of backups: who has both can read what is to be gone after the close.
    kept_by
        Who keeps this server, such as "Jo Meier, IT": people are told before they consent.
    keep_months
        Months until the report of a session is deleted by itself, with its promises: 1 to 120.
        People are told before they consent.
    ssh
        Let people in who have nothing but ssh, at :8022 or HOST:PORT, too. It takes the extra ssh.
    ssh_most
        How many people can come by ssh at a time: 1 to 80.
    no_web
        Give browsers no page. They read how to come in by a terminal.
    get_it
        Where people get the command, for those whose browser gets no page.
    trust_proxy
        The address, or network, of a proxy in front: it says in X-Forwarded-For for whom it asks,
        and that one is counted. Can be given several times.
    """
    host, port = listening(listen)
    if key and not cert:
        raise Problem("--key belongs to a certificate. Give --cert too.", USAGE)
    settings = Settings(
        data=data_folder(data, "server"),
        keys=keys,
        kept_by=clean(kept_by, LONGEST_KEEPER),
        keep_months=months(keep_months),
        host=host,
        port=port,
        cert=cert,
        key=key,
        self_signed=self_signed,
        insecure_plain=insecure_plain,
        anyone_may_open=anyone_may_open,
        proxies=tuple(map(network, trust_proxy)),
    )
    web = web_door(on=not no_web, public_url=public_url, get_it=get_it)
    door = _Ssh(door_address(ssh), ssh_most) if ssh else None
    if door is not None:
        check_ssh(door.most)
    log_to_stderr()
    asyncio.run(_serve(settings, web, public_url, data, door))


class _Ssh(NamedTuple):
    """The ssh door that was asked for."""

    address: tuple[str, int]
    most: int


async def _serve(
    settings: Settings, web: WebDoor, public_url: str, chosen: Path | None, ssh: _Ssh | None
) -> None:
    watch_loop()
    with stop_signal() as asked:
        async with serving(settings, web=web) as server:
            place = everybody(server, public_url)
            pin = f" --pin {place.pin}" if place.pin else ""
            say(f"Data folder:  {settings.data}")
            say(f"Room keys:    {server.keys_folder}")
            if folders := exposed(settings.data, Path(server.keys_folder)):
                say(folders)
            say(f"Reports:      deleted by themselves after {settings.keep_months} months")
            say(f"Listening at  {server.address}, reached as {place.server}")
            if alone := cut_off(server, public_url):
                say(alone)
            if not settings.anyone_may_open:
                say(f"Opening key:  in {server.open_key_file}")
            if settings.cert and not public_url:
                say(
                    "Links need the certificate's name: give it with --public-url https://NAME:PORT."
                )
            if settings.insecure_plain and place.server.startswith("ws:"):
                say("Connections are NOT encrypted: everybody on the way can read along.")
            plain = "" if is_private(place.server) else " --insecure-plain"
            say(
                f"Open a room:  turnabout open missed-target --server {place.server}{pin}{plain}"
                f"{'' if settings.anyone_may_open else again(chosen)}"
            )
            say("Stop it:      Ctrl-C. People come back to their seats when it runs again.")
            async with _ssh_door(ssh, settings, server, place):
                await until(server, asked.wait())
            say("Stopping: everything is being written, people are told to come back.")


@asynccontextmanager
async def _ssh_door(
    ssh: _Ssh | None, settings: Settings, server: Server, place: Address
) -> AsyncIterator[None]:
    """Keep the ssh door open beside the server, if one was asked for."""
    if ssh is None:
        yield
        return
    host, port = ssh.address
    launch = launched(
        here(server, settings.cert),
        place,
        host=host,
        port=port,
        called=urlsplit(place.server).hostname or "",
        folder=folder_of(settings.data),
        most=ssh.most,
    )

    def tell(news: DoorOpen | DoorFailed) -> None:
        if isinstance(news, DoorFailed):
            say(f"By ssh:       not open, and tried again. {news.sentence}")
            return
        known, server.ssh = server.ssh, SshDoor(port=news.port, fingerprint=news.fingerprint)
        if known != server.ssh:
            say(f"By ssh:       {ssh_line('CODE', launch.called, news.port)}")
            say(f"Its host key: {news.fingerprint}")

    async with ssh_door(launch, tell):
        yield
