"""`turnabout history`: the trend of one team over its sessions."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final, Literal

import plotext
from cyclopts import Parameter

from turnabout import kept
from turnabout.problems import USAGE, Problem
from turnabout.terminal import say
from turnabout_language import _
from turnabout_machine.files import write
from turnabout_protocol.text import clean
from turnabout_server.after.report.series import (
    MEASURES,
    Series,
    TrendMeasure,
    as_json,
    as_markdown,
    as_sheet,
    compared,
    gaps,
    measures,
    stayed_lines,
    together,
    trend,
)
from turnabout_server.live.keys import hashed

_FORMATS: Final = {"md": as_markdown, "csv": as_sheet, "json": as_json}
_SIGNS: Final[dict[TrendMeasure, tuple[str, str]]] = {
    "alignment": ("A", "red+"),
    "first_guess": ("f", "blue+"),
    "accuracy": ("x", "cyan+"),
    "felt": ("o", "orange+"),
    "rings_true": ("r", "green+"),
    "follow_through": ("#", "magenta+"),
}
"""The letter and the colour of a line: colour alone would say nothing to some."""
_HIGH: Final = 20
_WIDE: Final = 100


def history(
    team: str,
    /,
    *,
    series: str = "",
    format: Annotated[Literal["md", "csv", "json"] | None, Parameter(show_choices=True)] = None,
    output: Path | None = None,
    data: Path | None = None,
) -> None:
    """Draw the trend of a team over its sessions. Teams are never compared.

    Parameters
    ----------
    team
        The name of the team, as its sessions were opened with --team.
    series
        The key of its series, when several series have that name. Without it: the newest one.
    format
        md, csv or json instead of the drawing.
    output
        The file to write. Without it everything is printed.
    data
        The data folder to look in, when it is not one of this machine's usual ones.
    """
    sessions = kept.sessions(data, team) if team.strip() else []
    reports = kept.readable(_of_one_series(sessions, series))
    if not reports:
        raise Problem(_nobody(team, data), USAGE)
    found = trend(reports)
    if format is None and output is None:
        for line in drawn(found, *_size(), colours=_colours()):
            say(line)
        return
    chosen = format or (output.suffix.lower().lstrip(".") if output else "")
    if chosen not in _FORMATS:
        raise Problem(_("Say which format you want: --format md, csv or json."), USAGE)
    encoded = _FORMATS[chosen](found).encode("utf-8-sig" if chosen == "csv" and output else "utf-8")
    if output is None:
        sys.stdout.buffer.write(encoded)
        sys.stdout.buffer.flush()
        return
    write(output.expanduser(), encoded)
    say(_("The history is in {file}.", file=output))


def drawn(found: Series, width: int, height: int, *, colours: bool) -> list[str]:
    """Return the trend as lines for a terminal of that size."""
    lines = [*_chart(found, width, height, colours=colours), ""]
    for measure in measures(found):
        sign = _SIGNS[measure][0]
        values = [point.values[measure].value for point in found.points]
        shown = " → ".join("–" if value is None else f"{value:.0f}" for value in values)
        lines.append(f"{sign}  {_(MEASURES[measure]):26} {shown}")
    lines.append("")
    for number, point in enumerate(found.points, 1):
        lines.append(f"{number}  {point.date}  {point.title}")
    stayed = list(stayed_lines(found))
    if stayed:
        lines += ["", _("What stayed of a session, on its own deck:")]
        lines += [f"   {line}" for line in stayed]
    lines += ["", _("What the sessions show together:")]
    lines += [f"   {line}" for line in together(found)]
    missing = list(gaps(found))
    if missing:
        lines += ["", _("Not shown:"), *(f"   {gap}" for gap in missing)]
    return [*lines, "", compared()]


def _chart(found: Series, width: int, height: int, *, colours: bool) -> list[str]:
    plotext.clear_figure()
    plotext.theme("clear")
    plotext.plotsize(width, height)
    plotext.title(found.team)
    plotext.ylim(0, 100)
    plotext.yticks([0, 25, 50, 75, 100])
    count = len(found.points)
    plotext.xlim(0.5, count + 0.5)
    labels = [
        f"{n} {point.date}" if count <= 6 else str(n) for n, point in enumerate(found.points, 1)
    ]
    plotext.xticks(list(range(1, count + 1)), labels)
    for measure in measures(found):
        sign, colour = _SIGNS[measure]
        for places, values in _pieces(found, measure):
            if len(places) > 1:
                plotext.plot(places, values, marker="braille", color=colour)
            plotext.scatter(places, values, marker=sign, color=colour)
    text: str = plotext.build()
    return (text if colours else plotext.uncolorize(text)).rstrip().splitlines()


def _pieces(found: Series, measure: TrendMeasure) -> list[tuple[list[int], list[float]]]:
    """Return the stretches of a line: it breaks where a figure is not shown."""
    pieces: list[tuple[list[int], list[float]]] = [([], [])]
    for number, point in enumerate(found.points, 1):
        value = point.values[measure].value
        if value is None:
            pieces.append(([], []))
        else:
            pieces[-1][0].append(number)
            pieces[-1][1].append(value)
    return [piece for piece in pieces if piece[0]]


def _size() -> tuple[int, int]:
    try:
        columns, rows = os.get_terminal_size(sys.stdout.fileno())
    except OSError:
        return 80, _HIGH
    return min(columns, _WIDE), max(12, min(rows - 12, _HIGH))


def _colours() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _of_one_series(sessions: Sequence[kept.Found], key: str) -> list[kept.Found]:
    """Return the sessions of one series: two teams of one name are still two teams."""
    if not sessions:
        return []
    there = {one.listed.series for one in sessions}
    chosen = hashed(key.strip().upper()) if key else sessions[-1].listed.series
    if chosen not in there:
        raise Problem(_("This key opens no series of that name here. Copy it again."), USAGE)
    if len(there) > 1 and not key:
        one_of = _(
            "{n} series have this name. This is the one that met last; another:  --series KEY",
            n=len(there),
        )
        sys.stderr.write(f"{one_of}\n")
    return [one for one in sessions if one.listed.series == chosen]


def _nobody(team: str, data: Path | None) -> str:
    teams = sorted({one.listed.team for one in kept.sessions(data) if one.listed.team})
    if not teams:
        return _(
            "No session of a team is kept in {folders}. Name the team when you open a room:"
            ' turnabout host --team "NAME"',
            folders=", ".join(map(str, kept.folders(data))),
        )
    return _(
        "No session of “{team}” is kept here. There are: {teams}.",
        team=clean(team, 60),
        teams=", ".join(teams),
    )
