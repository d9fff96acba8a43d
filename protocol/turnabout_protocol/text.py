"""clean(): what people type becomes text that is safe on any screen, in any log and any report."""

import re
import unicodedata
from typing import Final

NAME: Final = 24
"""Longest name of a person, in characters."""
LINE: Final = 240
"""Longest one-sentence text (an echo, a question, a note), in characters."""
SPEECH: Final = 600
"""Longest text said in a turn, in characters."""

# Dropped: control characters (C0 without white space, DEL, C1), soft hyphen, bidirectional marks,
# embeddings, overrides and isolates, zero-width space, invisible operators and fillers, variation
# selectors, byte-order mark, interlinear marks, tags and lone surrogates.
# Kept: U+200C and U+200D, which several scripts need.
_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]"
)
_MARKS_KEPT: Final = 3
"""Marks without a width kept on one character; more climb over the neighbouring lines."""
_NO_WIDTH: Final = ("Mn", "Me", "Cf")


def clean(text: str, limit: int) -> str:
    """Return `text` as one line of at most `limit` characters that no screen can misread.

    Unicode is normalised (NFC), every run of white space becomes one space, and characters that
    move the cursor, reorder, hide or stack text are dropped. Square brackets and other
    printable signs stay: widgets must be given the result as text, never as markup.
    Cleaning a cleaned text changes nothing.
    """
    # Cut first: normalising is not free, and nobody types ten thousand characters in one line.
    short = unicodedata.normalize("NFC", text[: limit * 4])
    safe = _limit_marks(_UNSAFE.sub("", short))
    line = " ".join(safe.split())[:limit].rstrip()
    # Dropping a character can bring two together that compose into one.
    again = unicodedata.normalize("NFC", line)
    return again if again == line else clean(again, limit)


def _limit_marks(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in _NO_WIDTH else 0
        if marks <= _MARKS_KEPT:
            kept.append(char)
    return "".join(kept)
