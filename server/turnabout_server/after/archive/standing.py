"""How promises stand, from the archive's columns: no report is read for them."""

import logging
from collections.abc import Iterator, Sequence
from typing import Final

import apsw
import msgspec
from msgspec import Struct

from turnabout_protocol.activities.plan import Promise
from turnabout_protocol.lights import is_day
from turnabout_protocol.report import Stands
from turnabout_protocol.room import Earlier

_log = logging.getLogger(__name__)

SETTLED: Final[frozenset[Stands]] = frozenset(("done", "dropped"))
"""Marks after which nobody is reminded of a promise any more."""

_PROMISES: Final = """
    SELECT p.number, p.session, s.named, s.title, s.date, p.made,
        p.mark, p.obstacle, p.marked_on, p.marked_in, p.confirmed, s.series
    FROM promise p JOIN session s ON s.id = p.session
"""


class Standing(Struct, frozen=True, kw_only=True):
    """A promise, and how it stands."""

    number: int
    """For people: it never changes and is never given to another promise."""
    session: str
    team: str
    title: str
    """Of the session's scenario."""
    made_on: str
    promise: Promise
    mark: Stands
    obstacle: str
    marked_on: str
    reviewed: bool
    """Whether a later session of the team settled the mark: what is done, it confirmed."""
    series: str = ""
    """Hash of the key of the series that it belongs to; empty: none has been given yet."""

    @property
    def settled(self) -> bool:
        """Whether it is done or dropped."""
        return self.mark in SETTLED

    @property
    def earlier(self) -> Earlier:
        """The promise as the next session of the team recalls it."""
        made = self.promise
        return Earlier(
            number=self.number,
            when=made.when,
            then=made.then,
            owner=made.owner,
            partner=made.partner,
            by=made.by,
            sign=made.sign,
            side=made.side,
            opened_on=self.made_on,
        )


def standings(db: apsw.Connection) -> Iterator[Standing]:
    """Yield the promises by number. One that cannot be read is named in the log, and left out."""
    for row in db.execute(f"{_PROMISES} ORDER BY p.number").fetchall():
        try:
            yield _standing(row)
        except ValueError:
            _log.warning(
                "Promise %s cannot be read and is left out. To delete it with all of its session:"
                " turnabout forget %s",
                *row[:2],
            )


def _standing(row: Sequence[object]) -> Standing:
    number, session, named, title, date, made, mark, obstacle, marked_on, marked_in = row[:10]
    confirmed, series = row[10:]
    promise = msgspec.json.decode(str(made), type=Promise)
    if not is_day(promise.by):
        raise ValueError("there is no such day")
    return msgspec.convert(
        {
            "number": number,
            "session": session,
            "team": named,
            "title": title,
            "made_on": date,
            "promise": promise,
            "mark": mark,
            "obstacle": obstacle,
            "marked_on": marked_on,
            "reviewed": marked_in != "" and (mark != "done" or bool(confirmed)),
            "series": series,
        },
        Standing,
    )
