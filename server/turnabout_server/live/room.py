"""One live room: decides on its newest state, appends, and sends once that is durable.

Everything that happens to a room waits in its inbox, and one task takes it from there. What waits
together is decided together and becomes one append, so a busy room costs no more commits than a
quiet one, and answers leave in the order of the log.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from turnabout_language import N_
from turnabout_protocol.messages import CloseCode, Do, Door, Draft, Join, Return, Steer
from turnabout_protocol.report import Report
from turnabout_protocol.scenario import Side
from turnabout_server import rules
from turnabout_server.after import report
from turnabout_server.after.archive import Archive, session_id
from turnabout_server.live.clock import Clock
from turnabout_server.live.desk import Desk
from turnabout_server.live.drafts import Drafts
from turnabout_server.live.guests import Guests, Peer, Turned
from turnabout_server.live.history import History, TooLarge
from turnabout_server.live.keys import new_key
from turnabout_server.log import Log, Mark, Row

StandIn = Callable[[str, str, Side], None]
"""Brings a bot: the room's code, a ticket that seats it, and the side it belongs to."""

OVER: Final = N_("This session is over.")
FORGOTTEN: Final = N_("The facilitator deleted this session, and everything of it.")
BACK_SOON: Final = N_("The server is restarting. You will be back in a moment.")
REOPENS: Final = N_(
    "The room could not write its log and reopens from it. Nothing accepted is lost."
)


class _Enter(NamedTuple):
    peer: Peer
    message: Join | Return | Steer
    seated: asyncio.Future[int]


class _Ask(NamedTuple):
    seat: int
    peer: Peer
    do: Do


class _Gone(NamedTuple):
    seat: int
    peer: Peer


class _Tick(NamedTuple):
    pass


class _Stop(NamedTuple):
    pass


class _Forget(NamedTuple):
    pass


_Input = _Enter | _Ask | _Gone | _Tick | _Stop | _Forget
_Outcome = Callable[[], None]


class LiveRoom:
    """A room that runs. `open` or `recover` it first, then let a task `run` it."""

    def __init__(
        self,
        id_: str,
        rows: Iterable[Row],
        mark: Mark | None,
        *,
        log: Log,
        archive: Archive,
        clock: Clock,
        stand_in: StandIn | None,
    ) -> None:
        self.id = id_
        self.code = ""
        """The code of the room's link, as soon as somebody has brought it: the log has none."""
        self._bereft = False
        """Whether the stand-ins of this room went down with an earlier server."""
        self._log = log
        self._archive = archive
        self._forgotten = False
        self._clock = clock
        self._stand_in = stand_in
        self._history = History(rows)
        self._drafts = Drafts(mark.drafts if mark else b"")
        self._desk = Desk(self._history, self._drafts, bots=stand_in is not None)
        self._base = max(self._history.at, mark.at if mark else 0)
        self._started = clock.now()
        self._guests = Guests()
        self._inbox: asyncio.Queue[_Input] = asyncio.Queue()
        self._seating: list[asyncio.Future[int]] = []
        self._ended: Turned | None = None
        self._left = asyncio.Event()
        self._waits = False
        self._alarm: asyncio.Task[None] | None = None
        self._alarm_at: int | None = None

    # What connections ask.

    @property
    def over(self) -> bool:
        """Whether the session is over."""
        return self._history.stored.public.phase == "closed"

    @property
    def idle(self) -> bool:
        """Whether nothing is under way: only a message or the clock can change anything."""
        return self._ended is not None or (self._waits and self._inbox.empty())

    def sent_to(self, seat: int) -> int:
        """Return the newest entry that was sent to the connection of `seat`."""
        return self._guests.sent_to(seat)

    def known_as(self, code: str) -> None:
        """Take the code that somebody has brought; now stand-ins can find the room again."""
        self.code = code
        if self._bereft and self._ended is None:
            self._bereft = False
            self._set_time()
            self._desk.recall(self._base)
            self._call_stand_ins()

    def door(self) -> Door:
        """Return the room as its link shows it."""
        public = self._history.stored.public
        return Door(
            title=public.story.title if public.story else "",
            team=public.rules.team,
            labels=public.story.labels if public.story else {},
            phase=public.phase,
            players=len(public.players()),
            max_players=public.rules.max_players,
            playing=rules.playing_open(public),
        )

    async def enter(self, peer: Peer, message: Join | Return | Steer) -> int:
        """Seat a connection, send it what it may know, and return its seat.

        Raises Turned, or rules.Refused.
        """
        if self._ended is not None:
            raise self._ended
        seated: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._inbox.put_nowait(_Enter(peer, message, seated))
        return await seated

    def ask(self, seat: int, peer: Peer, do: Do) -> None:
        """Take a command; the answer is sent to `peer`."""
        self._inbox.put_nowait(_Ask(seat, peer, do))

    def gone(self, seat: int, peer: Peer) -> None:
        """The connection of a seat is gone."""
        self._inbox.put_nowait(_Gone(seat, peer))

    def draft(self, seat: int, draft: Draft) -> None:
        """Take what somebody has typed so far."""
        self._drafts.take(seat, draft, self._history.room.public)

    def mark(self) -> Mark | None:
        """Return how far the room has run; None: no clock runs, nothing would be lost."""
        public = self._history.stored.public
        if public.phase != "running" or public.clock.paused or self._forgotten:
            return None
        return Mark(self._now(), self._drafts.stored(public))

    @property
    def facilitator_key(self) -> str:
        """The hash of the facilitator key."""
        return self._history.stored.vault.facilitator_key

    def report(self) -> Report:
        """Return the report as far as the room has been shown what is in it."""
        return report.build(self._history.stored, session_id(self.id))

    def stop(self) -> None:
        """End `run` after what waits already."""
        self._inbox.put_nowait(_Stop())

    async def forget(self) -> None:
        """End the session for everybody and delete all of it; return when everybody has left.

        They have left, too, when it failed: the log knows.
        """
        self._inbox.put_nowait(_Forget())
        await self._left.wait()

    # The room's task.

    async def open(self, outcome: rules.Outcome) -> None:
        """Write the first events.

        Raises rules.Refused if one is too large to be sent, LogFailed.
        """
        self._set_time()
        try:
            self._desk.happen(outcome)
        except TooLarge:
            raise rules.Refused(
                "too_large", N_("Scenario and agenda are too long to be sent.")
            ) from None
        await self._commit([])

    async def recover(self) -> None:
        """Note that the server came back: everybody is away, the clocks are held."""
        self._set_time()
        self._desk.happen(rules.restart(self._history.room, self._desk.now, new_key()))
        await self._commit([])
        # Where the code is known, stand-ins live on in this process and come back by themselves.
        self._bereft = not self.code

    async def run(self) -> None:
        """Live until the session is over or `stop` is called.

        Everybody has been sent away when it ends. Raises LogFailed.
        """
        going = True
        try:
            while going and not self.over and not self._forgotten:
                going = await self._round()
            if self._forgotten:
                await self._log.close_room(self.id)
            elif self.over:
                await self._keep_report()
        except BaseException:
            self._leave(CloseCode.FAILED, REOPENS)
            raise
        finally:
            self._set_alarm(None)
        if self._forgotten:
            self._leave(CloseCode.CLOSED, FORGOTTEN)
        elif self.over:
            self._leave(CloseCode.CLOSED, OVER)
        else:
            self._leave(CloseCode.RESTART, BACK_SOON)

    async def _round(self) -> bool:
        """Wait for something to happen, and do all that waits by then. False: stop."""
        self._set_alarm(rules.due(self._history.room))
        # The alarm must sleep before this room counts as idle: others move the clock then.
        await asyncio.sleep(0)
        self._waits = True
        inputs = [await self._inbox.get()]
        self._waits = False
        while not self._inbox.empty():
            inputs.append(self._inbox.get_nowait())
        self._set_time()
        self._desk.expire()
        await self._commit([self._handle(input_) for input_ in inputs])
        return not any(isinstance(input_, _Stop) for input_ in inputs)

    def _handle(self, input_: _Input) -> _Outcome:
        """Decide, and return what is to be done about it once it is durable."""
        match input_:
            case _Enter():
                return self._enter(input_)
            case _Ask(seat=seat, peer=peer, do=do):
                answer = self._desk.answer(seat, do)
                return lambda: peer.post(answer)
            case _Gone(seat=seat, peer=peer):
                if self._guests.leave(seat, peer):
                    self._desk.drop(seat)
            case _Forget():
                self._forgotten = True
        return lambda: None

    def _enter(self, enter: _Enter) -> _Outcome:
        seated = enter.seated
        if seated.done():
            return lambda: None
        self._seating.append(seated)
        try:
            seat, guest = self._desk.sit(enter.peer, enter.message)
        except (Turned, rules.Refused) as error:
            refusal = error
            return lambda: _settle(seated, refusal)
        self._guests.seat(seat, guest)
        return lambda: _settle(seated, seat)

    async def _commit(self, outcomes: Sequence[_Outcome]) -> None:
        """Make durable what has happened, then let the world know, in order."""
        rows = self._history.rows
        if rows:
            await self._log.append(self.id, rows[0].seq - 1, rows)
        self._history.kept()
        self._guests.tell(self._history, self._now())
        for outcome in outcomes:
            outcome()
        self._seating.clear()
        self._call_stand_ins()

    def _call_stand_ins(self) -> None:
        calls, self._desk.calls = self._desk.calls, []
        if self._stand_in is not None:
            for call in calls:
                self._stand_in(self.code, call.ticket, call.home)

    async def _keep_report(self) -> None:
        """Keep the report, delete everything else.

        In this order: after a crash between the two the log still says that the room is closed,
        and so it is closed once more.
        """
        await asyncio.to_thread(self._archive.keep, self.report(), self.facilitator_key)
        await self._log.close_room(self.id)

    def _leave(self, code: CloseCode, sentence: str) -> None:
        """Send everybody away, also who was about to sit down."""
        self._ended = Turned(code, sentence)
        self._guests.part_all(code, self._ended.phrase)
        waiting = list(self._seating)
        while not self._inbox.empty():
            input_ = self._inbox.get_nowait()
            if isinstance(input_, _Enter):
                waiting.append(input_.seated)
        for seated in waiting:
            _settle(seated, self._ended)
        self._left.set()

    # Time.

    def _now(self) -> int:
        """Return the room time."""
        return self._base + round((self._clock.now() - self._started) * 1000)

    def _set_time(self) -> None:
        self._desk.at(self._now(), self._clock.wall_ms())

    def _set_alarm(self, at: int | None) -> None:
        if at == self._alarm_at:
            return
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm_at = at
        self._alarm = None if at is None else asyncio.create_task(self._ring(at))

    async def _ring(self, at: int) -> None:
        await self._clock.sleep_until(self._started + (at - self._base) / 1000)
        self._alarm = self._alarm_at = None
        self._inbox.put_nowait(_Tick())


def _settle(seated: asyncio.Future[int], outcome: int | Exception) -> None:
    if seated.done():
        return
    if isinstance(outcome, int):
        seated.set_result(outcome)
    else:
        seated.set_exception(outcome)
