"""One connection, from its first frame to its last."""

import asyncio
import logging
from typing import Any

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from turnabout_language import N_
from turnabout_language.phrase import Phrase
from turnabout_protocol.codec import Malformed, decode, encode
from turnabout_protocol.messages import (
    VERSION,
    AskReport,
    ClientMessage,
    CloseCode,
    Do,
    Draft,
    ForgetRoom,
    Forgotten,
    Hello,
    Join,
    Message,
    OpenRoom,
    Return,
    Steer,
)
from turnabout_server import rules
from turnabout_server.after.report import sendable
from turnabout_server.live.guests import Turned
from turnabout_server.live.keys import fits
from turnabout_server.live.room import LiveRoom
from turnabout_server.live.rooms import Rooms
from turnabout_server.log import LogFailed
from turnabout_server.net.limits import Pace
from turnabout_server.net.outbox import Outbox
from turnabout_server.settings import Limits

_log = logging.getLogger(__name__)


class Session:
    """Speaks the protocol with one client. `open_key` is the hash of the opening key, or nothing.

    Network time is the loop's own: how slow a client may be has nothing to do with the game.
    """

    def __init__(
        self, socket: ServerConnection, rooms: Rooms, limits: Limits, open_key: str
    ) -> None:
        self._socket = socket
        self._rooms = rooms
        self._limits = limits
        self._open_key = open_key
        self._pace = Pace(limits, asyncio.get_running_loop().time())
        self.outbox = Outbox(socket, limits)

    async def run(self) -> None:
        """Serve the connection until it is gone."""
        writer = asyncio.create_task(self.outbox.run())
        try:
            await self._converse()
        except ConnectionClosed:
            writer.cancel()
        except Turned as turned:
            self.outbox.part(turned.code, turned.phrase)
        except rules.Refused as refused:
            code = CloseCode.CLOSED if refused.code == "closed" else CloseCode.NOT_NOW
            self.outbox.part(code, refused.phrase)
        except Malformed as error:
            said = Phrase(N_("This frame is not understood: {error}."), {"error": str(error)})
            self.outbox.part(CloseCode.BAD_MESSAGE, said)
        except LogFailed as error:
            self.outbox.part(CloseCode.FAILED, Phrase(error.sentence))
        except Exception as error:
            _log.error("A connection failed: %s", type(error).__name__)
            said = Phrase(N_("The server failed on this connection. Come back."))
            self.outbox.part(CloseCode.FAILED, said)
        await asyncio.wait([writer])

    async def _converse(self) -> None:
        try:
            async with asyncio.timeout(self._limits.handshake):
                found = await self._handshake()
        except TimeoutError:
            raise Turned(
                CloseCode.TOO_MUCH,
                N_("Nobody said who they are in time. Come back when you are ready."),
            ) from None
        if found is None:
            return
        room, seat = found
        try:
            await self._play(room, seat)
        finally:
            room.gone(seat, self.outbox)

    async def _handshake(self) -> tuple[LiveRoom, int] | None:
        """Return the room and the seat; None: everything is said."""
        first = await self._hear(Hello | OpenRoom | AskReport | ForgetRoom)
        if first.version != VERSION:
            raise _versions(first.version)
        if not isinstance(first, Hello):
            await self._serve(first)
            return None
        room = await self._rooms.find(first.code)
        self.outbox.post(encode(room.door()))
        message = await self._hear(Join | Return | Steer)
        # A room that failed in the meantime is another one now.
        room = await self._rooms.find(first.code)
        entering = asyncio.ensure_future(room.enter(self.outbox, message))
        try:
            return room, await asyncio.shield(entering)
        except (TimeoutError, asyncio.CancelledError):
            entering.add_done_callback(lambda done: _nobody_there(done, room, self.outbox))
            raise

    async def _serve(self, message: OpenRoom | AskReport | ForgetRoom) -> None:
        """Do the one thing that this connection is for."""
        match message:
            case OpenRoom():
                self._check_open_key(message)
                answer: Message = await self._rooms.open(message)
            case AskReport():
                answer = sendable(await self._rooms.report_for(message.code, message.key))
            case ForgetRoom():
                await self._rooms.forget(message.code, message.key)
                answer = Forgotten()
        self.outbox.post(encode(answer))
        await self._socket.wait_closed()

    def _check_open_key(self, message: OpenRoom) -> None:
        if self._open_key and not fits(message.key, self._open_key):
            raise Turned(
                CloseCode.WRONG_KEY,
                N_(
                    "The opening key is not this server's. Ask its operator; it is in "
                    "open.key there."
                ),
            )

    async def _play(self, room: LiveRoom, seat: int) -> None:
        while True:
            message = await self._hear(Do | Draft)
            if self.outbox.parting:
                await self._socket.wait_closed()
                return
            match message:
                case Do():
                    room.ask(seat, self.outbox, message)
                case Draft():
                    room.draft(seat, message)

    async def _hear(self, expected: Any) -> Any:
        """Return the next message. Raises Malformed, Turned."""
        data = await self._socket.recv()
        if not self._pace.spend(asyncio.get_running_loop().time()):
            raise Turned(
                CloseCode.TOO_MUCH, N_("Too many frames at once. Come back and go slower.")
            )
        if isinstance(data, str):
            raise Malformed("$", "the frame must be binary, not text")
        message = decode(data, ClientMessage)
        if not isinstance(message, expected):
            raise Malformed("$.msg", "this message does not come now")
        return message


def _nobody_there(done: asyncio.Future[int], room: LiveRoom, outbox: Outbox) -> None:
    """The connection went while it was being seated."""
    if not done.cancelled() and done.exception() is None:
        room.gone(done.result(), outbox)


def _versions(theirs: int) -> Turned:
    older = N_(
        "Your Turnabout is older than this server's (protocol {theirs}, here {ours}). "
        "Install the same version at both ends."
    )
    newer = N_(
        "Your Turnabout is newer than this server's (protocol {theirs}, here {ours}). "
        "Install the same version at both ends."
    )
    sentence = older if theirs < VERSION else newer
    return Turned(CloseCode.WRONG_VERSION, sentence, theirs=theirs, ours=VERSION)
