"""Small work on sentences: cut them, give them back from the other side, quote them."""

import re
from typing import Final

_MIRROR: Final = {
    "we": "you", "us": "you", "our": "your", "ours": "yours", "i": "you", "me": "you",
    "my": "your", "mine": "yours", "am": "are", "i'm": "you are", "we're": "you are",
}  # fmt: skip
_STATES: Final = frozenset(
    """
    we i our my it its there they their this these that those the a an every each most many some
    half nobody everybody people
    """.split()  # noqa: SIM905 - words that are read, not a list that is looked at
)
"""How an English sentence begins that states something. An order, say, begins with its verb."""
_QUOTED: Final = re.compile(r"“([^“”]+)”|„([^„“]+)“|«\s*([^«»]+?)\s*»")
_INSIDE: Final = str.maketrans("“”„«»", "‘’‚‹›")
"""Marks of a quotation, and those of one inside it."""
_WORD: Final = re.compile(r"[\w']+")


def clip(text: str, limit: int) -> str:
    """Return `text`, cut at a word so that it has at most `limit` characters."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def inner(sentence: str) -> str:
    """Return a sentence as it stands inside another: small first letter, no full stop."""
    first = sentence.split(" ", 1)[0]
    small = sentence if first.isupper() and first not in ("I", "A") else _small(sentence)
    return small.rstrip(".")


def mirrored(sentence: str) -> str:
    """Return what somebody said as the listener says it back: we -> you, our -> your."""
    return _WORD.sub(lambda word: _MIRROR.get(word[0].lower(), word[0]), sentence)


def speaks_of_listener(sentence: str) -> bool:
    """Return whether `sentence` says "you", or only asks: turned round it would make no sense."""
    words = {word.lower() for word in _WORD.findall(sentence)}
    return bool(words & {"you", "your", "yours"})


def states(sentence: str) -> bool:
    """Return whether an English `sentence` states something, by its first word and its end."""
    first = _WORD.search(sentence.lower())
    return first is not None and first[0] in _STATES and not sentence.endswith("?")


def point_of(text: str) -> str:
    """Return what `text` comes to: what it quotes, or else its first sentence."""
    quoted = _QUOTED.search(text)
    return next(filter(None, quoted.groups())) if quoted else first_sentence(text)


def first_sentence(text: str) -> str:
    """Return the first sentence of `text`."""
    return re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0]


def fill(text: str, **values: str) -> str:
    """Return `text` with `{name}` and the like filled in; whatever else is in braces stays.

    If `text` quotes, what is quoted inside gets the marks of a quotation in a quotation.
    """
    quotes = any(mark in text for mark in "“„«")
    for name, value in values.items():
        text = text.replace("{" + name + "}", value.translate(_INSIDE) if quotes else value)
    return text


def _small(sentence: str) -> str:
    return sentence if sentence.startswith("I ") else sentence[:1].lower() + sentence[1:]
