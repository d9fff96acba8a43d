"""All rooms of a server: find, open, recover and close them."""

import asyncio
import logging
import secrets
from collections.abc import Sequence
from typing import Final

from turnabout_language import N_
from turnabout_protocol.messages import CloseCode, Opened, OpenRoom
from turnabout_protocol.report import Report
from turnabout_protocol.room import Earlier
from turnabout_server import rules
from turnabout_server.after.archive import Archive, session_id
from turnabout_server.live.clock import Clock
from turnabout_server.live.guests import Turned
from turnabout_server.live.keys import fits, hashed, new_key, room_id
from turnabout_server.live.room import BACK_SOON, OVER, REOPENS, LiveRoom, StandIn
from turnabout_server.log import Log, LogFailed, Mark, Row

MARK_EVERY: Final = 1.0
"""Seconds between two marks: what a crash may give back to a running clock."""
MOST_RECALLED: Final = 12
"""Promises that a session opens with: more cannot be reviewed in its minutes."""
WRONG_KEY: Final = N_("The facilitator key does not fit this session. Copy the steer link again.")
NOTHING_LEFT: Final = N_(
    "Nothing is kept here of a session with this code. It was forgotten, or the link is another"
    " server's."
)
RETRY: Final = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds before a failed room is opened again; the last one repeats."""

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
        recall: bool = True,
    ) -> None:
        self._log = log
        self._archive = archive
        self._clock = clock
        self._most = most
        self._stand_in = stand_in
        self._recall = recall
        """Whether a room under the name of a team opens with its earlier promises."""
        self._live: dict[str, LiveRoom] = {}
        self._keepers: dict[str, asyncio.Task[None]] = {}
        self._marking = False
        """Whether the marks are being written just now."""
        self._marker: asyncio.Task[None] | None = None
        self._resting: set[str] = set()
        """Rooms that failed, and wait for the clock to reopen."""
        self._stopping = False

    async def start(self) -> None:
        """Recover all open rooms, side by side. Raises LogFailed."""
        ids = await self._log.open_rooms()
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._recover(id_)) for id_ in ids]
        for task in tasks:
            self._keep(task.result())
        self._marker = asyncio.create_task(self._mark())
        _log.info("%d open rooms", len(ids))

    async def stop(self) -> None:
        """Let every room finish what it does, and send everybody away to come back."""
        self._stopping = True
        await self._write_marks()
        for id_, keeper in self._keepers.items():
            if id_ in self._live:
                self._live[id_].stop()
            else:
                keeper.cancel()  # It waits to reopen a room that is safe in the log.
        if self._marker is not None:
            self._marker.cancel()
        await asyncio.gather(*self._keepers.values(), return_exceptions=True)

    @property
    def idle(self) -> bool:
        """Whether no room has anything under way."""
        return not self._marking and all(
            self._live[id_].idle if id_ in self._live else id_ in self._resting
            for id_ in self._keepers
        )

    async def find(self, code: str) -> LiveRoom:
        """Return the room with this code. Raises Turned, LogFailed."""
        id_ = room_id(code)
        room = self._live.get(id_)
        if room is not None:
            room.known_as(code)
            return room
        if self._stopping:
            raise Turned(CloseCode.RESTART, BACK_SOON)
        if id_ in self._keepers:
            raise Turned(CloseCode.FAILED, REOPENS)
        if await self._log.closed(id_):
            raise Turned(CloseCode.CLOSED, OVER)
        raise Turned(
            CloseCode.NO_SUCH_ROOM,
            N_("No room has this code. Copy the link again, to its last letter."),
        )

    async def open(self, message: OpenRoom) -> Opened:
        """Open a room. Raises Turned, rules.Refused, LogFailed."""
        if self._stopping:
            raise Turned(CloseCode.RESTART, BACK_SOON)
        if len(self._keepers) >= self._most:
            raise Turned(
                CloseCode.TOO_MUCH,
                N_("This server has all of its {most} rooms open. Close one, or come later."),
                most=self._most,
            )
        code, key = new_key(), new_key()
        seed = secrets.randbits(63) if message.seed is None else message.seed
        outcome = rules.open_room(
            message.scenario,
            message.agenda,
            message.rules,
            seed,
            hashed(key),
            new_key(),
            await self._earlier(message.rules.team),
        )
        room = self._room(room_id(code), (), None)
        room.code = code
        await room.open(outcome)
        self._keep(room)
        _log.info("A room opened; %d are open", len(self._keepers))
        return Opened(code=code, facilitator_key=key)

    async def _earlier(self, team: str) -> tuple[Earlier, ...]:
        """Return what the team promised before and no session of it has settled."""
        if not self._recall:
            return ()
        due = await asyncio.to_thread(self._archive.due, team)
        return tuple(standing.earlier for standing in due[-MOST_RECALLED:])

    async def report(self, code: str) -> Report | None:
        """Return what was kept of a closed room; None: it is open. Raises LogFailed."""
        id_ = room_id(code)
        if not await self._log.closed(id_):
            return None
        kept = await asyncio.to_thread(self._archive.find, session_id(id_))
        return None if kept is None else kept.report

    async def forgotten(self, code: str) -> bool:
        """Return whether the room was closed and nothing is kept of it. Raises LogFailed."""
        return await self._log.closed(room_id(code)) and await self.report(code) is None

    async def report_for(self, code: str, key: str) -> Report:
        """Return the report of an open or closed room to its facilitator.

        Raises Turned, LogFailed.
        """
        room = await self._opened_by(code, key)
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
                raise Turned(CloseCode.FAILED, REOPENS)
        await asyncio.to_thread(self._archive.forget, session_id(id_))

    async def _opened_by(self, code: str, key: str) -> LiveRoom | None:
        """Return the open room whose facilitator key this is; None: its session is closed.

        Raises Turned, LogFailed.
        """
        id_ = room_id(code)
        room = self._live.get(id_)
        if room is not None:
            stored = room.facilitator_key
        elif id_ in self._keepers:
            raise Turned(CloseCode.FAILED, REOPENS)
        else:
            kept = await asyncio.to_thread(self._archive.find, session_id(id_))
            if kept is None:
                raise Turned(CloseCode.NO_SUCH_ROOM, NOTHING_LEFT)
            stored = kept.key
        if not fits(key, stored):
            raise Turned(CloseCode.WRONG_KEY, WRONG_KEY)
        return room

    async def ended(self, code: str) -> None:
        """Return when the room with this code is not open any more."""
        keeper = self._keepers.get(room_id(code))
        if keeper is not None:
            await asyncio.wait([keeper])

    def _keep(self, room: LiveRoom) -> None:
        self._live[room.id] = room
        keeper = asyncio.create_task(self._care(room))
        self._keepers[room.id] = keeper
        keeper.add_done_callback(lambda _: self._keepers.pop(room.id, None))

    async def _care(self, room: LiveRoom | None) -> None:
        """Run a room to its end; when it fails, open it again from the log."""
        failures = 0
        while room is not None:
            id_, code = room.id, room.code
            try:
                await room.run()
            except Exception as error:  # Whatever it is, the log still has the room.
                _log.error("A room failed and reopens: %s", _told(error))
                self._live.pop(id_, None)
                room = await self._reopen(id_, code, failures)
                failures += 1
            else:
                self._live.pop(id_, None)
                return

    async def _reopen(self, id_: str, code: str, failures: int) -> LiveRoom | None:
        """Return the room once its log can be read and written again.

        None: the server stops, or the room is closed.
        """
        while not self._stopping:
            delay = RETRY[min(failures, len(RETRY) - 1)]
            self._resting.add(id_)
            await self._clock.sleep_until(self._clock.now() + delay)
            self._resting.discard(id_)
            failures += 1
            try:
                if await self._log.closed(id_):
                    # Only the last of its bytes were not overwritten when it failed.
                    await self._log.close_room(id_)
                    return None
                room = await self._recover(id_, code)
            except Exception as error:
                _log.error("A room cannot reopen yet: %s", _told(error))
            else:
                self._live[id_] = room
                return room
        return None

    async def _recover(self, id_: str, code: str = "") -> LiveRoom:
        rows, mark = await asyncio.gather(self._log.read(id_), self._log.mark_of(id_))
        room = self._room(id_, rows, mark)
        room.code = code
        await room.recover()
        return room

    def _room(self, id_: str, rows: Sequence[Row], mark: Mark | None) -> LiveRoom:
        return LiveRoom(
            id_,
            rows,
            mark,
            log=self._log,
            archive=self._archive,
            clock=self._clock,
            stand_in=self._stand_in,
        )

    async def _mark(self) -> None:
        while True:
            await self._clock.sleep_until(self._clock.now() + MARK_EVERY)
            self._marking = True
            await self._write_marks()
            self._marking = False

    async def _write_marks(self) -> None:
        found = {id_: room.mark() for id_, room in self._live.items()}
        marks = {id_: mark for id_, mark in found.items() if mark is not None}
        if marks:
            try:
                await self._log.mark(marks)
            except LogFailed as error:
                _log.error("%s", error.sentence)


def _told(error: Exception) -> str:
    """Return what the operator's log may say: never the text of an error that may quote people."""
    return error.sentence if isinstance(error, LogFailed) else type(error).__name__
