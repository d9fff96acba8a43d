"""Points of a table: one column of them with names above, a board, or a list. Pure."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from turnabout_language import _
from turnabout_protocol.scenario import Kind
from turnabout_protocol.text import clean
from turnabout_server.authoring.importing import words
from turnabout_server.authoring.importing.found import Found, Left, NoPoints, Point, Span
from turnabout_server.authoring.importing.marks import kind_before, marked, sentence

HEAD: Final = 30
"""Rows among which the names of the columns are looked for."""
_MOST_NAMED: Final = 8
"""Most columns that are named in a sentence."""
_SAYS: Final = 2.5
"""Fewest words that a cell has on average in a column of points without a known name."""
_COLUMNS: Final = (
    words.TEXT, words.TITLE, words.DESCRIPTION, words.KIND, words.WHY, words.PEOPLE, words.OTHER,
)  # fmt: skip


class Row(NamedTuple):
    """A row of a table, and its lines."""

    at: Span
    cells: list[str]


class _Names(NamedTuple):
    """Which columns hold what, by their index; -1: none does."""

    text: int
    kind: int
    why: int


def known_names(cells: Sequence[str]) -> int:
    """Return how many columns of a row of names are known; 0 when none of them is a point."""
    if _names(cells).text < 0:
        return 0
    return sum(any(words.is_column(names, cell) for names in _COLUMNS) for cell in cells if cell)


def header(rows: Sequence[Row]) -> int:
    """Return the index of the row with the names of the columns; -1 when there is none."""
    counts = [known_names(row.cells) if len(row.cells) < 300 else 0 for row in rows[:HEAD]]
    best = max(counts, default=0)
    return counts.index(best) if best else -1


def take_table(found: Found, rows: Sequence[Row], kind: Kind | None = None) -> bool:
    """Put the points of a table in a page into `found`; return whether it has any."""
    start = header(rows)
    if start >= 0 and len(rows[start].cells) > 1:
        take_columns(found, rows, start, kind)
        return True
    return take_board(found, rows, kind)


def take_columns(found: Found, rows: Sequence[Row], start: int, kind: Kind | None = None) -> None:
    """Put the points of `rows` into `found`; row `start` names the columns."""
    for row in rows[:start]:
        found.leave(row.at, _("above the names of the columns"), " ".join(row.cells))
    names = rows[start].cells
    found.leave(rows[start].at, _("the names of the columns"), " ".join(names))
    body = rows[start + 1 :]
    at = _names(names, body)
    for index, name in enumerate(names):
        if words.is_column(words.PEOPLE, name):
            found.named += (row.cells[index] for row in body if index < len(row.cells))
    if not _kinds(body, at.kind):
        at = at._replace(kind=-1)
    types = [index for index, name in enumerate(names) if words.is_column(words.KIND, name)]
    for row in body:
        task = any(words.is_task(_cell(row, index)) for index in types)
        _take_row(found, row, at, width=len(names), kind=kind, task=task)
    _say_columns(found, names, body, at)


def _take_row(
    found: Found, row: Row, at: _Names, *, width: int, kind: Kind | None, task: bool
) -> None:
    cell, said, why = (_cell(row, index) for index in at)
    if len(row.cells) > width and any(row.cells[width:]):
        told = _("more cells than there are columns: put its text into quotation marks")
        found.leave(row.at, told, " ".join(row.cells))
        return
    if not _line(cell):
        found.leave(row.at, _("a row without a point"), " ".join(row.cells))
        return
    if said and not words.kind_named(said) and not words.is_task(said):
        found.said.append(
            _("Line {line}: “{kind}” is not a kind.", line=row.at.first, kind=clean(said, 40))
        )
    for one, more in _said(cell):
        before, text = kind_before(one)
        which = words.kind_named(said) or before or kind
        point = Point(row.at, sentence(text), which, _line(f"{more} {why}"))
        if task:
            found.spare.append((point, Left(row.at, _("something to be done"), text)))
        else:
            found.points.append(point)


def _said(cell: str) -> list[tuple[str, str]]:
    """Return the points in a cell, each with its reason: a list, or a paragraph and the rest."""
    lines = [marked(line) for line in cell.split("\n") if line.strip()]
    if all(line.mark and line.text for line in lines):
        return [(_line(line.text), "") for line in lines]
    first, _gap, more = cell.partition("\n\n")
    return [(_line(first), _line(more))]


def take_board(found: Found, rows: Sequence[Row], kind: Kind | None = None) -> bool:
    """Put every cell below the first row into `found`; return whether they are points."""
    if len(rows) < 2:
        return False
    names = [clean(cell, 100) for cell in rows[0].cells]
    says = [_average(rows[1:], index) >= _SAYS for index in range(len(names))]
    skip = [
        words.section(name) is not None or words.is_detail(name) or _is_known(name)
        for name in names
    ]
    takes = [
        not out and (words.is_heading(name) or says[index])
        for index, (name, out) in enumerate(zip(names, skip, strict=True))
    ]
    if not any(takes):
        return False
    found.leave(rows[0].at, _("a heading"), " | ".join(names))
    for row in rows[1:]:
        _take_cells(found, row, names, takes, kind)
    unused = [
        name
        for index, (name, taken) in enumerate(zip(names, takes, strict=True))
        if not taken and any(_cell(row, index) for row in rows[1:])
    ]
    if unused:
        found.said.append(_("Columns that were not used: {names}.", names=_listed(unused)))
    return True


def _take_cells(
    found: Found, row: Row, names: Sequence[str], takes: Sequence[bool], kind: Kind | None
) -> None:
    """Put each cell of a row of a board into `found`."""
    any_taken = False
    for index, (name, taken) in enumerate(zip(names, takes, strict=True)):
        cell = _line(_cell(row, index))
        if taken and cell:
            before, text = kind_before(cell)
            which = before or words.kind_named(name) or kind
            found.points.append(Point(row.at, sentence(text), which))
            any_taken = True
    if extra := " ".join(row.cells[len(names) :]).strip():
        found.leave(row.at, _("more cells than there are columns"), extra)
    elif not any_taken:
        found.leave(row.at, _("a row without a point"), " ".join(row.cells))


def take_list(found: Found, rows: Sequence[Row]) -> None:
    """Put every row into `found`: there is one column, and it has no name."""
    for row in rows:
        kind, text = kind_before(_line(" ".join(row.cells)))
        if text:
            found.points.append(Point(row.at, sentence(text), kind))


def no_column(rows: Sequence[Row]) -> NoPoints:
    """Return what to say of a sheet in which no column is one of points."""
    names = [clean(cell, 40) for cell in rows[0].cells if cell] if rows else []
    return NoPoints(
        _(
            "None of its columns holds points: {names}. Call the one that does “text” in the first "
            "row, and if you like others “kind” and “why”.",
            names=_listed(names) or "–",
        )
    )


def _names(names: Sequence[str], body: Sequence[Row] = ()) -> _Names:
    """Return which columns hold what; of several those that have most to say."""

    def find(those: frozenset[str]) -> int:
        fits = [i for i, name in enumerate(names) if name and words.is_column(those, name)]
        return max(fits, key=lambda i: _filled(body, i), default=-1)

    text, title, description = map(find, (words.TEXT, words.TITLE, words.DESCRIPTION))
    kind, why = find(words.KIND), find(words.WHY)
    if text >= 0 and body and not _filled(body, text) and max(title, description) >= 0:
        text = -1
    if text < 0 and title >= 0:
        text, why = title, why if why >= 0 else description
    elif text < 0:
        text = description
    return _Names(text, kind, why)


def _filled(body: Sequence[Row], index: int) -> int:
    return sum(bool(_cell(row, index)) for row in body)


def _average(body: Sequence[Row], index: int) -> float:
    """Return how many words a cell of a column has on average."""
    counts = [len(cell.split()) for row in body if (cell := _cell(row, index))]
    return sum(counts) / len(counts) if counts else 0.0


def _is_known(name: str) -> bool:
    return any(words.is_column(names, name) for names in (words.PEOPLE, words.OTHER))


def _kinds(body: Sequence[Row], index: int) -> bool:
    """Return whether a column says kinds; a column of that name may say something else."""
    return any(words.kind_named(_cell(row, index)) for row in body)


def _cell(row: Row, index: int) -> str:
    return row.cells[index].strip() if 0 <= index < len(row.cells) else ""


def _line(text: str) -> str:
    return clean(text, max(len(text), 1))


def _say_columns(found: Found, names: Sequence[str], body: Sequence[Row], at: _Names) -> None:
    """Say which columns were used, and which were not though something stands in them."""
    used = [clean(names[index], 40) for index in at if index >= 0]
    found.said.append(_("Columns that were used: {names}.", names=_listed(used)))
    unused = [
        clean(name, 40) or str(index + 1)
        for index, name in enumerate(names[:300])
        if index not in at and any(_cell(row, index) for row in body)
    ]
    if unused:
        found.said.append(_("Columns that were not used: {names}.", names=_listed(unused)))


def _listed(names: Sequence[str]) -> str:
    some = ", ".join(names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    return _("{names} and {n} more", names=some, n=more) if more > 0 else some
