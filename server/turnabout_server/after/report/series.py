"""A team's sessions, one after the other: the trend of what they measured.

One team, compared with its own past and with nobody else.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from turnabout_language import N_, _, n_
from turnabout_protocol.explanations import EXPLANATIONS, FigureName
from turnabout_protocol.figure_notes import withheld
from turnabout_protocol.figures import Figure
from turnabout_protocol.report import Report
from turnabout_protocol.results import Arrow, Retention
from turnabout_server.after.report import escaped, figure_rows, phrases
from turnabout_server.after.report import promised as promises
from turnabout_server.after.report.effect import Effect, effects, stayed, told
from turnabout_server.after.report.spreadsheet import harmless

TrendMeasure = Literal[
    "alignment", "first_guess", "accuracy", "felt", "rings_true", "follow_through"
]
MEASURES: Final[Mapping[TrendMeasure, str]] = {
    "alignment": EXPLANATIONS["alignment"].title,
    "first_guess": N_("First guess on a new deck"),
    "accuracy": EXPLANATIONS["accuracy"].title,
    "felt": EXPLANATIONS["felt"].title,
    "rings_true": EXPLANATIONS["rings_true"].title,
    "follow_through": N_("Follow-through"),
}
"""What a trend shows, in points of 100."""


class Value(Struct, frozen=True, kw_only=True):
    """A figure of a session, or why there is none."""

    value: float | None
    people: int = 0
    """How many stand behind it; for follow-through, how many promises."""
    why: str = ""
    """Why it is not shown, in words."""


StayedMeasure = Literal["accuracy", "felt"]
STAYED: Final[Mapping[StayedMeasure, str]] = {
    "accuracy": N_("Stayed: accuracy"),
    "felt": N_("Stayed: felt understood"),
}
"""What stayed of a session until a later one opened, on the same deck: points more or less."""


class TrendPoint(Struct, frozen=True, kw_only=True):
    """A session in the series of its team."""

    session: str
    date: str
    title: str
    """Of the scenario: decks differ in difficulty."""
    values: Mapping[TrendMeasure, Value]
    stayed: Mapping[StayedMeasure, Value] = {}
    """What stayed of it, -100 to 100: at a later opening less at its end. Empty: not asked yet."""


class Series(Struct, frozen=True, kw_only=True):
    """All sessions of one team, oldest first."""

    version: Literal[1] = 1
    team: str
    points: tuple[TrendPoint, ...]
    effects: tuple[Effect, ...] = ()
    """What the sessions show together."""
    promised: promises.Promised | None = None
    """How many promises were done; None while none was due."""


def trend(reports: Sequence[Report]) -> Series:
    """Return the trend of a team's sessions, given oldest first. There must be one."""
    summed = any(report.results and report.results.alignment for report in reports)
    left = stayed(reports)
    points = [_point(report, left.get(report.session)) for report in reports]
    if not summed:
        points = [replace(point, values=_unsummed(point.values)) for point in points]
    return Series(
        team=reports[-1].team,
        points=tuple(points),
        effects=effects(reports),
        promised=promises.promised(reports),
    )


def _unsummed(values: Mapping[TrendMeasure, Value]) -> dict[TrendMeasure, Value]:
    return {name: value for name, value in values.items() if name != "alignment"}


def measures(found: Series) -> tuple[TrendMeasure, ...]:
    """Return what the trend shows, in the order of MEASURES: the sum only where there was one."""
    return tuple(name for name in MEASURES if any(name in p.values for p in found.points))


def as_markdown(found: Series) -> str:
    """Return the trend as a table in Markdown, in the language that is spoken."""
    return "\n".join(_table(found)) + "\n"


def as_sheet(found: Series) -> str:
    """Return the trend as comma-separated values: a row a figure."""
    text = io.StringIO()
    columns = ("session", "date", "title", "measure", "value", "people", "note")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(columns)
    for point in found.points:
        for measure, value in point.values.items():
            row = (
                point.session, point.date, point.title, measure, value.value,
                value.people or None, value.why,
            )  # fmt: skip
            rows.writerow([harmless(cell) for cell in row])
        for kept, value in point.stayed.items():
            stayed_row = (
                point.session, point.date, point.title, f"stayed_{kept}", value.value,
                value.people or None, value.why,
            )  # fmt: skip
            rows.writerow([harmless(cell) for cell in stayed_row])
    for effect, said in zip(found.effects, told(found.effects), strict=False):
        effect_row = ("", "", "", f"{effect.name}_change", effect.mean, effect.people, said)
        rows.writerow([harmless(cell) for cell in effect_row])
    return text.getvalue()


def as_json(found: Series) -> str:
    """Return the trend as JSON."""
    return msgspec.json.format(msgspec.json.encode(found)).decode() + "\n"


def together(found: Series) -> Iterator[str]:
    """Yield a sentence for each thing that the sessions show together."""
    yield from told(found.effects)
    if found.promised is not None:
        yield promises.told(found.promised)


def stayed_lines(found: Series) -> Iterator[str]:
    """Yield a line for each figure of what stayed of a session, with how clear it is."""
    for point in found.points:
        for measure, value in point.stayed.items():
            if value.value is not None:
                yield n_(
                    "{date}, {title}. {measure} {points} ({n} person; {how})",
                    "{date}, {title}. {measure} {points} ({n} people; {how})",
                    value.people,
                    date=phrases.long_date(point.date),
                    title=point.title,
                    measure=_("{what}:", what=_(STAYED[measure])),
                    points=phrases.signed(value.value),
                    how=value.why,
                )


def gaps(found: Series) -> Iterator[str]:
    """Yield a sentence for each figure that is not shown, with the reason."""
    for point in found.points:
        for measure, value in point.values.items():
            if value.value is None:
                yield _(
                    "{date}, {measure}: {why}",
                    date=phrases.long_date(point.date),
                    measure=_(MEASURES[measure]),
                    why=value.why,
                )
        for kept, value in point.stayed.items():
            if value.value is None:
                yield _(
                    "{date}, {measure}: {why}",
                    date=phrases.long_date(point.date),
                    measure=_(STAYED[kept]),
                    why=value.why,
                )


def _point(report: Report, left: Retention | None) -> TrendPoint:
    return TrendPoint(
        session=report.session,
        date=report.date,
        title=report.title,
        values=dict(_values(report)),
        stayed={} if left is None else dict(_stayed(left)),
    )


def _stayed(found: Retention) -> Iterator[tuple[StayedMeasure, Value]]:
    yield "accuracy", _moved(found.room, "accuracy")
    yield "felt", _moved(found.felt.room if found.felt else None, "felt")


def _moved(arrow: Arrow | None, name: FigureName) -> Value:
    """Return how much an arrow has moved, and of how many people."""
    if arrow is None or arrow.before is None or arrow.after is None:
        return Value(value=None, why=_("not measured both times"))
    if arrow.change is None:
        hidden = arrow.after if arrow.after.value is None else arrow.before
        return Value(value=None, why=withheld(hidden, name))
    return Value(value=arrow.change, people=arrow.n, why=figure_rows.changed(arrow))


def _values(report: Report) -> Iterator[tuple[TrendMeasure, Value]]:
    results = report.results
    room = next((r.arrow for r in figure_rows.accuracy(report) if r.side is None), None)
    rows = figure_rows.understood(report)
    felt = next((r.arrow.after for r in rows if (r.key, r.side) == ("felt", None)), None)
    score = results.alignment.figure if results and results.alignment else None
    yield "alignment", _shown(score, "alignment")
    yield "first_guess", _shown(room.before if room else None, "accuracy")
    yield "accuracy", _shown(room.after if room else None, "accuracy")
    yield "felt", _shown(felt, "felt")
    yield "rings_true", _shown(results.rings_true if results else None, "rings_true")
    if report.follow_through is None:
        yield "follow_through", Value(value=None, why=_("no promise was due"))
    else:
        yield "follow_through", Value(value=report.follow_through, people=report.due)


def _shown(figure: Figure | None, name: FigureName) -> Value:
    if figure is None:
        return Value(value=None, why=_("not measured in this session"))
    if figure.value is not None:
        return Value(value=figure.value, people=figure.n)
    return Value(value=None, why=withheld(figure, name))


def _table(found: Series) -> Iterable[str]:
    yield f"# {escaped.plain(found.team)}"
    yield ""
    shown = measures(found)
    heads = [_("Date"), _("Scenario"), *(_(MEASURES[name]) for name in shown)]
    yield f"| {' | '.join(heads)} |"
    yield "|---|---|" + "---:|" * len(shown)
    for point in found.points:
        cells = [phrases.long_date(point.date), escaped.plain(point.title)]
        for measure in shown:
            value = point.values[measure].value
            cells.append("–" if value is None else phrases.points(value))
        yield f"| {' | '.join(cells)} |"
    lines = list(stayed_lines(found))
    if lines:
        yield from ("", _("What stayed of a session, on its own deck:"), "")
        yield from (f"- {escaped.plain(line)}" for line in lines)
    yield from ("", _("What the sessions show together:"), "")
    yield from (f"- {line}" for line in together(found))
    missing = list(gaps(found))
    if missing:
        yield from ("", _("Not shown:"), "", *(f"- {gap}" for gap in missing))
    yield from ("", compared())


def compared() -> str:
    """Return what may be compared in a trend, and what not."""
    return _(
        "Compare a team with its own past only. Other scenarios have other decks, some of them"
        " harder: a level says little, a change of the same people on the same deck says more."
    )
