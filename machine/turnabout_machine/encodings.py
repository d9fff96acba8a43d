"""Text for streams whose encoding lacks some of its characters: it is printed as near as it goes.

Into a pipe Windows encodes by its old code page, and some systems know ASCII alone. A character
that they lack must not end a command.
"""

import codecs
import unicodedata
from collections.abc import Iterable
from functools import partial
from io import TextIOWrapper
from typing import Final, TextIO

_NAME: Final = "turnabout.nearest"
"""What error handlers are called that give the nearest characters, and else a `?`."""

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
    for stream in streams:
        if isinstance(stream, TextIOWrapper):
            # An error says “charmap” of every code page, so each has a handler of its own.
            handler = f"{_NAME}.{stream.encoding}"
            codecs.register_error(handler, partial(_nearest, stream.encoding))
            if stream.errors != handler:  # a stream that was read takes no other one
                stream.reconfigure(errors=handler)


def _nearest(encoding: str, error: UnicodeError) -> tuple[str, int]:
    match error:
        case UnicodeEncodeError(object=text, start=start, end=end):
            return "".join(_near(sign, encoding) for sign in text[start:end]), end
        case UnicodeDecodeError(end=end):
            return "\N{REPLACEMENT CHARACTER}", end
    raise error


def _near(sign: str, encoding: str) -> str:
    if unicodedata.combining(sign):
        return ""
    apart = unicodedata.normalize("NFKD", sign)
    bare = "".join(part for part in apart if not unicodedata.combining(part))
    found = (near for near in (_NEAR.get(sign, ""), bare) if near and _has(encoding, near))
    return next(found, "?")


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
