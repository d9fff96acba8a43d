"""Names that people cannot tell apart, and names that speak for the table."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from confusable_homoglyphs.confusables import confusables_data

# In each language that the screens speak: what a facilitator is called there, and the like.
_SPEAKS: Final = (
    *("host", "facilitator", "moderator", "server", "system", "admin", "turnabout"),
    *("moderation", "moderatorin", "gastgeber", "gastgeberin", "leitung", "spielleitung"),
    *("animation", "animateur", "animatrice", "modérateur", "modératrice", "hôte", "serveur"),
)
_WORDS: Final = re.compile(r"[^\W_]+")
_WRAPPING: Final = "\u200e"
"""Marks that the library's data have around letters that are written from right to left."""


def alike(one: str, other: str) -> bool:
    """Return whether people could take one name for the other."""
    return not _looks(one).isdisjoint(_looks(other))


def speaks_for_the_table(name: str) -> bool:
    """Return whether a name looks as if the facilitator or the game itself were speaking."""
    words = _WORDS.findall(unicodedata.normalize("NFKC", name))
    return any(not _looks(word).isdisjoint(_spoken()) for word in (*words, "".join(words)))


@lru_cache(maxsize=1)
def _spoken() -> frozenset[str]:
    return frozenset().union(*map(_looks, _SPEAKS))


def _looks(name: str) -> frozenset[str]:
    """Return the skeletons of a name: as it is written, and without regard to capitals.

    Both are needed: a capital I looks like a small l, and a small i does not.
    """
    plain = "".join(c for c in name if unicodedata.category(c) != "Cf")
    return frozenset((_skeleton(plain).casefold(), _skeleton(plain.casefold())))


def _skeleton(text: str) -> str:
    """Return `text` with each letter replaced by the one that stands for all that look like it."""
    plain = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFD", "".join(map(_stand_in, plain)))


@lru_cache(maxsize=4096)
def _stand_in(char: str) -> str:
    """Return what stands for all letters that look like `char`: for 0 it is O, for m it is rn.

    The library pairs each letter with the one that stands for it, both ways. So two steps reach
    all of a kind, and the one with most pairs stands for them.
    """
    kind = {char}
    for _ in range(2):
        kind |= {other for one in kind for other in _pairs(one)}
    if kind == {char}:
        # Full width and the like, where the library has no better idea.
        first = unicodedata.normalize("NFKD", char)
    else:
        first = max(sorted(kind), key=lambda one: (len(_pairs(one)), len(one)))
    return first if len(first) == 1 else "".join(map(_stand_in, first))


def _pairs(letter: str) -> list[str]:
    wrapped = f"{_WRAPPING}{letter}{_WRAPPING}"
    found = confusables_data.get(letter) or confusables_data.get(wrapped) or ()
    return [pair["c"].strip(_WRAPPING) for pair in found]
