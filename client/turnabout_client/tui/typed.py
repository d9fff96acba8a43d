"""What a terminal sends, as far as it is keys, mouse or paste. Pure: bytes in, pieces out.

A terminal also sends what nobody pressed: replies about colours and versions, reports of a newer
kind than was asked for, bytes of another encoding. A parser that does not know them takes them
apart and reports each character as a key. So every sequence is read to its end here, and only
those that the parser knows pass.
"""

import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from typing import Final

ESCAPE: Final = "\x1b"
ALONE: Final = 0.1
"""Seconds of silence after which an escape character was the key and not a beginning."""
BROKEN_OFF: Final = 1.0
"""Seconds of silence after which the rest of a sequence, or of a paste, will not come."""
LONGEST: Final = 64
"""Most characters of a sequence that can pass."""
LONGEST_PASTE: Final = 1 << 16
"""Most characters of a paste that pass: no field takes as many."""
UNKNOWN: Final = "\ufffd"
"""Stands for bytes that are not UTF-8, whose encoding cannot be known."""

_PASTE: Final = "\x1b[200~"
_PASTED: Final = "\x1b[201~"
_CODE: Final = r"[1-9]\d{0,6}"
_HOW: Final = r"(?:[1-9]|[1-9]\d|1\d\d|2[0-4]\d|25[0-6])"
"""Which of shift, control and so on were held: a sum of bits, and one."""
_CELLS: Final = r"[1-9]\d{0,2}"
_DOTS: Final = r"[1-9]\d{0,4}"
_KNOWN: Final = re.compile(
    rf"""\x1b(?:
      [bf\x7f]                                                   # alt with an arrow or backspace
    | O[ABCDFHMPQRSabcdjkmnopqrstuvwxy]                          # function keys and the key pad
    | \[(?: (?:1;{_HOW})?[ABCDFHPQS] | [EZabcd] | \[[A-E]
        | (?:[1-8]|1[1-5]|1[7-9]|2[0134])(?:;{_HOW})?~           # Home, Insert, F5 ...
        | [35678]\^
        | <\d{{1,3}};\d{{1,5}};\d{{1,5}}[Mm]                     # the mouse
        | [IO]                                                   # the window got or lost the focus
        | \?20(?:26|48);[0-4]\$y                                 # a mode that was asked for
        | 48;{_CELLS};{_CELLS};{_DOTS};{_DOTS}t                  # the size of the window
        )
    )""",
    re.VERBOSE,
)
_KEY: Final = re.compile(rf"\x1b\[({_CODE})(?:;({_HOW})?(?:;({_CODE}(?::{_CODE}){{0,7}}))?)?u")
"""A key by its code point, what was held with it, and the text that it types."""
_NAMED: Final = frozenset({9, 13, 27, 127})
"""Code points of keys that type nothing."""


class Typed:
    """Reads the bytes of one terminal."""

    def __init__(self) -> None:
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._next: Callable[[str], Iterator[str]] = self._plain
        self._held = ""
        self._may_be_key = False
        """Whether the escape character that was read last could be the key."""
        self._pasted = -1
        """Characters of the paste that is under way; -1: there is none."""

    def feed(self, data: bytes) -> list[str]:
        """Return the pieces in `data`: each a character, a whole sequence, or ESCAPE, the key.

        Letters that come together with bytes that are not UTF-8 are a paste.
        """
        text, pieces = self._text(data), list[str]()
        for character in text:
            take = self._begin if character == ESCAPE else self._next
            pieces += (piece for piece in take(character) if self._passes(piece))
        whole = self._pasted < 0 and not {_PASTE, _PASTED} & {*pieces}
        return _as_paste(pieces) if whole and UNKNOWN in pieces else pieces

    def _text(self, data: bytes) -> str:
        cut = bool(self._decoder.getstate()[0])
        text = self._decoder.decode(data)
        # Bytes left over from the last reading belong to it, not to the keys in this one.
        return text[1:] if cut and text.startswith(UNKNOWN) else text

    def silence(self, seconds: float) -> list[str]:
        """Return the pieces that are certain after `seconds` in which nothing was sent."""
        if self._may_be_key and seconds >= ALONE:
            self._rest()
            return [ESCAPE] if self._passes(ESCAPE) else []
        if seconds >= BROKEN_OFF:
            self._rest()
            if self._pasted >= 0:
                self._pasted = -1
                return [_PASTED]
        return []

    def _passes(self, piece: str) -> bool:
        """Return whether `piece` belongs where it stands. In a paste nothing is a key."""
        if self._pasted < 0:
            self._pasted = 0 if piece == _PASTE else -1
            return piece != _PASTED
        if piece == _PASTED:
            self._pasted = -1
            return True
        self._pasted += 1
        return len(piece) == 1 and piece != ESCAPE and self._pasted <= LONGEST_PASTE

    def _rest(self) -> None:
        self._held, self._next, self._may_be_key = "", self._plain, False

    # Each of these reads one character, in the state that it is named after.

    def _plain(self, character: str) -> Iterator[str]:
        if not "\x80" <= character <= "\x9f":
            yield character

    def _begin(self, character: str) -> Iterator[str]:
        if self._may_be_key:
            yield ESCAPE
        # The escape that ends a reply is not a key, however late the character after it comes.
        self._may_be_key = self._next != self._string
        self._held, self._next = character, self._second

    def _second(self, character: str) -> Iterator[str]:
        self._may_be_key = False
        if character not in "[OPX]^_":
            yield from self._last(character)
            return
        self._held += character
        self._next = {"[": self._sequence, "O": self._last}.get(character, self._string)

    def _sequence(self, character: str) -> Iterator[str]:
        if " " <= character <= "?":
            self._held = (self._held + character)[:LONGEST]
        elif character in "M[" and self._held == "\x1b[":
            # Old mouse reports have three more characters, function keys of the Linux console one.
            self._held += character
            self._next = self._last if character == "[" else self._old_mouse
        else:
            yield from self._last(character)

    def _old_mouse(self, character: str) -> Iterator[str]:
        self._held += character
        if len(self._held) == len("\x1b[M") + 3:
            self._rest()
        yield from ()

    def _string(self, character: str) -> Iterator[str]:
        if character in "\x07\x18\x1a":
            self._rest()
        yield from ()

    def _last(self, character: str) -> Iterator[str]:
        sequence = self._held + character
        self._rest()
        if known(sequence):
            yield sequence


def _as_paste(pieces: list[str]) -> list[str]:
    """Return pieces as a paste: with letters of another encoding among them, none is a key."""
    return [_PASTE, *(p for p in pieces if len(p) == 1 and p != ESCAPE), _PASTED]


def known(sequence: str) -> bool:
    """Return whether `sequence`, as a whole, is one that Textual knows."""
    if _KNOWN.fullmatch(sequence) or sequence in (_PASTE, _PASTED):
        return True
    key = _KEY.fullmatch(sequence)
    return key is not None and _is_key(int(key[1])) and all(map(_is_text, _codes(key[3])))


def _codes(text: str | None) -> list[int]:
    return [int(code) for code in text.split(":")] if text else []


def _is_key(code: int) -> bool:
    return code in _NAMED or _is_text(code)


def _is_text(code: int) -> bool:
    if not 0x20 <= code <= 0x10FFFF:
        return False
    return not (0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF)
