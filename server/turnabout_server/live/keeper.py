"""Looks after one room for as long as it is open: lets it run, reopens it, lets it rest.

opening ─▶ live ─▶ over                  the session is closed: nothing is left to keep
            │ ▲
            │ ├── reopening              it failed, and comes back from its log in a moment
            │ └── resting                nobody is here, and only its log has it
            └───▶ aside                  it cannot be opened, or fails again and again
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final, Literal

from turnabout_language import N_
from turnabout_protocol.codec import Malformed
from turnabout_protocol.messages import CloseCode
from turnabout_server.after.archive import session_id
from turnabout_server.errors import told
from turnabout_server.live.checks import OVER
from turnabout_server.live.ground import Ground, Known
from turnabout_server.live.guests import Turned
from turnabout_server.live.inbox import RoomEnd
from turnabout_server.live.liveroom import BACK_SOON, BROKE, UNWRITTEN, LiveRoom
from turnabout_server.live.roomkeys import NoKey
from turnabout_server.log import LogFailed, Mark

RETRY: Final = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds before a failed room is opened again; the last one repeats."""
STRIKES: Final = 3
"""Failures after which a room is set aside, without those of the disk: they are not its fault."""
HEALTHY: Final = 60.0
"""Seconds after which earlier failures are forgiven."""
ASIDE: Final = N_(
    "This room is set aside: the server could not go on with it. Nothing of it is lost. Tell the"
    " operator its name: {room}."
)

State = Literal["opening", "live", "reopening", "resting", "aside", "over"]

_log = logging.getLogger(__name__)


class Keeper:
    """Keeps one room. `set_aside` is called with the room and the reason when it is given up."""

    def __init__(
        self,
        id_: str,
        ground: Ground,
        set_aside: Callable[[str, str], Awaitable[None]],
        room: LiveRoom | None = None,
    ) -> None:
        self.id = id_
        self.state: State = "opening" if room is None else "live"
        self.room = room
        self.known = Known() if room is None else room.known
        self._ground = ground
        self._set_aside = set_aside
        self._rested: Mark | None = None
        self._rested_at = 0.0
        self._failures = 0
        self._strikes = 0
        self._sentence = BACK_SOON
        self._stopping = False
        self._wake = asyncio.Event()
        self._changed = asyncio.Event()
        self._waits = False

    @property
    def runs(self) -> bool:
        """Whether the room runs, or will in a moment."""
        return self.state in ("opening", "live", "reopening")

    @property
    def idle(self) -> bool:
        """Whether nothing is under way: only a message or the clock can change anything."""
        return self.room.idle if self.room is not None else self._waits

    async def find(self) -> LiveRoom:
        """Return the room, woken if it rests. Raises Turned."""
        while self.room is None:
            if self.state not in ("opening", "resting") or self._stopping:
                raise self._turned()
            self._wake.set()
            await self._changed.wait()
        return self.room

    async def opened(self) -> None:
        """Return when it is clear whether the room can be opened."""
        while self.state == "opening":
            await self._changed.wait()

    def stop(self) -> None:
        """Let `keep` end when the room has finished what it is doing."""
        self._stopping = True
        self._wake.set()
        if self.room is not None:
            self.room.stop()

    async def keep(self) -> None:
        """Keep the room until its session is over, it is set aside, or `stop` is called."""
        bereft = self.room is None
        try:
            while not self._stopping and self.state not in ("aside", "over"):
                bereft = await self._life(bereft=bereft)
        finally:
            if self.state != "aside":
                self._become("over")

    async def _life(self, *, bereft: bool) -> bool:
        """Let the room run once, and see to what comes after.

        `bereft`: its stand-ins went down with an earlier server. Return whether that is still to
        be noted.
        """
        began = self._ground.pulse.now()
        room = self.room
        try:
            room = room or await self._open(bereft=bereft)
            if room is None:
                self._become("over")
            elif not self._stopping:
                self._become("live", room)
                await self._after(room, await room.run())
        except Exception as error:  # Whatever it is, the log still has the room.
            if self._ground.pulse.now() - began > HEALTHY:
                self._failures = self._strikes = 0
            await self._failed(error, opened=room is not None)
        return bereft and room is None

    async def _after(self, room: LiveRoom, end: RoomEnd) -> None:
        if end is RoomEnd.RESTS:
            await self._rest(room)
        else:
            self._become("over")

    async def _open(self, *, bereft: bool) -> LiveRoom | None:
        """Return the room from its log; None: it is closed. Raises LogFailed, Malformed, ..."""
        log = self._ground.log
        if await log.closed(self.id):
            # Closing it failed before the last of its bytes were overwritten.
            await log.close_room(self.id)
            return None
        rows, mark = await asyncio.gather(log.read(self.id), log.mark_of(self.id))
        if self._rested is None:
            room = LiveRoom(self.id, rows, mark, self.known, self._ground)
            await room.recover(bereft=bereft)
            return room
        # Nothing happened while it rested, except that time went by.
        slept = round((self._ground.pulse.now() - self._rested_at) * 1000)
        rested = Mark(self._rested.at + slept, self._rested.drafts)
        room = LiveRoom(self.id, rows, rested, self.known, self._ground)
        self._rested = None
        return room

    async def _rest(self, room: LiveRoom) -> None:
        """Forget all of the room that its log has, until somebody knocks or its clock calls."""
        pulse = self._ground.pulse
        self._rested, due = room.at_rest()
        self._rested_at = pulse.now()
        self.known.code = ""
        self._become("resting")
        await self._sleep(None if due is None else (due - self._rested.at) / 1000)

    async def _failed(self, error: Exception, *, opened: bool) -> None:
        """Wait until the room may be opened again, or set it aside."""
        disk = isinstance(error, LogFailed)
        _log.error("Room %s failed: %s", session_id(self.id), told(error))
        self._sentence = UNWRITTEN if disk else BROKE
        # A room that cannot be opened today cannot tomorrow; one that broke may have been unlucky.
        self._strikes += 0 if disk else 1 if opened else STRIKES
        if self._strikes >= STRIKES:
            self._become("aside")
            await self._set_aside(self.id, _why(error, opened=opened))
            return
        self._become("reopening")
        self._failures += 1
        await self._sleep(RETRY[min(self._failures, len(RETRY)) - 1])

    async def _sleep(self, seconds: float | None) -> None:
        """Wait that long, or until `find` or `stop` asks for the room."""
        if self._stopping:
            return
        self._wake.clear()
        tasks: list[asyncio.Task[Any]] = [asyncio.create_task(self._wake.wait())]
        if seconds is not None:
            pulse = self._ground.pulse
            tasks.append(asyncio.create_task(pulse.sleep_until(pulse.now() + seconds)))
        # Whoever moves the clock must find the sleeper there.
        await asyncio.sleep(0)
        self._waits = True
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._waits = False
            for task in tasks:
                task.cancel()

    def _become(self, state: State, room: LiveRoom | None = None) -> None:
        self.state, self.room = state, room
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def _turned(self) -> Turned:
        match self.state:
            case "aside":
                return turned_aside(self.id)
            case "reopening" if not self._stopping:
                return Turned(CloseCode.FAILED, self._sentence)
            case "over" if not self._stopping:
                return Turned(CloseCode.CLOSED, OVER)
            case _:
                return Turned(CloseCode.RESTART, BACK_SOON)


def _why(error: Exception, *, opened: bool) -> str:
    """Return the operator's reason why a room is set aside; it holds nothing that people typed."""
    if isinstance(error, NoKey):
        return error.sentence
    if opened:
        return (
            f"It failed {STRIKES} times in a row ({type(error).__name__}). The server's log says"
            " where; it is tried again when the server starts."
        )
    # Only of this error we know that its text quotes nobody.
    what = error if isinstance(error, Malformed) else type(error).__name__
    return f"It could not be opened ({what}). It is tried again by every newer Turnabout."


def turned_aside(id_: str) -> Turned:
    """Return the farewell for whoever knocks at a room that is set aside."""
    return Turned(CloseCode.ASIDE, ASIDE, room=session_id(id_))
