"""Every sentence that a person reads, in that person's language.

English is written in the code and is the key of its translations. What is on the wire and in the
log is English; the ends translate it when it is shown. So one room holds people who read different
languages.

    _("Waiting for {name}.", name=name)                     a sentence, filled in
    n_("{n} card", "{n} cards", n)                          by number; {n} is filled in
    N_("Close")                                             a mark: translated where it is shown

One process speaks one language at a time: `use` sets it, `speaking` sets it for a while.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations
from typing import Final

from turnabout_language.catalogue import SOURCE, catalogue, closest

__all__ = ["LANGUAGES", "N_", "SOURCE", "_", "closest", "language", "n_", "speaking", "use"]

LANGUAGES: Final = (SOURCE, "de", "fr")
"""The languages with a complete catalogue."""


class _Voice:
    """What this process speaks."""

    tag: str = SOURCE
    words: NullTranslations = NullTranslations()


_voice: Final = _Voice()


def language() -> str:
    """Return the tag of the language that is spoken."""
    return _voice.tag


def use(tag: str) -> None:
    """Speak the language `tag` from here on, or the closest that there is: de-CH is de."""
    _voice.tag = closest(tag, LANGUAGES)
    _voice.words = catalogue(_voice.tag)


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Speak the language `tag` for a while."""
    before = _voice.tag
    use(tag)
    try:
        yield
    finally:
        use(before)


def _(message: str, /, **values: object) -> str:
    """Return `message` in the language that is spoken, with `values` filled in."""
    # An empty message is the catalogue's own header.
    said = _voice.words.gettext(message) if message else ""
    return said.format(**values) if values else said


def n_(one: str, many: str, n: int, /, **values: object) -> str:
    """Return the sentence for `n` things in the language that is spoken; `{n}` is filled in."""
    return _voice.words.ngettext(one, many, n).format(n=n, **values)


def N_(message: str, /) -> str:  # noqa: N802 - the name that every gettext project knows
    """Mark `message` for the catalogue and return it as it is."""
    return message
