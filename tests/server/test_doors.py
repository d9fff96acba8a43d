"""What strangers do at the door: floods, half-open connections, and clients that vanish."""

import asyncio
import logging
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import msgpack
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.support.patience import patience
from tests.support.serving import Serving, farewell, order, serving
from tests.support.wire import Wire
from turnabout_protocol.codec import SMALL, encode
from turnabout_protocol.messages import Accepted, CloseCode, Opened, OpenRoom
from turnabout_server.live.guests import Turned
from turnabout_server.net.outbox import GRACE
from turnabout_server.settings import Limits

PATIENCE = 30.0
"""Seconds after which something that must come is given up, on the slowest machine."""

# Frames that the library answers or gathers by itself --------------------------------------------


async def test_who_pings_without_end_is_sent_away(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        wire = await Wire.connect(here.address)
        flood = asyncio.create_task(keep_on(wire.socket.ping))
        assert (await farewell(wire))["code"] == CloseCode.TOO_MUCH
        await flood


async def test_who_pongs_without_end_is_sent_away(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        wire = await Wire.connect(here.address)
        flood = asyncio.create_task(keep_on(wire.socket.pong))
        assert (await farewell(wire))["code"] == CloseCode.TOO_MUCH
        await flood


async def test_a_message_in_pieces_without_end_is_cut(tmp_path: Path) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        while True:
            yield b""
            await asyncio.sleep(0)

    async with serving(tmp_path) as here:
        wire = await Wire.connect(here.address)
        flood = asyncio.create_task(wire.socket.send(pieces()))
        assert (await farewell(wire))["code"] == CloseCode.TOO_MUCH
        await asyncio.wait([flood])
        assert isinstance(flood.exception(), ConnectionClosed)


async def test_an_honest_client_answers_pings_and_stays(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        _, fay, _, _ = await here.table()
        for _ in range(5):
            await (await fay.socket.ping())
        assert (await fay.do("pause"))["msg"] == "accepted"


async def test_a_flood_with_a_reset_behind_it_is_not_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(tmp_path) as here:
        for _ in range(3):
            await asyncio.to_thread(flood_and_reset, here.address)
        await here.rest()
        assert [r.message for r in caplog.records if "socket.send()" in r.message] == []


async def keep_on(do: Callable[[], Awaitable[Any]]) -> None:
    """Do it until the connection is gone."""
    try:
        while True:
            await do()
            await asyncio.sleep(0)
    except ConnectionClosed:
        return


def flood_and_reset(address: str) -> None:
    """Send a great many pings in one piece, and tear the connection down behind them."""
    host, port = address.removeprefix("ws://").split(":")
    with socket.create_connection((host, int(port))) as raw:
        raw.sendall(
            b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            b"Sec-WebSocket-Protocol: turnabout.v1\r\n\r\n"
        )
        raw.recv(4096)
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        pings = b"\x89\x80\x00\x00\x00\x00" * 300_000
        try:
            raw.sendall(pings)
        except OSError:
            return


# Bytes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("frame", [{"msg": "hello", "version": 1}, {"msg": "ask_report"}, {}])
async def test_a_stranger_sends_small_frames(tmp_path: Path, frame: dict[str, object]) -> None:
    async with serving(tmp_path) as here:
        wire = await Wire.connect(here.address)
        await wire.send({**frame, "code": "Z" * SMALL})
        goodbye = await farewell(wire)
        assert goodbye["code"] == CloseCode.BAD_MESSAGE
        assert str(SMALL) in goodbye["sentence"] or "$.msg" in goodbye["sentence"]


async def test_who_knocked_sends_small_frames_too(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        wire = await Wire.knock(here.address, (await here.open()).code)
        await wire.socket.send(msgpack.packb({"msg": "open_room", "name": "x" * SMALL}))
        assert str(SMALL) in (await farewell(wire))["sentence"]


async def test_large_frames_use_up_what_many_small_ones_would(tmp_path: Path) -> None:
    async with serving(tmp_path, limits=Limits(rate=0.01, burst=9)) as here:
        _, _, ann, bob = await here.table()
        for wire, line in ((ann, "🧭" * 240), (bob, "x")):
            said = {"echo": line, "say": (line * 3)[:600], "ask": line}
            for _ in range(5):
                await wire.send({"msg": "draft", "step": "scene", "turn": 1, "said": said})
        assert (await farewell(ann))["code"] == CloseCode.TOO_MUCH
        assert (await bob.do("pause"))["msg"] == "accepted"


# Slow readers ------------------------------------------------------------------------------------


async def test_who_reads_too_slowly_is_told_to_come_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(tmp_path, limits=Limits(outbox=5_000)) as here:
        _, _, ann, _ = await here.table()
        outbox = here.server.outboxes[ann.seat - 1]
        caplog.set_level(logging.WARNING, logger="turnabout_server")
        ann.socket.transport.pause_reading()
        while not outbox.parting:
            outbox.post(encode(Accepted(id="x" * 32)))
        ann.socket.transport.resume_reading()
        goodbye = await farewell(ann)
        assert goodbye["code"] == CloseCode.TOO_SLOW
        assert CloseCode.TOO_SLOW.come_back
        await ann.socket.wait_closed()
        assert ann.socket.close_code == CloseCode.TOO_SLOW
        assert len([r for r in caplog.records if "too slowly" in r.message]) == 1


async def test_what_was_told_before_the_end_reaches_a_slow_reader(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        _, _, ann, _ = await here.table()
        outbox = here.server.outboxes[ann.seat - 1]
        ann.socket.transport.pause_reading()
        sent = 0
        while outbox.empty:
            outbox.post(encode(Accepted(id="x" * 32)))
            sent += 1
        # All of it was handed over, not all has left, and nothing is queued.
        outbox.end()
        await asyncio.sleep(2 * GRACE)  # longer than the closing handshake may take
        ann.socket.transport.resume_reading()
        async with patience():
            await asyncio.wait([ann._reader])
        assert sum(m.get("id") == "x" * 32 for m in ann.messages) == sent


# Half-open ones ----------------------------------------------------------------------------------


async def gone(raw: socket.socket) -> None:
    """Return when the other end has hung up."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(PATIENCE):
        try:
            while await loop.sock_recv(raw, 4096):
                pass
        except OSError:
            return


async def half_open(address: str) -> socket.socket:
    """Connect, and say nothing."""
    host, port = address.rpartition("/")[2].split(":")
    raw = socket.socket()
    raw.setblocking(False)
    await asyncio.get_running_loop().sock_connect(raw, (host, int(port)))
    return raw


@pytest.mark.parametrize("encrypted", [False, True])
async def test_connections_count_from_the_first_moment(tmp_path: Path, encrypted: bool) -> None:
    limits = Limits(connections=3, handshake=3600)
    async with serving(tmp_path, limits=limits, self_signed=encrypted) as here:
        kept = [await half_open(here.address) for _ in range(6)]
        late = [await half_open(here.address) for _ in range(4)]
        for raw in late:
            await gone(raw)
            raw.close()
        for raw in kept:
            with pytest.raises(BlockingIOError):
                raw.recv(1)
            raw.close()


@pytest.mark.parametrize("encrypted", [False, True])
async def test_who_does_not_finish_a_handshake_is_cut(tmp_path: Path, encrypted: bool) -> None:
    limits = Limits(handshake=0.2)
    async with serving(tmp_path, limits=limits, self_signed=encrypted) as here:
        raw = await half_open(here.address)
        await gone(raw)
        raw.close()


async def test_what_left_in_the_handshake_is_not_counted(tmp_path: Path) -> None:
    limits = Limits(connections=2, per_address=2)
    async with serving(tmp_path, limits=limits, self_signed=True) as here:
        for hello in (b"GET / HTTP/1.1\r\n\r\n", b""):
            for _ in range(5):
                raw = await half_open(here.address)
                await asyncio.get_running_loop().sock_sendall(raw, hello)
                raw.shutdown(socket.SHUT_WR)
                await gone(raw)
                raw.close()
        trust = ssl.create_default_context(cafile=str(tmp_path / "certificate.pem"))
        async with connect(
            here.address, ssl=trust, subprotocols=[Subprotocol("turnabout.v1")], proxy=None
        ) as good:
            await good.ping()


async def test_the_server_stops_while_somebody_is_half_open(tmp_path: Path) -> None:
    limits = Limits(handshake=3600)
    async with serving(tmp_path, limits=limits, self_signed=True) as here:
        raw = await half_open(here.address)
        await here.rest()
        async with asyncio.timeout(PATIENCE):
            await here.server.stop()
        raw.close()


# Rooms that are being opened ---------------------------------------------------------------------


class SlowRooms:
    """Rooms that open when the test lets them."""

    def __init__(self, here: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked = asyncio.Event()
        self.go = asyncio.Event()
        self._open = here.server.rooms.open
        monkeypatch.setattr(here.server.rooms, "open", self._slowly)

    async def _slowly(self, message: OpenRoom) -> Opened:
        opened = await self._open(message)
        self.asked.set()
        await self.go.wait()
        return opened


async def test_a_slow_disk_is_not_the_fault_of_who_opens_a_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = Limits(handshake=0.2)
    async with serving(tmp_path, anyone_may_open=True, limits=limits) as here:
        slow = SlowRooms(here, monkeypatch)
        wire = await Wire.connect(here.address)
        await wire.socket.send(encode(order()))
        await slow.asked.wait()
        await asyncio.sleep(2 * limits.handshake)
        slow.go.set()
        said = await wire.wait_for(lambda m: m["msg"] in ("opened", "farewell"))
        assert said["msg"] == "opened"


async def test_a_room_whose_code_nobody_learned_is_closed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(tmp_path, anyone_may_open=True, limits=Limits(rooms=1)) as here:
        slow = SlowRooms(here, monkeypatch)
        wire = await Wire.connect(here.address)
        await wire.socket.send(encode(order()))
        await slow.asked.wait()
        wire.socket.transport.abort()
        await wire.socket.wait_closed()
        slow.go.set()
        async with asyncio.timeout(PATIENCE):
            while not await opens(here):
                await here.rest()


async def test_who_has_the_answer_and_stays_is_sent_home(tmp_path: Path) -> None:
    async with serving(tmp_path, anyone_may_open=True, limits=Limits(handshake=0.2)) as here:
        wire = await Wire.connect(here.address)
        await wire.socket.send(encode(order()))
        await wire.wait_for(lambda m: m["msg"] == "opened")
        async with asyncio.timeout(PATIENCE):
            await wire.socket.wait_closed()
        assert wire.socket.close_code == 1000


async def opens(here: Serving) -> bool:
    """Return whether another room can be opened."""
    try:
        await here.open()
    except Turned:
        return False
    return True


# Failures of ours --------------------------------------------------------------------------------


async def test_a_writer_that_fails_ends_the_connection_and_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(tmp_path) as here:
        _, fay, ann, _ = await here.table()
        outbox = here.server.outboxes[ann.seat - 1]

        def broken(frames: Sequence[bytes]) -> bool:
            raise RuntimeError("Ann said something")

        monkeypatch.setattr(outbox._socket, "push", broken)
        await ann.send({"msg": "do", "id": "1", "command": {"do": "pause"}})
        await ann.socket.wait_closed()
        assert ann.socket.close_code == CloseCode.FAILED
        await fay.wait_event("seat_dropped")
        assert "RuntimeError\n" in caplog.text
        assert "outbox.py:" in caplog.text
        assert "Ann said" not in caplog.text
        assert (await fay.do("resume"))["msg"] == "accepted"


async def test_encryption_that_fails_concerns_one_connection_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(tmp_path, self_signed=True) as here:
        trust = ssl.create_default_context(cafile=str(tmp_path / "certificate.pem"))
        async with connect(
            here.address, ssl=trust, subprotocols=[Subprotocol("turnabout.v1")], proxy=None
        ) as good:

            async def broken(*_: object, **__: object) -> None:
                raise RuntimeError("no")

            monkeypatch.setattr(asyncio.get_running_loop(), "start_tls", broken)
            raw = await half_open(here.address)
            await gone(raw)
            raw.close()
            await (await good.ping())
        assert "visitor.py:" in caplog.text


async def test_a_reader_that_fails_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(tmp_path) as here:

        async def broken(code: str) -> None:
            raise RuntimeError(code)

        monkeypatch.setattr(here.server.rooms, "find", broken)
        wire = await Wire.knock(here.address, "Z" * 16)
        assert (await farewell(wire))["code"] == CloseCode.FAILED
        assert "RuntimeError\n" in caplog.text
        assert "session.py:" in caplog.text
        assert "Z" * 16 not in caplog.text
