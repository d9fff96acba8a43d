"""The report as a sheet: a row a figure, a card, a promise."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from turnabout_language import _
from turnabout_protocol.explanations import EXPLANATIONS, FigureName
from turnabout_protocol.figure_notes import no_sum, withheld
from turnabout_protocol.figures import Figure
from turnabout_protocol.report import Report
from turnabout_protocol.scenario import KINDS, SIDES, Side
from turnabout_server.after.report import figure_rows, phrases, promise_lines, stayed
from turnabout_server.after.report.effect import EFFECTS
from turnabout_server.after.report.summary import limits, summary

COLUMNS: Final = (
    "session", "date", "team", "part", "side", "name", "before", "after", "change", "people",
    "note", "place", "guessed", "played", "owner", "partner", "by", "mark", "band",
    "third", "guessed_third", "by_bots",
)  # fmt: skip
"""For programs, and so the same in every language."""

FORMULA: Final = re.compile(r"(\A|[;\t])(\s*[=+@\t\r\-＝＋－＠−﹢﹣﹦])")
"""Characters at which a sheet may take text for a formula."""

Cell = str | int | float | None


def sheet(report: Report) -> str:
    """Return the report as comma-separated values with a line of headings."""
    text = io.StringIO()
    rows = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    rows.writeheader()
    common = {"session": report.session, "date": report.date, "team": report.team}
    for row in _rows(report):
        rows.writerow({name: harmless(cell) for name, cell in {**common, **row}.items()})
    return text.getvalue()


def harmless(cell: Cell) -> Cell:
    """Return a cell that no program takes for a formula, not even one that splits at semicolons.

    A quote in front is how spreadsheet programs themselves say that a cell is text.
    """
    return FORMULA.sub(r"\1'\2", cell) if isinstance(cell, str) else cell


def _rows(report: Report) -> Iterator[dict[str, Cell]]:
    for side in SIDES:
        yield {"part": "people", "side": report.labels[side], "people": report.people[side]}
    yield {"part": "observers", "people": report.observers}
    yield {"part": "voices", "people": report.voices}
    yield {"part": "counted", "people": report.counted or None}
    yield {"part": "bots", "people": report.bots}
    for line in summary(report):
        yield {"part": "summary", "note": line}
    yield from _figures(report)
    for later in stayed.found(report):
        for row in stayed.rows(later):
            note = "; ".join(filter(None, (_remark(row), figure_rows.stands_on(report, row))))
            part = f"stayed_{later.when}_{row.key}"
            yield {**_moved(report, row), "part": part, "note": note, "by": later.date}
    for line in limits(report):
        yield {"part": "limit", "note": line}
    yield from _cards(report)
    yield from _feelings(report)
    yield from _promises(report)
    yield from _words(report)
    for step in report.steps:
        yield {"part": "time", "name": _(step.title), "before": step.planned, "after": step.real}
    if report.next_date:
        yield {"part": "next", "by": report.next_date}
    if ahead := stayed.ahead(report):
        yield {"part": "check", "note": ahead, "by": report.check_from}


def _figures(report: Report) -> Iterator[dict[str, Cell]]:
    results = report.results
    if results is None:
        return
    true = _figure("rings_true", _(EXPLANATIONS["rings_true"].title), results.rings_true)
    yield {**true, "band": results.rated.band} if results.rated else true
    if results.alignment is not None:
        whole = results.alignment
        said = _figure("alignment", _(EXPLANATIONS["alignment"].title), whole.figure)
        # A sum has no people of its own: each of its parts has.
        yield {**said, "note": no_sum(whole) or None, "people": None}
    for key, name, figure, weight in phrases.parts(report):
        part = {**_figure(key, name, figure), "part": "alignment_part"}
        yield {**part, "note": f"{weight} %"}
    rows = (
        *figure_rows.accuracy(report),
        *figure_rows.understood(report),
        *figure_rows.differences(report),
    )
    for row in rows:
        yield {**_moved(report, row), "note": _remark(row)}
    if results.accuracy is not None:
        for side, figure in results.accuracy.agreement.items():
            told = _figure("agreement", _(EXPLANATIONS["agreement"].title), figure)
            yield {**told, "side": report.labels[side]}
    if results.dealt is not None:
        yield {
            "part": "dealt",
            "name": _(EFFECTS["dealt"]),
            "before": results.dealt.undealt / results.dealt.n,
            "after": results.dealt.dealt / results.dealt.n,
            "change": results.dealt.difference,
            "band": results.dealt.band,
            "people": results.dealt.n,
            "note": phrases.dealt(report),
        }
    for seen, sentence in figure_rows.regard(report):
        line = figure_rows.seen_in_words(report, seen, sentence)
        yield {**_moved(report, seen), "note": line}
    for side, spot in results.blind_spots.items():
        yield {
            "part": "blind_spot",
            "side": report.labels[side],
            "name": spot.card.text if spot.card else None,
            "people": spot.n or None,
            "note": withheld(spot, "blind_spot") if spot.hidden else None,
            "place": spot.place or None,
            "guessed": spot.guessed or None,
            "third": spot.third,
            "guessed_third": spot.guessed_third,
        }


def _moved(report: Report, row: figure_rows.TableRow) -> dict[str, Cell]:
    before, after = row.arrow.before, row.arrow.after
    return {
        "part": row.key,
        "side": _label(report, row.side),
        "name": row.name,
        "before": before.value if before else None,
        "after": after.value if after else None,
        "change": row.arrow.change,
        "band": row.arrow.band,
        "people": figure_rows.behind(row.arrow) or None,
    }


def _remark(row: figure_rows.TableRow) -> str:
    if figure_rows.all_hidden(row.arrow):
        return figure_rows.arrow(row)
    return "" if row.arrow.clear else figure_rows.changed(row.arrow)


def _figure(part: FigureName, name: str, figure: Figure) -> dict[str, Cell]:
    return {
        "part": part,
        "name": name,
        "after": figure.value,
        "people": figure.n or None,
        "note": withheld(figure, part) if figure.value is None else None,
    }


def _label(report: Report, side: Side | None) -> str:
    return report.labels[side] if side else ""


def _cards(report: Report) -> Iterator[dict[str, Cell]]:
    for side in SIDES:
        for fate in report.results.board[side] if report.results else ():
            yield {
                "part": "card",
                "side": report.labels[side],
                "name": fate.card.text,
                "note": _(KINDS[fate.card.kind]),
                "place": fate.place if fate.third is None else None,
                "guessed": fate.guessed,
                "third": fate.third,
                "guessed_third": fate.guessed_third,
                "played": fate.played,
                "by_bots": fate.by_bots,
            }


def _feelings(report: Report) -> Iterator[dict[str, Cell]]:
    for asked in report.feelings:
        question = _(asked.text)
        if asked.tally.hidden:
            yield {"part": "feeling", "name": question, "note": phrases.hidden(asked.tally.need)}
        for word, count in phrases.tallied(asked.tally):
            yield {"part": "feeling", "name": question, "note": word, "people": count}


def _promises(report: Report) -> Iterator[dict[str, Cell]]:
    for promise in report.promises:
        yield {
            "part": "promise",
            "name": _("WHEN {when} THEN {then}", when=promise.when, then=promise.then),
            "note": "; ".join(filter(None, (promise.sign, promise_lines.waits(promise)))),
            "owner": promise.owner,
            "partner": promise.partner,
            "by": promise.by,
        }
    for idea in report.other_ideas:
        told = _("WHEN {when} THEN {then}", when=idea.when, then=idea.then)
        yield {"part": "idea", "name": told}
    for up in report.upstairs:
        told = _("WHEN {when} THEN {then}", when=up.when, then=up.then)
        yield {"part": "upstairs", "name": told, "owner": up.carrier}
    for earlier in report.earlier:
        yield {
            "part": "earlier",
            "name": _("WHEN {when} THEN {then}", when=earlier.when, then=earlier.then),
            "note": earlier.obstacle,
            "owner": earlier.owner,
            "partner": earlier.partner,
            "by": earlier.by,
            "mark": promise_lines.marked(earlier),
        }
    if report.follow_through is not None:
        yield {
            "part": "follow_through",
            "name": _("Follow-through"),
            "after": report.follow_through,
        }


def _words(report: Report) -> Iterator[dict[str, Cell]]:
    for aha in report.ahas:
        yield {"part": "aha", "name": aha.text, "owner": aha.by}
    for gloss in report.glossary:
        side = _label(report, gloss.side)
        yield {"part": "word", "side": side, "name": gloss.term, "note": gloss.means}
