"""Sessions and their promises in one SQLite file that several processes share."""

import logging
from pathlib import Path
from typing import NamedTuple

import apsw
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from turnabout_protocol.activities.recall import Past
from turnabout_protocol.lights import is_day
from turnabout_protocol.report import Report, Stands
from turnabout_protocol.text import folded
from turnabout_server import sqlite
from turnabout_server.after.archive.checks import Check, begin, drop
from turnabout_server.after.archive.database import FILE, ArchiveFailed, opened
from turnabout_server.after.archive.standing import Standing, standings
from turnabout_server.after.past import past_of

_log = logging.getLogger(__name__)


class Kept(Struct, frozen=True, kw_only=True):
    """A closed session."""

    key: str
    """Hash of the facilitator key; empty if nobody can ask for it over the network."""
    report: Report


class ListedSession(NamedTuple):
    """A closed session as a list shows it."""

    session: str
    date: str
    team: str
    """As its facilitator wrote it."""
    title: str
    series: str
    """Hash of the key of its series; empty if it has none."""


class Archive:
    """The archive in a data folder. Every call is whole and durable by itself.

    All of them wait for the disk and raise ArchiveFailed.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE

    @property
    def exists(self) -> bool:
        """Whether anything was ever kept here."""
        return self.file.exists()

    def keep(
        self,
        report: Report,
        key: str = "",
        *,
        series: str = "",
        reviewed: bool = True,
        check: Check | None = None,
    ) -> bool:
        """Keep a closed session, once. Return False if it was here already.

        `key`: the hash of its facilitator key; `series`: of the key of its series. `reviewed`: what
        the session said of earlier promises holds for the promises of that number here. `check` is
        what will be asked of its panel.
        """
        with opened(self.file) as db, db:
            if _has(db, report.session):
                return False
            known = {row[0] for row in db.execute("SELECT number FROM promise")}
            if reviewed:
                # What was forgotten since this room was opened stays forgotten.
                kept = tuple(f for f in report.earlier if f.number in known)
                report = replace(report, earlier=kept)
                recalled = _recalled(report)
                if recalled and not _has(db, recalled):
                    report = _without(report, recalled)
                _review(db, report)
            _insert(db, report, key, series)
            if check is not None:
                begin(db, report.session, check)
        return True

    def find(self, session: str) -> Kept | None:
        """Return the session of that id. Raises ArchiveFailed also if its report is damaged."""
        with opened(self.file) as db:
            return self._found(db, session)

    def key(self, session: str) -> str | None:
        """Return the hash of the key of the session of that id, whatever became of its report."""
        with opened(self.file) as db:
            rows = db.execute("SELECT key FROM session WHERE id = ?", (session,)).fetchall()
        return str(rows[0][0]) if rows else None

    def sessions(self, team: str | None = None) -> list[ListedSession]:
        """Return the sessions of a team or of all, oldest first."""
        where, values = ("", ()) if team is None else ("WHERE team = ?", (folded(team),))
        with opened(self.file) as db:
            rows = db.execute(
                f"SELECT id, date, named, title, series FROM session {where} ORDER BY date, id",
                values,
            ).fetchall()
        return [ListedSession(*map(str, row)) for row in rows]

    def promises(self, team: str | None = None) -> list[Standing]:
        """Return the promises of a team or of all, by number."""
        with opened(self.file) as db:
            return [
                found
                for found in standings(db)
                if team is None or folded(found.team) == folded(team)
            ]

    def mark(self, number: int, mark: Stands, obstacle: str, on: str) -> Standing | None:
        """Say how a promise stands; None if there is none of that number. `on`: the date."""
        with opened(self.file) as db:
            with db:
                db.execute(
                    "UPDATE promise SET mark = ?, obstacle = ?, marked_on = ?, marked_in = ''"
                    " WHERE number = ?",
                    (mark, obstacle, on, number),
                )
            return next((s for s in standings(db) if s.number == number), None)

    def knows(self, series: str) -> bool:
        """Return whether a series has begun here. `series`: the hash of its key."""
        with opened(self.file) as db:
            return bool(db.execute("SELECT 1 FROM begun WHERE key = ?", (series,)).fetchall())

    def begin(self, series: str) -> None:
        """Note that a series begins; its first session may be open for long."""
        with opened(self.file) as db, db:
            db.execute("INSERT OR IGNORE INTO begun VALUES (?)", (series,))

    def adopt(self, team: str, key: str) -> bool:
        """Make the sessions of a team that are in no series one; return whether there were any.

        They are of before series had keys. No room does this: only who can read this folder, and
        so all that is in it, may give them a key.
        """
        with opened(self.file) as db, db:
            found = db.execute(
                "UPDATE session SET series = ? WHERE team = ? AND series = '' RETURNING id",
                (key, folded(team)),
            ).fetchall()
            if found:
                db.execute("INSERT OR IGNORE INTO begun VALUES (?)", (key,))
        return bool(found)

    def due(self, series: str) -> list[Standing]:
        """Return what the next session of a series opens with, by number.

        `series`: the hash of its key.

        That is every promise that no session has settled yet, also those marked by hand since the
        last one: the room has not heard of that yet. Nothing without a key.
        """
        if not series:
            return []
        return [s for s in self.promises() if s.series == series and not (s.settled and s.reviewed)]

    def expired(self, before: str, today: str) -> list[str]:
        """Return the ids of the sessions of before a day, also of those that cannot be read.

        One without a date, or with one that is still to come, is of the day on which it was first
        seen here. What is new is seen `today`. Days are YYYY-MM-DD.
        """
        with opened(self.file) as db, db:
            db.execute("UPDATE session SET seen_on = ? WHERE seen_on = ''", (today,))
            rows = db.execute("SELECT id, date, seen_on FROM session ORDER BY id").fetchall()
        found = ((str(id_), str(date), str(seen)) for id_, date, seen in rows)
        return [id_ for id_, date, seen in found if (_known(date, seen) or seen) < before]

    def recall(self, series: str, *, demo: bool) -> Past | None:
        """Return the newest session of a series that can be recalled; None: there is none.

        `series`: the hash of its key; `demo`: whether it was a practice. Nothing without a key.
        """
        if not series:
            return None
        with opened(self.file) as db:
            rows = db.execute(
                "SELECT id FROM session WHERE series = ? ORDER BY date DESC, id DESC", (series,)
            ).fetchall()
            for (id_,) in rows:
                report = _readable(db, str(id_))
                found = None if report is None or report.demo != demo else past_of(report)
                if found is not None:
                    return found
        return None

    def forget(self, session: str) -> bool:
        """Delete everything of a session, bytes included. Return False if there was none.

        What it said of earlier promises goes, too, and its promises, and what stayed of it, go
        from later reports.
        """
        with opened(self.file) as db:
            with db:
                found = _has(db, session)
                _delete(db, session)
            _overwrite(db, self.file)
        return found

    def _found(self, db: apsw.Connection, session: str) -> Kept | None:
        rows = db.execute("SELECT key FROM session WHERE id = ?", (session,)).fetchall()
        if not rows:
            return None
        report = _readable(db, session)
        if report is None:
            raise ArchiveFailed(
                f"The report of session {session} in {self.file} cannot be read: it is damaged, or"
                " a newer Turnabout wrote it. All others can. To delete it:"
                f" turnabout forget {session}"
            )
        return Kept(key=str(rows[0][0]), report=report)


def _insert(db: apsw.Connection, report: Report, key: str, in_series: str) -> None:
    db.execute(
        "INSERT INTO session (id, team, date, key, report, title, named, series)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            report.session,
            folded(report.team),
            report.date,
            key,
            msgspec.json.encode(report),
            report.title,
            report.team,
            in_series,
        ),
    )
    for place, promise in enumerate(report.promises):
        db.execute(
            "INSERT INTO promise (session, place, made) VALUES (?, ?, ?)",
            (report.session, place, msgspec.json.encode(promise).decode()),
        )


def _review(db: apsw.Connection, report: Report) -> None:
    for followed in report.earlier:
        if followed.mark != "open":
            db.execute(
                "UPDATE promise SET mark = ?, obstacle = ?, marked_on = ?, marked_in = ?,"
                " confirmed = ? WHERE number = ?",
                (
                    followed.mark,
                    followed.obstacle,
                    report.date,
                    report.session,
                    followed.confirmed is not False,
                    followed.number,
                ),
            )


def _delete(db: apsw.Connection, session: str) -> None:
    mine = {
        row[0] for row in db.execute("SELECT number FROM promise WHERE session = ?", (session,))
    }
    # One at a time: a report can be long, and a server closes sessions for years.
    for (key,) in db.execute("SELECT id FROM session").fetchall():
        report = _readable(db, str(key))
        if report is None:
            if key != session:
                _log.warning(
                    "The report of session %s cannot be read, and what it says of earlier promises"
                    " stays in it. To delete it: turnabout forget %s",
                    key,
                    key,
                )
            continue
        others = tuple(f for f in report.earlier if f.number not in mine)
        fewer = _without(replace(report, earlier=others), session)
        if fewer != report:
            encoded = msgspec.json.encode(fewer)
            db.execute("UPDATE session SET report = ? WHERE id = ?", (encoded, key))
    db.execute(
        "UPDATE promise SET mark = 'open', obstacle = '', marked_on = '', marked_in = ''"
        " WHERE marked_in = ?",
        (session,),
    )
    drop(db, session)
    db.execute("DELETE FROM promise WHERE session = ?", (session,))
    db.execute("DELETE FROM session WHERE id = ?", (session,))


def _without(report: Report, session: str) -> Report:
    """Return `report` without what it says of how much stayed of `session`."""
    if report.results is None or _recalled(report) != session:
        return report
    return replace(report, results=replace(report.results, retention=None))


def _recalled(report: Report) -> str:
    """Return the id of the session of which `report` says how much stayed; empty: of none."""
    stayed = report.results.retention if report.results else None
    return stayed.session if stayed else ""


def _overwrite(db: apsw.Connection, file: Path) -> None:
    """Empty the side file, which still holds what was deleted; the pages are overwritten."""
    if not sqlite.overwrite(db):
        raise ArchiveFailed(
            f"The session is deleted, but {file} is in use, and its side file may still hold bytes"
            " of it until nobody reads there any more. Run the command again to make sure."
        )


def _known(date: str, seen: str) -> str:
    """Return the date of a session if there is such a day, and it had come; else nothing."""
    return date if date and is_day(date) and date <= seen else ""


def _has(db: apsw.Connection, session: str) -> bool:
    return bool(db.execute("SELECT 1 FROM session WHERE id = ?", (session,)).fetchall())


def _readable(db: apsw.Connection, session: str) -> Report | None:
    """Return the report of a session; None if this version cannot read it."""
    found = db.execute("SELECT report FROM session WHERE id = ?", (session,)).fetchall()
    try:
        return msgspec.json.decode(sqlite.bytes_of(found[0][0]), type=Report)
    except msgspec.DecodeError:
        return None
