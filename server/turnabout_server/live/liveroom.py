"""One live room: decides on its newest state, appends, and sends once that is durable.

Everything that happens to a room waits in its inbox, and one task takes it from there. So nothing
needs a lock: between two waits for the disk only this task touches the room. What waits together
is decided together and becomes one append, so a busy room costs no more commits than a quiet one.

Deciding returns an *outcome*: what to do once the decision is durable. An answer given at once
would tell of something that a full disk can still undo. Outcomes are done in the order of the
inbox, so answers leave in the order of the log.
"""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from msgspec.structs import replace

from turnabout_language import N_
from turnabout_language.phrase import Phrase
from turnabout_protocol.messages import CloseCode, Do, Door, Draft, Join, Return, Steer
from turnabout_protocol.report import Report
from turnabout_server import rules
from turnabout_server.after import report
from turnabout_server.after.archive import session_id
from turnabout_server.live.alarm import Alarm
from turnabout_server.live.checks import OVER, planned
from turnabout_server.live.desk import Desk
from turnabout_server.live.doorway import Doorway, Outcome, settle, shown
from turnabout_server.live.drafts import Drafts
from turnabout_server.live.ground import Ground, Known
from turnabout_server.live.guests import Guests, Peer, Turned
from turnabout_server.live.history import History, TooLarge
from turnabout_server.live.inbox import Ask, Enter, Forget, Gone, Input, Left, RoomEnd, Stop, Tick
from turnabout_server.live.keys import new_key
from turnabout_server.live.writing import Writer
from turnabout_server.log import LogFailed, Mark, Row

FORGOTTEN: Final = N_("The facilitator deleted this session, and everything of it.")
BACK_SOON: Final = N_("The server is restarting. You will be back in a moment.")
STOOD_STILL: Final = N_(
    "The server stood still for a while. That time does not count; you will be back in a moment."
)
UNWRITTEN: Final = N_(
    "The room could not write its log and reopens from it. Nothing accepted is lost."
)
BROKE: Final = N_(
    "Something in this room failed, and it reopens from its log. Nothing accepted is lost."
)

_log = logging.getLogger(__name__)


class LiveRoom:
    """A room that runs. `open` or `recover` it first, or neither, then let a task `run` it."""

    def __init__(
        self, id_: str, rows: Iterable[Row], mark: Mark | None, known: Known, ground: Ground
    ) -> None:
        self.id = id_
        self.known = known
        self._ground = ground
        self._pulse = ground.pulse
        self._history = History(rows)
        self._drafts = Drafts(mark.drafts if mark else b"")
        bots = ground.stand_in is not None
        self._desk = Desk(
            self._history, self._drafts, known.tickets if bots else None, ground.tables
        )
        self._base = max(self._history.at, mark.at if mark else 0)
        self._started = self._stirred = self._pulse.now()
        self._gaps = self._pulse.gaps
        self._guests = Guests(self._history, self._now)
        self._inbox: asyncio.Queue[Input] = asyncio.Queue()
        self._alarm = Alarm(self._pulse, self.look)
        self._writer = Writer(self._history, self._drafts, self._guests, self._pulse, self.look)
        self._doorway = Doorway(self._desk, self._guests)
        self._ended: Turned | None = None
        self._forgotten = False
        self._left = asyncio.Event()
        self._waits = False

    # What connections ask.

    @property
    def over(self) -> bool:
        """Whether the session is over."""
        return self._history.stored.public.phase == "closed"

    @property
    def idle(self) -> bool:
        """Whether nothing is under way: only a message or the clock can change anything."""
        waits = self._waits and self._inbox.empty() and self._guests.idle
        return self._ended is not None or waits

    def sent_to(self, seat: int) -> int:
        """Return how many entries the connection of `seat` was sent."""
        return self._guests.sent_to(seat)

    def known_as(self, code: str) -> None:
        """Take the code that somebody has brought: with it stand-ins can find the room again."""
        self.known.code = code
        self._stirred = self._pulse.now()
        went_down, self.known.bereft = self.known.bereft, None
        if went_down is not None and self._ended is None:
            self._set_time()
            self._desk.recall(went_down)
            self._call_stand_ins()

    def door(self, key: str = "") -> Door:
        """Return the room as its link shows it: the one with this key, or none."""
        return shown(self._history.stored, key)

    async def enter(self, peer: Peer, message: Join | Return | Steer) -> int:
        """Seat a connection, send it what it may know, and return its seat.

        Raises Turned, or rules.Refusal.
        """
        if self._ended is not None:
            raise self._ended
        seated: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._inbox.put_nowait(Enter(peer, message, seated))
        return await seated

    def ask(self, seat: int, peer: Peer, do: Do) -> None:
        """Take a command; the answer is sent to `peer`."""
        self._inbox.put_nowait(Ask(seat, peer, do))

    def gone(self, seat: int, peer: Peer) -> None:
        """The connection of a seat is gone."""
        self._inbox.put_nowait(Gone(seat, peer))

    def left(self, peer: Peer) -> None:
        """A connection is gone that perhaps still waits at the door."""
        self._inbox.put_nowait(Left(peer))

    def draft(self, seat: int, draft: Draft) -> None:
        """Take what somebody has typed so far."""
        if self._drafts.take(seat, draft, self._history.room.public):
            self._writer.stir()

    def mark(self) -> Mark | None:
        """Return how far the room has run; None if no clock runs: then nothing would be lost.

        Why marks? Between two entries of the log minutes of a turn can pass. Without them a crash
        would give those back to the speaker, and lose what was typed.
        """
        return None if self._forgotten or not self._clock_runs else self._reached()

    @property
    def quiet(self) -> float:
        """For how many seconds nobody has been here, and no clock has run."""
        if self._clock_runs or self._guests or self._doorway or not self.idle:
            return 0.0
        return self._pulse.now() - self._stirred

    def at_rest(self) -> tuple[Mark, int | None]:
        """Return how far the room has run, and the room time at which it must run again."""
        return self._reached(), rules.due(self._history.stored)

    @property
    def facilitator_key(self) -> str:
        """The hash of the facilitator key."""
        return self._history.stored.vault.facilitator_key

    @property
    def co_key(self) -> str:
        """The hash of the co-facilitators' key; empty: there is none."""
        return self._history.stored.vault.co_key

    def report(self) -> Report:
        """Return the report as far as the room has been shown what is in it."""
        return report.build(self._history.stored, session_id(self.id))

    def look(self) -> None:
        """Let the room look at the time: the process may have stood still."""
        self._inbox.put_nowait(Tick())

    def stop(self, end: RoomEnd = RoomEnd.STOPPED) -> None:
        """End `run` after what waits already. If somebody comes before that, it will not rest."""
        self._inbox.put_nowait(Stop(end))

    def withdraw(self) -> None:
        """Delete all of the room and let it end: nobody will ever come."""
        self._inbox.put_nowait(Forget())

    async def forget(self) -> None:
        """End the session for everybody and delete all of it; return when everybody has left.

        They have left, too, when it failed: the log knows.
        """
        self.withdraw()
        await self._left.wait()

    # The room's task.

    async def open(self, outcome: rules.Outcome) -> None:
        """Write the first events.

        Raises rules.Refusal if one is too large to be sent, LogFailed.
        """
        self._set_time()
        try:
            self._desk.happen(outcome)
        except TooLarge:
            raise rules.Refusal(
                "too_large", N_("Scenario and agenda are too long to be sent.")
            ) from None
        await self._commit([])

    async def recover(self, *, bereft: bool) -> None:
        """Note that the room came back from its log: everybody is away, the clocks are held.

        `bereft`: its stand-ins went down with an earlier server. Raises LogFailed.
        """
        if bereft:
            self.known.bereft = self._base
        self._set_time()
        self._restart()
        await self._commit([])

    async def run(self) -> RoomEnd:
        """Live until the session is over, nobody needs the room, or `stop` is called.

        Everybody has been sent away when it ends. Raises LogFailed, and whatever breaks.
        """
        try:
            end = await self._live()
        except BaseException as error:
            self._leave(*_last_words(error))
            raise
        finally:
            self._alarm.set(None)
            self._writer.stop()
        if end is not RoomEnd.OVER:
            self._leave(CloseCode.RESTART, BACK_SOON)
        else:
            self._leave(CloseCode.CLOSED, FORGOTTEN if self._forgotten else OVER)
        return end

    async def _live(self) -> RoomEnd:
        # A room can come back from its log with its session over: it must still be closed.
        end = self._end(())
        while end is None:
            end = await self._round()
        if self._forgotten:
            await self._ground.log.close_room(self.id)
        elif end is RoomEnd.OVER:
            await self._keep_report()
        return end

    async def _round(self) -> RoomEnd | None:
        """Wait for something to happen, and do all that waits by then. None: go on."""
        self._alarm.set(self._due())
        if not self._alarm.asleep:
            # It must be before this room counts as idle: others move the clock then.
            await asyncio.sleep(0)
        self._waits = True
        inputs = [await self._inbox.get()]
        self._waits = False
        while not self._inbox.empty():
            inputs.append(self._inbox.get_nowait())
        self._set_time()
        if self._pulse.gaps != self._gaps:
            self._come_to()
        self._desk.expire()
        outcomes = [self._handle(input_) for input_ in inputs]
        self._desk.drop(self._guests)
        self._desk.warn()
        await self._commit(outcomes)
        return self._end(inputs)

    def _end(self, inputs: Sequence[Input]) -> RoomEnd | None:
        if self._forgotten or self.over:
            return RoomEnd.OVER
        ends = {input_.end for input_ in inputs if isinstance(input_, Stop)}
        if RoomEnd.STOPPED in ends:
            return RoomEnd.STOPPED
        return RoomEnd.RESTS if ends and not self._guests and not self._doorway else None

    def _handle(self, input_: Input) -> Outcome:
        """Decide, and return what is to be done about it once it is durable."""
        if not isinstance(input_, Tick):
            self._stirred = self._pulse.now()
        match input_:
            case Enter():
                return self._doorway.enter(input_)
            case Ask(seat=seat, peer=peer, do=do):
                answer = self._desk.answer(seat, do)
                outcomes = [*self._doorway.open(), lambda: self._guests.answer(seat, peer, answer)]
                return lambda: _each(outcomes)
            case Left(peer=peer):
                self._doorway.leave(peer)
            case Gone(seat=seat, peer=peer):
                self._guests.leave(seat, peer)
            case Forget():
                self._forgotten = True
        return lambda: None

    def _restart(self) -> None:
        # A server that went down just then had told of a table that it had not opened yet.
        self._desk.opens_table = self._history.room.public.phase == "lobby"
        self._desk.happen(rules.restart(self._history.room, self._desk.now, new_key()))

    def _come_to(self) -> None:
        """The process stood still: as after a restart, whoever is here comes back and says so."""
        self._gaps = self._pulse.gaps
        self._restart()
        self._guests.dismiss(CloseCode.RESTART, Phrase(STOOD_STILL))
        self._doorway.clear(Turned(CloseCode.RESTART, STOOD_STILL))

    async def _commit(self, outcomes: Sequence[Outcome]) -> None:
        """Make durable what has happened, then let the world know, in order."""
        rows = self._history.rows
        if rows:
            await self._ground.log.append(self.id, rows[0].seq - 1, rows)
        self._history.kept()
        for outcome in outcomes:
            outcome()
        self._guests.tell()
        self._writer.tell()
        self._doorway.told()
        self._call_stand_ins()
        if self._desk.opens_table:
            self._desk.opens_table = False
            self._ground.tables.open(self._history.stored)

    def _call_stand_ins(self) -> None:
        calls, self._desk.calls = self._desk.calls, []
        if self._ground.stand_in is not None:
            for call in calls:
                self._ground.stand_in(self.known.code, call.ticket, call.home)

    async def _keep_report(self) -> None:
        """Keep the report, delete everything else.

        In this order: after a crash between the two the log still says that the room is closed,
        and so it is closed once more.
        """
        room, report = self._history.stored, self.report()
        check = planned(room, report, self._ground.checks.today)
        report = replace(report, check_from=check.opens if check else "")
        keep = partial(self._ground.archive.keep, series=room.vault.series, check=check)
        await asyncio.to_thread(keep, report, self.facilitator_key)
        await self._ground.log.close_room(self.id)

    def _leave(self, code: CloseCode, sentence: str) -> None:
        """Send everybody away, also those about to sit down."""
        self._ended = Turned(code, sentence)
        self._guests.part_all(code, self._ended.phrase)
        self._doorway.fail(self._ended)
        while not self._inbox.empty():
            input_ = self._inbox.get_nowait()
            if isinstance(input_, Enter):
                settle(input_.seated, self._ended)
        self._left.set()

    # Time.

    @property
    def _clock_runs(self) -> bool:
        public = self._history.stored.public
        return public.phase == "running" and not public.clock.paused

    def _reached(self) -> Mark:
        return Mark(self._now(), self._drafts.stored(self._history.stored.public))

    def _now(self) -> int:
        """Return the room time."""
        return self._base + round((self._pulse.now() - self._started) * 1000)

    def _set_time(self) -> None:
        self._desk.at(self._now(), self._pulse.wall_ms())

    def _due(self) -> float | None:
        """Return when the clock has something to say, in seconds of the pulse."""
        due = self._desk.due()
        return None if due is None else self._started + (due - self._base) / 1000


def _last_words(error: BaseException) -> tuple[CloseCode, str]:
    """Return what everybody in a room that ends with `error` is told."""
    if isinstance(error, LogFailed):
        return CloseCode.FAILED, UNWRITTEN
    if isinstance(error, Exception):
        return CloseCode.FAILED, BROKE
    return CloseCode.RESTART, BACK_SOON  # Cancelled: the server is going down.


def _each(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        outcome()
