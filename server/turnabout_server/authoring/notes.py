"""Points from notes: lists in Markdown, rows of CSV, or lines, each to become a card. Pure."""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Final, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from turnabout_language import _
from turnabout_protocol.scenario import Kind
from turnabout_protocol.text import LINE, clean

KINDS: Final[dict[str, Kind]] = {
    "need": "need",
    "needs": "need",
    "fact": "fact",
    "facts": "fact",
    "limit": "limit",
    "limits": "limit",
    "worry": "worry",
    "worries": "worry",
    "ask": "ask",
    "asks": "ask",
}
"""How a kind may be written: in a heading, before a colon, in a column."""
COLUMNS: Final = ("text", "kind", "why")
_PREFIX: Final = re.compile(rf"\A({'|'.join(KINDS)})\s*[:–—]\s*", re.IGNORECASE)
_BOX: Final = re.compile(r"\A\[[ xX]\]\s+")
_BULLET: Final = re.compile(r"\A\s*(?:[-*+•–]|\d{1,3}[.)])\s+")
_LIST: Final = re.compile(r"\A\s*(?:[-*+]|\d{1,3}[.)]|#{1,6})\s+\S")


class NoPoints(ValueError):
    """There is nothing in the notes to make cards of. The text says what to do."""


class Point(NamedTuple):
    """One point, as somebody noted it."""

    line: int
    """Where it stands, counted from 1."""
    text: str
    kind: Kind | None = None
    """Its kind, if the notes say it."""
    why: str = ""


def points(text: str, ending: str) -> list[Point]:
    """Return the points of `text`, from a file whose name ends in `ending`. Raises NoPoints.

    `.csv` is read as rows, `.md` as Markdown, and so is whatever begins with a heading or with a
    list. All else gives a point a line.
    """
    if ending == ".csv":
        found = _rows(text)
    else:
        listed = ending == ".md" or _LIST.match(text) is not None
        found = _lists(text) if listed else _lines(text)
    if not found and ending == ".md":
        raise NoPoints(
            _("There is no list in it. Put each point on a line of its own that begins with “- ”.")
        )
    if not found:
        raise NoPoints(_("It holds no points. Write one per line."))
    return found


def _point(line: int, text: str, kind: Kind | None = None, why: str = "") -> Point:
    plain = clean(_BOX.sub("", text.strip()), len(text) + 1)
    if said := _PREFIX.match(plain):
        kind, plain = KINDS[said[1].lower()], plain[said.end() :]
    return Point(line, plain[:1].upper() + plain[1:], kind, clean(why, LINE))


def _lines(text: str) -> list[Point]:
    found = (
        _point(number, _BULLET.sub("", line)) for number, line in enumerate(text.splitlines(), 1)
    )
    return [point for point in found if point.text]


# --- Markdown -----------------------------------------------------------------------------------


class _Item(NamedTuple):
    line: int
    texts: list[str]
    below: list[str]


def _lists(text: str) -> list[Point]:
    """Return the items of all lists; what is indented below an item is the reason behind it."""
    found: list[Point] = []
    kind: Kind | None = None
    item: _Item | None = None
    depth = 0
    tokens = MarkdownIt("commonmark").parse(text)
    for before, token in zip([None, *tokens], tokens, strict=False):
        match token.type:
            case "list_item_open":
                depth += 1
                if depth == 1:
                    item = _Item(token.map[0] + 1 if token.map else 0, [], [])
            case "list_item_close":
                depth -= 1
                if depth == 0 and item is not None and item.texts:
                    why = " ".join(item.below)
                    found.append(_point(item.line, " ".join(item.texts), kind, why))
            case "inline" if item is not None and depth:
                (item.texts if depth == 1 else item.below).append(_plain(token))
            case "inline" if before is not None and before.type == "heading_open":
                kind = KINDS.get(_plain(token).strip(" :").lower())
    return [point for point in found if point.text]


def _plain(token: Token) -> str:
    """Return the text of inline Markdown without its marks."""
    parts = (" " if "break" in c.type else c.content for c in token.children or ())
    return "".join(parts)


# --- CSV ----------------------------------------------------------------------------------------


def _rows(text: str) -> list[Point]:
    try:
        return _table(text)
    except csv.Error:
        # The one thing that such a reader refuses: a cell without end, as behind a lost quote.
        raise NoPoints(
            _(
                "A cell in it is longer than {most} characters. Is there a quotation mark too many,"
                " or is it another kind of file?",
                most=csv.field_size_limit(),
            )
        ) from None


def _table(text: str) -> list[Point]:
    head = next(iter(text.splitlines()), "")
    for sign in ",;\t":
        names = [name.strip().lower() for name in next(csv.reader([head], delimiter=sign), [])]
        if "text" in names:
            return [point for point in _read(text, sign, names) if point.text]
    raise NoPoints(_("The first row names the columns: text, and if you like kind and why."))


def _read(text: str, sign: str, names: Sequence[str]) -> Iterator[Point]:
    rows = csv.reader(StringIO(text, newline=""), delimiter=sign)
    for row in rows:
        if rows.line_num == 1:
            continue
        cells = dict(zip(names, row, strict=False))
        found, kind, why = (cells.get(name, "").strip() for name in COLUMNS)
        if kind and kind.lower() not in KINDS:
            raise NoPoints(
                _(
                    "Line {line}: “{kind}” is not a kind. Write need, fact, limit, worry or ask.",
                    line=rows.line_num,
                    kind=clean(kind, 40),
                )
            )
        yield _point(rows.line_num, found, KINDS.get(kind.lower()), why)
