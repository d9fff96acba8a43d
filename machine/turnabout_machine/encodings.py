"""Text for streams whose encoding lacks some of its characters: it is printed as near as it goes.

Into a pipe Windows encodes by its old code page, and some systems know ASCII alone. A character
that they lack must not end a command.
"""

import codecs
import unicodedata
from collections.abc import Iterable
from io import TextIOWrapper
from typing import Final, TextIO

NEAREST: Final = "turnabout.nearest"
"""The name of the error handler: the nearest characters that the encoding has, else a `?`."""

_NEAR: Final = {
    **dict.fromkeys("\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}", "'"),
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("‐‑–—−─━", "-"),
    **dict.fromkeys("│┃", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯", "+"),
    **dict.fromkeys("•●·▪■", "*"),
    "…": "...",
    "→": "->",
    "←": "<-",
    "×": "x",
    "ß": "ss",
    "œ": "oe",
    "Œ": "OE",
    "✓": "v",
    "▲": "^",
    "▼": "v",
    "○": "o",
    "\N{NO-BREAK SPACE}": " ",
    "\N{NARROW NO-BREAK SPACE}": " ",
}


def forgiving(streams: Iterable[TextIO | None]) -> None:
    """Let none of these streams fail over a character, in what is written or in what is read."""
    codecs.register_error(NEAREST, _nearest)
    for stream in streams:
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=NEAREST if stream.writable() else "replace")


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_near(sign, error.encoding) for sign in lacking), error.end


def _near(sign: str, encoding: str) -> str:
    apart = unicodedata.normalize("NFKD", sign)
    bare = "".join(part for part in apart if not unicodedata.combining(part))
    for near in (_NEAR.get(sign, ""), bare):
        if near and _has(encoding, near):
            return near
    return "?" if not unicodedata.combining(sign) else ""


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
