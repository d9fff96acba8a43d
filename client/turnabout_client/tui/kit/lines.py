"""Where a line may break. French sets a space before `?`, `!`, `:`, `;` and inside « and »."""

import re
from typing import Final

import rich._wrap
import textual._wrap

_WORD: Final = r"(?:«\s)?\S+(?:\s[?!:;»][?!:;».,]*(?!\S))*"
"""A word with the marks that stand apart from it."""


def keep_marks() -> None:
    """Let no mark begin a line, and no « end one, whatever the space between it and its word.

    Rich and Textual break a line at every white space, a no-break space like any other, and have
    no setting for it. What people type has plain spaces anyway.
    """
    rich._wrap.re_word = re.compile(rf"\s*{_WORD}\s*")
    textual._wrap.re_chunk = re.compile(rf"{_WORD}\s*|\s+")
