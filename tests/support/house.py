"""A small house for clients: the real rules behind a real socket, and every way to go wrong.

It has no log and no clock of its own: `table.now` is what the test makes it.
"""

import asyncio
import contextlib
from typing import Any, Final, Self

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.support.table import Table
from turnabout_protocol import links
from turnabout_protocol.codec import decode, encode
from turnabout_protocol.fold import Entry, may_know
from turnabout_protocol.messages import (
    SUBPROTOCOL,
    Accepted,
    ClientMessage,
    CloseCode,
    Do,
    Door,
    Draft,
    Farewell,
    Hello,
    Join,
    Message,
    Refused,
    Return,
    Steer,
    Update,
    Welcome,
)
from turnabout_server import rules

CODE: Final = "7F3K2QMX9TRVH4WZ"


class House:
    """One room with an open door. Use as `async with House(table) as house`."""

    def __init__(self, table: Table, **serving: Any) -> None:
        self.table = table
        self.came = 0
        """Handshakes so far."""
        self.slam: int | None = None
        """Close every connection with this code as soon as it is welcome."""
        self.epoch = "E1"
        """What every welcome says."""
        self.returns: list[Return] = []
        self.odd: Entry | None = None
        """Tell everybody who comes back this, too."""
        self.deaf = False
        """Take commands, but lose the answers and the news."""
        self.commands: list[Do] = []
        self.moments: list[tuple[int, int]] = []
        """Room time and seat of each of them."""
        self.drafts: list[Draft] = []
        self._serving = serving
        self._sent: dict[ServerConnection, tuple[int, int]] = {}
        self._took: set[str] = set()
        self._telling = asyncio.Lock()
        self._server: Server | None = None

    async def __aenter__(self) -> Self:
        await self.open(0)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.shut()

    async def open(self, port: int) -> None:
        """Listen."""
        self._server = await serve(
            self._serve,
            "127.0.0.1",
            port,
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            compression=None,
            **self._serving,
        )
        self.port: int = self._server.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        """Stop listening and hang up on everybody."""
        if self._server is not None:
            self._server.close(code=CloseCode.RESTART)
            await self._server.wait_closed()

    def known_to(self, number: int | None) -> list[Entry]:
        """Return the entries of the log that a seat may know."""
        seat = self.table.public.seats.get(number or 0)
        return [e for e in self.table.log if seat is not None and may_know(seat, e.event)]

    def link(self, pin: str = "") -> links.Link:
        scheme = "wss" if "ssl" in self._serving else "ws"
        server = f"{scheme}://127.0.0.1:{self.port}"
        return links.Link(server=server, door="join", code=CODE, pin=pin)

    def cut(self) -> None:
        """Break every connection without a word."""
        for socket in list(self._sent):
            socket.transport.abort()

    async def dismiss(self, code: CloseCode, sentence: str) -> None:
        """Say goodbye to everybody."""
        for socket in list(self._sent):
            await self._send(socket, Farewell(code=code, sentence=sentence))
            await socket.close(code)

    async def say(self, entry: Entry) -> None:
        """Send everybody an entry that is in no log."""
        for socket, (_, sent) in list(self._sent.items()):
            await self._send(socket, Update(now=self.table.now, first=sent + 1, entries=(entry,)))

    async def tell(self, running: bool = True) -> None:
        """Send everybody what is new to them."""
        # One after the other: entries come in their order, whoever else has something to tell.
        async with self._telling:
            for socket, (number, sent) in list(self._sent.items()):
                known = self.known_to(number)
                self._sent[socket] = number, len(known)
                for first, entry in enumerate(known[sent:], sent + 1):
                    update = Update(
                        now=self.table.now, first=first, entries=(entry,), running=running
                    )
                    with contextlib.suppress(ConnectionClosed):
                        await self._send(socket, update)

    async def _serve(self, socket: ServerConnection) -> None:
        try:
            await self._welcome(socket)
            while True:
                await self._take(socket, decode(await self._frame(socket), ClientMessage))
        except ConnectionClosed:
            pass
        finally:
            self._sent.pop(socket, None)

    async def _welcome(self, socket: ServerConnection) -> None:
        hello = decode(await self._frame(socket), ClientMessage)
        assert isinstance(hello, Hello)
        if hello.code != CODE:
            farewell = Farewell(code=CloseCode.NO_SUCH_ROOM, sentence="No room has this code.")
            await self._send(socket, farewell)
            await socket.close(CloseCode.NO_SUCH_ROOM)
            return
        await self._send(socket, self._door())
        enter = decode(await self._frame(socket), ClientMessage)
        self.came += 1
        seat, seen = self._seat(enter)
        self._sent[socket] = seat, seen
        welcome = Welcome(
            seat=seat,
            key=f"KEY{seat:013}",
            restart=seen == 0,
            newest=len(self.known_to(seat)),
            epoch=self.epoch,
            moves=0,
        )
        await self._send(socket, welcome)
        await self.tell()
        if self.odd is not None:
            await self.say(self.odd)
        if self.slam is not None:
            await socket.close(self.slam)

    def _door(self) -> Door:
        story = self.table.public.story
        assert story is not None
        return Door(
            title=story.title,
            team="",
            labels=story.labels,
            phase=self.table.public.phase,
            players=len(self.table.public.players()),
            max_players=12,
            playing=True,
            language=self.table.public.rules.language,
        )

    def _seat(self, enter: Message) -> tuple[int, int]:
        match enter:
            case Join():
                return self.table.sit(enter.name, enter.home, enter.role), 0
            case Steer():
                return self.table.sit(enter.name, None, "facilitator"), 0
            case Return():
                self.returns.append(enter)
                return int(enter.key[3:]), enter.seen
        raise AssertionError(enter)

    async def _take(self, socket: ServerConnection, message: ClientMessage) -> None:
        if isinstance(message, Draft):
            self.drafts.append(message)
        if not isinstance(message, Do):
            return
        self.commands.append(message)
        seat, _ = self._sent[socket]
        self.moments.append((self.table.now, seat))
        answer: Message = Accepted(id=message.id)
        if message.id not in self._took:
            try:
                self.table.do(seat, message.command)
                self._took.add(message.id)
            except rules.Refusal as refused:
                answer = Refused(id=message.id, code=refused.code, sentence=refused.sentence)
        if not self.deaf:
            await self.tell()
            await self._send(socket, answer)

    async def _send(self, socket: ServerConnection, message: Message) -> None:
        await socket.send(encode(message))

    async def _frame(self, socket: ServerConnection) -> bytes:
        frame = await socket.recv()
        assert isinstance(frame, bytes)
        return frame
