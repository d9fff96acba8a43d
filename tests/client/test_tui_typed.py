"""What a terminal sends and nobody pressed does nothing, whatever it is and however it is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.message import Message

from turnabout_client.tui.typed import (
    ALONE,
    BROKEN_OFF,
    ESCAPE,
    LONGEST_PASTE,
    Typed,
    known,
)

NOT_KEYS = {
    "half of a letter": b"\xc3",
    "an event type": b"\x1b[27;1:1u",
    "a release": b"\x1b[1;1:3A",
    "an alternate key": b"\x1b[97:65;2u",
    "no character": b"\x1b[99999999u",
    "half a character": b"\x1b[55296u",
    "text that is a control": b"\x1b[97;;3u",
    "xterm's other keys": b"\x1b[27;2;97~",
    "a colour, ended as it should be": b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
    "a colour, ended by a bell": b"\x1b]10;rgb:ffff/ffff/ffff\x07",
    "a version": b"\x1bP>|xterm(370)\x1b\\",
    "an application's own": b"\x1b_Gi=31;OK\x1b\\",
    "a privacy message": b"\x1b^q\x1b\\",
    "a start of string": b"\x1bXq\x1b\\",
    "the device": b"\x1b[?62;1;2;4c",
    "the second device": b"\x1b[>41;370;0c",
    "its status": b"\x1b[0n",
    "the cursor": b"\x1b[24;80R",
    "its key reports": b"\x1b[?25u",
    "an unknown mode": b"\x1b[?9999;2$y",
    "a size of nothing": b"\x1b[48;0;0;0;0t",
    "a size beyond any window": b"\x1b[48;9999;9999;9999;9999t",
    "a size in characters": b"\x1b[8;24;80t",
    "the old mouse": b"\x1b[M q!",
    "alt and a letter": b"\x1bq",
    "a very long one": b"\x1b[" + b"1;" * 5000 + b"A",
    "eight-bit controls": b"\xc2\x9b\xc2\x90\xc2\x9d",
    "a release with its text": b"\x1b[97;1:3;97u",
    "a repeat": b"\x1b[1;1:2B",
    "a release of a function key": b"\x1b[15;1:3~",
    "an alternate key of a layout": b"\x1b[1092:70:97;2u",
    "modifiers beyond any": b"\x1b[1;999A",
    "a key of no number": b"\x1b[u",
    "a colour of the palette": b"\x1b]4;1;rgb:cdcd/0000/0000\x1b\\",
    "the clipboard": b"\x1b]52;c;cXVpdA==\x07",
    "a programme's own, ended by a bell": b"\x1b]1337;CursorShape=1\x07",
    "the third device": b"\x1bP!|00000000\x1b\\",
    "a setting": b"\x1bP1$r0 q\x1b\\",
    "a capability": b"\x1bP1+r544e=787465726d\x1b\\",
    "the size in dots": b"\x1b[4;480;640t",
    "the title": b"\x1b]lq q q\x1b\\",
    "the status in private": b"\x1b[?13n",
    "a colour scheme": b"\x1b[?997;1n",
    "an end of no paste": b"\x1b[201~",
}
KEYS = {
    "up": b"\x1b[A",
    "home": b"\x1b[1~",
    "delete": b"\x1b[3~",
    "f1": b"\x1bOP",
    "ctrl+left": b"\x1b[1;5D",
    "shift+tab": b"\x1b[Z",
    "escape": b"\x1b[27u",
    "enter": b"\r",
    "backspace": b"\x7f",
    "a": b"\x1b[97;;97u",
    "ctrl+c": b"\x1b[99;5u",
    "n": b"n",
    "ä": "ä".encode(),
}


def parsed(*chunks: bytes, typed: Typed | None = None) -> list[Message]:
    """Return what Textual makes of `chunks`, and of the silence after them."""
    typed, parser = typed or Typed(), XTermParser()
    found: list[Message] = []
    for pieces in (*map(typed.feed, chunks), typed.silence(ALONE), typed.silence(BROKEN_OFF)):
        for piece in pieces:
            if piece == ESCAPE:
                found.append(events.Key("escape", ESCAPE))
            else:
                found += parser.feed(piece)
    # Were anything left unread in the parser, it would swallow or change this key.
    *more, last = [*found, *parser.feed("k")]
    assert isinstance(last, events.Key)
    assert last.key == "k"
    return more


def keys(*chunks: bytes) -> list[str]:
    return [m.key for m in parsed(*chunks) if isinstance(m, events.Key)]


@pytest.mark.parametrize("sent", NOT_KEYS.values(), ids=NOT_KEYS)
def test_what_nobody_pressed_is_no_key(sent: bytes) -> None:
    assert parsed(sent) == []
    assert parsed(*(bytes([byte]) for byte in sent)) == []
    assert keys(b"x", sent, b"y") == ["x", "y"]


@pytest.mark.parametrize(("key", "sent"), KEYS.items(), ids=KEYS)
def test_what_was_pressed_is_a_key(key: str, sent: bytes) -> None:
    assert keys(sent) == [key]
    assert keys(b"x" + sent + b"y") == ["x", key, "y"]


def test_letters_of_another_encoding_are_text_and_no_keys() -> None:
    (paste,) = parsed(b"Ger\xe4t")
    assert isinstance(paste, events.Paste)
    assert paste.text == "Ger\ufffdt"
    (paste,) = parsed(b"\xff\xfe\xc3")
    assert isinstance(paste, events.Paste)
    assert keys(b"\xff\xfe\xc3", b"q") == ["q"]


@pytest.mark.parametrize("sent", ["Gerät, Größe", "où, ça, déjà"], ids=["German", "French"])
@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp850", "mac_roman"])
def test_no_old_encoding_ends_anything_or_presses_a_key(sent: str, encoding: str) -> None:
    found = parsed(sent.encode(encoding))
    assert all(isinstance(one, events.Paste) for one in found)


def test_escape_alone_is_the_key_after_a_moment_and_at_once_before_another() -> None:
    typed = Typed()
    assert typed.feed(b"\x1b") == []
    assert typed.silence(ALONE / 2) == []
    assert typed.silence(ALONE) == [ESCAPE]
    assert typed.feed(b"\x1b\x1b[A") == [ESCAPE, "\x1b[A"]
    assert typed.feed(b"q") == ["q"]


def test_a_reply_that_breaks_off_takes_the_keyboard_for_a_moment_only() -> None:
    typed = Typed()
    assert typed.feed(b"\x1b]11;rgb:") == []
    assert typed.silence(ALONE) == []
    assert typed.silence(BROKEN_OFF) == []
    assert typed.feed(b"q") == ["q"]


def test_the_end_of_a_reply_is_no_escape_when_it_comes_late() -> None:
    typed = Typed()
    assert typed.feed(b"\x1b]11;rgb:1/2/3\x1b") == []
    assert typed.silence(ALONE) == []
    assert typed.feed(b"\\") == []


def test_a_paste_is_text_whatever_is_in_it() -> None:
    (paste,) = parsed(b"\x1b[200~one\x1b[A\x1bq\rtwo\x1b[201~")
    assert isinstance(paste, events.Paste)
    assert paste.text == "one\rtwo"


def test_a_paste_has_a_bound_and_an_end() -> None:
    (paste,) = parsed(b"\x1b[200~" + b"x" * (LONGEST_PASTE + 9))
    assert isinstance(paste, events.Paste)
    assert len(paste.text) == LONGEST_PASTE


PARTS = st.sampled_from(
    [
        *NOT_KEYS.values(), *KEYS.values(),
        b"\x1b", b"\x1b[", b"\x1bO", b"\x1b]", b"\x1bP", b"[", b";", b"\x07", b"\x1b[200~",
        b"\x1b[201~", b"\x1b[<0;3;4M", b"\x1b[48;24;80;480;640t", b"\x1b[?2048;2$y",
    ]
)  # fmt: skip
SENT = st.lists(PARTS | st.binary())


@given(SENT)
def test_whatever_comes_the_parser_lives_and_the_next_key_is_a_key(chunks: list[bytes]) -> None:
    parsed(*chunks)


@given(SENT, st.integers(0, 200))
def test_it_does_not_matter_where_reading_cuts(chunks: list[bytes], cut: int) -> None:
    sent = b"".join(chunks).decode(errors="ignore").encode()
    typed = Typed()
    assert [*typed.feed(sent[:cut]), *typed.feed(sent[cut:])] == Typed().feed(sent)


@pytest.mark.parametrize("sequence", [s for s in ANSI_SEQUENCES_KEYS if known(s)])
def test_every_sequence_that_passes_is_one_key(sequence: str) -> None:
    assert len(keys(sequence.encode())) == 1
