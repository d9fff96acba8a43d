"""The help, in the reader's language.

The English stands once, in the table of verbs and in the docstrings; its translations are in the
catalogues like all others. It is drawn here from the manual, so that nobody who asks for help waits
for a library.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Final

from turnabout.manual import Entry, Page, Panel, pages, verb_of
from turnabout_language import N_, _

ABOUT: Final = N_(
    "A role-reversal game for the terminal: argue the other side's case, hear how true it "
    "rang, leave with a promise."
)
AFTER: Final = N_(
    "Start with `turnabout demo`. `turnabout VERB --help` has an example for every verb."
)
TOOLS: Final = N_("The library of scenarios and its tools.")
FOUND: Final = (
    N_("Commands"),
    N_("Parameters"),
    N_("Arguments"),
    N_("Display this message and exit."),
    N_("Display application version."),
)
"""What the library that reads command lines puts into a help."""
ASKED: Final = ("--help", "-h")
NARROWEST: Final = 24
"""Cells of the narrowest column of words; with less, the words go below the names."""
_EXAMPLE: Final = "Example: "
_BOLD, _NAME, _NEEDED = "1", "36", "31"


def asked(words: Sequence[str]) -> str | None:
    """Return the verb that a line asks for the help of; None: it asks for none.

    It does with `--help`, and where a verb that does nothing by itself stands alone.
    """
    own = list(words[: words.index("--")] if "--" in words else words)
    said = [word for word in own if word not in ASKED]
    verb = verb_of(said)
    alone = len(said) == len(verb.split())
    if not pages()[verb].runs and not alone:
        return None  # it goes on with something that there is not
    return verb if len(said) < len(own) or (alone and not pages()[verb].runs) else None


def page(verb: str, width: int, *, colours: bool = False) -> str:
    """Return the help of `verb`, `width` cells wide."""
    return "\n".join(_lines(pages()[verb], width, _Ink(colours))) + "\n"


def page_here(verb: str) -> str:
    """Return the help of `verb` as it fits where this process prints."""
    return page(verb, _width(), colours=_has_colours())


def _width() -> int:
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def _has_colours() -> bool:
    known = "WT_SESSION" in os.environ if sys.platform == "win32" else True
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return known and not plain and sys.stdout.isatty()


class _Ink:
    """Colours words, where there are colours."""

    def __init__(self, colours: bool) -> None:
        self._colours = colours

    def __call__(self, text: str, how: str) -> str:
        return f"\x1b[{how}m{text}\x1b[0m" if self._colours and text.strip() else text


def _lines(page: Page, width: int, ink: _Ink) -> Iterator[str]:
    words = {
        "COMMAND": _("COMMAND"),
        "[OPTIONS]": _("[OPTIONS]"),
        "[ARGS]": _("[ARGS]"),
        "[ARGS...]": _("[ARGS...]"),
    }
    line = " ".join(words.get(word, word) for word in page.usage.split())
    for row in _wrapped(_("Usage: {line}", line=line), width):
        yield ink(row, _BOLD)
    for text in page.says:
        yield ""
        yield from _wrapped(_told(text), width)
    yield ""
    for panel in page.panels:
        yield from _panel(panel, width, ink)
    if page.after:
        yield ""
        yield from _wrapped(_told(page.after), width)


def _told(text: str) -> str:
    """Return a paragraph as it is read: it is written as in Markdown."""
    if text.startswith(_EXAMPLE):
        said = _("Example: {command}", command=text.removeprefix(_EXAMPLE))
    else:
        said = _(text)
    return said.replace("`", "")


def _wrapped(text: str, width: int, *, whole: bool = True) -> list[str]:
    """Return `text` in lines; `whole`: a word that is too long for one, as a link is, stays so."""
    return wrap(text, width, break_long_words=not whole, break_on_hyphens=False)


def _panel(panel: Panel, width: int, ink: _Ink) -> Iterator[str]:
    inner = max(width - 4, NARROWEST)
    title = f" {_(panel.title)} "
    yield f"╭─{title}{'─' * (inner + 1 - len(title))}╮"
    for plain, inked in _rows(panel.entries, inner, ink):
        yield f"│ {inked}{' ' * (inner - len(plain))} │"
    yield f"╰{'─' * (inner + 2)}╯"


def _rows(entries: Sequence[Entry], width: int, ink: _Ink) -> Iterator[tuple[str, str]]:
    """Yield each row without its colours, and with them."""
    star = 3 if any(entry.required for entry in entries) else 0
    name = max(len(entry.name) for entry in entries)
    beside = width - star - name - 2
    for entry in entries:
        mark = ("*" if entry.required else "").ljust(star)
        head = ink(mark, _NEEDED) + ink(entry.name.ljust(name), _NAME)
        blank = " " * (star + name)
        if beside >= NARROWEST:
            said = _wrapped(_described(entry), beside, whole=False) or [""]
            yield f"{blank}  {said[0]}", f"{head}  {said[0]}"
        else:
            said = ["", *_wrapped(_described(entry), width - 4, whole=False)]
            blank = "  "
            yield " " * (star + name), head
        for line in said[1:]:
            yield (row := f"{blank}  {line}"), row


def _described(entry: Entry) -> str:
    """Return what an option means, what it takes, and whether it must be there."""
    parts = [" ".join(_told(one) for one in entry.says.split("\n\n") if one)]
    if entry.choices:
        parts.append(_("[one of: {choices}]", choices=", ".join(entry.choices)))
    if entry.default:
        parts.append(_("[default: {value}]", value=entry.default))
    if entry.required:
        parts.append(_("[required]"))
    return " ".join(part for part in parts if part)
