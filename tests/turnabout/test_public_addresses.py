"""Where a server is reached, as people say it on a line."""

import pytest

from turnabout.addresses import network, public
from turnabout.host import browsers_warn
from turnabout.problems import Problem
from turnabout.serving import web_door
from turnabout_client.page.door import PageDoor, ShutDoor


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("wss://play.example", "wss://play.example"),
        ("https://play.example:8765/", "wss://play.example:8765"),
        ("http://10.0.0.7:8765", "ws://10.0.0.7:8765"),
        ("https://example.org/turnabout", "wss://example.org/turnabout"),
        ("https://example.org/our/turnabout/", "wss://example.org/our/turnabout"),
    ],
)
def test_a_public_address(said: str, address: str) -> None:
    assert public(said) == address


@pytest.mark.parametrize(
    "said",
    ["play.example", "ftp://x", "https://", "https://x/../y", "https://x?y", "https://me@x", "a b"],
)
def test_what_is_no_public_address(said: str) -> None:
    with pytest.raises(Problem, match="https://host:8765"):
        public(said)


def test_a_trusted_proxy_is_an_address_or_a_network() -> None:
    assert network("127.0.0.1") == "127.0.0.1/32"
    assert network("10.1.2.3/8") == "10.0.0.0/8"
    assert network("::1") == "::1/128"
    with pytest.raises(Problem, match="--trust-proxy"):
        network("proxy.example")


def test_the_web_door_is_on_or_says_why_not() -> None:
    door = web_door(on=True, public_url="https://example.org/turnabout", get_it="")
    assert isinstance(door, PageDoor)
    assert door.base == "/turnabout"
    assert isinstance(web_door(on=False, public_url="", get_it="pipx"), ShutDoor)


def test_three_ways_around_a_certificate_that_was_made_here() -> None:
    first, *ways = browsers_warn()
    assert "warning" in first
    assert [way[:2] for way in ways] == ["1.", "2.", "3."]
    assert "--cert" in ways[0]
    assert "--local" in ways[1]
    assert "read along" in ways[2]
