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
# embeddings, overrides and isolates, zero-width space, invisible operators and fillers, the Braille
# pattern without dots, variation selectors, byte-order mark, interlinear marks and placeholders,
# format signs of shorthand and of music, tags, lone surrogates and private use.
# Kept: U+200C and U+200D, which several scripts need.
_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\U0001bca0-\U0001bca3"
    "\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
_NEAR: Final = 64
"""How far from a cut its boundary is looked for. Families and flags are shorter."""


def clean(text: str, limit: int) -> str:
    """Return `text` as one line of at most `limit` characters that no screen can misread.

    Unicode is normalised (NFC), every run of white space becomes one space, and characters that
    move the cursor, reorder, hide or stack text are dropped. A cut never goes through what people
    see as one character. Square brackets and other printable signs stay: widgets must be given the
    result as text, never as markup. Cleaning a cleaned text changes nothing.
    """
    if text.isascii() and text.isprintable():  # as most is, and then there is little to do
        return _cut(" ".join(text[: limit * 4].split()), limit).rstrip()
    # Dropping a character can bring two together that compose into one.
    while (done := _once(text, limit)) != text:
        text = done
    return done


def folded(text: str) -> str:
    """Return a form that is equal for all ways to write the same name: spaces, capitals."""
    return " ".join(text.split()).casefold()


def _once(text: str, limit: int) -> str:
    # Cut first: nobody types ten thousand characters in one line.
    safe = _UNSAFE.sub("", text[: limit * 4])
    if not safe.isascii():
        safe = _composed(safe)
    return _cut(" ".join(safe.split()), limit).rstrip()


def _composed(text: str) -> str:
    # Imported here, as below: much is read before the first word that is not plain.
    from turnabout_protocol.signs import CLIMBING, LONG_RUN, UNASSIGNED

    known = UNASSIGNED.sub("", text)
    return CLIMBING.sub(r"\1", unicodedata.normalize("NFC", LONG_RUN.sub(r"\1", known)))


def _cut(line: str, limit: int) -> str:
    if len(line) <= limit or line.isascii():
        return line[:limit]
    from turnabout_protocol.signs import SEEN_AS_ONE

    near = SEEN_AS_ONE.finditer(line, max(0, limit - _NEAR), limit + _NEAR)
    return line[: max((end for one in near if (end := one.end()) <= limit), default=limit)]
