"""The check of a session: two weeks after its close its link asks the panel three things.

The room is gone by then. What is left is its report and, until the check is over, the hashes of the
panel's seat keys with their home sides. A reply is sealed with a key of the check, which lies apart
as those of rooms do. When all have answered, when its days are over, or when the next session of
the series opens, the replies become figures in the report, and replies, hashes and key are deleted.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Final

import msgspec

from turnabout_language import N_
from turnabout_machine.keys import hashed
from turnabout_protocol.activities.review import PromiseMark
from turnabout_protocol.chance import shuffled
from turnabout_protocol.check import AFTER, LASTS, Pledge, Reply, cards_fit
from turnabout_protocol.codec import Malformed
from turnabout_protocol.messages import CheckAsked, CloseCode, Door
from turnabout_protocol.report import Report
from turnabout_protocol.room import Room, in_panel
from turnabout_protocol.scenario import Side, other
from turnabout_server.after import publish
from turnabout_server.after.archive import Archive, session_id
from turnabout_server.after.archive.checks import Check, Checks, Replied
from turnabout_server.after.past import past_of
from turnabout_server.errors import told
from turnabout_server.live.guests import Turned
from turnabout_server.live.keys import room_id
from turnabout_server.live.pulse import Pulse
from turnabout_server.live.roomkeys import NoKey, RoomKeys
from turnabout_server.live.sealed import Seal
from turnabout_server.log import LogFailed

OVER: Final = N_("This session is over.")
LATER: Final = N_("This session is over. From {date} on this link asks its people three things.")
NOT_ASKED: Final = N_(
    "This seat is not asked: the check is for those whose answers counted in the session."
)
ANSWERED: Final = N_("You have answered already. Thank you.")
OTHER_CARDS: Final = N_("An order names each of the cards once.")

CLAIMS: Final[tuple[PromiseMark, ...]] = ("dropped", "not_yet", "partly", "done")
"""From the mark that claims least to the one that claims most."""

_log = logging.getLogger(__name__)


def planned(room: Room, report: Report, today: date) -> Check | None:
    """Return the check of a room that closes today; None: there is nothing to ask, or nobody. Pure.

    Asked are the people of the panel who are still at the table. A practice has no people.
    """
    public, keys = room.public, room.vault.seat_keys
    people = [s for n, s in sorted(public.seats.items()) if in_panel(public, n) and not s.bot]
    asked = {keys[s.id]: s.home for s in people if s.home is not None and s.id in keys}
    if report.demo or not asked or past_of(report) is None:
        return None
    opens = today + AFTER
    return Check(opens.isoformat(), (opens + LASTS).isoformat(), asked)


def together(marks: Iterable[Mapping[int, PromiseMark]]) -> dict[int, PromiseMark]:
    """Return how each promise went, from what people said. Pure.

    Where they differ the one that claims less counts; whose that was follows from nothing.
    """
    found: dict[int, PromiseMark] = {}
    for one in marks:
        for place, mark in one.items():
            found[place] = min(found.get(place, mark), mark, key=CLAIMS.index)
    return found


class OpenChecks:
    """The checks of a server. Raises LogFailed where the disk fails."""

    def __init__(self, archive: Archive, keys: RoomKeys, pulse: Pulse) -> None:
        self._archive = archive
        self._checks = Checks(archive.file)
        self._keys = keys
        self._pulse = pulse
        self._one_at_a_time = asyncio.Lock()
        self._swept = ""

    @property
    def today(self) -> date:
        """The date, the same for everybody: that of Greenwich."""
        return datetime.fromtimestamp(self._pulse.wall_ms() / 1000, UTC).date()

    async def door(self, code: str) -> Door:
        """Return the closed room as its link shows it while its check is open. Raises Turned."""
        report = await self._open(code)
        people = sum(report.people.values())
        return Door(
            title=report.title,
            team=report.team,
            labels=report.labels,
            phase="closed",
            players=people,
            max_players=people,
            playing=False,
            check=True,
            language=report.language,
        )

    async def ask(self, code: str, key: str) -> CheckAsked:
        """Return what the person with this seat is asked. Raises Turned."""
        report = await self._open(code)
        who = await self._asked(report, hashed(key))
        past, theirs = past_of(report), other(who.home)
        if past is None:
            raise Turned(CloseCode.CLOSED, OVER)
        cards = shuffled(past.decks[theirs], who.seat, "check")
        return CheckAsked(
            date=report.date,
            language=report.language,
            side=theirs,
            label=report.labels[theirs],
            cards=tuple(cards),
            pledges=tuple(
                Pledge(place=n, when=p.when, then=p.then, owner=p.owner, partner=p.partner)
                for n, p in enumerate(report.promises)
            ),
        )

    async def take(self, code: str, key: str, reply: Reply) -> None:
        """Keep what the person with this seat answers, durable. Raises Turned."""
        report = await self._open(code)
        who = await self._asked(report, hashed(key))
        past = past_of(report)
        if past is None or not cards_fit(reply.order, past.decks[other(who.home)]):
            raise Turned(CloseCode.NOT_NOW, OTHER_CARDS)
        marks = {n: mark for n, mark in reply.marks.items() if n < len(report.promises)}
        plain = msgspec.msgpack.encode(msgspec.structs.replace(reply, marks=marks))
        async with self._one_at_a_time:
            await asyncio.to_thread(self._keep, report.session, who.seat, plain)
            # What was answered is durable: if this fails, the last day of the check ends it.
            with contextlib.suppress(LogFailed):
                asked = await asyncio.to_thread(self._checks.asked, report.session)
                if all(one.reply is not None for one in asked):
                    await asyncio.to_thread(self._end, report.session)

    async def next_opens(self, series: str) -> None:
        """The next session of a series opens, and asks the same: the checks of the others end."""
        await self._end_all(lambda: self._checks.of_series(series))

    async def forget(self, session: str) -> None:
        """Destroy the key of the check of a session; the archive forgets the rest."""
        await asyncio.to_thread(self._keys.destroy, session)

    async def sweep(self) -> None:
        """End the checks whose days are over. Once a day there is something to look for."""
        today = self.today.isoformat()
        if today == self._swept or not self._archive.exists:
            return
        await self._end_all(lambda: self._checks.over(today))
        self._swept = today

    async def _end_all(self, find: Callable[[], list[str]]) -> None:
        """End the checks of these sessions. One that fails is tried again tomorrow, or at a start:
        neither the other rooms nor a session that opens wait for it.
        """
        try:
            async with self._one_at_a_time:
                for session in await asyncio.to_thread(find):
                    await asyncio.to_thread(self._end, session)
        except Exception as error:
            _log.error("A check could not be ended: %s", told(error))

    # ----------------------------------------------------------------------------------------------

    async def _open(self, code: str) -> Report:
        """Return the report of the session behind `code`, whose check is open. Raises Turned."""
        session = session_id(room_id(code))
        days = await asyncio.to_thread(self._checks.days, session)
        today = self.today.isoformat()
        if days is None or today >= days[1]:
            raise Turned(CloseCode.CLOSED, OVER)
        if today < days[0]:
            raise Turned(CloseCode.CLOSED, LATER, date=days[0])
        kept = await asyncio.to_thread(self._archive.find, session)
        if kept is None:
            raise Turned(CloseCode.CLOSED, OVER)
        return kept.report

    async def _asked(self, report: Report, seat: str) -> Replied:
        """Return whom the check of a session asks at that seat. Raises Turned."""
        asked = await asyncio.to_thread(self._checks.asked, report.session)
        who = next((one for one in asked if one.seat == seat), None)
        if who is None:
            raise Turned(CloseCode.WRONG_KEY, NOT_ASKED)
        if who.reply is not None:
            raise Turned(CloseCode.CLOSED, ANSWERED)
        return who

    def _keep(self, session: str, seat: str, reply: bytes) -> None:
        made = self._keys.find(session) or self._keys.make(session, 1)
        if not self._checks.take(session, seat, Seal(session, made).close_reply(reply, seat)):
            raise Turned(CloseCode.CLOSED, ANSWERED)

    def _end(self, session: str) -> None:
        """Make figures of what was answered, then delete all else of a check."""
        replies = self._replies(session)
        kept = self._archive.find(session)
        found = None if kept is None else publish.checked(kept.report, replies)
        marks = together(reply.marks for _, reply in replies)
        self._checks.end(session, found, marks, self.today.isoformat())
        self._keys.destroy(session)

    def _replies(self, session: str) -> list[tuple[Side, Reply]]:
        """Return what was answered, as far as it can be read: a backup comes without its key."""
        try:
            made = self._keys.find(session)
            if made is None:
                return []
            seal = Seal(session, made)
            return [
                (one.home, msgspec.msgpack.decode(seal.open_reply(one.reply, one.seat), type=Reply))
                for one in self._checks.asked(session)
                if one.reply is not None
            ]
        except (NoKey, Malformed, msgspec.DecodeError) as error:
            _log.error("The check of session %s cannot be read: %s", session, type(error).__name__)
            return []
