"""One connection, from its first frame to its last."""

import asyncio
import contextlib
import logging
from typing import Any

from msgspec.structs import replace
from websockets.exceptions import ConnectionClosed

from turnabout_language import N_
from turnabout_language.phrase import Phrase
from turnabout_machine.trouble import frames
from turnabout_protocol.codec import (
    FRAME,
    SMALL,
    Malformed,
    convert,
    decode,
    encode,
    named,
    unpack,
    values,
)
from turnabout_protocol.messages import (
    VERSION,
    Allowed,
    AnswerCheck,
    AskReport,
    CheckTaken,
    ClientMessage,
    CloseCode,
    CommandId,
    Do,
    Door,
    Draft,
    ForgetRoom,
    Forgotten,
    Hello,
    Join,
    OpenCheck,
    OpenRoom,
    Refused,
    Return,
    SshDoor,
    Steer,
)
from turnabout_server import rules
from turnabout_server.after.report import sendable
from turnabout_server.live.checks import OVER
from turnabout_server.live.guests import Turned
from turnabout_server.live.keys import fits
from turnabout_server.live.liveroom import LiveRoom
from turnabout_server.live.rooms import Rooms
from turnabout_server.log import LogFailed
from turnabout_server.net.outbox import Outbox, hang_up
from turnabout_server.net.sockets import Socket
from turnabout_server.settings import Limits

_log = logging.getLogger(__name__)


class Session:
    """Speaks the protocol with one client. `open_key` is the hash of the opening key, or nothing;
    `ssh` is the server's ssh door, `web` whether it has one for browsers.

    Network time is the loop's own: how slow a client may be has nothing to do with the game.
    """

    def __init__(
        self,
        socket: Socket,
        rooms: Rooms,
        limits: Limits,
        open_key: str,
        ssh: SshDoor | None = None,
        web: bool = False,
    ) -> None:
        self._socket = socket
        self._rooms = rooms
        self._limits = limits
        self._open_key = open_key
        self._ssh = ssh
        self._web = web
        self.outbox = Outbox(socket, limits)

    async def run(self) -> None:
        """Serve the connection until it is gone.

        A reader and a writer: when the writer ends, the connection is closed, and so the reader
        ends as soon as it listens again. What it does for the client until then is not cut short:
        a client that is being seated when the connection goes must still leave the seat.
        """
        async with asyncio.TaskGroup() as pair:
            pair.create_task(self._write())
            pair.create_task(self._read())

    def too_hasty(self) -> None:
        """More came than the pace allows."""
        self.outbox.part(
            CloseCode.TOO_MUCH, Phrase(N_("Too many frames at once. Come back and go slower."))
        )

    async def _write(self) -> None:
        try:
            await self.outbox.run()
        except Exception as error:
            _log.error("A connection could not be written to: %s", frames(error))
            await hang_up(self._socket, CloseCode.FAILED)

    async def _read(self) -> None:
        try:
            await self._converse()
        except ConnectionClosed:
            pass
        except Turned as turned:
            self.outbox.part(turned.code, turned.phrase)
        except rules.Refusal as refused:
            code = CloseCode.CLOSED if refused.code == "closed" else CloseCode.NOT_NOW
            self.outbox.part(code, refused.phrase)
        except Malformed as error:
            said = Phrase(N_("This frame is not understood: {error}."), {"error": str(error)})
            self.outbox.part(CloseCode.BAD_MESSAGE, said)
        except LogFailed as error:
            self.outbox.part(CloseCode.FAILED, Phrase(error.sentence))
        except Exception as error:
            _log.error("A connection failed: %s", frames(error))
            said = Phrase(N_("The server failed on this connection. Come back."))
            self.outbox.part(CloseCode.FAILED, said)
        finally:
            self.outbox.end()

    async def _converse(self) -> None:
        first = await self._wait_for(
            Hello | OpenRoom | AskReport | ForgetRoom, self._limits.handshake, larger="open_room"
        )
        spoken = (first.version, *first.also) if isinstance(first, Hello) else (first.version,)
        if VERSION not in spoken:
            raise _versions(first.version)
        if not isinstance(first, Hello):
            await self._serve(first)
            await self._wait_closed()
            return
        try:
            room = await self._rooms.find(first.code)
        except Turned as turned:
            if turned.code != CloseCode.CLOSED:
                raise
            await self._check(first.code)
            return
        room, seat = await self._take_seat(room, first)
        try:
            await self._play(room, seat)
        finally:
            room.gone(seat, self.outbox)

    async def _check(self, code: str) -> None:
        """The session is over: ask those of its panel, if it is time for that. Raises Turned."""
        checks = self._rooms.checks
        self._show(await checks.door(code))
        message = await self._wait_for(
            OpenCheck | AnswerCheck | Join | Return | Steer, self._limits.join
        )
        match message:
            case OpenCheck(key=key):
                self.outbox.post(encode(await checks.ask(code, key)))
            case AnswerCheck(key=key, reply=reply):
                await checks.take(code, key, reply)
                self.outbox.post(encode(CheckTaken()))
            case _:
                raise Turned(CloseCode.CLOSED, OVER)
        await self._wait_closed()

    def _show(self, door: Door) -> None:
        """Send what the link shows of a room, with what holds for all rooms here."""
        self.outbox.post(encode(replace(door, allowed=self._allowed, ssh=self._ssh, web=self._web)))

    async def _wait_closed(self) -> None:
        """Let the client hang up: closing at once could cut off what takes long on a slow line."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._limits.handshake):
                await self._socket.wait_closed()

    async def _take_seat(self, room: LiveRoom, hello: Hello) -> tuple[LiveRoom, int]:
        self._show(room.door(hello.key))
        message = await self._wait_for(Join | Return | Steer, self._limits.join)
        # A room that failed in the meantime is another one now.
        room = await self._rooms.find(hello.code)
        return room, await self._enter(room, message)

    async def _enter(self, room: LiveRoom, message: Join | Return | Steer) -> int:
        """Return the seat that `message` opens: at once, or when a facilitator has let us in.

        Meanwhile nobody reads, so the connection is watched: who hangs up waits no longer.
        """
        entering = asyncio.ensure_future(room.enter(self.outbox, message))
        gone = asyncio.ensure_future(self._socket.wait_closed())
        try:
            await asyncio.wait({entering, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not entering.done():
                room.left(self.outbox)
            return await entering
        finally:
            gone.cancel()

    async def _serve(self, message: OpenRoom | AskReport | ForgetRoom) -> None:
        """Do the one thing that this connection is for."""
        match message:
            case OpenRoom():
                self._check_open_key(message)
                await self._open(message)
            case AskReport():
                report = await self._rooms.report_for(message.code, message.key)
                self.outbox.post(encode(sendable(report)))
            case ForgetRoom():
                await self._rooms.forget(message.code, message.key)
                self.outbox.post(encode(Forgotten()))

    async def _open(self, message: OpenRoom) -> None:
        """Open a room, and close it again if nobody will ever know its code."""
        opened = replace(await self._rooms.open(message), ssh=self._ssh, web=self._web)
        if not await self.outbox.deliver(encode(opened)):
            _log.info("A room closes again: whoever opened it is gone")
            await self._rooms.forget(opened.code, opened.facilitator_key)

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
            data = await self._frame()
            try:
                message = _read(data, Do | Draft, FRAME)
            except Malformed as error:
                # Who sits at the table stays there: one command is wrong, not all of the client.
                self._refuse(data, error)
                continue
            match message:
                case Do() as do:
                    room.ask(seat, self.outbox, do)
                case Draft() as draft:
                    room.draft(seat, draft)

    def _refuse(self, data: bytes, error: Malformed) -> None:
        """Answer a command that does not follow the protocol.

        Raises `error` for what is no command at all.
        """
        with contextlib.suppress(Malformed):
            values(data)
            match unpack(data):
                case {"msg": "do", "id": id_}:
                    said = Phrase(N_("This could not be taken: {error}."), {"error": str(error)})
                    known = convert(id_, CommandId)
                    self.outbox.post(encode(Refused.of(said, id=known, code="malformed")))
                    return
                case {"msg": "draft"}:
                    return
        raise error

    @property
    def _allowed(self) -> Allowed:
        limits = self._limits
        return Allowed(frame=FRAME, rate=limits.rate, burst=limits.burst, join_within=limits.join)

    async def _wait_for(self, expected: Any, within: float, larger: str = "") -> Any:
        """Return a message of the handshake, which must come within so many seconds.

        It must be small, unless it is the one whose name is `larger`. Raises Malformed, Turned.
        """
        try:
            # Only what we wait for is timed: a slow disk of ours is not the client's fault.
            async with asyncio.timeout(within):
                data = await self._frame()
        except TimeoutError:
            raise Turned(
                CloseCode.TOO_MUCH,
                N_("Nobody said in time who they are. Come back when you are ready."),
            ) from None
        most = FRAME if larger and len(data) > SMALL and named(data) == larger else SMALL
        return _read(data, expected, most)

    async def _frame(self) -> bytes:
        """Return the next frame. Raises Malformed, ConnectionClosed."""
        data = await self._socket.recv()
        while self.outbox.parting:
            # Goodbye has been said. Read on until the connection is gone, and heed nothing.
            data = await self._socket.recv()
        if isinstance(data, str):
            raise Malformed("$", "the frame must be binary, not text")
        return data


def _read(data: bytes, expected: Any, most: int) -> Any:
    """Return the message in a frame of at most `most` bytes. Raises Malformed."""
    message = decode(data, ClientMessage, limit=most)
    if not isinstance(message, expected):
        raise Malformed("$.msg", "this message does not come now")
    return message


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
