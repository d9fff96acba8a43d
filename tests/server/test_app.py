"""The server as a whole: starting, stopping, and connections that do not behave."""

import asyncio
import logging
import ssl
import stat
from http import HTTPStatus
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from tests.support.patience import LIMIT, patience
from tests.support.serving import events, farewell, serving
from tests.support.wire import Wire
from turnabout_protocol.codec import encode
from turnabout_protocol.messages import Accepted, CloseCode
from turnabout_server.app import Server
from turnabout_server.errors import ServerError
from turnabout_server.net import tls
from turnabout_server.net.health import Health
from turnabout_server.net.listener import Listener
from turnabout_server.settings import Limits, Settings

FULL = 1_900_000
"""Bytes, a little less than an outbox holds."""


async def http(address: str, request: str) -> str:
    """Return what the server answers to a bare HTTP request."""
    host, port = address.removeprefix("ws://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request.replace("\n", "\r\n").encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer.decode()


async def test_health(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        for path in ("/healthz", "/healthz?full"):
            answer = await http(here.address, f"GET {path} HTTP/1.1\nHost: x\n\n")
            assert answer.startswith("HTTP/1.1 200")
            assert "\r\n\r\nok" in answer
        head = await http(here.address, "HEAD /healthz HTTP/1.1\nHost: x\n\n")
        assert head.startswith("HTTP/1.1 200")
        assert head.endswith("\r\n\r\n")
        other = await http(here.address, "DELETE /healthz HTTP/1.1\nHost: x\n\n")
        assert other.startswith("HTTP/1.1 405")


async def test_health_says_what_the_look_sees() -> None:
    ill = Health(HTTPStatus.SERVICE_UNAVAILABLE, "not ok\n")
    listener = Listener(Limits(), lambda socket: pytest.fail("nobody comes"), lambda: ill)
    port = await listener.start("127.0.0.1", 0, None)
    answer = await http(f"ws://127.0.0.1:{port}", "GET /healthz HTTP/1.1\nHost: x\n\n")
    assert answer.startswith("HTTP/1.1 503")
    assert answer.endswith("\r\n\r\nnot ok\n")
    await listener.stop(1)


async def test_a_browser_is_told_what_this_is(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        answer = await http(here.address, "GET / HTTP/1.1\nHost: x\n\n")
        assert "turnabout join" in answer


async def test_a_client_without_the_subprotocol_reads_why(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        with pytest.raises(InvalidStatus) as failed:
            await connect(here.address, proxy=None)
        assert b"turnabout.v1" in failed.value.response.body


async def test_a_web_page_of_somebody_else_is_refused(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        with pytest.raises(InvalidStatus) as failed:
            await connect(here.address, proxy=None, origin=Origin("https://evil.example"))
        assert failed.value.response.status_code == 403


async def test_more_connections_than_an_address_may_have(tmp_path: Path) -> None:
    async with serving(tmp_path, limits=Limits(per_address=2)) as here:
        kept = [await Wire.connect(here.address) for _ in range(2)]
        with pytest.raises(InvalidStatus) as failed:
            await Wire.connect(here.address)
        assert failed.value.response.status_code == 503
        await kept[0].close()
        await here.rest()
        await Wire.connect(here.address)


async def test_stop_tells_clients_to_come_back(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        opened, fay, ann, bob = await here.table()
        await here.server.stop()
        for wire in (fay, ann, bob):
            assert (await farewell(wire))["code"] == CloseCode.RESTART
            await wire.socket.wait_closed()
            assert wire.socket.close_code == 1012
    async with serving(tmp_path) as there:
        assert (await there.server.rooms.find(opened.code)).door().phase == "running"


async def test_a_frozen_client_keeps_nobody_waiting(tmp_path: Path) -> None:
    async with serving(tmp_path, limits=Limits(write=LIMIT)) as here:
        _, fay, ann, _ = await here.table()
        ann.socket.transport.pause_reading()
        await fill(here.server, ann.seat - 1)
        assert (await fay.do("pause"))["msg"] == "accepted"
        assert "seat_dropped" not in events(fay)
        ann.socket.transport.abort()
        await ann.socket.wait_closed()


async def test_a_frozen_client_is_cut_off_in_the_end(tmp_path: Path) -> None:
    async with serving(tmp_path, limits=Limits(write=0.1)) as here:
        _, fay, ann, _ = await here.table()
        ann.socket.transport.pause_reading()
        await fill(here.server, ann.seat - 1)
        await fay.wait_event("seat_dropped")
        ann.socket.transport.abort()
        await ann.socket.wait_closed()


async def test_stop_comes_to_its_end_with_a_frozen_client(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        _, _, ann, _ = await here.table()
        ann.socket.transport.pause_reading()
        await fill(here.server, ann.seat - 1)
        async with patience():
            await here.server.stop()
        ann.socket.transport.abort()
        await ann.socket.wait_closed()


async def fill(server: Server, nth: int) -> None:
    """Send the server's nth client more than the network swallows: until nothing more leaves."""
    outbox = server.outboxes[nth]
    left = -1
    while outbox.posted != left or left < FULL:
        while outbox.posted < FULL:
            outbox.post(encode(Accepted(id="x" * 32)) * 200)
        left = outbox.posted
        await asyncio.sleep(0.02)


async def test_the_operators_log_names_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="turnabout_server")
    async with serving(tmp_path) as here:
        opened, fay, ann, _ = await here.table()
    for secret in (opened.code, opened.facilitator_key, fay.key, ann.key, "Ann", "Fay"):
        assert secret not in caplog.text


async def test_what_stops_a_server_from_starting_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    async with serving(tmp_path / "data") as here:
        port = int(here.address.rsplit(":", 1)[1])
        wrong = {
            "Another Turnabout": Settings(data=tmp_path / "data", port=0),
            "taken": Settings(data=tmp_path / "b", port=port),
            "not one of its": Settings(
                data=tmp_path / "c", host="192.0.2.1", port=0, insecure_plain=True
            ),
            "--insecure-plain": Settings(data=tmp_path / "d", host="0.0.0.0", port=0),
            "--data": Settings(data=tmp_path / "file" / "x", port=0),
            "cannot be read": Settings(data=tmp_path / "e", cert=tmp_path / "none"),
            "PEM": Settings(data=tmp_path / "f", cert=tmp_path / "file", port=0),
        }
        for words, settings in wrong.items():
            with pytest.raises(ServerError, match=words):
                await Server(settings).start()


async def test_a_certificate_made_here_is_pinned_kept_and_private(tmp_path: Path) -> None:
    async with serving(tmp_path, self_signed=True, names=("play.example",)) as here:
        assert here.address.startswith("wss://")
        first = here.server.pin
        assert len(first) == 26
        context = ssl.create_default_context(cafile=str(tmp_path / "certificate.pem"))
        async with connect(
            here.address,
            ssl=context,
            subprotocols=[Subprotocol("turnabout.v1")],
            proxy=None,
        ) as socket:
            found = socket.transport.get_extra_info("ssl_object").getpeercert(True)
            assert ssl.DER_cert_to_PEM_cert(found).strip() in (
                tmp_path / "certificate.pem"
            ).read_text().replace("\r", "")
    assert stat.S_IMODE((tmp_path / "certificate.key").stat().st_mode) == 0o600
    async with serving(tmp_path, self_signed=True) as again:
        assert again.server.pin == first


def test_a_key_of_another_certificate_is_told(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    cert, _ = tls.self_signed(tmp_path / "a", ())
    _, key = tls.self_signed(tmp_path / "b", ())
    with pytest.raises(ServerError, match="does not belong"):
        tls.context(cert, key)


async def test_a_changed_certificate_is_used_without_a_restart(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    cert, key = tls.self_signed(tmp_path / "a", ["127.0.0.1"])
    other, other_key = tls.self_signed(tmp_path / "b", ["127.0.0.1"])
    async with serving(tmp_path / "data", cert=cert, key=key) as here:
        other_key.replace(key)
        other.replace(cert)
        trust = ssl.create_default_context(cafile=str(cert))
        async with connect(
            here.address,
            ssl=trust,
            subprotocols=[Subprotocol("turnabout.v1")],
            proxy=None,
        ) as socket:
            assert socket.subprotocol == "turnabout.v1"
