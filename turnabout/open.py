"""`turnabout open`: open a room on a running server and print its invitation."""

import asyncio
import os
from pathlib import Path

from turnabout.addresses import Address, public
from turnabout.getit import get_it as where_to_get
from turnabout.given import Given, given
from turnabout.invite import Keys, tell_room, teller
from turnabout.languages import speak
from turnabout.opening import NO_KEY, RoomOptions, order, tell_tongues
from turnabout.personal import new_keys, with_passes
from turnabout.problems import FAILED, USAGE, Problem
from turnabout.series import keep_series, with_series
from turnabout.serving import PORT, data_folder
from turnabout_client.link.connection import open_room
from turnabout_client.link.errors import TurnedAway
from turnabout_client.view.invitation import invited
from turnabout_language import _
from turnabout_language.formats import number
from turnabout_protocol.messages import CloseCode, Opened, OpenRoom
from turnabout_server import openkey

VARIABLE = "TURNABOUT_OPEN_KEY"


def open_(
    scenario: str,
    /,
    *,
    server: str = f"ws://127.0.0.1:{PORT}",
    key: Given = "",
    pin: str = "",
    room: RoomOptions | None = None,
    seats: int = 0,
    get_it: str = "",
    invitation: bool = False,
    data: Path | None = None,
    insecure_plain: bool = False,
) -> None:
    """Open a room on a running server.

    Parameters
    ----------
    scenario
        A scenario of the library, or a file.
    server
        The server's address.
    key
        Its opening key, or - to read it from standard input. Without it: from $TURNABOUT_OPEN_KEY,
        or from the data folder of a server on this machine.
    pin
        The fingerprint of its certificate, if it made that itself.
    seats
        So many personal links, each good for one seat: nobody sits down twice by them.
    get_it
        Where people get the command: an address that uv and pipx install from, or a sentence of
        your own. It may be in $TURNABOUT_GET_IT. Without it: where this copy came from, if others
        reach that, or a file that you send along.
    invitation
        Print nothing but the invitation on standard output, to pipe it; what is for you goes to
        standard error.
    data
        The data folder of a server on this machine.
    insecure_plain
        Go to another machine even where the way is not encrypted.
    """
    place = Address(public(server), pin.strip().upper())
    key = given(key)
    options = room or RoomOptions()
    speak(options.language)
    personal = new_keys(seats)
    wanted = order(scenario, options, key=_key(key, data_folder(data, "server")))
    # With its opening key from here the server is this machine's, and so is its archive.
    ours = data_folder(data, "server")
    own = not key and wanted.key != NO_KEY and wanted.key == openkey.found(ours)
    wanted = with_series(wanted, place.server, ours if own else None)
    wanted = with_passes(wanted, personal)
    opened = asyncio.run(_open(place, wanted, plain=insecure_plain))
    keep_series(wanted, opened, place.server)
    tell = teller(invitation)
    tell(
        _(
            "The room is open: {title}, {minutes} minutes.",
            title=wanted.scenario.title,
            minutes=number(wanted.agenda.minutes, 1),
        )
    )
    tell_tongues(wanted, tell)
    shared = place.link("join", opened.code)
    about = invited(
        wanted.scenario.title,
        wanted.agenda.steps,
        shared,
        get_it=where_to_get(get_it),
        ssh=opened.ssh,
        web=opened.web,
    )
    keys = Keys(code=opened.code, lead=opened.facilitator_key, co=opened.co_key, personal=personal)
    tell_room(about, place, keys, language=wanted.rules.language, alone=invitation)


async def _open(place: Address, wanted: OpenRoom, *, plain: bool) -> Opened:
    try:
        return await open_room(place.server, place.pin, wanted, plain=plain)
    except TurnedAway as error:
        if error.code != CloseCode.WRONG_KEY:
            raise
        raise Problem(
            _(
                "{server} does not accept this opening key. Ask its operator for open.key, and "
                "give it with --key or in ${variable}.",
                server=place.server,
                variable=VARIABLE,
            ),
            FAILED,
        ) from None


def _key(given: str, data: Path) -> str:
    # No key on this machine: the server may not ask for one; if it does, it says so.
    key = given or os.environ.get(VARIABLE, "") or openkey.found(data) or NO_KEY
    key = key.strip().upper()
    if not (8 <= len(key) <= 40 and key.isascii() and key.isalnum()):
        raise Problem(_("An opening key has letters and digits only. Copy it again."), USAGE)
    return key
