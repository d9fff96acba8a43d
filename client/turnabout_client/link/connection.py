"""One connection for every kind of client: it folds, resumes, backs off, and sends once."""

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Final, NoReturn

from msgspec.structs import replace

from turnabout_client.link.backoff import Backoff
from turnabout_client.link.errors import CommandRefused, LinkError, TurnedAway
from turnabout_client.link.reasons import explain
from turnabout_client.link.roomtime import RoomTime
from turnabout_client.link.status import Status
from turnabout_client.link.together import first
from turnabout_client.link.unanswered import Unanswered
from turnabout_client.link.way import is_private
from turnabout_client.link.wire import Dial, Wire
from turnabout_language import N_, _
from turnabout_protocol import links
from turnabout_protocol.activities.scene import Said
from turnabout_protocol.codec import Malformed, decode, encode
from turnabout_protocol.commands import AnyCommand
from turnabout_protocol.fold import Entry, fold
from turnabout_protocol.messages import (
    VERSION,
    Accepted,
    AskReport,
    CloseCode,
    Door,
    Farewell,
    ForgetRoom,
    Forgotten,
    Hello,
    Join,
    Opened,
    OpenRoom,
    Refused,
    ReportSent,
    Return,
    ServerMessage,
    SshDoor,
    Steer,
    Update,
    Waiting,
    Welcome,
    Writing,
)
from turnabout_protocol.room import Room, Seat

SLOW_DOWN: Final = 5.0
"""Fewest seconds to stay away when the server asked us to slow down."""

AT_THE_DOOR: Final = N_("You wait at the door: the facilitator is asked to let you in.")

Enter = Join | Steer | Return


async def knock(where: links.Link, *, plain: bool = False, dial: Dial | None = None) -> Door:
    """Return the room behind `where` as anyone with its link may see it. Raises LinkError."""
    async with Wire(where.server, where.pin, plain=plain, dial=dial) as wire:
        await wire.send(Hello(version=VERSION, code=where.code, key=where.key))
        return await wire.expect(Door)


async def open_room(server: str, pin: str, message: OpenRoom, *, plain: bool = False) -> Opened:
    """Open a room at `server` and return its codes. Raises LinkError."""
    async with Wire(server, pin, plain=plain) as wire:
        await wire.send(message)
        return await wire.expect(Opened)


async def ask_report(
    where: links.Link, *, plain: bool = False, dial: Dial | None = None
) -> ReportSent:
    """Return the report of the session behind a steer link. Raises LinkError."""
    async with Wire(where.server, where.pin, plain=plain, dial=dial) as wire:
        await wire.send(AskReport(version=VERSION, code=where.code, key=where.key))
        return await wire.expect(ReportSent)


async def forget_room(where: links.Link, *, plain: bool = False) -> None:
    """Delete everything of the session behind a steer link. Raises LinkError."""
    async with Wire(where.server, where.pin, plain=plain) as wire:
        await wire.send(ForgetRoom(version=VERSION, code=where.code, key=where.key))
        await wire.expect(Forgotten)


class Connection:
    """A seat's connection to its room.

    `on_change` is called with the entries just folded into `room` (none of them after a restart
    of the copy: look at the room, not at the entries); `on_status` whenever `status` changes,
    `on_writing` whenever `writing` does.
    `plain`, `dial`: see Wire.
    """

    def __init__(
        self,
        where: links.Link,
        enter: Enter,
        *,
        plain: bool = False,
        dial: Dial | None = None,
        on_change: Callable[[tuple[Entry, ...]], None] = lambda entries: None,
        on_status: Callable[[Status], None] = lambda status: None,
        on_writing: Callable[[], None] = lambda: None,
        time: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        backoff: Backoff | None = None,
    ) -> None:
        self.where = where
        self.room = Room()
        self.seat: int | None = None
        self.seen = 0
        self._newest = 0
        self.key = enter.key if isinstance(enter, Return) else ""
        self.status = Status(state="connecting")
        self.writing: Writing | None = None
        """The newest that came of what the speaker types; it may be of a turn that is over."""
        self.ssh: SshDoor | None = None
        """The server's ssh door, where it has one that is open."""
        self.web = False
        """Whether the server's links open in browsers."""
        self._enter: Enter = enter
        self._epoch = ""
        self._moves = 0
        self._plain = plain
        self._dial = dial
        self._on_change = on_change
        self._on_status = on_status
        self._on_writing = on_writing
        self._time = time
        self._sleep = sleep
        self._backoff = Backoff() if backoff is None else backoff
        self._room_time = RoomTime(time)
        self._outbox = Unanswered(secrets.token_hex(6))
        self._live_since: float | None = None
        self._been_live = False
        self._fresh = True
        self._afresh = False
        """Whether to read the room from its beginning next time, for news did not fit our copy."""
        self._odd: int | None = None
        """After how many entries one came that did not fit."""

    @property
    def me(self) -> Seat | None:
        """My seat as everybody sees it; None before the room is known."""
        return None if self.seat is None else self.room.public.seats.get(self.seat)

    @property
    def whole(self) -> bool:
        """Whether `room` is all that had happened when I came, or came back."""
        return self._been_live and self.seen >= self._newest

    @property
    def private(self) -> bool:
        """Whether what is sent is encrypted, or never leaves this machine."""
        return is_private(self.where.server)

    @property
    def unanswered(self) -> int:
        """How many commands still wait for their answer."""
        return self._outbox.waiting

    def now(self) -> int:
        """Return the room time in milliseconds. It stands still while the connection is away."""
        return self._room_time.read()

    async def run(self) -> Farewell:
        """Stay connected until the server says goodbye for good, and return its last words.

        Raises LinkError when the room cannot be entered in the first place. Once it was entered,
        a lost network is never the end: the link comes back by itself.
        """
        sentence = _("This program failed, and left the room. Come back with the same link.")
        try:
            farewell = await self._stay()
            sentence = farewell.sentence
        except LinkError as error:
            sentence = error.sentence
            raise
        except asyncio.CancelledError:
            sentence = _("You left the room.")
            raise
        finally:
            # However it ended, nobody must go on waiting for an answer that cannot come.
            self._end(sentence)
        return farewell

    async def do(self, command: AnyCommand) -> None:
        """Send `command` and return when it is accepted; its events are folded by then.

        While the connection is away the command waits, and is sent once after the return.
        Raises CommandRefused.
        """
        if self.status.state == "over":
            raise CommandRefused("over", self.status.sentence or _("The session is over."))
        await self._outbox.do(command)

    def draft(self, step: str, turn: int, said: Said) -> None:
        """Let the server have what is typed so far: it counts at the bell. Never waits."""
        self._outbox.draft(step, turn, said)

    async def _stay(self) -> Farewell:
        while True:
            at_least = 0.0
            try:
                await self._attend()
            except TurnedAway as error:
                if not error.come_back:
                    if self._been_live:
                        return Farewell(code=error.code, sentence=error.sentence)
                    raise
                at_least = SLOW_DOWN if error.code == CloseCode.TOO_MUCH else 0.0
                sentence = error.sentence
            except LinkError as error:
                if not self._been_live:
                    raise
                sentence = error.sentence
            await self._wait(sentence, at_least)

    async def _wait(self, sentence: str, at_least: float) -> None:
        since, self._live_since = self._live_since, None
        lasted = 0.0 if since is None else self._time() - since
        self._room_time.stop()
        delay = self._backoff.next(lasted, at_least)
        self._tell(Status(state="away", sentence=sentence, retry_in=delay))
        await self._sleep(delay)

    async def _attend(self) -> NoReturn:
        """Hold one connection from its handshake to its end, which is a LinkError."""
        where = self.where
        async with Wire(where.server, where.pin, plain=self._plain, dial=self._dial) as wire:
            await self._shake_hands(wire)
            await first(self._listen(wire), self._outbox.deliver(wire))

    async def _listen(self, wire: Wire) -> NoReturn:
        while True:
            self._take(await wire.receive())

    async def _shake_hands(self, wire: Wire) -> None:
        enter = self._enter
        if isinstance(enter, Return):
            seen = 0 if self._afresh else self.seen
            enter = replace(enter, seen=seen, epoch=self._epoch, moves=self._moves)
        where = self.where
        await wire.send(Hello(version=VERSION, code=where.code, key=where.key))
        door = await wire.expect(Door)
        self.ssh, self.web = door.ssh, door.web
        await wire.send(checked(enter))
        self._welcomed(await self._let_in(wire))

    async def _let_in(self, wire: Wire) -> Welcome:
        """Return the welcome. Where a facilitator answers the door it may take its time."""
        message = await wire.answer()
        while isinstance(message, Waiting):
            self._tell(Status(state="connecting", sentence=_(AT_THE_DOOR)))
            message = await wire.receive()
        return wire.checked(message, Welcome)

    def _take(self, message: ServerMessage) -> None:
        match message:
            case Update():
                self._update(message)
            case Writing():
                self.writing = message
                self._on_writing()
            case Accepted() | Refused():
                self._outbox.answered(message)
            case Welcome():
                self._welcomed(message)
            case _:
                raise TurnedAway(CloseCode.BAD_MESSAGE)

    def _welcomed(self, welcome: Welcome) -> None:
        self.seat, self.key = welcome.seat, welcome.key
        self._epoch, self._moves = welcome.epoch, welcome.moves
        self._newest = welcome.newest
        # From here on a lost connection means coming back to this seat, not taking another one.
        self._enter = Return(key=welcome.key)
        if welcome.restart:
            self.room, self.seen = Room(), 0
        self._fresh = True
        self._afresh = False
        self._been_live = True
        if self._live_since is None:
            self._live_since = self._time()
        self._tell(Status(state="live"))

    def _update(self, update: Update) -> None:
        if self._fresh:
            self._room_time.set(update.now)
            self._fresh = False
        self._room_time.sync(update.now, update.running)
        if update.first > self.seen + 1:
            raise self._puzzled(LookupError())
        news = update.entries[self.seen + 1 - update.first :]
        self._fold(news)
        self._on_change(news)

    def _fold(self, news: tuple[Entry, ...]) -> None:
        for entry in news:
            try:
                self.room = fold((entry,), self.room)
            except Exception as error:  # whatever is said about a seat or a step that is not there
                raise self._puzzled(error) from error
            self.seen += 1

    def _puzzled(self, error: Exception) -> LinkError:
        """Return why we hang up: to read the room afresh, or for good if that has not helped."""
        said = explain(Malformed("$.entries", type(error).__name__), self.where.server)
        if self.seen == self._odd:
            return TurnedAway(CloseCode.BAD_MESSAGE, said.sentence)
        self._afresh, self._odd = True, self.seen
        return said

    def _tell(self, status: Status) -> None:
        if status != self.status:
            self.status = status
            self._on_status(status)

    def _end(self, sentence: str) -> None:
        self._room_time.stop()
        self._outbox.close(sentence)
        self._tell(Status(state="over", sentence=sentence))


def checked(message: Enter) -> Enter:
    """Return `message` as the server will read it. Raises LinkError instead of being hung up on."""
    with contextlib.suppress(Malformed):
        found: Enter = decode(encode(message), Enter)
        return found
    raise LinkError(
        _("A name has 1 to 24 characters, and a key is the one from the link. Try again.")
    )
