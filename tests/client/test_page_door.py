"""The web door: who comes in, who does not, and what becomes of those who take too long."""

import asyncio
import ssl
from http import HTTPStatus
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from tests.support.page import Page
from tests.support.patience import until
from tests.support.serving import Serving, serving
from tests.support.wire import Wire
from turnabout.addresses import Address
from turnabout_client.link.connection import knock
from turnabout_client.page.door import PageDoor, ShutDoor
from turnabout_protocol.messages import CloseCode
from turnabout_server.net.web import WebDoor
from turnabout_server.settings import Limits

CODE = "7F3K2QMX9TRVH4WZ"


def web(tmp_path: Path, public: str = "", **limits: Any) -> Any:
    """Run a server with a web door."""
    return serving(tmp_path, web=PageDoor(public), limits=Limits(**limits))


async def asked(
    here: Serving, path: str, method: str = "GET", **headers: str
) -> tuple[HTTPResponse, str]:
    """Return the answer to a request, and its body."""
    parts = urlsplit(here.address)

    def ask() -> tuple[HTTPResponse, str]:
        line = HTTPConnection(str(parts.hostname), parts.port)
        line.request(method, path, headers=headers)
        answer = line.getresponse()
        body = answer.read().decode()
        line.close()
        return answer, body

    return await asyncio.to_thread(ask)


@pytest.mark.parametrize(
    ("door", "opens"), [(PageDoor(), True), (ShutDoor(), False), (None, False)]
)
async def test_clients_are_told_whether_links_open_in_browsers(
    tmp_path: Path, door: WebDoor | None, opens: bool
) -> None:
    async with serving(tmp_path, web=door) as here:
        opened = await here.open()
        found = await knock(Address(here.address).link("join", opened.code))
        assert found.web is opens


# Pages -------------------------------------------------------------------------------------------


async def test_a_link_in_a_browser_is_a_page_that_tells_nothing(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        opened = await here.open()
        answer, body = await asked(here, f"/join/{opened.code}")
        assert answer.status == HTTPStatus.OK
        assert "page.js" in body
        assert "Turnabout" in body
        _, unknown = await asked(here, f"/join/{CODE}")
        assert unknown == body.replace(opened.code, CODE)


@pytest.mark.parametrize(
    "path",
    [
        f"/watch/{CODE}",
        f"/stage/{CODE}",
        f"/steer/{CODE}.{CODE}",
        f"/join/{CODE}.{CODE}@{'A' * 26}",
    ],
)
async def test_every_link_is_a_page(tmp_path: Path, path: str) -> None:
    async with web(tmp_path) as here:
        assert (await asked(here, path))[0].status == HTTPStatus.OK


@pytest.mark.parametrize("path", ["/", "/join/", "/steer/" + CODE, "/page", "/../page.js", "/x"])
async def test_what_is_no_link_is_not_found(tmp_path: Path, path: str) -> None:
    async with web(tmp_path) as here:
        assert (await asked(here, path))[0].status == HTTPStatus.NOT_FOUND


async def test_headers_let_nothing_in_or_out(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        for path in (f"/join/{CODE}", "/page.js", "/page.css", "/icon.svg"):
            answer, _ = await asked(here, path)
            policy = answer.headers["Content-Security-Policy"]
            for said in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"):
                assert said in policy
            assert "unsafe" not in policy
            assert "http" not in policy
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Strict-Transport-Security"] is None
            assert answer.headers["Set-Cookie"] is None


async def test_with_tls_a_browser_is_told_to_stay_with_it(tmp_path: Path) -> None:
    async with serving(tmp_path, web=PageDoor(), self_signed=True) as here:
        parts = urlsplit(here.address)
        trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusting.check_hostname = False
        trusting.verify_mode = ssl.CERT_NONE
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port, ssl=trusting)
        writer.write(f"GET /join/{CODE} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        writer.close()
        assert b"Strict-Transport-Security: max-age=31536000\r\n" in head


async def test_a_request_changes_nothing(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        opened = await here.open()
        fay = await here.steer(opened)
        before = len(fay.messages)
        for path in ("join", "watch", "stage"):
            await asked(here, f"/{path}/{opened.code}")
        head, body = await asked(here, f"/join/{opened.code}", "HEAD")
        assert head.status == HTTPStatus.OK
        assert body == ""
        assert int(head.headers["Content-Length"])
        for method in ("POST", "PUT", "DELETE"):
            answer, _ = await asked(here, f"/join/{opened.code}", method)
            assert answer.status == HTTPStatus.METHOD_NOT_ALLOWED
        await here.rest()
        assert len(fay.messages) == before


async def test_a_page_speaks_the_language_of_its_browser(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        _, body = await asked(here, f"/join/{CODE}", **{"Accept-Language": "de-CH,en;q=0.5"})
        assert '<html lang="de">' in body


async def test_a_door_that_is_off_says_how_to_come_in(tmp_path: Path) -> None:
    async with serving(tmp_path, web=ShutDoor("pipx install turnabout")) as here:
        opened = await here.open()
        answer, body = await asked(here, f"/join/{opened.code}")
        assert answer.status == HTTPStatus.NOT_FOUND
        assert "turnabout join" in body
        assert "pipx install turnabout" in body
        with pytest.raises(InvalidStatus):
            await Page.connect(here.address)
        # Terminals come in as ever.
        wire = await Wire.join(here.address, opened.code, "Ann", "business")
        assert wire.seat


# Sockets -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "https://{host}", "null", "http://{host}.evil.example", None]
)
async def test_only_our_own_pages_open_a_socket(tmp_path: Path, origin: str | None) -> None:
    async with web(tmp_path) as here:
        said = origin and origin.format(host=urlsplit(here.address).netloc)
        with pytest.raises(InvalidStatus) as refused:
            await Page.connect(here.address, said)
        assert refused.value.response.status_code == HTTPStatus.FORBIDDEN
        (await Page.connect(here.address)).socket.transport.abort()


async def test_a_page_cannot_speak_as_a_terminal(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        own = Origin(here.address.replace("ws", "http", 1))
        with pytest.raises(InvalidStatus):
            await connect(
                here.address,
                subprotocols=[Subprotocol("turnabout.v1")],
                origin=own,
                proxy=None,
            )


async def test_below_a_path_behind_a_proxy(tmp_path: Path) -> None:
    public = "wss://example.org/turnabout"
    async with web(tmp_path, public) as here:
        for path in (f"/turnabout/join/{CODE}", f"/join/{CODE}"):
            _, body = await asked(here, path)
            assert 'src="/turnabout/page.js"' in body
            assert f'data-path="/join/{CODE}"' in body
        answer, _ = await asked(here, "/turnabout/page.js")
        assert answer.status == HTTPStatus.OK
        assert "Strict-Transport-Security" in answer.headers
        page = await Page.connect(here.address, "https://example.org")
        await page.close()
        with pytest.raises(InvalidStatus):
            await Page.connect(here.address, "http://example.org")


async def test_who_says_nothing_is_not_waited_for(tmp_path: Path) -> None:
    async with web(tmp_path, handshake=0.05) as here:
        page = await Page.connect(here.address)
        await page.closed()


async def test_a_page_at_the_door_rests_until_somebody_is_there(tmp_path: Path) -> None:
    async with web(tmp_path, join=0.05) as here:
        opened = await here.open()
        page = await Page.open(here.address, f"/join/{opened.code}")
        assert await page.message("rest")
        await page.closed()


async def test_what_is_no_message_closes_the_socket(tmp_path: Path) -> None:
    async with web(tmp_path) as here:
        opened = await here.open()
        for said in ("{", '{"t": "hello"}', '{"t": "x"}', '"\\ud800"', b"\x00"):
            page = await Page.connect(here.address)
            await page.socket.send(said)
            assert await page.closed() == CloseCode.BAD_MESSAGE
        page = await Page.join(here.address, opened.code, "Ann", "business")
        await page.say("half", ask="x", answers={"y": "z" * 2000})
        assert await page.closed() == CloseCode.BAD_MESSAGE


async def test_who_sends_too_much_is_told_to_go_slower(tmp_path: Path) -> None:
    async with web(tmp_path, burst=20, rate=1) as here:
        opened = await here.open()
        page = await Page.join(here.address, opened.code, "Ann", "business")
        for _ in range(25):
            await page.say("word", word="none")
        assert await page.closed() == CloseCode.TOO_MUCH


async def test_a_burst_that_is_allowed_is_heard_to_its_end(tmp_path: Path) -> None:
    async with web(tmp_path, burst=200) as here:
        opened = await here.open()
        page = await Page.join(here.address, opened.code, "Ann", "business")
        for _ in range(100):
            await page.say("word", word="none")
        await page.say("word", word="case")
        assert "valve" in (await page.message("opened"))["opened"]


async def test_a_page_counts_once_as_its_browser(tmp_path: Path) -> None:
    async with web(tmp_path, per_address=3) as here:
        opened = await here.open()
        for name in ("Ann", "Bea", "Cem"):
            await Page.join(here.address, opened.code, name, "business")
        with pytest.raises(InvalidStatus):
            await Page.connect(here.address)


async def test_behind_a_proxy_each_browser_counts_for_itself(tmp_path: Path) -> None:
    limits = Limits(per_address=1)
    async with serving(
        tmp_path, web=PageDoor(), limits=limits, proxies=("127.0.0.0/8", "10.9.0.0/16")
    ) as here:

        async def come(forwarded: str) -> Page:
            headers = {"X-Forwarded-For": forwarded}
            return await Page.connect(here.address, additional_headers=headers)

        await come("192.0.2.1")
        await come("192.0.2.2, 10.9.1.1")
        # What stands before the last that is no proxy anybody can have written.
        with pytest.raises(InvalidStatus):
            await come("198.51.100.7, 192.0.2.1")
        await come("2001:db8::1")


async def test_nobody_else_says_for_whom_they_ask(tmp_path: Path) -> None:
    async with web(tmp_path, per_address=1) as here:
        one = await Page.connect(here.address, additional_headers={"X-Forwarded-For": "192.0.2.1"})
        with pytest.raises(InvalidStatus):
            await Page.connect(here.address, additional_headers={"X-Forwarded-For": "192.0.2.2"})
        await one.close()


async def test_pages_are_told_to_come_back_when_the_server_stops(tmp_path: Path) -> None:
    async with web(tmp_path, handshake=600) as here:
        opened = await here.open()
        seated = await Page.join(here.address, opened.code, "Ann", "business")
        at_the_door = await Page.open(here.address, f"/join/{opened.code}")
        await at_the_door.message("regions")
        silent = await Page.connect(here.address)
        await until(lambda: len(here.server._listener._pages) == 3)
        await here.server.stop()
        for page in (seated, at_the_door, silent):
            assert await page.closed() == CloseCode.RESTART
