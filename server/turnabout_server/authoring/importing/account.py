"""What became of every line of the notes, for whoever imports them. Pure."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from turnabout_language import _, n_
from turnabout_protocol.text import clean
from turnabout_server.authoring.importing.found import Left, Span

ROWS: Final = 12
"""Most rows of what was left out; then lines left out for the same reason share one."""
_SHOWN: Final = 50
"""Most characters shown of what was left out."""
_LOOKED_AT: Final = 4 * _SHOWN
_MOST_SPANS: Final = 8
_MOST_PEOPLE: Final = 6


def account(
    lines: Collection[int], used: Collection[Span], left: Sequence[Left], people: Sequence[str]
) -> Iterator[str]:
    """Yield how many of `lines` were used, and which were left out and why."""
    taken = {line for at in used for line in range(at.first, at.last + 1) if line in lines}
    total = len(lines)
    if not left:
        yield n_("The only line was used.", "All {n} lines were used.", total)
    else:
        yield n_(
            "Used {used} of {n} line. Left out:",
            "Used {used} of {n} lines. Left out:",
            total,
            used=len(taken),
        )
        yield from (f"  {row}" for row in _rows(left))
    if people:
        named = ", ".join(f"“{clean(name, 40)}”" for name in people[:_MOST_PEOPLE])
        if (more := len(people) - _MOST_PEOPLE) > 0:
            named = _("{names} and {n} more", names=named, n=more)
        yield _("People are named in what was left out: {names}. Keep it so.", names=named)


def _rows(left: Sequence[Left]) -> Iterator[str]:
    runs = list(_runs(left))
    if len(runs) > ROWS:
        runs = list(_by_reason(left))
    for spans, why, text in runs:
        where = _where(spans)
        shown = clean(text, _LOOKED_AT)
        if len(shown) > _SHOWN:
            shown = f"{shown[: _SHOWN - 1].rstrip()}…"
        yield f"{where}: {why}: “{shown}”" if shown else f"{where}: {why}"


_Run = tuple[list[Span], str, str]


def _runs(left: Sequence[Left]) -> Iterator[_Run]:
    """Yield neighbours that are left out for the same reason as one."""
    run: _Run | None = None
    for one in left:
        if run is not None and run[1] == one.why and one.at.first <= run[0][-1].last + 1:
            last = run[0][-1]
            run = ([Span(last.first, max(last.last, one.at.last))], run[1], f"{run[2]} {one.text}")
        else:
            if run is not None:
                yield run
            run = ([one.at], one.why, one.text)
    if run is not None:
        yield run


def _by_reason(left: Sequence[Left]) -> Iterator[_Run]:
    reasons: dict[str, _Run] = {}
    for spans, why, text in _runs(left):
        reasons.setdefault(why, ([], why, text))[0].extend(spans)
    yield from reasons.values()


def _where(spans: Sequence[Span]) -> str:
    some = [f"{at.first}" if at.first == at.last else f"{at.first}–{at.last}" for at in spans]
    if len(spans) == 1 and spans[0].first == spans[0].last:
        return _("line {line}", line=some[0])
    named = ", ".join(some[:_MOST_SPANS])
    if (more := sum(at.last - at.first + 1 for at in spans[_MOST_SPANS:])) > 0:
        return n_("lines {lines} and {n} more", "lines {lines} and {n} more", more, lines=named)
    return _("lines {lines}", lines=named)
