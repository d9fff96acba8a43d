"""`turnabout forget`: nothing of a session is left."""

import asyncio
import sys
from pathlib import Path

from turnabout import hosted, kept
from turnabout.given import Given, given
from turnabout.problems import USAGE, Problem
from turnabout.terminal import has_terminal, say
from turnabout_client.link.connection import forget_room
from turnabout_language import _, n_
from turnabout_machine.files import shred
from turnabout_server.after.archive import session_id
from turnabout_server.after.archive.files import saved
from turnabout_server.live.keys import room_id
from turnabout_server.live.roomkeys import destroy_of
from turnabout_server.log import LogFailed
from turnabout_server.log.offline import delete_open


def forget(
    room: Given, /, *, yes: bool = False, data: Path | None = None, insecure_plain: bool = False
) -> None:
    """Delete everything of a session: report, promises, and the room if it is still open.

    Parameters
    ----------
    room
        The steer link of the room, of whoever opened it, or - to read it from standard input; or
        the id of a session that is kept on this machine.
    yes
        Do not ask first.
    data
        The data folder to look in, when it is not one of this machine's usual ones.
    insecure_plain
        Go to another machine even where the way is not encrypted.
    """
    room = given(room)
    kept.archives(data)  # a missing folder is named before anything is deleted
    link = kept.steer_link(room)
    session = kept.wanted(room) if link is None else session_id(room_id(link.code))
    if link is None and len(session) < 12:
        session = kept.find(room, data).listed.session
    _ask(session, data, open_too=link is not None, yes=yes)
    if link is not None:
        asyncio.run(forget_room(link, plain=insecure_plain))
    here = _forget_here(session, data)
    if link is None and not here:
        kept.find(session, data)
    say(_("Nothing is left of the session."))
    files = _files(session, data)
    for file in files:
        shred(file)
    if files:
        say(n_("{n} saved file of it is deleted, too.", "{n} saved files of it are deleted, too.",
               len(files)))  # fmt: skip
    say(_out_of_reach())


def _ask(session: str, data: Path | None, *, open_too: bool, yes: bool) -> None:
    """Ask whether it is meant. Raises Problem when it is not, and when nobody can be asked."""
    if yes:
        return
    if not has_terminal():
        raise Problem(
            _(
                "This deletes a session for good. Confirm it with --yes, because nobody can be "
                "asked here."
            ),
            USAGE,
        )
    titles = [one.listed.title for one in kept.sessions(data) if one.listed.session == session]
    say(_("This deletes the session “{title}” for good: its report and its promises.",
          title=titles[0] if titles else session))  # fmt: skip
    if open_too:
        say(_("If it is still on, it ends now, for everybody."))
    sys.stdout.write(_("Type the word {word} to go on:", word=_("forget")) + " ")
    sys.stdout.flush()
    if sys.stdin.readline().strip().casefold() not in ("forget", _("forget").casefold()):
        raise Problem(_("Nothing was deleted."))


def _forget_here(session: str, data: Path | None) -> bool:
    """Delete what the folders of this machine have of a session. Return whether they had any."""
    found = False
    # The log first: if a closed room were still in it, a server would keep its report again.
    for folder in kept.folders(data):
        found = _delete_open(folder, session) or found
    for _folder, archive in kept.archives(data):
        found = archive.forget(session) or found
    if found:
        _forget_hosted(session, data)
    return found


def _delete_open(folder: Path, session: str) -> bool:
    try:
        found = delete_open(folder, session)
    except LogFailed:
        # A server runs in that folder. Only the steer link reaches what it has open.
        return False
    destroy_of(folder, session)
    return found


def _forget_hosted(session: str, data: Path | None) -> None:
    """Keep `host` from looking for a room that is gone."""
    for folder in kept.folders(data):
        found = hosted.recall(folder)
        if found is not None and session_id(room_id(found.code)) == session:
            hosted.forget(folder)


def _files(session: str, data: Path | None) -> list[Path]:
    """Return the files of a session that `host` saved beside its data."""
    return [file for folder in kept.folders(data) for file in saved(folder, session)]


def _out_of_reach() -> str:
    return _(
        "This does not reach copies that were sent or saved elsewhere, backups, or a session of "
        "the same team that is on just now: it keeps what it was opened with until it ends."
    )
