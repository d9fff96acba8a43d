"""Links lead where the server listens, and when nobody else comes there, that is said."""

import asyncio
import socket
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.turnabout.command import read_until
from tests.turnabout.test_serving import links_in, running
from turnabout.addresses import cut_off, everybody, here, own_address
from turnabout_client.link.connection import knock

V4, V6 = "192.168.1.5", "2001:db8:5::7"


@dataclass
class Bound:
    """A server that listens there."""

    address: str
    pin: str = ""


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Be in a network with these addresses."""
    four, six = request.param
    known = {socket.AF_INET: four or "127.0.0.1", socket.AF_INET6: six or "::1"}
    monkeypatch.setattr("turnabout.addresses.own_address", known.__getitem__)


BOTH, ONLY_4, ONLY_6, NONE = (V4, V6), (V4, ""), ("", V6), ("", "")


@pytest.mark.parametrize(
    ("network", "bound", "reached", "says"),
    [
        (BOTH, "wss://0.0.0.0:8765", f"wss://{V4}:8765", ""),
        (BOTH, "wss://[::]:8765", f"wss://[{V6}]:8765", ""),
        (ONLY_4, "wss://0.0.0.0:8765", f"wss://{V4}:8765", ""),
        (ONLY_4, "wss://[::]:8765", "wss://[::1]:8765", "--listen 0.0.0.0:8765"),
        (ONLY_6, "wss://0.0.0.0:8765", "wss://127.0.0.1:8765", "--listen [::]:8765"),
        (ONLY_6, "wss://[::]:8765", f"wss://[{V6}]:8765", ""),
        (NONE, "wss://0.0.0.0:8765", "wss://127.0.0.1:8765", "in no network"),
        (NONE, "wss://[::]:8765", "wss://[::1]:8765", "in no network"),
        (NONE, "ws://127.0.0.1:8765", "ws://127.0.0.1:8765", ""),
        (NONE, "wss://192.0.2.7:8765", "wss://192.0.2.7:8765", ""),
    ],
    indirect=["network"],
)
@pytest.mark.usefixtures("network")
def test_links_lead_where_the_server_listens(bound: str, reached: str, says: str) -> None:
    assert everybody(Bound(bound), "").server == reached
    said = cut_off(Bound(bound), "")
    assert says in said
    assert bool(said) is bool(says)


@pytest.mark.parametrize("network", [NONE], indirect=True)
@pytest.mark.usefixtures("network")
def test_who_says_how_people_come_is_told_nothing() -> None:
    assert cut_off(Bound("wss://0.0.0.0:8765"), "wss://play.example") == ""


@pytest.mark.parametrize("network", [BOTH], indirect=True)
@pytest.mark.usefixtures("network")
def test_this_machine_reaches_it_by_loopback_of_the_same_kind() -> None:
    assert here(Bound("wss://[::]:8765"), None).server == "wss://[::1]:8765"
    assert here(Bound("wss://0.0.0.0:8765"), None).server == "wss://127.0.0.1:8765"


def test_without_a_way_out_the_address_is_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    class Alone(socket.socket):
        def connect(self, address: object) -> None:
            raise OSError("Network is unreachable")

    monkeypatch.setattr("turnabout.addresses.socket.socket", Alone)
    assert own_address(socket.AF_INET) == "127.0.0.1"
    assert own_address(socket.AF_INET6) == "::1"


def test_an_address_of_one_cable_alone_is_in_no_link(monkeypatch: pytest.MonkeyPatch) -> None:
    class Linked(socket.socket):
        def connect(self, address: object) -> None:
            pass

        def getsockname(self) -> tuple[str, int]:
            return ("fe80::1%eth0", 9)

    monkeypatch.setattr("turnabout.addresses.socket.socket", Linked)
    assert own_address(socket.AF_INET6) == "::1"


@pytest.mark.skipif(not socket.has_ipv6, reason="this system has no IPv6")
async def test_a_room_on_ipv6_is_entered_by_its_link(tmp_path: Path) -> None:
    arguments = ("host", "--listen", "[::]:0", "--data", str(tmp_path / "d"))
    with running(tmp_path, *arguments) as process:
        printed = await asyncio.to_thread(read_until, process, "Steer with")
        link = links_in(printed)["join"]
        assert link.server.startswith("wss://[")
        assert (await knock(link)).players == 0
