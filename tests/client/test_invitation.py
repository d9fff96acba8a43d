"""The text of the invitation: what it says, and that no line of it is ever broken."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from turnabout_client.view.invitation import (
    WAYS,
    Invitation,
    Way,
    comes_along,
    invitation,
    invited,
)
from turnabout_language import LANGUAGES, speaking
from turnabout_protocol.activities.deck import Deck
from turnabout_protocol.links import Link, parse
from turnabout_protocol.messages import SshDoor
from turnabout_protocol.room import Step
from turnabout_server.authoring.scenarios import find_agenda

PINNED = parse("wss://play.example:8765/join/7F3K2QMX9TRVH4WZ@MFRGGZDFMZTWQ2LKMFRGGZDFMZ")
KNOWN = parse("wss://play.example/join/7F3K2QMX9TRVH4WZ.TC64TC64TC64TC64")
HERE = parse("ws://127.0.0.1:8765/join/7F3K2QMX9TRVH4WZ")
OPEN = parse("ws://play.example:8765/join/7F3K2QMX9TRVH4WZ")
WHEEL = "turnabout-0.3.0-py3-none-any.whl"


def text(link: Link = PINNED, get_it: str = "", **more: Any) -> str:
    about = Invitation(title="Too late", minutes=25, shared=link, get_it=get_it, **more)
    return invitation(about)


@pytest.fixture(params=LANGUAGES)
def _each_language(request: pytest.FixtureRequest) -> Iterator[None]:
    with speaking(request.param):
        yield


@pytest.mark.usefixtures("_each_language")
@pytest.mark.parametrize("link", [PINNED, KNOWN, HERE, OPEN])
def test_every_line_leads_in_and_stands_alone(link: Link) -> None:
    lines = text(link, WHEEL).splitlines()
    told = [way.line(link) for way in WAYS]
    assert len(told) == 3
    for one in told:
        assert one in lines, "on a line of its own, whole"
        found = parse(one)
        assert (found.code, found.key, found.pin) == (link.code, link.key, link.pin)
    assert [parse(one).door for one in told] == ["join", "watch", "stage"]
    plain = link is OPEN
    assert all(("--insecure-plain" in one) is plain for one in told)


@pytest.mark.usefixtures("_each_language")
def test_it_begins_with_three_sentences() -> None:
    for early in (False, True):
        first = text(get_it=WHEEL, early=early).split("\n\n")[0]
        assert first.count(". ") == 2
        assert first.endswith(".")
        assert "Too late" in first
        assert "25" in first


def test_a_way_in_is_one_entry() -> None:
    web = Way("In a browser", lambda link: f"https://play.example/{link.code}")
    about = Invitation(title="T", minutes=25, shared=KNOWN)
    assert "\n\nIn a browser:\nhttps://play.example/7F3K2QMX9TRVH4WZ\n\n" in invitation(
        about, (*WAYS, web)
    )


def test_a_file_that_comes_along_is_installed_from_its_folder() -> None:
    lines = text(get_it=WHEEL).splitlines()
    assert lines.count(f"uv tool install ./{WHEEL}") == 2
    assert f"pipx install ./{WHEEL}" in lines
    assert "Windows (PowerShell):" in lines
    assert "macOS and Linux:" in lines
    assert comes_along(WHEEL)


@pytest.mark.parametrize(
    ("get_it", "told"),
    [
        ("git+https://git.example/turnabout@v1", "git+https://git.example/turnabout@v1"),
        ("https://files.example/t.whl", "https://files.example/t.whl"),
        ("https://files.example/t.whl?a=1&b=2", '"https://files.example/t.whl?a=1&b=2"'),
    ],
)
def test_an_address_is_what_the_installers_take(get_it: str, told: str) -> None:
    lines = text(get_it=get_it).splitlines()
    assert lines.count(f"uv tool install {told}") == 2
    assert ("It takes git, too." in lines) is get_it.startswith("git+")
    assert not comes_along(get_it)


def test_a_sentence_of_ones_own_takes_the_place_of_the_commands() -> None:
    told = text(get_it="It is in the software centre, under Turnabout.")
    assert "once:\nIt is in the software centre, under Turnabout.\n" in told
    assert "uv tool" not in told
    assert not comes_along("Ask Kim for turnabout.whl")


def test_no_address_is_invented() -> None:
    assert "install" not in text()
    assert "as it says below" not in text()


def test_the_firewall_sentence_is_true_of_the_way() -> None:
    pinned = text(PINNED)
    assert "TCP to play.example, port 8765," in pinned
    assert "the only certificate" in pinned
    known = text(KNOWN)
    assert "port 443" in known
    assert "encrypted WebSocket" in known
    assert "not encrypted" in text(OPEN)
    assert "Firewall" not in text(HERE)
    assert "on one machine alone" in text(HERE)
    assert "VPN" not in pinned
    inside = parse("wss://192.168.1.20:8765/join/7F3K2QMX9TRVH4WZ")
    assert "192.168.1.20 is an address inside one network" in text(inside)


def test_days_ahead_is_said_only_where_cards_are_written_and_nobody_has_begun() -> None:
    def told(steps: tuple[Step, ...], *, begun: bool) -> str:
        return invitation(invited("T", steps, KNOWN, begun=begun))

    taster, full = find_agenda("taster").steps, find_agenda("60").steps
    assert any(isinstance(step, Deck) for step in full)
    assert "for 60 minutes" in told(full, begun=False)
    assert "days ahead" in told(full, begun=False)
    assert "days ahead" not in told(full, begun=True)
    assert "days ahead" not in told(taster, begun=False)


def test_a_room_of_an_older_version_has_no_minutes() -> None:
    about = Invitation(title="T", minutes=0, shared=KNOWN)
    assert "0 minutes" not in invitation(about)


SSH = SshDoor(port=8022, fingerprint=f"SHA256:{'a' * 43}")


@pytest.mark.usefixtures("_each_language")
def test_ssh_is_named_where_its_door_is_open_and_with_the_key_of_the_link() -> None:
    assert "ssh" not in text(PINNED)
    lines = text(PINNED, ssh=SSH).splitlines()
    assert "ssh -p 8022 7F3K2QMX9TRVH4WZ@play.example" in lines
    assert any(SSH.fingerprint in line for line in lines)
    usual = SshDoor(port=22, fingerprint=SSH.fingerprint)
    lines = text(KNOWN, ssh=usual).splitlines()
    assert "ssh 7F3K2QMX9TRVH4WZ.TC64TC64TC64TC64@play.example" in lines


@pytest.mark.usefixtures("_each_language")
def test_an_ssh_door_elsewhere_is_named_with_its_host_and_the_firewall_is_told_of_it() -> None:
    assert text(PINNED).count("8022") == 0
    beside = text(PINNED, ssh=SSH).splitlines()
    assert "play.example" in beside[-1]
    assert "8022" in beside[-1]
    there = SshDoor(host="door.example", port=8022, fingerprint=SSH.fingerprint)
    lines = text(PINNED, ssh=there).splitlines()
    assert "ssh -p 8022 7F3K2QMX9TRVH4WZ@door.example" in lines
    assert "door.example" in lines[-1]


@pytest.mark.parametrize("host", ["-oA=x", "a b", "a;b", "a\n", "$(id)", "x" * 300, "a."])
def test_a_host_that_a_shell_would_read_is_none(host: str) -> None:
    told = msgspec.to_builtins(SshDoor(host=host, port=22, fingerprint=SSH.fingerprint))
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(told, SshDoor)


@pytest.mark.parametrize("host", ["", "a", "10.0.0.7", "2001:db8::1", "play-2.example"])
def test_a_name_or_an_address_is_a_host(host: str) -> None:
    told = SshDoor(host=host, port=22, fingerprint=SSH.fingerprint)
    assert msgspec.convert(msgspec.to_builtins(told), SshDoor) == told
