"""Every way in which the first connection fails, met on a real socket, and what a person reads."""

import asyncio
import contextlib
import datetime
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosedError
from websockets.frames import Close
from websockets.typing import Subprotocol

from tests.support.house import CODE, House
from tests.support.patience import until
from tests.support.table import Table
from turnabout_client.link.connection import Connection, knock
from turnabout_client.link.errors import LinkError, NotTurnabout, TurnedAway, Unreachable, Untrusted
from turnabout_client.link.reasons import explain
from turnabout_client.link.wire import pin_of
from turnabout_protocol import links
from turnabout_protocol.messages import SUBPROTOCOL, CloseCode, Join

ELSEWHERE = "0.0.0.0"
"""An address that is not this machine's own, but leads to it."""


def where(server: str, pin: str = "") -> links.Link:
    return links.Link(server=server, door="join", code=CODE, pin=pin)


async def trouble(link: links.Link) -> LinkError:
    with pytest.raises(LinkError) as caught:
        await knock(link)
    sentence = caught.value.sentence
    assert sentence.endswith((".", "?"))
    assert len(sentence) < 200
    return caught.value


class Certificate:
    """A self-signed certificate for 127.0.0.1 and the server's context that shows it."""

    def __init__(self, folder: Path, days: int = 1) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
        now = datetime.datetime.now(datetime.UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=9))
            .not_valid_after(now + datetime.timedelta(days=days))
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
                critical=False,
            )
            .sign(key, hashes.SHA256())
        )
        pem = folder / "cert.pem"
        pem.write_bytes(
            made.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        self.pin = pin_of(made.public_bytes(serialization.Encoding.DER))
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(pem)


@contextlib.asynccontextmanager
async def answering(reply: bytes) -> AsyncIterator[str]:
    """Yield the address of a server that answers anything with `reply` and hangs up."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(reply)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


async def test_nothing_listens() -> None:
    for host in ("127.0.0.1", "localhost"):
        error = await trouble(where(f"ws://{host}:{free_port()}"))
        assert isinstance(error, Unreachable)
        assert "Nothing listens" in error.sentence


async def test_no_such_computer() -> None:
    error = await trouble(where("wss://no-such-computer.invalid:8765"))
    assert isinstance(error, Unreachable)
    assert "no-such-computer.invalid" in error.sentence


@pytest.mark.parametrize(
    "host", ["192.0.2.1", "play.example", "localhost.example", "[2001:db8::1]"]
)
async def test_another_machine_is_not_dialled_in_plain(host: str) -> None:
    error = await trouble(where(f"ws://{host}:8765"))
    assert isinstance(error, Untrusted)
    assert "not encrypted" in error.sentence
    assert "--insecure-plain" in error.sentence


async def test_nothing_is_sent_in_plain_unless_it_is_meant() -> None:
    async with House(Table()) as house:
        # Another address as far as can be told from it, though it leads to this machine.
        away = where(f"ws://{ELSEWHERE}:{house.port}")
        assert isinstance(await trouble(away), Untrusted)
        assert (await knock(away, plain=True)).players == 0
        assert not Connection(away, Join(name="Dana", home="it")).private
        assert Connection(house.link(), Join(name="Dana", home="it")).private


async def test_plain_link_to_a_tls_server(tmp_path: Path) -> None:
    async with House(Table(), ssl=Certificate(tmp_path).context) as house:
        error = await trouble(where(f"ws://127.0.0.1:{house.port}"))
    assert isinstance(error, NotTurnabout)
    assert "wss:" in error.sentence


async def test_tls_link_to_a_plain_server() -> None:
    async with House(Table()) as house:
        error = await trouble(where(f"wss://127.0.0.1:{house.port}"))
    assert isinstance(error, NotTurnabout)
    assert "ws:" in error.sentence


async def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    async with House(Table(), ssl=Certificate(tmp_path).context) as house:
        error = await trouble(house.link())
    assert isinstance(error, Untrusted)
    assert "fingerprint" in error.sentence


async def test_the_pin_lets_in_the_very_certificate_and_no_other(tmp_path: Path) -> None:
    certificate = Certificate(tmp_path, days=-1)  # expired: the pin alone decides
    async with House(Table(), ssl=certificate.context) as house:
        assert (await knock(house.link(certificate.pin))).players == 0
        error = await trouble(house.link("A" * 26))
        assert isinstance(error, Untrusted)
        assert "not the one this link was made for" in error.sentence


async def test_a_wrong_pin_sends_nothing_at_all(tmp_path: Path) -> None:
    heard = bytearray()
    done = asyncio.Event()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            heard.extend(await reader.read())
        writer.transport.abort()
        done.set()

    server = await asyncio.start_server(listen, "127.0.0.1", 0, ssl=Certificate(tmp_path).context)
    async with server:
        port = server.sockets[0].getsockname()[1]
        await trouble(where(f"wss://127.0.0.1:{port}", "A" * 26))
        await until(done.is_set)
    assert not heard


async def test_a_pin_without_tls_is_not_trusted() -> None:
    async with House(Table()) as house:
        assert isinstance(await trouble(house.link("A" * 26)), Untrusted)


@pytest.mark.parametrize(
    ("reply", "kind", "says"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", NotTurnabout, "not Turnabout"),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", NotTurnabout, "not Turnabout"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\n\r\n", NotTurnabout, "sign in"),
        (b"HTTP/1.1 307 Go\r\nLocation: ws://127.0.0.1:9/\r\n\r\n", NotTurnabout, "sign in"),
        (b"HTTP/1.1 511 Sign in\r\nContent-Length: 0\r\n\r\n", NotTurnabout, "sign in"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi",
            NotTurnabout,
            "Open a browser".lower(),
        ),
        (b"HTTP/1.1 503 Full\r\nContent-Length: 0\r\n\r\n", Unreachable, "busy"),
        (b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", NotTurnabout, "version"),
        (b"220 mail.example ESMTP\r\n", NotTurnabout, "does not answer without encryption"),
        (b"", NotTurnabout, "does not answer without encryption"),
    ],
)
async def test_something_else_answers(reply: bytes, kind: type[LinkError], says: str) -> None:
    async with answering(reply) as address:
        error = await trouble(where(f"ws://{address}"))
    assert isinstance(error, kind)
    assert says in error.sentence


async def test_another_websocket_server() -> None:
    async with serve(lambda socket: socket.wait_closed(), "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        error = await trouble(where(f"ws://127.0.0.1:{port}"))
    assert isinstance(error, NotTurnabout)


@pytest.mark.parametrize("nonsense", [b"\xc1", b"\x80", "text"])
async def test_a_server_that_talks_nonsense(nonsense: bytes | str) -> None:
    async def talk(socket: ServerConnection) -> None:
        await socket.send(nonsense)

    async with serve(talk, "127.0.0.1", 0, subprotocols=[Subprotocol(SUBPROTOCOL)]) as server:
        port = server.sockets[0].getsockname()[1]
        error = await trouble(where(f"ws://127.0.0.1:{port}"))
    assert isinstance(error, NotTurnabout)
    assert "does not understand" in error.sentence


async def test_the_first_failure_is_told_at_once_and_not_retried() -> None:
    link = Connection(where(f"ws://127.0.0.1:{free_port()}"), Join(name="Dana", home="it"))
    with pytest.raises(Unreachable):
        await link.run()
    assert link.status.state == "over"


@pytest.mark.parametrize("code", list(CloseCode))
def test_every_close_code_has_a_sentence_when_the_farewell_was_lost(code: CloseCode) -> None:
    error = explain(ConnectionClosedError(Close(code, ""), None), "ws://x")
    assert isinstance(error, TurnedAway)
    assert "code" not in error.sentence or code == CloseCode.NO_SUCH_ROOM
    assert error.come_back == code.come_back
