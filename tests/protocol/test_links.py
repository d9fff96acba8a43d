"""What people paste is a link, or one sentence says why it is not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout_protocol.links import BadLink, Link, parse

CODE = "7F3K2QMX9TRVH4WZ"
KEY = "8QX0ABCDEFGHJKMN"
PIN = "MFRGGZDFMZTWQ2LKMFRGGZDFMZ"

codes = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=16, max_size=16)
hosts = st.sampled_from(["play.example", "127.0.0.1", "[::1]", "[2001:db8::7]", "localhost"])
servers = st.builds(
    lambda scheme, host, port: f"{scheme}://{host}" + (f":{port}" if port else ""),
    st.sampled_from(["ws", "wss"]),
    hosts,
    st.none() | st.integers(1, 65535),
)
pins = st.just("") | st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=26, max_size=26)
links = st.one_of(
    st.builds(
        lambda server, door, code, pin: Link(server=server, door=door, code=code, pin=pin),
        *(servers, st.sampled_from(["join", "watch"]), codes, pins),
    ),
    st.builds(
        lambda server, code, key, pin: Link(
            server=server, door="steer", code=code, key=key, pin=pin
        ),
        *(servers, codes, codes, pins),
    ),
)


@given(links)
def test_a_link_survives_being_shared(link: Link) -> None:
    assert parse(str(link)) == link


@pytest.mark.parametrize(
    "text",
    [
        f"  <wss://play.example:8765/join/{CODE}> ",
        f'"wss://play.example:8765/join/{CODE.lower()}"',
        f"wss://play.example:8765/join/{CODE[:4]}-{CODE[4:8]}-{CODE[8:12]}-{CODE[12:]}",
        f"WSS://PLAY.example:8765/Join/{CODE}/",
        f"turnabout join wss://play.example:8765/join/{CODE}",
        f"turnabout join wss://play.example:8765/join/{CODE[:3]}\n {CODE[3:]}",
        f"Players:  turnabout join wss://play.example:8765/join/{CODE}. See you!",
    ],
)
def test_what_mail_and_chat_do_to_a_link_is_forgiven(text: str) -> None:
    assert parse(text) == Link(server="wss://play.example:8765", door="join", code=CODE)


def test_addresses_of_both_kinds() -> None:
    link = parse(f"ws://[::1]:9000/steer/{CODE}.{KEY}@{PIN}")
    assert (link.server, link.key, link.pin) == ("ws://[::1]:9000", KEY, PIN)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is not a link"),
        ("hello", "is not a link"),
        (f"https://play.example/join/{CODE}", "is not a link"),
        (f"wss:///join/{CODE}", "is not a link"),
        (f"wss://[::1/join/{CODE}", "is not a link"),
        (f"wss://host:99999/join/{CODE}", "is not a link"),
        ("wss://play.example", "is not complete"),
        (f"wss://play.example/join/{CODE[:-1]}", "is not complete"),
        (f"wss://play.example/play/{CODE}", "is not complete"),
        (f"wss://play.example/join/{CODE}@{PIN[:-1]}", "is not complete"),
        (f"wss://play.example/steer/{CODE}", "facilitator key"),
    ],
)
def test_what_is_not_a_link_is_told_in_a_sentence(text: str, says: str) -> None:
    with pytest.raises(BadLink, match=says) as caught:
        parse(text)
    assert str(caught.value).endswith(".")


@given(st.text(max_size=200))
def test_any_text_is_a_link_or_a_harmless_sentence(text: str) -> None:
    with pytest.raises(BadLink) as caught:
        parse(text)
    assert not [char for char in str(caught.value) if unicodedata.category(char) == "Cc"]
    assert len(str(caught.value)) < 150


def test_a_personal_link_has_a_key_of_its_own() -> None:
    link = parse(f"wss://play.example/join/{CODE}.{KEY}")
    assert (link.door, link.code, link.key) == ("join", CODE, KEY)
    assert parse(str(link)) == link
