"""Rows of a text with separators, as spreadsheets and retrospective tools write them. Pure."""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Final

from turnabout_language import _
from turnabout_server.authoring.importing.found import Found, NoPoints, Span
from turnabout_server.authoring.importing.table import (
    Row,
    header,
    known_names,
    no_column,
    take_board,
    take_columns,
    take_list,
)

SEPARATORS: Final = ",;\t|"
_NONE: Final = "\x1f"
"""A separator that no sheet has: every line is one cell."""
_SAID: Final = re.compile(r"\A\"?sep=(.)\"?\s*\Z", re.IGNORECASE)
_EVEN: Final = 0.8
"""Share of the rows that have as many cells as most of them, in a sheet."""
_LONGEST: Final = 20
"""Most lines of a cell: more of them have lost a quotation mark."""


def is_sheet(text: str, ending: str) -> bool:
    """Return whether `text`, from a file whose name ends in `ending`, is a sheet."""
    if ending in (".csv", ".tsv", ".tab"):
        return True
    first = next((line for line in text.split("\n") if line.strip()), "")[:4000]
    if _SAID.match(first):
        return True
    lines = [line for line in text.split("\n") if line.strip()]
    for sign in ",;\t":
        known = known_names(_row(first, sign))
        same = len(lines) > 1 and {line.count(sign) for line in lines} == {first.count(sign)}
        if known > 1 or (known and same and sign in first):
            return True
    return False


def take_sheet(found: Found, text: str) -> None:
    """Put the points of a sheet into `found`. Raises NoPoints when no column holds any."""
    lines = text.split("\n")
    said = _SAID.match(lines[0])
    if said:
        found.leave(Span(1, 1), _("says how the columns are separated"), lines[0])
        lines[0] = ""
    rows = _best(lines, said[1] if said else "")
    start = header(rows)
    if start >= 0:
        take_columns(found, rows, start)
    elif max((len(_filled(row)) for row in rows), default=0) < 2:
        take_list(found, rows)
    elif not take_board(found, rows):
        raise no_column(rows)
    found.settle(
        _("There are no points but what is to be done, so that was taken."),
        enumerate(text.split("\n"), 1),
        _("an empty row"),
    )


def _best(lines: Sequence[str], said: str) -> list[Row]:
    """Return the rows of the sheet, by the separator that makes most sense of it."""
    if said:
        return _rows(lines, said)
    sheets = [_rows(lines, sign) for sign in SEPARATORS]
    named = [(_names(rows), rows) for rows in sheets]
    if best := max(count for count, _rows_ in named):
        return next(rows for count, rows in named if count == best)
    even = [(_evenness(rows, sign), rows) for rows, sign in zip(sheets, SEPARATORS, strict=True)]
    share, rows = max(even, key=lambda one: one[0])
    return rows if share >= _EVEN else _rows(lines, _NONE)


def _names(rows: Sequence[Row]) -> int:
    """Return how many columns with a known name a sheet has; 0 for one with a single column."""
    start = header(rows)
    if start < 0:
        return 0
    wide = sum(len(_filled(row)) > 1 for row in rows[start:])
    return known_names(rows[start].cells) if len(rows[start].cells) > 1 and wide else 0


def _evenness(rows: Sequence[Row], sign: str) -> float:
    """Return the share of rows with the usual number of cells; 0 when that is one."""
    widths = [len(row.cells) for row in rows]
    usual = max(set(widths), key=widths.count, default=1)
    # In a sentence a space follows the comma.
    prose = sum(any(cell.startswith(" ") for cell in row.cells) for row in rows)
    if usual < 2 or len(rows) < 2 or (sign in ",;" and prose > len(rows) / 2):
        return 0.0
    return widths.count(usual) / len(widths)


def _rows(lines: Sequence[str], sign: str) -> list[Row]:
    """Return the rows that hold something. Raises NoPoints for a cell without end."""
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=sign)
    rows: list[Row] = []
    first = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows += _sound(Row(Span(first, reader.line_num), cells), lines)
            first = reader.line_num + 1
    except csv.Error:
        # The one thing that such a reader refuses: a cell without end, as behind a lost quote.
        raise NoPoints(
            _(
                "A cell in it is longer than {most} characters. Is there a quotation mark too many,"
                " or is it another kind of file?",
                most=csv.field_size_limit(),
            )
        ) from None
    return rows


def _sound(row: Row, lines: Sequence[str]) -> Iterator[Row]:
    """Yield `row`, or the lines of it where a lost quotation mark has made many lines one cell."""
    if row.at.last - row.at.first < _LONGEST:
        yield row
        return
    for number in range(row.at.first, row.at.last + 1):
        if line := lines[number - 1].strip():
            yield Row(Span(number, number), [line])


def _row(line: str, sign: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=sign), [])
    except csv.Error:
        return []


def _filled(row: Row) -> list[str]:
    return [cell for cell in row.cells if cell.strip()]
