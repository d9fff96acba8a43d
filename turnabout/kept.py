"""The archives of this machine: what `host` and `serve` kept here of sessions that are over."""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from turnabout.problems import USAGE, Problem
from turnabout.serving import data_folder
from turnabout_language import N_, _
from turnabout_machine.system import quoted
from turnabout_protocol.links import BadLink, Link, parse
from turnabout_protocol.report import Report
from turnabout_protocol.text import clean
from turnabout_server.after.archive import Archive, ArchiveFailed, ListedSession, session_id
from turnabout_server.live.keys import room_id

FOLDERS: Final = ("host", "server")
"""The verbs that keep something here, by the names of their data folders."""
_CODE: Final = re.compile(r"\A[0-9A-Z]{16}\Z")
_ID: Final = re.compile(r"\A[0-9a-f]{4,12}\Z")
_SEVERAL: Final = N_(
    "“{text}” can be more than one session here. Give more of its letters, or --data FOLDER."
)


class Found(NamedTuple):
    """A session, and the data folder that keeps it."""

    folder: Path
    listed: ListedSession

    @property
    def report(self) -> Report:
        """Its report. Raises ArchiveFailed if it is damaged, Problem if it is gone by now."""
        kept = Archive(self.folder).find(self.listed.session)
        if kept is None:
            raise Problem(_("The session {id} is not kept any more.", id=self.listed.session))
        return kept.report


def folders(data: Path | None) -> list[Path]:
    """Return the data folders to look in: the one that was chosen, or those of this machine."""
    return [data.expanduser()] if data else [data_folder(None, verb) for verb in FOLDERS]


def again(data: Path | None) -> str:
    """Return the options that make the next command look in the same folder."""
    return f" --data {quoted(data)}" if data else ""


def there(data: Path | None) -> list[Path]:
    """Return the data folders to look in. Raises Problem for a chosen one that is not there."""
    if data and not data.expanduser().is_dir():
        raise Problem(_("There is no data folder {folder}. Check the path.", folder=data))
    return folders(data)


def archives(data: Path | None) -> list[tuple[Path, Archive]]:
    """Return the archives that there are, each with its folder. Raises Problem."""
    found = ((folder, Archive(folder)) for folder in there(data))
    return [(folder, archive) for folder, archive in found if archive.exists]


def sessions(data: Path | None, team: str | None = None) -> list[Found]:
    """Return the sessions of a team or of all, oldest first."""
    found = [
        Found(folder, listed)
        for folder, archive in archives(data)
        for listed in archive.sessions(team)
    ]
    return sorted(found, key=lambda one: one.listed.date)


def readable(found: Iterable[Found]) -> list[Report]:
    """Return the reports of sessions; one that cannot be read is named, and left out."""
    reports = []
    for one in found:
        try:
            reports.append(one.report)
        except ArchiveFailed as error:
            sys.stderr.write(f"{error.sentence}\n")
    return reports


def steer_link(text: str) -> Link | None:
    """Return the facilitator's link in `text`; None if it is not a link at all. Raises Problem."""
    try:
        link = parse(text)
    except BadLink as error:
        if "://" not in text:
            return None
        raise Problem(str(error), USAGE) from None
    if link.door != "steer":
        raise Problem(_("This needs the facilitator's link: that one has /steer/ in it."), USAGE)
    return link


def wanted(text: str) -> str:
    """Return the session id, or its first letters, that `text` names. Raises Problem."""
    code = text.strip().upper().replace("-", "")
    if _CODE.match(code):
        return session_id(room_id(code))
    if _ID.match(text.strip().lower()):
        return text.strip().lower()
    raise Problem(
        _(
            "“{text}” is not a session. Give a steer link, or an id as turnabout report lists "
            "them.",
            text=clean(text, 40),
        ),
        USAGE,
    )


def find(text: str, data: Path | None) -> Found:
    """Return the session that `text` names by its id or its room's code. Raises Problem."""
    start = wanted(text)
    found = list(_starting(start, data))
    if len({one.listed.session for one in found}) > 1:
        raise Problem(_(_SEVERAL, text=start), USAGE)
    if not found:
        raise Problem(
            _(
                "No session {text} is kept in {folders}. While a session is on, use its steer"
                " link.",
                text=start,
                folders=", ".join(map(str, folders(data))),
            )
        )
    return found[0]


def _starting(start: str, data: Path | None) -> Iterator[Found]:
    for one in sessions(data):
        if one.listed.session.startswith(start):
            yield one
