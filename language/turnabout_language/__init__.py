"""Every sentence that a person reads, in that person's language.

English is written in the code and is the key of its translations. What is on the wire and in the
log is English; the ends translate it when it is shown. So one room holds people who read different
languages.

    _("Waiting for {name}.", name=name)                     a sentence, filled in
    n_("{n} card", "{n} cards", n)                          by number; {n} is filled in
    N_("Close")                                             a mark: translated where it is shown

Whatever speaks has a voice. A process starts with one. `apart` gives the code inside it a voice of
its own: a screen needs one when it shares its process with a server. `use` sets the language of the
current voice, `speaking` sets another for a while.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations
from typing import Final

from turnabout_language.blanks import fill
from turnabout_language.catalogue import SOURCE, catalogue, closest

__all__ = [
    "LANGUAGES",
    "N_",
    "SOURCE",
    "_",
    "apart",
    "closest",
    "language",
    "n_",
    "speaking",
    "translated",
    "use",
]

LANGUAGES: Final = (SOURCE, "de", "fr")
"""The languages with a complete catalogue."""


class _Voice:
    """Something that speaks one language at a time."""

    def __init__(self, tag: str = SOURCE) -> None:
        self.speak(tag)

    def speak(self, tag: str) -> None:
        """Speak the language `tag`, or the closest that there is."""
        self.tag = closest(tag, LANGUAGES)
        self.words: NullTranslations = catalogue(self.tag)


# The variable holds a voice and not a language: tasks copy the variable when they start, and a
# screen that changes its language must be heard in all of its tasks that have started already.
_voice: Final = ContextVar("_voice", default=_Voice())  # noqa: B039 - shared on purpose


def language() -> str:
    """Return the tag of the language that is spoken."""
    return _voice.get().tag


def use(tag: str) -> None:
    """Speak the language `tag` from here on, or the closest that there is: de-CH is de."""
    _voice.get().speak(tag)


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Speak the language `tag` for a while. Code that runs beside it is not affected."""
    token = _voice.set(_Voice(tag))
    try:
        yield
    finally:
        _voice.reset(token)


@contextmanager
def apart() -> Iterator[None]:
    """Give what starts in here a voice of its own, with the language spoken outside just now."""
    with speaking(language()):
        yield


def _(message: str, /, **values: object) -> str:
    """Return `message` in the language that is spoken, with `values` filled in."""
    # An empty message is the catalogue's own header.
    said = _voice.get().words.gettext(message) if message else ""
    return fill(said, values) if values else said


def n_(one: str, many: str, n: int, /, **values: object) -> str:
    """Return the sentence for `n` things in the language that is spoken; `{n}` is filled in."""
    return fill(_voice.get().words.ngettext(one, many, n), {"n": n, **values})


def translated(message: str, /) -> str | None:
    """Return `message` in the language that is spoken, blanks and all; None if it is not known.

    English knows none: its sentences are in the code, not in a catalogue.
    """
    said = _voice.get().words.gettext(message) if message else ""
    return said if said != message else None


def N_(message: str, /) -> str:  # noqa: N802 - the name that every gettext project knows
    """Mark `message` for the catalogue and return it as it is."""
    return message
