"""What people paste is a link, or one sentence says why it is not."""

import unicodedata
from collections.abc import Callable
from html import escape
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnabout_protocol.links import BadLink, Link, browsed, is_base, parse

CODE = "7F3K2QMX9TRVH4WZ"
KEY = "8QX0ABCDEFGHJKMN"
PIN = "MFRGGZDFMZTWQ2LKMFRGGZDFMZ"

codes = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=16, max_size=16)
hosts = st.sampled_from(["play.example", "127.0.0.1", "[::1]", "[2001:db8::7]", "localhost"])
servers = st.builds(
    lambda scheme, host, port, base: f"{scheme}://{host}" + (f":{port}" if port else "") + base,
    st.sampled_from(["ws", "wss"]),
    hosts,
    st.none() | st.integers(1, 65535),
    st.sampled_from(["", "", "/turnabout", "/our/games.v2"]),
)
pins = st.just("") | st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=26, max_size=26)
links = st.one_of(
    st.builds(
        lambda server, door, code, pin: Link(server=server, door=door, code=code, pin=pin),
        *(servers, st.sampled_from(["join", "watch", "stage"]), codes, pins),
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


@given(links)
def test_a_browser_opens_a_link_as_it_is(link: Link) -> None:
    text = str(link)
    assert text.startswith("https://" if link.server.startswith("wss:") else "http://")
    # As links once began.
    old = f"{link.server}{text.removeprefix(browsed(link.server))}"
    assert old.startswith("ws")
    assert parse(old) == link


@pytest.mark.parametrize("base", ["/..", "/./x", "/a b", "/a?b", "/a/b/c/d/e", "//", "x"])
def test_what_is_no_path_of_a_server(base: str) -> None:
    assert not is_base(base)


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
        (f"https://play.example/play/{CODE}", "is not a link"),
        (f"https://gateway.example/?url=https%3A%2F%2Fplay.example%2F{CODE}&data=1", "not a link"),
        (f"https://play.example/join/{CODE[1:]}", "is not complete"),
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


# --- as people, mail and chat pass links on -------------------------------------------------------

BREAKS = ("=\n", "=\r\n", "\n> ", "\n>> ", "\n", " ", "\n    ")
INVISIBLE = ("\u200b", "\u00ad", "\u2060", "\ufeff", "\u200e")
Disguise = Callable[[str, int], str]


def inside(text: str, at: int, put: str) -> str:
    """Return `text` with `put` in it, behind the scheme."""
    start = text.find("://") + 3 if "://" in text else 0
    where = start + at % max(len(text) - start, 1)
    return text[:where] + put + text[where:]


def escaped(text: str, _at: int) -> str:
    """Return what some gateways make of a link."""
    return quote(text, safe="/").replace("%", "-").replace("/", "_")


WRAPPED: dict[str, Disguise] = {
    "bold": lambda t, _: f"*{t}*",
    "bold in Markdown": lambda t, _: f"**{t}**",
    "slanted": lambda t, _: f"_{t}_",
    "code": lambda t, _: f"`{t}`",
    "struck": lambda t, _: f"~{t}~",
    "shouted": lambda t, _: f"{t}!",
    "asked": lambda t, _: f"Is it {t}?",
    "in a sentence": lambda t, _: f"Please come: {t}. See you!",
    "a link in Markdown": lambda t, _: f"[{t}]({t})",
    "a link with words": lambda t, _: f"[our room]({t})",
    "a link in chat": lambda t, _: f"<{t}|{t}>",
    "a link in HTML": lambda t, _: f'<a href="{escape(t)}">{escape(t)}</a>',
    "a link in a mail's source": lambda t, _: f'<a href=3D"{t}">here</a>',
    "quotes": lambda t, _: f"»{t}«",
    "typographic quotes": lambda t, _: f"“{t}”",
    "in brackets": lambda t, _: f"({t})",
    "a quoted mail": lambda t, _: f"> > {t}",
    "a table": lambda t, _: f"| link | {t} |",
    "nothing in it": lambda t, at: inside(t, at, INVISIBLE[at % len(INVISIBLE)]),
    "nothing behind it": lambda t, at: t + INVISIBLE[at % len(INVISIBLE)],
    "percent": lambda t, _: quote(t, safe=""),
    "percent, the at sign": lambda t, _: t.replace("@", "%40"),
    "entities": lambda t, _: t.replace("@", "&#64;").replace("/", "&#x2F;"),
    "a gateway": lambda t, _: f"https://gateway.example/?url={quote(t, safe='')}&data=1",
    "a gateway of another kind": lambda t, _: f"https://gateway.example/v3/__{t}__;!!Xy9$",
    "wide letters": lambda t, _: t.replace("@", "\uff20").replace(":", "\uff1a"),
}
CHANGED: dict[str, Disguise] = {
    "a scheme of the web": lambda t, _: t.replace("wss://", "https://").replace("ws://", "http://"),
    "a break": lambda t, at: inside(t, at, BREAKS[at % len(BREAKS)]),
    "breaks": lambda t, at: inside(inside(t, at, BREAKS[at % 4]), at // 3, BREAKS[at % 4]),
    "small letters": lambda t, _: t.lower(),
}


@pytest.mark.parametrize(
    "disguise", [*WRAPPED.values(), *CHANGED.values()], ids=[*WRAPPED, *CHANGED]
)
@given(links, st.integers(0, 9999))
def test_a_disguise_opens_what_the_bare_link_opens(disguise: Disguise, link: Link, at: int) -> None:
    assert parse(disguise(str(link), at)) == link


@given(links, st.sampled_from([*CHANGED]), st.sampled_from([*WRAPPED]), st.integers(0, 9999))
def test_a_changed_link_may_be_wrapped(link: Link, changed: str, wrapped: str, at: int) -> None:
    assert parse(WRAPPED[wrapped](CHANGED[changed](str(link), at), at)) == link


@given(links, st.sampled_from([*WRAPPED]), st.sampled_from([*WRAPPED]), st.integers(0, 9999))
def test_two_wraps_are_one_link(link: Link, inner: str, outer: str, at: int) -> None:
    assert parse(WRAPPED[outer](WRAPPED[inner](str(link), at), at)) == link


@given(links)
def test_letters_that_no_code_has_are_digits(link: Link) -> None:
    typed = {"0": "O", "1": "L"}
    code, key = ("".join(typed.get(c, c) for c in part) for part in (link.code, link.key))
    assert (
        parse(str(Link(server=link.server, door=link.door, code=code, key=key))).code == link.code
    )
    assert parse(str(Link(server=link.server, door=link.door, code=code, key=key))).key == link.key


def test_a_gateway_that_writes_dashes() -> None:
    link = f"wss://play.example:8765/join/{CODE}@{PIN}"
    sent = f"https://urldefense.example/v2/url?u={escaped(link, 0)}&d=DwMFAg&c=eu"
    assert parse(sent) == parse(link)


@pytest.mark.parametrize(
    "text", ["=" * 9000, "wss://" * 2000, "%25" * 3000, "&amp;" * 2000, "> " * 5000]
)
def test_a_long_text_costs_little(text: str) -> None:
    with pytest.raises(BadLink):
        parse(text)
