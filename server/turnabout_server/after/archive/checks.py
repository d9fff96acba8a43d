"""The checks of closed sessions: whom each one asks, and what they answered, sealed.

Of a person there is the hash of a key that only their own machine has, their home side, and one
reply whose bytes say nothing to whoever has not the key of the check. All of it is deleted, and
overwritten, as the check ends.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import apsw
import msgspec
from msgspec.structs import replace

from turnabout_protocol.activities.review import PromiseMark
from turnabout_protocol.report import Report
from turnabout_protocol.results import Retention
from turnabout_protocol.scenario import Side
from turnabout_server import sqlite
from turnabout_server.after.archive.database import opened


class Check(NamedTuple):
    """A check: the days from and to which it is open, YYYY-MM-DD, and whom it asks."""

    opens: str
    ends: str
    """The first day on which it is not open any more."""
    asked: Mapping[str, Side]
    """Home sides, by the hash of the key of a seat."""


class Replied(NamedTuple):
    """Somebody who is asked."""

    seat: str
    """Hash of the key of the seat."""
    home: Side
    reply: bytes | None
    """Sealed; None: they have not answered."""


class Checks:
    """The checks in an archive. Every call is whole and durable by itself.

    All of them wait for the disk and raise ArchiveFailed.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def days(self, session: str) -> tuple[str, str] | None:
        """Return from and to which day the check of a session is open; None: there is none."""
        with opened(self._file) as db:
            rows = db.execute(
                "SELECT opens, ends FROM checked WHERE session = ?", (session,)
            ).fetchall()
        return (str(rows[0][0]), str(rows[0][1])) if rows else None

    def asked(self, session: str) -> list[Replied]:
        """Return whom the check of a session asks, in an order that tells nothing."""
        with opened(self._file) as db:
            rows = db.execute(
                "SELECT seat, home, reply FROM asked WHERE session = ? ORDER BY seat", (session,)
            ).fetchall()
        return [
            Replied(
                str(seat),
                "business" if home == "business" else "it",
                None if reply is None else sqlite.bytes_of(reply),
            )
            for seat, home, reply in rows
        ]

    def take(self, session: str, seat: str, reply: bytes) -> bool:
        """Keep what a seat answers, once. Return False if it is not asked, or has answered."""
        with opened(self._file) as db, db:
            found = db.execute(
                "UPDATE asked SET reply = ? WHERE session = ? AND seat = ? AND reply IS NULL"
                " RETURNING seat",
                (reply, session, seat),
            ).fetchall()
        return bool(found)

    def over(self, today: str) -> list[str]:
        """Return the sessions whose check is past its last day."""
        with opened(self._file) as db:
            rows = db.execute("SELECT session FROM checked WHERE ends <= ?", (today,)).fetchall()
        return [str(row[0]) for row in rows]

    def of_series(self, series: str) -> list[str]:
        """Return the sessions of a series whose check is to come, or open."""
        with opened(self._file) as db:
            rows = db.execute(
                "SELECT c.session FROM checked c JOIN session s ON s.id = c.session"
                " WHERE s.series = ? AND s.series != ''",
                (series,),
            ).fetchall()
        return [str(row[0]) for row in rows]

    def end(
        self, session: str, found: Retention | None, marks: Mapping[int, PromiseMark], on: str
    ) -> None:
        """Write into the report what stayed, mark promises, and delete all the check had.

        `marks` are those of promises, by their places; one that somebody has marked by now stays as
        it is. `on`: the date.
        """
        with opened(self._file) as db:
            with db:
                rows = db.execute("SELECT report FROM session WHERE id = ?", (session,)).fetchall()
                if rows and found is not None:
                    report = msgspec.json.decode(sqlite.bytes_of(rows[0][0]), type=Report)
                    told = msgspec.json.encode(replace(report, check=found))
                    db.execute("UPDATE session SET report = ? WHERE id = ?", (told, session))
                for place, mark in marks.items():
                    db.execute(
                        "UPDATE promise SET mark = ?, marked_on = ?, marked_in = ''"
                        " WHERE session = ? AND place = ? AND mark = 'open'",
                        (mark, on, session, place),
                    )
                drop(db, session)
            sqlite.overwrite(db)


def begin(db: apsw.Connection, session: str, check: Check) -> None:
    """Note whom the check of a session will ask."""
    db.execute("INSERT INTO checked VALUES (?, ?, ?)", (session, check.opens, check.ends))
    rows: Sequence[tuple[str, str, Side]] = [(session, *one) for one in check.asked.items()]
    db.executemany("INSERT INTO asked (session, seat, home) VALUES (?, ?, ?)", rows)


def drop(db: apsw.Connection, session: str) -> None:
    """Delete all that the check of a session has."""
    db.execute("DELETE FROM asked WHERE session = ?", (session,))
    db.execute("DELETE FROM checked WHERE session = ?", (session,))
