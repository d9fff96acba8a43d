"""The notice as text that reads well in a terminal and is Markdown, too."""

from collections.abc import Iterable, Iterator
from textwrap import fill
from typing import Final

from turnabout_language import _
from turnabout_server.notice.model import Notice, Place, Row

WIDTH: Final = 96
"""Longest line, in characters."""


def markdown(notice: Notice) -> str:
    """Return the notice in the language that is spoken."""
    return "\n".join(_lines(notice)) + "\n"


def _lines(notice: Notice) -> Iterator[str]:
    yield from (f"# {notice.title}", "", _wrapped(notice.lead), "")
    yield from _points(_("In short"), notice.short)
    yield from _points(_("What it is for"), notice.purpose)
    yield from (f"## {_('What is known, to whom, and for how long')}", "")
    for section in notice.sections:
        yield from (f"### {section.title}", "")
        for row in section.rows:
            yield from (_wrapped(f"**{row.what}**", "- ") + "\\", _wrapped(_told(row), "  ", "  "))
        yield ""
    yield f"## {_('What facilitators see')}"
    yield from ("", _wrapped(_("What everybody in the room sees, and besides:")), "")
    yield from (_wrapped(f"{point}.", "- ") for point in notice.facilitators)
    yield ""
    yield from _points(_("What the keeper of the server could see"), notice.keeper)
    yield from (f"## {_('Where it lies')}", "")
    yield from (_wrapped(_place(place), "- ") for place in notice.places)
    yield ""
    yield from _points(_("When it is gone"), notice.gone)
    yield from _points(_("What you can do"), notice.yours, last=True)


def _points(title: str, points: Iterable[str], *, last: bool = False) -> Iterator[str]:
    yield from (f"## {title}", "")
    yield from (_wrapped(point, "- ") for point in points)
    if not last:
        yield ""


def _told(row: Row) -> str:
    """Return who sees it, how many it takes, and how long it is kept."""
    least = _("At least {groups}.", groups="; ".join(row.least)) if row.least else ""
    return " ".join(filter(None, (f"{row.who}.", least, f"{row.kept}.")))


def _place(place: Place) -> str:
    return f"`{place.where}`: {place.what} ({place.until})."


def _wrapped(text: str, first: str = "", then: str | None = None) -> str:
    indent = " " * len(first) if then is None else then
    return fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
