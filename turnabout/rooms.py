"""`turnabout rooms`: what is open on this machine, for whoever looks after it."""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from turnabout import kept
from turnabout.problems import FAILED
from turnabout.terminal import say
from turnabout_language import _
from turnabout_server.after.archive import session_id
from turnabout_server.log import LogFailed
from turnabout_server.log.offline import ListedRoom, listed


def rooms(*, data: Path | None = None) -> int:
    """List the open rooms, also while a server runs; never what is said in them, or by whom.

    A room that is set aside could not be opened. Its log is whole; the reason says what to do.

    Parameters
    ----------
    data
        The data folder to look in, when it is not one of this machine's usual ones.

    Returns
    -------
    0 when every log could be read, else 1.
    """
    status, anything = 0, False
    for folder in kept.there(data):
        try:
            found = listed(folder)
        except LogFailed as error:
            # The rooms in the other folders must still be listed.
            sys.stderr.write(f"turnabout: {error.sentence}\n")
            status = FAILED
            continue
        for line in _lines(folder, found) if found else ():
            say(line)
        anything = anything or bool(found)
    if not anything and status == 0:
        say(_("No room is open in {folders}.", folders=", ".join(map(str, kept.folders(data)))))
    return status


def _lines(folder: Path, found: Sequence[ListedRoom]) -> Iterator[str]:
    yield _("Rooms in {folder}:", folder=folder)
    yield f"{_('room'):12}  {_('opened'):16}  {_('last written'):16}  {_('entries'):>7}"
    for one in found:
        numbers = f"{_moment(one.opened):16}  {_moment(one.written):16}  {one.entries:7}"
        yield f"{session_id(one.room)}  {numbers}  {_state(one)}"


def _state(one: ListedRoom) -> str:
    if one.aside is None:
        return _("open")
    return _("set aside since {when}: {why}", when=_moment(one.aside.since), why=one.aside.why)


def _moment(wall: int) -> str:
    """Return a time as operators read it in logs, in the zone of this machine."""
    return datetime.fromtimestamp(wall / 1000).astimezone().strftime("%Y-%m-%d %H:%M")
