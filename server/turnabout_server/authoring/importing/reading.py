"""Notes as bytes -> points, what is left out, and how it was read. Pure."""

import re
from collections.abc import Iterator
from typing import Final

from turnabout_language import _
from turnabout_server.authoring.importing.decoding import text_in
from turnabout_server.authoring.importing.found import Found, NoPoints
from turnabout_server.authoring.importing.page import take_page
from turnabout_server.authoring.importing.sheet import is_sheet, take_sheet
from turnabout_server.authoring.realnames import certain, people

MOST: Final = 500
"""Most points of notes that are read."""
MOST_LINES: Final = 5000
"""Most lines of notes in which something stands."""
_CUE: Final = re.compile(
    r"(?m)^[^\S\n]*(?:\d{1,2}:)?\d{1,2}:\d\d[.,]\d{1,3}[^\S\n]+-->|^WEBVTT\b|^<v [^>\n]{1,80}>"
)
_CLOCK: Final = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]m)?"
_DAY: Final = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_WHO: Final = r"[^\S\n]*[-–]?[^\S\n]*[^\s:\d][^:\n]{1,40}:[^\S\n]"
_SPOKEN: Final = re.compile(
    rf"(?m)^[^\S\n]*(?:[\[(]?{_CLOCK}[^\n:]{{0,20}}[\])]?{_WHO}"
    rf"|[\[(]?{_DAY},? {_CLOCK}[\])]?{_WHO}"
    rf"|[^\W\d_][\w'’. -]{{1,40}}[^\S\n]+[\[(]?{_CLOCK}[\])]?[^\S\n]*$)",
    re.IGNORECASE,
)
"""A line of a chat or of a call: a time and who speaks."""


class Reading:
    """What was read in notes."""

    def __init__(self, text: str, found: Found) -> None:
        self.lines: Final = frozenset(
            number for number, line in enumerate(text.split("\n"), 1) if line.strip()
        )
        """The lines in which something stands, counted from 1."""
        self.points: Final = found.points
        self.left: Final = found.left
        self.said: Final = tuple(dict.fromkeys(found.said))
        """Sentences on how it was read."""
        self.people: Final = tuple(dict.fromkeys(_people(found)))
        """Who is named in what is left out."""


def read(data: bytes, ending: str) -> Reading:
    """Return what is in `data`, from a file whose name ends in `ending`, such as `.csv`.

    Every line in which something stands is a point's, or left out. Raises NoPoints.
    """
    text, was = text_in(data, ending)
    if not text.strip():
        raise NoPoints(_("It holds no points. Write one per line."))
    if (lines := sum(bool(line.strip()) for line in text.split("\n"))) > MOST_LINES:
        raise NoPoints(
            _(
                "It has {n} lines, which is a book; at most {most} are read. Keep the part with the"
                " points.",
                n=lines,
                most=MOST_LINES,
            )
        )
    if ending in (".vtt", ".srt", ".sbv") or _is_transcript(text, lines):
        raise NoPoints(
            _(
                "This is a transcript: what somebody said is no card. Write the points down in your"
                " own words, one a line, and import that."
            )
        )
    found = Found()
    if was:
        found.said.append(_("It was read as a text of {system}: look at its letters.", system=was))
    if is_sheet(text, ending):
        take_sheet(found, text)
    else:
        take_page(found, text, ending)
    if len(found.points) > MOST:
        raise NoPoints(
            _(
                "It holds {n} points, and a side has at most 8 cards. Choose the best of them; at "
                "most {most} are read.",
                n=len(found.points),
                most=MOST,
            )
        )
    return Reading(text, found)


def _is_transcript(text: str, lines: int) -> bool:
    if len(_CUE.findall(text)) > 1:
        return True
    return len(_SPOKEN.findall(text)) > max(1, lines / 3)


def _people(found: Found) -> Iterator[str]:
    for cell in found.named[:MOST]:
        yield from people(cell[:200], ())
    for left in found.left[:MOST]:
        yield from people(left.text[:1000], ()) if left.people else certain(left.text[:1000])
