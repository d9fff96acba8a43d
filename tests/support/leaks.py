"""Whether what came out of a door holds what its seat must not know, whatever door it is.

The room's own log says what is secret: every text in an entry that is not for a seat, unless
another entry that is for this seat says it too. A screen breaks a text into lines, so it is looked
for in runs of a few words.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any, Final

import msgpack

from tests.e2e.test_secrecy import told
from turnabout_protocol.bases import Event
from turnabout_protocol.fold import Entry, may_know
from turnabout_protocol.opening import EpochBegan
from turnabout_protocol.room import Seat

NEVER: Final[Mapping[str, type]] = {
    "missing": str,
    "picks": Mapping,
    "rating": Mapping,
    "ring": int,
}
"""Fields of what people think of turns, feel, and answer, and of what type they are: weights and
sums have some of these names, too. They leave the server for nobody."""
OWN: Final[Mapping[str, type]] = {"dots": Mapping, "order": Sequence, "pairs": Mapping}
"""Fields of what people put, order and match, each for themselves: a seat is sent its own."""
COUNTED: Final = frozenset({"votes_counted"})
"""Events for all in which such a field says what a whole room did."""
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


class Ledger:
    """The same as `secrets`, of a log that grows: nothing of it is read twice."""

    def __init__(self) -> None:
        self._texts: list[tuple[Event, frozenset[str]]] = []
        self._sheets: dict[int, _Sheet] = {}

    def read(self, log: Sequence[Entry]) -> None:
        """Take what the log has more than before."""
        for entry in log[len(self._texts) :]:
            texts = () if isinstance(entry.event, EpochBegan) else told([entry])
            self._texts.append((entry.event, frozenset(texts)))

    def secrets(self, seat: Seat) -> Set[str]:
        """Return the runs of words that would tell a seat what it must not know."""
        sheet = self._sheets.setdefault(seat.id, _Sheet())
        sheet.read(seat, self._texts)
        return sheet.secret


class _Sheet:
    """How far one seat has come in a ledger."""

    def __init__(self) -> None:
        self.secret: set[str] = set()
        self._known = ""
        self._at = 0

    def read(self, seat: Seat, texts: Sequence[tuple[Event, frozenset[str]]]) -> None:
        new, self._at = texts[self._at :], len(texts)
        may = [text for event, said in new if may_know(seat, event) for text in said]
        more = "\n".join(FRAME.sub(" ", text) for text in may)
        self._known = f"{self._known}\n{more}"
        runs = {run for _event, said in new for text in said for run in _runs(text)}
        self.secret = {run for run in self.secret if run not in more}
        self.secret |= {run for run in runs if run not in self._known}


def known(log: Iterable[Entry], seat: Seat) -> set[str]:
    """Return the runs of words that a seat may know."""
    may = (entry for entry in log if may_know(seat, entry.event))
    return {run for text in told(may) for run in _runs(text)}


def opinions(events: Iterable[Mapping[str, Any]], seat: int | None, felt: Set[str]) -> set[str]:
    """Return what events hold of what others than `seat` rate, feel, order and choose; None: all.

    That is the names of fields, and of `felt`, the feelings that were named, each word. The name of
    a field tells of numbers, too: a 3 may be anything, but a `ring` is a rating.
    """
    found: set[str] = set()
    for event in events:
        mine = event.get("event") in COUNTED or (seat is not None and event.get("seat") == seat)
        for key, value in _fields(event):
            if isinstance(value, NEVER.get(key, ())):
                found.add(key)
            if not mine and isinstance(value, OWN.get(key, ())):
                found.add(key)
            found |= felt & {key, value if isinstance(value, str) else ""}
    return found


def events_in(frames: Iterable[bytes]) -> Iterator[Mapping[str, Any]]:
    """Yield the events in frames, and whatever else came in one, as they are on the wire."""
    for message in map(msgpack.unpackb, frames):
        if message["msg"] == "update":
            yield from (entry["event"] for entry in message.pop("entries"))
        yield message


def _fields(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every field of a value that was decoded, with its name, and so on in what it holds."""
    yield key, value
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _fields(inner, str(name))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _fields(inner)


def _runs(text: str) -> Iterator[str]:
    words = FRAME.sub(" ", text).split()
    if len(words) <= RUN:
        yield " ".join(words)
    for at in range(len(words) - RUN):
        yield " ".join(words[at : at + RUN])
