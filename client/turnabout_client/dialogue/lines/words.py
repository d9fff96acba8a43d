"""Words that can be said in lines: their names, and how a typed line is known to be one. Pure."""

import unicodedata
from typing import Final

from turnabout_client.dialogue.shapes import Ask, Dialogue, Text, Word
from turnabout_language import N_, _

OWN: Final = {
    "help": N_("this list"),
    "repeat": N_("the question once more"),
    "where": N_("the step, the time, and what is waited for"),
    "time": N_("how much time is left"),
    "table": N_("everything that lies on the table"),
    "back": N_("the field before, or out of a question that you opened with a word"),
    "invite": N_("the invitation, and the links for those who are still to come"),
    "over": N_("go over to the next table, with your name"),
    "leave": N_("leave the table; your seat is kept"),
}
"""The words that need no step, and what they do."""
_NAMES: Final = (
    N_("help"), N_("repeat"), N_("where"), N_("time"), N_("table"), N_("back"), N_("invite"),
    N_("over"), N_("leave"),
)  # fmt: skip
_USUAL: Final = ("always", "people", "door", "plan")


def named(shown: Dialogue, line: str) -> tuple[Word | None, str]:
    """Return the word that a line is, or begins with, and the rest of it."""
    first, _blank, rest = line.partition(" ")
    for word in shown.also:
        names = (easy(word.name), word.key)
        if easy(line) in names:
            return word, ""
        if easy(first) in names:
            return word, rest.strip()
    return None, ""


def usual(word: Word) -> bool:
    """Return whether a word is there in every step: help tells of it, and nothing else does."""
    return word.group in _USUAL


def takes_text(word: Word) -> bool:
    """Return whether what stands behind this word, in any step, is its own text."""
    return usual(word) and isinstance(word.then, Ask) and isinstance(word.then.fields[0], Text)


def known(key: str) -> tuple[str, str]:
    """Return the two forms of a word: the same everywhere, and in the reader's language."""
    return key, easy(_(key))


def leaves(line: str) -> bool:
    """Return whether a line says that its writer leaves."""
    return easy(line.strip()) in known("leave")


def easy(word: str) -> str:
    """Return a word as it can be typed on any keyboard: small, without accents."""
    apart = unicodedata.normalize("NFKD", word.replace("’", "'").casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
