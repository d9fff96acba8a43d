"""`turnabout host`: a room here, its server and its console in one terminal."""

import asyncio
from pathlib import Path

from msgspec.structs import replace

from turnabout.addresses import Place, everybody, here, listening, public
from turnabout.hosted import Hosted, forget, recall, remember
from turnabout.kept import again
from turnabout.languages import speak
from turnabout.opening import CARDS_BEFORE, NO_KEY, RoomOptions, order, writes_before
from turnabout.problems import USAGE, Problem, ending
from turnabout.serving import PORT, data_folder, serving, stop_signal
from turnabout.terminal import enter_pressed, has_terminal, say, silence_logs
from turnabout_client.link.connection import open_room
from turnabout_language import _
from turnabout_protocol.messages import OpenRoom
from turnabout_server.app import Server
from turnabout_server.live.guests import Turned
from turnabout_server.settings import Settings


def host(
    scenario: str = "missed-target",
    /,
    *,
    room: RoomOptions | None = None,
    name: str = "Host",
    local: bool = False,
    listen: str = f"0.0.0.0:{PORT}",
    public_url: str = "",
    cert: Path | None = None,
    key: Path | None = None,
    new: bool = False,
    data: Path | None = None,
) -> None:
    """Open a room here and steer it.

    Parameters
    ----------
    scenario
        A scenario of the library, or a file.
    name
        Your name.
    local
        Only for people on this machine, without encryption.
    listen
        HOST:PORT; 0.0.0.0 is every address of this machine.
    public_url
        How people reach this machine, when that is another address.
    cert
        A certificate chain, a PEM file. Without one a certificate is made here.
    key
        The certificate's key, a PEM file.
    new
        Open another room, also when one from before is still open.
    data
        The folder for everything that must not be lost.
    """
    address, port = listening(listen)
    if public_url:
        public(public_url)
    if key and not cert:
        raise Problem(_("--key belongs to a certificate. Give --cert too."), USAGE)
    options = room or RoomOptions()
    speak(options.language)
    wanted = order(scenario, options, key=NO_KEY)
    settings = Settings(
        data=data_folder(data, "host"),
        host="127.0.0.1" if local else address,
        port=port,
        cert=None if local else cert,
        key=None if local else key,
        self_signed=not local and cert is None,
    )
    silence_logs()
    asyncio.run(_host(settings, wanted, name=name, public_url=public_url, new=new))


async def _host(
    settings: Settings, wanted: OpenRoom, *, name: str, public_url: str, new: bool
) -> None:
    with stop_signal() as asked:
        async with serving(settings) as server:
            near = here(server, settings.cert)
            hosted = None if new else await _still_open(server, settings.data)
            fresh = hosted is None
            if hosted is None:
                hosted = await _open(server, near, wanted)
                remember(settings.data, hosted)
                say(_("Your room is open: {title}.", title=hosted.title))
            else:
                say(
                    _(
                        "Your room is still open, you are back in it: {title}.",
                        title=hosted.title,
                    )
                )
                say(_("(End its session in the console, or use --new, to open another one.)"))
            place = everybody(server, public_url)
            writes = fresh and writes_before(wanted.agenda)
            _tell(place, hosted, settings.data, writes=writes)
            ended = asyncio.create_task(server.rooms.ended(hosted.code))
            stop = asyncio.create_task(asked.wait())
            try:
                await _steer(near, place, hosted, name, ended, stop)
            finally:
                for task in (ended, stop):
                    task.cancel()
            await _part(server, hosted, settings.data)


async def _still_open(server: Server, data: Path) -> Hosted | None:
    hosted = recall(data)
    if hosted is None:
        return None
    try:
        await server.rooms.find(hosted.code)
    except Turned:
        # It closed by itself, after we had left.
        await _save(server, hosted, data)
        return None
    return hosted


async def _open(server: Server, near: Place, wanted: OpenRoom) -> Hosted:
    key = server.open_key_file.read_text(encoding="ascii").strip()
    opened = await open_room(near.server, near.pin, replace(wanted, key=key))
    return Hosted(
        title=wanted.scenario.title,
        scenario=wanted.scenario.id,
        date=wanted.rules.opened_on,
        code=opened.code,
        key=opened.facilitator_key,
    )


def _tell(place: Place, hosted: Hosted, data: Path, *, writes: bool) -> None:
    say()
    say(_("Share this link with everybody who plays:"))
    say(f"  turnabout join {place.link('join', hosted.code)}")
    if writes:
        say(f"  {_(CARDS_BEFORE)}")
    say(_("and this one with everybody who only watches:"))
    say(f"  turnabout watch {place.link('watch', hosted.code)}")
    say()
    steer = place.link("steer", hosted.code, hosted.key)
    say(f"{_('For a co-facilitator:'):22} turnabout steer {steer}")
    say(f"{_('Data folder:'):22} {data}")


async def _steer(
    near: Place,
    place: Place,
    hosted: Hosted,
    name: str,
    ended: "asyncio.Task[None]",
    stop: "asyncio.Task[bool]",
) -> None:
    """Show the console, as often as the facilitator wants, until the session or we are ended."""
    if not has_terminal():
        say(_("Steer with that last link. This process serves until the session ends (Ctrl-C)."))
        await asyncio.wait((ended, stop), return_when=asyncio.FIRST_COMPLETED)
        return
    from turnabout.screens import show
    from turnabout_client.tui.entrance.model import Wish

    wish = Wish(
        where=near.link("steer", hosted.code, hosted.key),
        name=name,
        share=place.link("join", hosted.code),
    )
    say()
    say(_("Press Enter to open the console; first copy the links."))
    while not (ended.done() or stop.done()):
        await enter_pressed(ended, stop)
        if stop.done() or ended.done():
            return
        console = asyncio.create_task(show(wish))
        await asyncio.wait((console, stop), return_when=asyncio.FIRST_COMPLETED)
        console.cancel()
        (outcome,) = await asyncio.gather(console, return_exceptions=True)
        if isinstance(outcome, Exception):
            # The players must not pay for a console that broke: the server stays up.
            say(ending(outcome).sentence)
        if not (ended.done() or stop.done()):
            say(_("The session goes on without you. Press Enter for the console, Ctrl-C to stop."))


async def _part(server: Server, hosted: Hosted, data: Path) -> None:
    if await _save(server, hosted, data):
        return
    if await server.rooms.forgotten(hosted.code):
        forget(data)
        say(_("The session was deleted; nothing of it is left here."))
        return
    say(_("The room is kept. Run turnabout host again and everybody is back in it."))


async def _save(server: Server, hosted: Hosted, data: Path) -> bool:
    """Write the report of a closed room to files, and forget the room. False: there is none."""
    report = await server.rooms.report(hosted.code)
    if report is None:
        return False
    # Imported here: the libraries behind a page take their time.
    from turnabout.saved import save

    page, text = save(data, report, "html"), save(data, report, "md")
    forget(data)
    say(_("The session “{title}” is over. Its report:  {file}", title=hosted.title, file=page))
    say(_("As text:  {file}", file=text))
    more = _("A calendar, a sheet, JSON:  turnabout report {id} --format ics", id=report.session)
    say(more + again(None if data == data_folder(None, "host") else data))
    return True
