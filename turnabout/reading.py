"""Plain command lines, read without the library that reads all of them.

Whoever types a verb with texts, numbers and switches waits for nothing but that verb. What is not
plain, and what is wrong, is the library's: it knows more, and says better what was meant. A test
holds that both read the same from the same line.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from turnabout.manual import Page, Place, pages, verb_of


class Call(NamedTuple):
    """A function with what it is to be called with."""

    runs: str
    """Its module and name, with a colon between."""
    places: tuple[Any, ...]
    options: dict[str, Any]

    def __call__(self) -> Any:
        module, _colon, name = self.runs.partition(":")
        run: Callable[..., Any] = getattr(import_module(module), name)
        return run(*self.places, **self.options)


class _NotPlain(Exception):
    """Only the library can read this."""


def plain(words: Sequence[str]) -> Call | None:
    """Return what a line asks for; None: it is not plain, or not right."""
    verb = verb_of(list(words))
    page = pages()[verb]
    if not page.runs:
        return None
    try:
        return _call(page, list(words[len(verb.split()) :]))
    except _NotPlain:
        return None


def _call(page: Page, words: list[str]) -> Call:
    given: list[Any] = []
    options: dict[str, Any] = {}
    while words:
        word = words.pop(0)
        if not word.startswith("-"):
            if len(given) == len(page.places):
                raise _NotPlain
            given.append(_value(page.places[len(given)], word))
            continue
        place = page.options.get(word)
        if place is None or place.name in options:
            raise _NotPlain
        if place.kind == "flag":
            options[place.name] = True
        elif words:
            options[place.name] = _value(place, words.pop(0))
        else:
            raise _NotPlain
    left = (*page.places[len(given) :], *page.options.values())
    if any(place.required and place.name not in options for place in left):
        raise _NotPlain
    return Call(page.runs, tuple(given), options)


def _value(place: Place, word: str) -> Any:
    if not word or word.startswith("-"):
        raise _NotPlain
    match place.kind:
        case "text":
            return word
        case "path":
            return Path(word)
        case "number" if word.isascii() and word.isdecimal():
            return int(word)
        case "choice" if word in place.choices:
            return word
    raise _NotPlain
