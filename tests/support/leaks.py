"""Whether what came out of a door holds what its seat must not know, whatever door it is.

The room's own log says what is secret: every text in an entry that is not for a seat, unless
another entry that is for this seat says it too. A screen breaks a text into lines, so it is looked
for in runs of a few words.
"""

import html
import re
from collections.abc import Iterable, Iterator
from typing import Final

from tests.e2e.test_secrecy import told
from turnabout_protocol.fold import Entry, may_know
from turnabout_protocol.opening import EpochBegan
from turnabout_protocol.room import Seat

RUN: Final = 4
"""Words in a row that tell where a text comes from."""
PAINT: Final = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|.)"
)
"""What paints and says nothing: colours, places, titles."""
FRAME: Final = re.compile(r"[\s\x00-\x1f│╭╮╰╯─┃▌▐]+")


def plainly(heard: bytes) -> str:
    """Return the words of what came out of a door: frames, lines, HTML or paint."""
    text = PAINT.sub(" ", heard.decode(errors="ignore"))
    text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    text = text.replace('\\"', '"').replace("\\n", " ")
    return FRAME.sub(" ", html.unescape(html.unescape(text)))


def secrets(log: Iterable[Entry], seat: Seat) -> set[str]:
    """Return the runs of words in a log that would tell a seat what it must not know."""
    entries = [entry for entry in log if not isinstance(entry.event, EpochBegan)]
    may = [entry for entry in entries if may_know(seat, entry.event)]
    known = "\n".join(FRAME.sub(" ", text) for text in told(may))
    return {run for text in told(entries) for run in _runs(text) if run not in known}


def known(log: Iterable[Entry], seat: Seat) -> set[str]:
    """Return the runs of words that a seat may know."""
    may = (entry for entry in log if may_know(seat, entry.event))
    return {run for text in told(may) for run in _runs(text)}


def _runs(text: str) -> Iterator[str]:
    words = FRAME.sub(" ", text).split()
    if len(words) <= RUN:
        yield " ".join(words)
    for at in range(len(words) - RUN):
        yield " ".join(words[at : at + RUN])
