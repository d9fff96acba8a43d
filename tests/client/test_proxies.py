"""Through real proxies on loopback, past them, and what a person reads when one is in the way."""

import asyncio
import contextlib
import struct
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from websockets.exceptions import InvalidProxy

from tests.client.test_link_trouble import Certificate, answering, free_port
from tests.support.house import CODE, House
from tests.support.table import Table
from turnabout_client.link.connection import knock
from turnabout_client.link.errors import LinkError, Unreachable, Untrusted
from turnabout_client.link.proxies import explain_proxy, named, proxy_to
from turnabout_client.link.way import is_near
from turnabout_protocol import links

NAMES = ("ws", "wss", "http", "https", "socks", "all", "no")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in NAMES:
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name}_proxy".upper(), raising=False)
    return monkeypatch


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


class Proxy:
    """A proxy that leads any name to this machine. `asked` is what it was asked for."""

    def __init__(self, *, login: bool = False, refuses: int = 0) -> None:
        self.asked: list[str] = []
        self.login = login
        self.refuses = refuses
        self.port = 0

    async def come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            port = await self.agree(reader, writer)
            if port:
                there, on = await asyncio.open_connection("127.0.0.1", port)
                await asyncio.gather(_pass_on(reader, on), _pass_on(there, writer))
        writer.close()

    async def agree(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
        """Return the port that is wanted; 0: it is over."""
        raise NotImplementedError


class HttpProxy(Proxy):
    """CONNECT, as RFC 9110 has it."""

    async def agree(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        target = head.split()[1]
        self.asked.append(target)
        if self.login and "Proxy-Authorization: Basic am86c2VjcmV0" not in head:  # jo:secret
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
            return 0
        if self.refuses:
            writer.write(f"HTTP/1.1 {self.refuses} No\r\n\r\n".encode())
            return 0
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        return int(target.rpartition(":")[2])


class SocksProxy(Proxy):
    """SOCKS 5 with names, as RFC 1928 has it."""

    async def agree(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
        _, count = await reader.readexactly(2)
        methods = await reader.readexactly(count)
        if self.login and 2 not in methods:
            writer.write(b"\x05\xff")
            return 0
        writer.write(b"\x05\x02" if self.login else b"\x05\x00")
        if self.login:
            await reader.readexactly(1)
            for _ in ("name", "password"):
                await reader.readexactly((await reader.readexactly(1))[0])
            writer.write(b"\x01\x00")
        kind = (await reader.readexactly(4))[3]
        size = 4 if kind == 1 else (await reader.readexactly(1))[0]
        host = await reader.readexactly(size)
        (port,) = struct.unpack("!H", await reader.readexactly(2))
        self.asked.append(f"{host.decode('latin-1')}:{port}")
        writer.write(bytes((5, self.refuses, 0, 1, 0, 0, 0, 0, 0, 0)))
        return 0 if self.refuses else int(port)


@contextlib.asynccontextmanager
async def running(proxy: Proxy) -> AsyncIterator[Proxy]:
    server = await asyncio.start_server(proxy.come, "127.0.0.1", 0)
    async with server:
        proxy.port = server.sockets[0].getsockname()[1]
        yield proxy


def address(proxy: Proxy, login: str = "") -> str:
    scheme = "http" if isinstance(proxy, HttpProxy) else "socks5h"
    return f"{scheme}://{login}127.0.0.1:{proxy.port}"


def away(port: int, pin: str = "") -> links.Link:
    scheme = "wss" if pin else "ws"
    return links.Link(server=f"{scheme}://play.example:{port}", door="join", code=CODE, pin=pin)


async def trouble(link: links.Link) -> LinkError:
    with pytest.raises(LinkError) as caught:
        await knock(link, plain=True)
    sentence = caught.value.sentence
    assert sentence.endswith(".")
    assert len(sentence) < 220
    assert "secret" not in sentence
    return caught.value


@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
@pytest.mark.parametrize("login", [False, True])
async def test_a_seat_is_reached_through_a_proxy(
    environment: pytest.MonkeyPatch, kind: type[Proxy], login: bool
) -> None:
    async with House(Table()) as house, running(kind(login=login)) as proxy:
        environment.setenv("all_proxy", "")
        for name in ("http_proxy", "https_proxy"):
            environment.setenv(name, address(proxy, "jo:secret@" if login else ""))
        assert (await knock(away(house.port), plain=True)).players == 0
        assert proxy.asked == [f"play.example:{house.port}"]


@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
async def test_the_pin_holds_behind_a_proxy_too(
    environment: pytest.MonkeyPatch, kind: type[Proxy], tmp_path: Path
) -> None:
    certificate = Certificate(tmp_path)
    async with (
        House(Table(), ssl=certificate.context) as house,
        running(kind()) as proxy,
    ):
        environment.setenv("wss_proxy", address(proxy))
        assert (await knock(away(house.port, certificate.pin))).players == 0
        assert isinstance(await trouble(away(house.port, "A" * 26)), Untrusted)
        unpinned = links.Link(server=f"wss://play.example:{house.port}", door="join", code=CODE)
        error = await trouble(unpinned)
        assert isinstance(error, Untrusted)
        assert address(proxy) in error.sentence


async def test_what_is_near_is_reached_without_one(environment: pytest.MonkeyPatch) -> None:
    async with House(Table()) as house, running(HttpProxy()) as proxy:
        environment.setenv("http_proxy", address(proxy))
        assert (await knock(house.link())).players == 0
        assert not proxy.asked


@pytest.mark.parametrize(
    ("server", "near"),
    [
        ("ws://localhost:1", True),
        ("wss://10.1.2.3:8765", True),
        ("wss://172.16.0.9", True),
        ("wss://192.168.1.2", True),
        ("wss://169.254.3.4", True),
        ("wss://100.64.0.7", True),
        ("wss://[fe80::1]:8765", True),
        ("wss://[fd12::1]:8765", True),
        ("wss://printer.local:8765", True),
        ("wss://8.8.8.8:8765", False),
        ("wss://[2a00:1450::1]:8765", False),
        ("wss://play.example", False),
    ],
)
def test_what_is_near_is_told_by_its_address(
    environment: pytest.MonkeyPatch, server: str, near: bool
) -> None:
    environment.setenv("https_proxy", "http://proxy.example:3128")
    assert is_near(server) is near
    assert (proxy_to(server) is None) is near


def test_an_exception_of_the_settings_holds(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("https_proxy", "http://proxy.example:3128")
    environment.setenv("no_proxy", "play.example")
    assert proxy_to("wss://play.example") is None
    assert proxy_to("wss://other.example") == "http://proxy.example:3128"


@pytest.mark.parametrize("scheme", ["http", "socks5h", "socks4a"])
async def test_a_dead_proxy_is_named_and_not_the_server(
    environment: pytest.MonkeyPatch, scheme: str
) -> None:
    port = free_port()
    environment.setenv("http_proxy", f"{scheme}://jo:secret@127.0.0.1:{port}")
    error = await trouble(away(9))
    assert isinstance(error, Unreachable)
    assert f"The proxy {scheme}://127.0.0.1:{port} of this network does not answer" in (
        error.sentence
    )


async def test_a_proxy_that_nobody_finds_is_named(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("http_proxy", "http://no-such-proxy.invalid:3128")
    assert "http://no-such-proxy.invalid:3128" in (await trouble(away(9))).sentence


@pytest.mark.parametrize(
    ("proxy", "says"),
    [
        (HttpProxy(login=True), "wants a name and a password"),
        (HttpProxy(refuses=403), "does not let us through"),
        (HttpProxy(refuses=502), "finds no way to"),
        (SocksProxy(login=True), "wants a name and a password"),
        (SocksProxy(refuses=2), "does not let us through"),
        (SocksProxy(refuses=5), "finds no way to"),
    ],
)
async def test_what_a_proxy_refuses_is_said(
    environment: pytest.MonkeyPatch, proxy: Proxy, says: str
) -> None:
    async with running(proxy):
        environment.setenv("http_proxy", address(proxy))
        error = await trouble(away(9))
        assert isinstance(error, Unreachable)
        assert says in error.sentence
        assert f"127.0.0.1:{proxy.port}" in error.sentence


@pytest.mark.parametrize(
    "setting", ["ftp://proxy.example:21", "http://proxy.example/path", "http://"]
)
async def test_settings_that_are_none_are_said(
    environment: pytest.MonkeyPatch, setting: str
) -> None:
    environment.setenv("http_proxy", setting)
    assert "proxy settings" in (await trouble(away(9))).sentence


async def test_something_else_answers_where_the_proxy_should(
    environment: pytest.MonkeyPatch,
) -> None:
    async with answering(b"220 mail.example ESMTP\r\n") as there:
        environment.setenv("http_proxy", f"http://{there}")
        assert f"http://{there}, which is no proxy" in (await trouble(away(9))).sentence


def test_a_proxy_is_named_without_its_password() -> None:
    assert named("http://jo:secret@proxy.example:3128/") == "http://proxy.example:3128"
    assert named("proxy.example:3128") == "proxy.example:3128"
    error = InvalidProxy("jo:secret@proxy", "no scheme")
    said = explain_proxy(error, "wss://play.example", "jo:secret@proxy")
    assert said is not None
    assert "secret" not in said.sentence
