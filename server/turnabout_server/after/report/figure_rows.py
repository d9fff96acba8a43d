"""The report's figures, a row each: how it is named, before and after, and what stands behind."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from turnabout_language import N_, _
from turnabout_protocol.explanations import FigureName
from turnabout_protocol.figure_notes import chance, looking_back, seen_as, withheld
from turnabout_protocol.figures import Figure
from turnabout_protocol.report import Report
from turnabout_protocol.results import Arrow, Attitude
from turnabout_protocol.scenario import SIDES, Side, other
from turnabout_server.after import bands
from turnabout_server.after.report.phrases import counted, joined, points, signed


class TableRow(NamedTuple):
    """A figure with its name, before and after the play."""

    key: FigureName
    side: Side | None
    name: str
    arrow: Arrow
    span: Literal["points", "difference", "size"] = "points"
    """Points are 0 to 100; a difference of points is -100 to 100, and its size is without a sign:
    the name says which way.
    """
    apart: bool = False
    """Its two ends are of whoever was there then, and of whoever answered now."""


def value_of(row: TableRow, shown: Figure) -> str:
    """Return the value of one end of an arrow, or why there is none."""
    if shown.value is None:
        return withheld(shown, row.key)
    match row.span:
        case "difference":
            return signed(shown.value)
        case "size":
            return points(abs(shown.value))
    return points(shown.value)


def arrow(row: TableRow) -> str:
    """Return a figure before and after, and what changed."""
    ends = [end for end in (row.arrow.before, row.arrow.after) if end is not None]
    if all_hidden(row.arrow):
        return withheld(ends[-1], row.key) if ends else _("not asked")
    told = " → ".join(value_of(row, end) for end in ends)
    change = changed(row.arrow)
    return f"{told} ({change})" if change else told


def all_hidden(shown: Arrow) -> bool:
    """Return whether nothing of an arrow is shown."""
    return all(end is None or end.value is None for end in (shown.before, shown.after))


def changed(shown: Arrow) -> str:
    """Return what changed, in words; nothing where that is not known."""
    if shown.change is None:
        return ""
    if shown.n and shown.band is None:
        return _("too few to compare")
    if not shown.clear:
        return _("no clear change")
    return _("{points} points", points=signed(shown.change))


def stands_on(report: Report, row: TableRow) -> str:
    """Return how many people stand behind a figure, and how far chance alone moves so few."""
    n, then = behind(row.arrow), row.arrow.before
    told = [counted(report, n)] if n else []
    if row.apart and row.arrow.change is not None and then is not None:
        told = [_("{then} then, {who} now", then=then.n, who=counted(report, n))]
    return joined([*told, *filter(None, [chance(row.arrow)])])


def behind(shown: Arrow) -> int:
    """Return how many people stand behind an arrow: those of its newest end that is shown."""
    ends = [end for end in (shown.after, shown.before) if end is not None and end.value is not None]
    return ends[0].n if ends else 0


def accuracy(report: Report) -> Iterator[TableRow]:
    """Yield how well each side's order was guessed, then the room as a whole."""
    found = report.results.accuracy if report.results else None
    if found is None:
        return
    for side in SIDES:
        if side in found.sides:
            name = _(
                "{others} about {side}",
                others=report.labels[other(side)],
                side=report.labels[side],
            )
            yield TableRow("accuracy", side, name, found.sides[side])
    yield TableRow("accuracy", None, _("The room"), found.room)


def understood(report: Report) -> Iterator[TableRow]:
    """Yield what people said of how well the sides understand each other."""
    found = report.results.understood if report.results else None
    if found is None:
        return
    asked: tuple[tuple[FigureName, Attitude | None, str, str], ...] = (
        (
            "felt",
            found.felt,
            N_("{side}: they understand us"),
            N_("All together: they understand us"),
        ),
        (
            "claimed",
            found.claimed,
            N_("{side}: we understand them"),
            N_("All together: we understand them"),
        ),
        (
            "close",
            found.close,
            N_("{side}: how close we are"),
            N_("All together: how close we are"),
        ),
    )
    for key, attitude, of_side, of_all in asked:
        if attitude is None:
            continue
        for side in SIDES:
            if side in attitude.sides:
                yield TableRow(
                    key, side, _(of_side, side=report.labels[side]), attitude.sides[side]
                )
        yield TableRow(key, None, _(of_all), attitude.room)


def differences(report: Report) -> Iterator[TableRow]:
    """Yield the understanding gap of each side, and looking back."""
    found = report.results.understood if report.results else None
    if found is None:
        return
    for side in SIDES:
        if side in found.gap:
            name = _(
                "What {others} claims about {side}, less what {side} feels",
                others=report.labels[other(side)],
                side=report.labels[side],
            )
            yield TableRow("gap", side, name, found.gap[side], "difference")
    if found.looking_back is not None:
        back = found.looking_back.room
        yield TableRow("looking_back", None, looking_back(back), back, "size")


def regard(report: Report) -> Iterator[tuple[TableRow, str]]:
    """Yield how each side is seen, and that in a sentence: what it believed, what the others think.

    Where it is said in words alone, the row has no numbers.
    """
    for side, told in ((report.results and report.results.regard) or {}).items():
        names = {"side": report.labels[side], "others": report.labels[other(side)]}
        name = _("What {others} think of how {side} work", **names)
        row = TableRow("regard", side, name, told.arrow)
        said = seen_as(told, **names)
        hidden = told.than_thought is None
        yield row, _("{what}: {why}.", what=name, why=said) if hidden else said


def seen_in_words(report: Report, row: TableRow, said: str) -> str:
    """Return how a side is seen, in a line: words, and the two numbers where they are shown."""
    believed, answered = row.arrow.before, row.arrow.after
    if row.side is None or believed is None or answered is None or all_hidden(row.arrow):
        return said
    steady = 1 / (1 / believed.n + 1 / answered.n) if believed.n and answered.n else 1
    return _(
        "{said} {side} expected {before} of 100 ({few} answers), {others} gave {after} ({many} "
        "answers); chance alone makes a difference of up to {points}.",
        points=points(bands.answers(steady)),
        said=said,
        side=report.labels[row.side],
        others=report.labels[other(row.side)],
        before=value_of(row, believed),
        after=value_of(row, answered),
        few=believed.n,
        many=answered.n,
    )
