"""`turnabout host`: a room here, and its console in this terminal.

The server of the room is another process; `turnabout.lifeline` says why, and what happens to it
when this one dies. This one steers it as an ordinary client.
"""

import asyncio
import os
import threading
from asyncio import FIRST_COMPLETED, Future
from collections.abc import Sequence
from concurrent.futures import wait
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec.structs import replace

from turnabout.addresses import Address, cut_off, everybody, listening, public
from turnabout.getit import get_it as where_to_get
from turnabout.guard import Guard
from turnabout.hosted import Hosted, forget, recall, remember
from turnabout.invite import Keys, tell_room, teller
from turnabout.kept import again
from turnabout.languages import speak
from turnabout.lifeline import Launch, Running
from turnabout.opening import (
    LONGEST_KEEPER,
    NO_KEY,
    RoomOptions,
    order,
    tell_tongues,
)
from turnabout.personal import new_keys, with_passes
from turnabout.problems import FAILED, USAGE, Problem, ending
from turnabout.series import keep_series, with_series
from turnabout.serving import PORT, data_folder, exposed, months
from turnabout.signals import stop_signal
from turnabout.sshbeside import SshOptions, ssh_wanted
from turnabout.terminal import (
    Say,
    enter_pressed,
    has_terminal,
    no_screens_here,
    say,
    silence_logs,
)
from turnabout_client.link.connection import knock, open_room
from turnabout_client.link.errors import TurnedAway
from turnabout_client.link.way import is_here
from turnabout_client.view.invitation import Invitation, port_of, writes_before
from turnabout_language import _, language
from turnabout_protocol.messages import CloseCode, OpenRoom, SshDoor
from turnabout_protocol.text import clean
from turnabout_server import openkey
from turnabout_server.after.archive import Archive, session_id
from turnabout_server.after.archive.files import report_file
from turnabout_server.live.keys import room_id
from turnabout_server.settings import KEEP_MONTHS

if TYPE_CHECKING:
    from turnabout_client.entrance.model import Wish

MOST_LINGER: Final = 240
"""Minutes."""
ENDS_WITHIN: Final = 15.0
"""Seconds that the server has to say goodbye; it means to take 5."""
LEAVES_WITHIN: Final = 30.0
"""Seconds that this terminal may take for its last lines when the server has ended."""


def host(
    scenario: str = "missed-target",
    /,
    *,
    room: RoomOptions | None = None,
    name: str = "Host",
    seats: int = 0,
    get_it: str = "",
    invitation: bool = False,
    local: bool = False,
    insecure_plain: bool = False,
    listen: str = f"0.0.0.0:{PORT}",
    public_url: str = "",
    cert: Path | None = None,
    key: Path | None = None,
    new: bool = False,
    linger: float = 10.0,
    data: Path | None = None,
    keys: Path | None = None,
    kept_by: str = "",
    keep_months: int = KEEP_MONTHS,
    no_web: bool = False,
    ssh: SshOptions | None = None,
) -> None:
    """Open a room here and steer it.

    Parameters
    ----------
    scenario
        A scenario of the library, or a file.
    name
        Your name.
    seats
        So many personal links, each good for one seat: nobody sits down twice by them.
    get_it
        Where people get the command: an address that uv and pipx install from, or a sentence of
        your own. It may be in $TURNABOUT_GET_IT. Without it: where this copy came from, if others
        reach that, or a file that you send along.
    invitation
        Print nothing but the invitation on standard output, to pipe it; what is for you goes to
        standard error.
    local
        Only for people on this machine, without encryption.
    insecure_plain
        Do not encrypt, in a network that is yours alone: browsers open the links without a warning,
        and everybody on the way can read along.
    listen
        HOST:PORT; 0.0.0.0 is every address of this machine.
    public_url
        How people reach this machine, when that is another address.
    cert
        A certificate chain, a PEM file. Without one a certificate is made here.
    key
        The certificate's key, a PEM file.
    new
        Open another room, even if an earlier one is still open.
    linger
        Minutes that the room stays open when this terminal is gone and nobody is at the table.
        People who play go on playing; run it again to be back.
    data
        The folder for everything that must not be lost.
    keys
        The folder for the keys with which the data folder can be read while a session is open.
        Keep it out of backups: who has both can read what is to be gone after the close.
    kept_by
        Who keeps this machine, such as "Jo Meier, IT": people are told before they consent.
        Without it, it is you.
    keep_months
        Months until the report of a session is deleted by itself, with its promises: 1 to 120.
        People are told before they consent.
    no_web
        Give browsers no page. Whoever opens a link in one reads how to come in by a terminal.
    """
    address, port = listening(listen)
    if public_url:
        public(public_url)
    if key and not cert:
        raise Problem(_("--key belongs to a certificate. Give --cert too."), USAGE)
    if not 0 <= linger <= MOST_LINGER:
        raise Problem(
            _("--linger takes 0 to {most} minutes, such as --linger 10.", most=MOST_LINGER), USAGE
        )
    options = room or RoomOptions()
    speak(options.language)
    wanted = order(scenario, options, key=NO_KEY)
    personal = new_keys(seats)
    folder = data_folder(data, "host").absolute()
    launch = Launch(
        data=str(folder),
        keys=None if keys is None else str(keys.expanduser().absolute()),
        kept_by=clean(kept_by or name, LONGEST_KEEPER),
        keep_months=months(keep_months),
        host="127.0.0.1" if local else address,
        port=port,
        cert=None if local or cert is None else str(cert.expanduser().absolute()),
        key=None if local or key is None else str(key.expanduser().absolute()),
        self_signed=not local and cert is None and not insecure_plain,
        insecure_plain=insecure_plain,
        web=not no_web,
        public_url=public_url,
        get_it=where_to_get(get_it),
        ssh=ssh_wanted(ssh, local=local),
        language=language(),
        linger=linger * 60,
    )
    silence_logs()
    wish = _Wanted(wanted, personal, new)
    told = _Told(where_to_get(get_it), alone=invitation)
    asyncio.run(_host(launch, wish, told, name=name, public_url=public_url))


class _Wanted(NamedTuple):
    """What room is asked for."""

    room: OpenRoom
    personal: tuple[str, ...]
    """Keys of its personal links."""
    new: bool
    """Whether another one that is still open does not do."""


class _Told(NamedTuple):
    """How the room is told of."""

    get_it: str
    """Where people get the command."""
    alone: bool
    """Whether standard output has the invitation for itself."""

    @property
    def tell(self) -> Say:
        """Print what is not the invitation."""
        return teller(self.alone)


class _Ends(NamedTuple):
    """What can end this command."""

    over: "Future[None]"
    """The session is over."""
    asked: "Future[bool]"
    """Somebody asked this process to stop."""
    gone: "Future[None]"
    """The server has ended."""

    @property
    def any(self) -> bool:
        """Whether one of them is there."""
        return any(one.done() for one in self)


async def _host(
    launch: Launch, wanted: _Wanted, told: _Told, *, name: str, public_url: str
) -> None:
    guard = Guard(launch)
    threading.Thread(target=_leave_anyway, args=(guard,), daemon=True).start()
    # A closed terminal does not mean stop: like kill -9, it leaves the players their server.
    with stop_signal(guard.stop, hang_up=False) as asked:
        ends = _Ends(
            over=asyncio.wrap_future(guard.over),
            asked=asyncio.ensure_future(asked.wait()),
            gone=asyncio.wrap_future(guard.ended),
        )
        running = await asyncio.wrap_future(guard.running)
        data = Path(launch.data)
        try:
            room = await _room(running, wanted, told, data)
        except BaseException:
            if not guard.found:
                await _stopped(guard, ends)
            raise
        hosted = room.hosted
        guard.watch(hosted.code)
        place = everybody(running, public_url)
        if alone := cut_off(running, public_url):
            told.tell(alone)
        # In a room that was there some of the personal links are used: its console knows which.
        keys = wanted.personal if room.fresh else ()
        _tell(place, room, data, told, personal=keys, web=running.launch.web)
        if running.launch.ssh is not None and room.ssh is None:
            told.tell(not_by_ssh(running.no_ssh))
        if wanted.personal and not room.fresh:
            told.tell(_("--seats is for a new room. In this one i, then o, makes a personal link."))
        if guard.found and not _as_wanted(running.launch, launch):
            told.tell(
                _("It runs with the options it was started with; Ctrl-C and host change them.")
            )
        await _steer(running.near, place, hosted, data, name, told, ends)
        await _part(guard, ends, hosted, data)


def _leave_anyway(guard: Guard) -> None:
    """End this process after its server, although the terminal takes nothing."""
    wait((guard.ended,))
    sleep(LEAVES_WITHIN)
    os._exit(FAILED)


def _as_wanted(found: Launch, wanted: Launch) -> bool:
    """Return whether a server runs as it would be started now; on any port if none is named."""
    port = found.port if wanted.port == 0 else wanted.port
    ssh = wanted.ssh
    if ssh is not None and found.ssh is not None and ssh.listen and found.ssh.listen:
        host, ssh_port = ssh.listen
        ssh = replace(ssh, listen=(host, ssh_port or found.ssh.listen[1]))
    # What it speaks for itself is no option of the room.
    as_found = replace(wanted, linger=found.linger, longest=found.longest, language=found.language)
    return found == replace(as_found, port=port, ssh=ssh)


def not_by_ssh(why: str) -> str:
    """Return that the ssh door is not open, and why, if that is known."""
    return " ".join(
        filter(None, (_("By ssh nobody can come in yet; the door is tried again."), why))
    )


class _Room(NamedTuple):
    """The room that this command steers."""

    hosted: Hosted
    fresh: bool
    """Whether it was opened just now."""
    shared: str = ""
    """The key of its shared links, if they have one."""
    ssh: SshDoor | None = None
    """The ssh door of its server, if that is open."""


async def _room(running: Running, wanted: _Wanted, told: _Told, data: Path) -> _Room:
    """Return the room that is still open, or a new one. Raises LinkError."""
    found = None if wanted.new else await _still_open(running.near, data)
    if found is not None:
        title = found.hosted.title
        told.tell(_("Your room is still open, you are back in it: {title}.", title=title))
        told.tell(_("(To open another one, end its session in the console or use --new.)"))
        return found
    opened = await _open(running.near, wanted, data)
    remember(data, opened.hosted)
    told.tell(_("Your room is open: {title}.", title=opened.hosted.title))
    tell_tongues(wanted.room, told.tell)
    return opened


async def _still_open(near: Address, data: Path) -> _Room | None:
    """Return the room; the key of its shared link may have been replaced in the console."""
    hosted = recall(data)
    if hosted is None:
        return None
    try:
        door = await knock(near.link("steer", hosted.code, hosted.key))
    except TurnedAway as error:
        if error.come_back:
            return _Room(hosted, fresh=False)
        if error.code not in (CloseCode.CLOSED, CloseCode.NO_SUCH_ROOM):
            raise
        # It closed by itself, after we had left.
        await _saved(hosted, data)
        return None
    return _Room(hosted, fresh=False, shared=door.shared, ssh=door.ssh)


async def _open(near: Address, wanted: _Wanted, data: Path) -> _Room:
    key = openkey.found(data) or NO_KEY
    room = with_series(with_passes(wanted.room, wanted.personal), str(data), data)
    opened = await open_room(near.server, near.pin, replace(room, key=key))
    keep_series(room, opened, str(data))
    hosted = Hosted(
        title=room.scenario.title,
        scenario=room.scenario.id,
        date=room.rules.opened_on,
        code=opened.code,
        key=opened.facilitator_key,
        co_key=opened.co_key,
        personal=wanted.personal,
        minutes=room.agenda.minutes,
        early=writes_before(room.agenda.steps),
        language=room.rules.language,
    )
    return _Room(hosted, fresh=True, ssh=opened.ssh)


def _tell(
    place: Address, room: _Room, data: Path, told: _Told, *, personal: Sequence[str], web: bool
) -> None:
    """Print the invitation, and the lines that are not for everybody.

    `web`: the shared links open in browsers.
    """
    hosted = room.hosted
    about = Invitation(
        title=hosted.title,
        minutes=hosted.minutes,
        shared=place.link("join", hosted.code, room.shared),
        early=room.fresh and hosted.early,
        ssh=room.ssh,
        get_it=told.get_it,
        web=web,
    )
    wall = _let_in(port_of(about.shared), room.ssh)
    tell_room(
        about,
        place,
        Keys(code=hosted.code, lead=hosted.key, co=hosted.co_key, personal=personal),
        language=hosted.language,
        alone=told.alone,
        note="" if is_here(place.server) else wall,
    )
    if web and place.pin:
        told.tell("")
        for said in browsers_warn():
            told.tell(said)
    told.tell(f"{_('Data folder:')} {data}")
    if folders := exposed(data):
        told.tell(folders)


def _let_in(port: int, ssh: SshDoor | None) -> str:
    if ssh is None or ssh.host:
        return _("The firewall of this machine must let TCP port {port} in.", port=port)
    return _(
        "The firewall of this machine must let TCP ports {port} and {ssh} in.",
        port=port,
        ssh=ssh.port,
    )


def browsers_warn() -> tuple[str, ...]:
    """Return what browsers show on a certificate that was made here, and the ways around it."""
    return (
        _(
            "In a browser the links show a warning first, such as “Your connection is not "
            "private”: this machine made its certificate itself, and no browser knows it. In a "
            "terminal they are safe, for they name the certificate. For browsers there are three "
            "ways:"
        ),
        _("1. A certificate for a name of yours: --cert, --key, --public-url https://NAME:PORT"),
        _(
            "2. A proxy or a tunnel with a certificate in front of this machine: --local and "
            "--public-url https://NAME"
        ),
        _(
            "3. In a network that is yours alone: --insecure-plain. Nothing is encrypted, so "
            "everybody in that network can read along, the keys of seats included."
        ),
    )


async def _steer(
    near: Address,
    place: Address,
    hosted: Hosted,
    data: Path,
    name: str,
    told: _Told,
    ends: _Ends,
) -> None:
    """Show the console, as often as the facilitator wants, until the session or we are ended."""
    if not has_terminal():
        if hint := no_screens_here():
            told.tell(hint)
        told.tell(
            _("Steer with that last link. This process serves until the session ends (Ctrl-C).")
        )
        await asyncio.wait(ends, return_when=FIRST_COMPLETED)
        return
    from turnabout_client.entrance.model import Wish

    wish = Wish(
        where=near.link("steer", hosted.code, hosted.key),
        name=name,
        share=place.link("join", hosted.code),
        personal=hosted.personal,
        co_key=hosted.co_key,
        get_it=told.get_it,
        report=str(_page(hosted, data)),
    )
    say()
    say(_("Press Enter to open the console; i shows all of this there, too."))
    saving = asyncio.create_task(_save_when_over(ends, hosted, data))
    try:
        while not ends.any:
            await enter_pressed(*ends)
            if ends.any:
                return
            await _console(wish, ends)
            if not ends.any:
                say(
                    _(
                        "The session goes on without you. Press Enter for the console, Ctrl-C to "
                        "stop."
                    )
                )
    finally:
        saving.cancel()
        await asyncio.gather(saving, return_exceptions=True)


async def _save_when_over(ends: _Ends, hosted: Hosted, data: Path) -> None:
    """Write the report as soon as there is one: the console's last screen says where it is.

    What fails here fails once more when the console is left, and is said then.
    """
    await asyncio.wait((ends.over,))
    await asyncio.to_thread(_write, hosted, data)


async def _console(wish: "Wish", ends: _Ends) -> None:
    """Show the console, also the last screen of a session, until the facilitator leaves it."""
    from turnabout.screens import show

    console = asyncio.create_task(show(wish))
    await asyncio.wait((console, ends.asked, ends.gone), return_when=FIRST_COMPLETED)
    console.cancel()
    (outcome,) = await asyncio.gather(console, return_exceptions=True)
    if isinstance(outcome, Exception):
        # The players must not pay for a console that broke.
        say(ending(outcome).sentence)


async def _part(guard: Guard, ends: _Ends, hosted: Hosted, data: Path) -> None:
    """Stop the server and say what is left. Raises Problem when it had failed for good."""
    try:
        await _stopped(guard, ends)
    finally:
        if not await _saved(hosted, data):
            if ends.over.done():
                forget(data)
                say(_("The session was deleted; nothing of it is left here."))
            else:
                say(_("The room is kept. Run turnabout host again and everybody is back in it."))


async def _stopped(guard: Guard, ends: _Ends) -> None:
    """Return when the server has ended. Raises Problem when it had failed for good."""
    guard.stop()
    await asyncio.wait((ends.gone,), timeout=ENDS_WITHIN)
    if not ends.gone.done():
        guard.kill()
    await ends.gone


def _page(hosted: Hosted, data: Path) -> Path:
    """Return the file in which the report of a room is saved as a page."""
    session = session_id(room_id(hosted.code))
    return report_file(data, hosted.date, hosted.scenario, session, "html")


def _write(hosted: Hosted, data: Path) -> tuple[Path, Path] | None:
    """Write the report of a closed room to files, as a page and as text. None: there is none."""
    kept = Archive(data).find(session_id(room_id(hosted.code)))
    if kept is None:
        return None
    # Imported here: the libraries behind a page take their time.
    from turnabout.saved import save

    return save(data, kept.report, "html"), save(data, kept.report, "md")


async def _saved(hosted: Hosted, data: Path) -> bool:
    """Save the report of a closed room, say where, and forget the room. False: there is none."""
    files = await asyncio.to_thread(_write, hosted, data)
    if files is None:
        return False
    page, text = files
    forget(data)
    say(_("The session “{title}” is over. Its report:  {file}", title=hosted.title, file=page))
    say(_("As text:  {file}", file=text))
    session = session_id(room_id(hosted.code))
    more = _("A calendar, a sheet, JSON:  turnabout report {id} --format ics", id=session)
    say(more + again(None if data == data_folder(None, "host") else data))
    return True
