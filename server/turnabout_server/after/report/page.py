"""The report as one page that stands by itself: to read, to print on two sheets, to send on."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from turnabout_language import _, language, n_
from turnabout_language.formats import number
from turnabout_protocol.explanations import FigureName
from turnabout_protocol.figure_notes import withheld
from turnabout_protocol.figures import Figure
from turnabout_protocol.report import Report
from turnabout_protocol.scenario import KINDS, SIDES
from turnabout_server.after.report import (
    board,
    charts,
    feelings,
    figure_rows,
    in_short,
    phrases,
    promise_lines,
    stayed,
)
from turnabout_server.after.report import footnotes as notes
from turnabout_server.after.report.summary import limits, summary

_PACKAGE: Final = "turnabout_server.after.report"


class Tile(NamedTuple):
    """One of the figures at the top."""

    name: str
    value: str | None
    """None: not shown."""
    note: str
    whole: bool = True
    """Whether it is of 100."""


class Drawn(NamedTuple):
    """A figure as an arrow and in words."""

    name: str
    chart: Markup
    told: str
    people: str
    """How many people stand behind it, and what chance makes of so few; empty: it is not shown."""


class Asked(NamedTuple):
    """A question with its answers as a chart, or why they are not shown."""

    text: str
    chart: Markup
    note: str


def page(report: Report) -> str:
    """Return the report as HTML, in the language that is spoken.

    Every text is escaped by the template; nothing in the page is fetched from anywhere, and no
    script in it would run.
    """
    return _template().render(_context(report)) + "\n"


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader(_PACKAGE, ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_=_, n_=n_)
    return environment.get_template("page.html")


@cache
def _css() -> Markup:
    return Markup((files(_PACKAGE) / "page.css").read_text("utf-8"))


def _context(report: Report) -> dict[str, Any]:
    orders = {side: board.order_of(report, side) for side in SIDES}
    lead = orders[SIDES[0]] if len({*orders.values()}) == 1 else ""
    return {
        "report": report,
        "language": language(),
        "css": _css(),
        "sides": SIDES,
        "title": phrases.title(report),
        "facts": list(phrases.facts(report)),
        "tiles": list(_tiles(report)),
        "ranked": [side for side, order in orders.items() if order == board.in_order()],
        "lead": lead,
        "leads": dict.fromkeys(SIDES, "") if lead else orders,
        "accuracy": _drawn(report, figure_rows.accuracy(report), chance=50),
        "agreements": _agreements(report),
        "came_up": in_short.cards(report),
        "knows": in_short.accuracy(report),
        "feels": " ".join(filter(None, in_short.understood(report))),
        "stands": in_short.stands(report),
        "spots": _spots(report),
        "felt": _drawn(report, figure_rows.understood(report)),
        "differences": [
            (row, figure_rows.stands_on(report, row)) for row in figure_rows.differences(report)
        ],
        "dealt": phrases.dealt(report),
        "stayed": [
            (
                stayed.title(one),
                stayed.lead(one),
                _drawn(report, stayed.rows(one)),
            )
            for one in stayed.found(report)
        ],
        "ahead": stayed.ahead(report),
        "regard": [
            figure_rows.seen_in_words(report, row, said) for row, said in figure_rows.regard(report)
        ],
        "score": _score(report),
        "moods": feelings.rows(report) if feelings.asked(report) else [],
        "felt_when": [
            (_(one.text), phrases.counted(report, one.tally.n)) for one in feelings.asked(report)
        ],
        "feelings": list(_feelings(report)),
        "waits": promise_lines.waits,
        "kept": promise_lines.kept(report),
        "no_promise": promise_lines.no_promise(report),
        "summary": summary(report),
        "limits": list(limits(report)),
        "notes": list(notes.method(report)),
        "times": _times(report),
        "privacy": notes.privacy(report),
        "mirror": _(phrases.MIRROR),
        "marked": promise_lines.marked,
        "pairs": phrases.pairs(),
        "rings": phrases.how_close(report),
        "kinds": {kind: _(word) for kind, word in KINDS.items()},
        "long_date": phrases.long_date,
        "arrow": figure_rows.arrow,
        "held": promise_lines.held,
        "fate": board.fate,
    }


def _tiles(report: Report) -> Iterator[Tile]:
    results = report.results
    if results is not None:
        if results.alignment is not None:
            yield _tile(report, _("Alignment"), "alignment", results.alignment.figure, _sum(report))
        for row in figure_rows.accuracy(report):
            if row.side is None:
                yield _moved(report, _("We know each other's priorities"), row)
        for row in figure_rows.understood(report):
            if row.side is None and row.key == "felt":
                yield _moved(report, _("We feel understood"), row)
        yield _tile(
            report, _("It rang true"), "rings_true", results.rings_true, phrases.raters(report)
        )
    if report.follow_through is not None:
        due = n_("of {n} promise that was due", "of {n} promises that were due", report.due)
        yield Tile(_("Promises kept"), phrases.points(report.follow_through), due)


def _tile(report: Report, name: str, key: FigureName, figure: Figure, note: str = "") -> Tile:
    """Return the tile of a figure. `note`: what is said below it in the place of the people."""
    if figure.value is None:
        return Tile(name, None, note or withheld(figure, key))
    people = _("from {who}", who=phrases.counted(report, figure.n)) if figure.n else ""
    return Tile(name, phrases.points(figure.value), note or people)


def _sum(report: Report) -> str:
    return phrases.no_score(report) or _("the sum of three parts")


def _moved(report: Report, name: str, row: figure_rows.TableRow) -> Tile:
    """Return the tile of an arrow: its newest value, and where it came from."""
    shown = row.arrow.after or row.arrow.before
    if shown is None or shown.value is None:
        return Tile(name, None, figure_rows.arrow(row))
    before = row.arrow.before
    if row.arrow.after is None or before is None or before.value is None:
        return _tile(report, name, row.key, shown)
    note = _("before {before}, {change}", before=phrases.points(before.value), change=_change(row))
    if people := figure_rows.stands_on(report, row):
        note = phrases.joined([note, people])
    return Tile(name, phrases.points(shown.value), note)


def _change(row: figure_rows.TableRow) -> str:
    return figure_rows.changed(row.arrow) or _("no clear change")


def _drawn(
    report: Report, rows: Iterable[figure_rows.TableRow], chance: float | None = None
) -> list[Drawn]:
    return [
        Drawn(
            row.name,
            Markup(charts.arrow(f"{row.key}-{row.side or 'room'}", row, chance=chance)),
            figure_rows.arrow(row),
            figure_rows.stands_on(report, row),
        )
        for row in rows
    ]


def _agreements(report: Report) -> list[str]:
    found = report.results.accuracy if report.results else None
    if found is None:
        return []
    return [phrases.agreement(report, side, shown) for side, shown in found.agreement.items()]


def _spots(report: Report) -> list[tuple[str, bool]]:
    """Return the sentence of each blind spot, and whether it names a card."""
    found = report.results.blind_spots if report.results else {}
    return [
        (board.blind_spot(report, side, spot), spot.card is not None)
        for side, spot in found.items()
    ]


def _score(report: Report) -> dict[str, Any]:
    parts = list(phrases.parts(report))
    return {
        "chart": Markup(charts.made_of("score", [part[1:] for part in parts])) if parts else "",
        "parts": [
            (name, phrases.figure(report, figure, key), weight, colour)
            for (key, name, figure, weight), colour in zip(parts, charts.PARTS, strict=False)
        ],
    }


def _feelings(report: Report) -> Iterator[Asked]:
    asked_else = feelings.others(report)
    most = max((c for a in asked_else for c in a.tally.counts.values()), default=1)
    for place, asked in enumerate(asked_else):
        tally = asked.tally
        if tally.hidden:
            yield Asked(_(asked.text), Markup(), phrases.hidden(tally.need))
            continue
        chart = Markup(charts.bars(f"feelings-{place}", phrases.tallied(tally), most))
        yield Asked(_(asked.text), chart, phrases.counted(report, tally.n))


def _times(report: Report) -> str:
    """Return the real minutes of each step, and the planned ones after a slash."""
    return ", ".join(
        f"{_(step.title)} {number(step.real, 1)}/{number(step.planned, 1)}" for step in report.steps
    )
