"""Where lines break: at spaces, but not at those that hold together what stands beside them.

French has such a space before `?` and inside « ». Rich takes every kind of space for one to break
at, and has no setting for it; this is its pattern of a word, with these spaces as part of the word.
"""

import re
from typing import Final

from rich import _wrap

HELD: Final = "\u00a0\u202f"
"""Spaces at which no line breaks."""
WORD: Final = re.compile(rf"[^\S{HELD}]*[\S{HELD}]+[^\S{HELD}]*")


def hold_together() -> None:
    """Let no line break at a space that holds its neighbours together, from here on."""
    _wrap.re_word = WORD
