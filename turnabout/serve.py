"""`turnabout serve`: the server alone, for many rooms, for days."""

import asyncio
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from turnabout.addresses import Address, cut_off, everybody, here, listening, network
from turnabout.kept import again
from turnabout.opening import LONGEST_KEEPER
from turnabout.problems import USAGE, Problem
from turnabout.serving import PORT, data_folder, exposed, months, serving, until, web_door
from turnabout.signals import stop_signal
from turnabout.sshbeside import SshOptions, ssh_beside, ssh_wanted
from turnabout.sshlaunch import DoorFailed, SshWanted
from turnabout.terminal import Board, say
from turnabout_client.link.way import is_private
from turnabout_client.view.invitation import ssh_line
from turnabout_language import N_, _, n_
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
    ssh: SshOptions | None = None,
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
        raise Problem(_("--key belongs to a certificate. Give --cert too."), USAGE)
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
    door = ssh_wanted(ssh)
    log_to_stderr()
    asyncio.run(_serve(settings, web, public_url, data, door))


FOLDER: Final = N_("Data folder:")
KEYS: Final = N_("Room keys:")
REPORTS: Final = N_("Reports:")
LISTENING: Final = N_("Listening at")
OPENING: Final = N_("Opening key:")
OPEN: Final = N_("Open a room:")
STOP: Final = N_("Stop it:")
BY_SSH: Final = N_("By ssh:")
HOST_KEY: Final = N_("Its host key:")


async def _serve(
    settings: Settings,
    web: WebDoor,
    public_url: str,
    chosen: Path | None,
    ssh: SshWanted | None,
) -> None:
    watch_loop()
    tell = Board(FOLDER, KEYS, REPORTS, LISTENING, OPENING, OPEN, STOP, BY_SSH, HOST_KEY)
    with stop_signal() as asked:
        async with serving(settings, web=web) as server:
            place = everybody(server, public_url)
            _tell(tell, server, place, settings, public_url, chosen)
            async with ssh_beside(
                ssh,
                server,
                here(server, settings.cert),
                place,
                partial(_tell_ssh, tell, urlsplit(place.server).hostname or ""),
                data=settings.data,
            ):
                await until(server, asked.wait())
            say(_("Stopping: everything is being written, people are told to come back."))


def _tell(
    tell: Board,
    server: Server,
    place: Address,
    settings: Settings,
    public_url: str,
    chosen: Path | None,
) -> None:
    """Print where everything is, and what to do next."""
    tell(FOLDER, settings.data)
    tell(KEYS, server.keys_folder)
    if folders := exposed(settings.data, Path(server.keys_folder)):
        say(folders)
    months = settings.keep_months
    tell(
        REPORTS,
        n_(
            "deleted by themselves after {n} month",
            "deleted by themselves after {n} months",
            months,
        ),
    )
    tell(LISTENING, _("{bound}, reached as {reached}", bound=server.address, reached=place.server))
    if alone := cut_off(server, public_url):
        say(alone)
    if not settings.anyone_may_open:
        tell(OPENING, _("in {file}", file=server.open_key_file))
    if settings.cert and not public_url:
        say(_("Links need the certificate's name: give it with --public-url https://NAME:PORT."))
    if settings.insecure_plain and place.server.startswith("ws:"):
        say(_("Connections are NOT encrypted: everybody on the way can read along."))
    pin = f" --pin {place.pin}" if place.pin else ""
    plain = "" if is_private(place.server) else " --insecure-plain"
    data = "" if settings.anyone_may_open else again(chosen)
    tell(OPEN, f"turnabout open missed-target --server {place.server}{pin}{plain}{data}")
    tell(STOP, _("Ctrl-C. People come back to their seats when it runs again."))


def _tell_ssh(tell: Board, host: str, news: SshDoor | DoorFailed) -> None:
    """Print what has become of the ssh door."""
    if isinstance(news, DoorFailed):
        tell(BY_SSH, _("not open, and tried again. {why}", why=news.sentence))
        return
    tell(BY_SSH, ssh_line("CODE", news.host or host, news.port))
    tell(HOST_KEY, news.fingerprint)
