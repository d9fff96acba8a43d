"""Where a side's own words occur in what was said."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from msgspec import Struct

from turnabout_protocol.scenario import Term

LONG: Final = 5
"""Letters from which on a word may have an ending of German or French, too. A shorter one would
turn into others: a plan into a plane."""
_WORD: Final = re.compile(r"\w+")


class Use(Struct, frozen=True):
    """One place in a text at which a term was used, in any of its forms."""

    start: int
    end: int
    term: str


def uses(text: str, terms: Iterable[Term]) -> tuple[Use, ...]:
    """Return where `terms` occur in `text` as whole words, in order and without overlaps.

    Capitals do not matter, nor does which apostrophe or space was typed. Each word may have the
    ending of a plural or a case: `Tickets`, `Kennzahlen`, `des Rückstands`, `écrans de saisie`.
    What changes inside, as in `Aufträge`, is an alias. Of two that overlap the longer one counts.
    """
    found = [
        Use(match.start(), match.end(), term.term)
        for term in terms
        for word in (term.term, *term.aliases)
        for match in _pattern(word).finditer(text)
    ]
    kept: list[Use] = []
    for use in sorted(found, key=lambda u: (u.start - u.end, u.start)):
        if all(use.end <= other.start or use.start >= other.end for other in kept):
            kept.append(use)
    return tuple(sorted(kept, key=lambda u: u.start))


@lru_cache(maxsize=1024)
def _pattern(term: str) -> re.Pattern[str]:
    """Return what finds `term` in any of its forms."""
    parts, at = [], 0
    for word in _WORD.finditer(term):
        parts += [_between(term[at : word.start()]), _inflected(word[0])]
        at = word.end()
    parts.append(_between(term[at:]))
    return re.compile(rf"(?<!\w){''.join(parts)}(?!\w)", re.IGNORECASE)


def _inflected(word: str) -> str:
    if word.isupper() or not word.isalpha():
        return rf"{re.escape(word)}s?"
    return rf"{re.escape(word)}(?:s|es|e|n|en|x)?" if len(word) >= LONG else rf"{re.escape(word)}s?"


def _between(signs: str) -> str:
    """Return what stands for what is between two words."""
    return "".join(
        r"\s+" if sign.isspace() else "['’]" if sign in "'’" else re.escape(sign) for sign in signs
    )
