"""All rooms of a server: find, open, recover and close them."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

from msgspec.structs import replace

from turnabout_language import N_
from turnabout_machine.clock import Clock
from turnabout_protocol.activities.recall import Past
from turnabout_protocol.messages import CloseCode, Opened, OpenRoom
from turnabout_protocol.report import Report
from turnabout_protocol.room import Earlier
from turnabout_server import rules
from turnabout_server.after.archive import Archive, session_id
from turnabout_server.errors import told
from turnabout_server.live.checks import OVER, OpenChecks
from turnabout_server.live.ground import Ground, Known, StandIn
from turnabout_server.live.guests import Turned
from turnabout_server.live.inbox import RoomEnd
from turnabout_server.live.keeper import Keeper, turned_aside
from turnabout_server.live.keys import fits, hashed, new_key, new_secret, room_id
from turnabout_server.live.liveroom import BACK_SOON, UNWRITTEN, LiveRoom
from turnabout_server.live.pulse import Pulse
from turnabout_server.live.roomkeys import RoomKeys
from turnabout_server.log import Log, LogFailed

MOST_RECALLED: Final = 12
"""Promises that a session opens with: more cannot be reviewed in its minutes."""
REST_AFTER: Final = 60.0
"""Seconds without anybody and without a running clock after which a room rests."""
WRONG_KEY: Final = N_("The facilitator key does not fit this session. Copy the steer link again.")
NOTHING_LEFT: Final = N_(
    "No session with this code is kept here. It was forgotten, or the link is another server's."
)

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Rooms:
    """The rooms in a log. `start` recovers those that are open, `stop` makes them durable."""

    def __init__(
        self,
        log: Log,
        archive: Archive,
        clock: Clock,
        *,
        most: int,
        stand_in: StandIn | None,
        check_keys: RoomKeys,
        kept_by: str = "",
        keep_months: int = 0,
        repeats: bool = False,
    ) -> None:
        """`check_keys`: where the keys of checks are, apart from those of rooms.

        `repeats`: see Settings.
        """
        self._log = log
        self._archive = archive
        pulse = Pulse(clock)
        self.checks = OpenChecks(archive, check_keys, pulse)
        self._ground = Ground(log, archive, pulse, stand_in, self.checks)
        self._most = most
        self._kept_by = kept_by
        self._keep_months = keep_months
        """Who keeps the server, and how many months a report: every room says so."""
        self._repeats = repeats
        self._keepers: dict[str, Keeper] = {}
        self._keeping: dict[str, asyncio.Task[None]] = {}
        self._opening: set[asyncio.Task[Opened]] = set()
        self._aside: dict[str, str] = {}
        """Rooms that are set aside, and why."""
        self._group: asyncio.TaskGroup | None = None
        self._beating: list[asyncio.Task[None]] = []
        self._marks_due = asyncio.Event()
        """Set until the marks are written."""
        self._stopping = False

    async def start(self, group: asyncio.TaskGroup) -> None:
        """Recover all open rooms, side by side; `group` owns what runs from here on.

        Raises LogFailed.
        """
        self._group = group
        # What was set aside is tried again: this server may be a newer one that can read it.
        before = await self._log.asides()
        ids = await self._log.open_rooms()
        keepers = [Keeper(id_, self._ground, self._set_aside) for id_ in ids]
        for keeper in keepers:
            self._keep(keeper)
        for keeper in keepers:
            await keeper.opened()
            if keeper.id in before and keeper.state == "live":
                await self._log.take_back(keeper.id)
        await self.checks.sweep()
        self._beating = [group.create_task(self._beat()), group.create_task(self._mark())]
        _log.info("%d open rooms", len(self._keepers))

    async def stop(self) -> None:
        """Let every room finish what it does, and send everybody away to come back.

        When this is cancelled, the rooms are cut short. They lose only what they had not stored,
        and nobody had been told of that.
        """
        self._stopping = True
        for beating in self._beating:
            beating.cancel()
        keeping = (*self._keeping.values(), *self._opening)
        try:
            await self._write_marks()
            for keeper in self._keepers.values():
                keeper.stop()
            await asyncio.gather(*keeping, return_exceptions=True)
        finally:
            for task in keeping:
                task.cancel()

    # What the operator wants to know.

    @property
    def live(self) -> int:
        """How many rooms run, or will in a moment."""
        return sum(keeper.runs for keeper in self._keepers.values())

    @property
    def resting(self) -> int:
        """How many rooms only the log has, until somebody knocks."""
        return sum(keeper.state == "resting" for keeper in self._keepers.values())

    @property
    def aside(self) -> int:
        """How many rooms are set aside."""
        return len(self._aside)

    @property
    def idle(self) -> bool:
        """Whether no room has anything under way."""
        return (
            not self._marks_due.is_set()
            and not self._opening
            and all(keeper.idle for keeper in self._keepers.values())
        )

    # What connections ask.

    async def find(self, code: str) -> LiveRoom:
        """Return the room with this code. Raises Turned, LogFailed."""
        id_ = room_id(code)
        keeper = self._keepers.get(id_)
        if keeper is not None:
            room = await keeper.find()
            room.known_as(code)
            return room
        if self._stopping:
            raise Turned(CloseCode.RESTART, BACK_SOON)
        if id_ in self._aside:
            raise turned_aside(id_)
        if await self._log.closed(id_):
            raise Turned(CloseCode.CLOSED, OVER)
        raise Turned(
            CloseCode.NO_SUCH_ROOM,
            N_("No room has this code. Copy the link again, to its last letter."),
        )

    async def open(self, message: OpenRoom) -> Opened:
        """Open a room. Raises Turned, rules.Refusal, LogFailed.

        When this is cancelled nobody will ever hear the code, and the room is deleted again.
        """
        if self._stopping:
            raise Turned(CloseCode.RESTART, BACK_SOON)
        if len(self._keepers) + len(self._opening) >= self._most:
            raise Turned(
                CloseCode.TOO_MUCH,
                N_("All {most} rooms of this server are in use. Close one, or come back later."),
                most=self._most,
            )
        opening = asyncio.create_task(self._open(message))
        self._opening.add(opening)
        opening.add_done_callback(self._opening.discard)
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            opening.add_done_callback(self._withdraw)
            raise

    async def _open(self, message: OpenRoom) -> Opened:
        code, key, co_key = new_key(), new_key(), new_key()
        seed = secrets.randbits(63) if message.seed is None else message.seed
        series, began = await asyncio.to_thread(self._series, message)
        if series and not began:
            await self.checks.next_opens(hashed(series))
        outcome = rules.open_room(
            message.scenario,
            message.agenda,
            replace(message.rules, kept_by=self._kept_by, keep_months=self._keep_months),
            seed,
            hashed(key),
            new_key(),
            await self._earlier(series),
            message.passes,
            co_key=hashed(co_key),
            series=hashed(series) if series else "",
            secret="" if self._repeats else new_secret(),
            past=await self._past(series, demo=message.rules.demo),
        )
        room = LiveRoom(room_id(code), (), None, Known(code=code), self._ground)
        keeper = Keeper(room.id, self._ground, self._set_aside, room)
        # This is last, and nothing fails after it: a room in the log without a keeper is an orphan.
        await room.open(outcome)
        self._keep(keeper)
        _log.info("A room opened; %d are open", len(self._keepers))
        return Opened(code=code, facilitator_key=key, co_key=co_key, series=series, began=began)

    def _withdraw(self, opening: asyncio.Task[Opened]) -> None:
        if opening.cancelled() or opening.exception() is not None:
            return
        keeper = self._keepers.get(room_id(opening.result().code))
        if keeper is not None and keeper.room is not None:
            keeper.room.withdraw()

    def _series(self, message: OpenRoom) -> tuple[str, bool]:
        """Return the key of the series that a room belongs to, and whether it begins with it."""
        if not message.rules.team.strip():
            return "", False
        if message.series and self._archive.knows(hashed(message.series)):
            return message.series, False
        series = new_key()
        self._archive.begin(hashed(series))
        return series, True

    async def _earlier(self, series: str) -> tuple[Earlier, ...]:
        """Return what was promised in a series before and no session of it has settled."""
        if not series:
            return ()
        due = await asyncio.to_thread(self._archive.due, hashed(series))
        return tuple(standing.earlier for standing in due[-MOST_RECALLED:])

    async def _past(self, series: str, *, demo: bool) -> Past | None:
        """Return the session of a series that is recalled at its next one."""
        if not series:
            return None
        return await asyncio.to_thread(partial(self._archive.recall, hashed(series), demo=demo))

    async def report(self, code: str) -> Report | None:
        """Return what was kept of a closed room; None: it is open. Raises LogFailed."""
        id_ = room_id(code)
        if not await self._log.closed(id_):
            return None
        kept = await asyncio.to_thread(self._archive.find, session_id(id_))
        return None if kept is None else kept.report

    async def forgotten(self, code: str) -> bool:
        """Return whether the room was closed and nothing is kept of it. Raises LogFailed."""
        id_ = room_id(code)
        if not await self._log.closed(id_):
            return False
        return await asyncio.to_thread(self._archive.key, session_id(id_)) is None

    async def report_for(self, code: str, key: str) -> Report:
        """Return the report of an open or closed room to its facilitator.

        The co-facilitators' key opens it as long as the room is open. Raises Turned, LogFailed.
        """
        room = await self._opened_by(code, key, co=True)
        if room is not None:
            return room.report()
        kept = await asyncio.to_thread(self._archive.find, session_id(room_id(code)))
        if kept is None:
            raise Turned(CloseCode.NO_SUCH_ROOM, NOTHING_LEFT)
        return kept.report

    async def forget(self, code: str, key: str) -> None:
        """Delete everything of a room; if it is open, it ends. Raises Turned, LogFailed."""
        id_ = room_id(code)
        room = await self._opened_by(code, key)
        if room is not None:
            await room.forget()
            if not await self._log.closed(id_):
                raise Turned(CloseCode.FAILED, UNWRITTEN)
            # Once more: it may be closed, and its key could not be destroyed.
            await self._log.close_room(id_)
        await self.checks.forget(session_id(id_))
        await asyncio.to_thread(self._archive.forget, session_id(id_))

    async def _opened_by(self, code: str, key: str, *, co: bool = False) -> LiveRoom | None:
        """Return the open room whose facilitator key this is; None: its session is closed.

        `co`: the co-facilitators' key does, too, for an open one.

        Raises Turned, LogFailed.
        """
        id_ = room_id(code)
        keeper = self._keepers.get(id_)
        room = None if keeper is None else await keeper.find()
        if room is not None:
            stored = room.facilitator_key
        elif id_ in self._aside:
            raise turned_aside(id_)
        else:
            # Not its report: one that cannot be read any more can still be forgotten.
            kept = await asyncio.to_thread(self._archive.key, session_id(id_))
            if kept is None:
                raise Turned(CloseCode.NO_SUCH_ROOM, NOTHING_LEFT)
            stored = kept
        if fits(key, stored) or (co and room is not None and fits(key, room.co_key)):
            return room
        raise Turned(CloseCode.WRONG_KEY, WRONG_KEY)

    async def ended(self, code: str) -> None:
        """Return when the room with this code is not open any more."""
        keeping = self._keeping.get(room_id(code))
        if keeping is not None:
            await asyncio.wait([keeping])

    # What runs.

    def _keep(self, keeper: Keeper) -> None:
        if self._group is None:
            raise RuntimeError("the rooms have not been started")
        self._keepers[keeper.id] = keeper
        keeping = self._group.create_task(keeper.keep())
        self._keeping[keeper.id] = keeping
        keeping.add_done_callback(lambda _: self._let_go(keeper.id))

    def _let_go(self, id_: str) -> None:
        del self._keepers[id_], self._keeping[id_]

    async def _set_aside(self, id_: str, why: str) -> None:
        """Leave a room as it is in the log, for a newer version or for somebody who looks."""
        _log.error("Room %s is set aside: %s", session_id(id_), why)
        self._aside[id_] = why
        try:
            await self._log.set_aside(id_, why)
        except LogFailed as error:  # Whoever asks this server hears of it all the same.
            _log.error("That could not be noted: %s", told(error))

    async def _beat(self) -> None:
        """Once a second: see whether the process stood still, who may rest, and ask for marks."""
        pulse = self._ground.pulse
        while True:
            gaps = pulse.gaps
            await pulse.beat()
            for room in self._running():
                if pulse.gaps != gaps:
                    room.look()
                elif _asked(room, lambda room: room.quiet > REST_AFTER):
                    room.stop(RoomEnd.RESTS)
            self._marks_due.set()

    async def _mark(self) -> None:
        """Write the marks, apart from the beats: a slow disk must not look like a gap."""
        while True:
            await self._marks_due.wait()
            await self._write_marks()
            await self.checks.sweep()
            self._marks_due.clear()

    async def _write_marks(self) -> None:
        found = {room.id: _asked(room, LiveRoom.mark) for room in self._running()}
        try:
            if marks := {id_: mark for id_, mark in found.items() if mark is not None}:
                await self._log.mark(marks)
        except Exception as error:  # One mark fewer costs a second after a crash, and no more.
            _log.error("The marks could not be written: %s", told(error))

    def _running(self) -> list[LiveRoom]:
        return [k.room for k in self._keepers.values() if k.room is not None]


def _asked(room: LiveRoom, question: Callable[[LiveRoom], T]) -> T | None:
    """Return what `room` answers; None when it fails, so that the others are asked all the same."""
    try:
        return question(room)
    except Exception as error:
        _log.error("Room %s could not be looked at: %s", session_id(room.id), told(error))
        return None
