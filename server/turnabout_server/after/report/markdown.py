"""The report as Markdown that also reads well as plain text."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from turnabout_language import _
from turnabout_protocol.activities.plan import Promise
from turnabout_protocol.explanations import EXPLANATIONS, FigureName
from turnabout_protocol.figure_notes import by_whom
from turnabout_protocol.figures import Figure
from turnabout_protocol.report import Report
from turnabout_protocol.results import CardFate, Results
from turnabout_protocol.scenario import KINDS, SIDES, Side
from turnabout_server.after.report import (
    board,
    feelings,
    figure_rows,
    in_short,
    phrases,
    promise_lines,
    stayed,
)
from turnabout_server.after.report import footnotes as notes
from turnabout_server.after.report.escaped import beginning, plain
from turnabout_server.after.report.summary import limits, summary

BAR: Final = 20
"""Characters of a full bar."""


def markdown(report: Report) -> str:
    """Return the report as Markdown text, in the language that is spoken; ends in a line break."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_lines(report))).rstrip() + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# {plain(phrases.title(report))}"
    yield ""
    yield from (f"- {_named(name)} {plain(fact)}" for name, fact in phrases.facts(report))
    yield ""
    yield f"**{_('Shared goal.')}** {plain(report.shared_goal)}"
    yield from ("", *(f"{plain(line)}  " for line in summary(report)))
    if report.results is not None:
        yield from _board(report, report.results)
    yield from _feelings(report)
    yield from _ahas(report)
    if report.results is not None:
        yield from _accuracy(report, report.results)
        yield from _understood(report)
        yield from _score(report, report.results)
    for later in stayed.found(report):
        yield from _part(stayed.title(later), plain(stayed.lead(later)), "")
        yield from _rows(report, stayed.rows(later))
    yield from _promises(report)
    yield from _glossary(report)
    yield from _earlier(report)
    if report.next_date:
        yield from _part(_("Next session"), phrases.long_date(report.next_date))
    if ahead := stayed.ahead(report):
        yield from ("", plain(ahead))
    yield from _times(report)
    yield from _notes(report)


def _part(heading: str, *lines: str) -> Iterator[str]:
    yield from ("", f"## {heading}", "", *lines)


def _board(report: Report, results: Results) -> Iterator[str]:
    yield from _part(_("Key points"))
    yield from _paragraphs(in_short.cards(report))
    for side in SIDES:
        cards = results.board[side]
        yield from (f"### {plain(report.labels[side])}", "")
        if order := board.order_of(report, side):
            yield from (order, "")
        if board.in_thirds(cards):
            for card in cards:
                yield f"- {_card(card)} ({plain(board.fate(card))})"
        elif board.ranked(cards):
            for card in cards:
                yield f"{card.place}. {_card(card)} ({plain(board.fate(card))})"
        else:
            yield from _unranked(_("Came up:"), [c for c in cards if c.played])
            yield from _unranked(_("Never came up:"), [c for c in cards if not c.played])
        yield ""


def _unranked(heading: str, cards: list[CardFate]) -> Iterator[str]:
    if cards:
        yield from (heading, "", *(f"- {_card(card)}{_by_bots(card)}" for card in cards), "")


def _by_bots(card: CardFate) -> str:
    return f" ({by_whom(card)})" if card.by_bots else ""


def _card(card: CardFate) -> str:
    return f"*{_(KINDS[card.card.kind])}* {plain(card.card.text)}"


def _feelings(report: Report) -> Iterator[str]:
    if not report.feelings:
        return
    yield from _part(_("Feelings"))
    shown = feelings.asked(report)
    if shown:
        heads = [f"{plain(_(one.text))} ({phrases.counted(report, one.tally.n)})" for one in shown]
        yield _line("", *heads)
        yield _line(*("---" for _column in ("", *heads)))
        for row in feelings.rows(report):
            yield _line(plain(row.mood), *(plain(cell) or "–" for cell in row.cells))
        yield ""
    for asked in feelings.others(report):
        question = beginning(_(asked.text))
        if asked.tally.hidden:
            yield f"- {question} *{phrases.hidden(asked.tally.need)}*"
            continue
        named = ", ".join(f"{plain(word)} {count}" for word, count in phrases.tallied(asked.tally))
        yield f"- {question} {named} ({phrases.counted(report, asked.tally.n)})"


def _paragraphs(*sentences: str) -> Iterator[str]:
    """Yield what was said of the figures, where something was."""
    for sentence in filter(None, sentences):
        yield from (beginning(sentence), "")


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _ahas(report: Report) -> Iterator[str]:
    if report.ahas:
        yield from _part(_("What became clear"))
        for aha in report.ahas:
            signed = f" ({plain(aha.by)})" if aha.by else ""
            yield f"- {beginning(aha.text)}{signed}"


def _accuracy(report: Report, results: Results) -> Iterator[str]:
    if results.accuracy is None:
        return
    yield from _part(_("Do we know what matters to each other?"))
    yield from _paragraphs(in_short.accuracy(report))
    yield phrases.pairs()
    yield ""
    yield from _rows(report, figure_rows.accuracy(report))
    for side, figure in results.accuracy.agreement.items():
        yield f"- {beginning(phrases.agreement(report, side, figure))}"
    if told := phrases.dealt(report):
        yield f"- {beginning(told)}"
    for side, spot in results.blind_spots.items():
        yield f"- {beginning(board.blind_spot(report, side, spot))}"


def _understood(report: Report) -> Iterator[str]:
    rows = [*figure_rows.understood(report), *figure_rows.differences(report)]
    if rows:
        yield from _part(_("Do we feel understood?"))
        yield from _paragraphs(" ".join(filter(None, in_short.understood(report))))
        yield from _rows(report, rows)
    seen = list(figure_rows.regard(report))
    if seen:
        yield from _part(_("How they see us"))
        for row, said in seen:
            yield f"- {beginning(figure_rows.seen_in_words(report, row, said))}"


def _rows(report: Report, rows: Iterable[figure_rows.TableRow]) -> Iterator[str]:
    for row in rows:
        people = figure_rows.stands_on(report, row)
        told = f"**{figure_rows.arrow(row)}**" + (f", {people}" if people else "")
        yield f"- {_named(beginning(row.name))} {told}"


def _score(report: Report, results: Results) -> Iterator[str]:
    if results.alignment is None:
        yield from _part(_("How true it rang"), _bar(report, "rings_true", results.rings_true))
    else:
        missing = phrases.no_score(report)
        yield from _part(
            _("Alignment"), missing or _bar(report, "alignment", results.alignment.figure)
        )
        yield from ("", _("How well this room understands itself today:"), "")
        for key, name, figure, weight in phrases.parts(report):
            counts = _("weight {weight}", weight=weight)
            yield f"- {_named(name)} {phrases.figure(report, figure, key)}, {counts}"
    if people := phrases.raters(report):
        said = _("{what}:", what=_(EXPLANATIONS["rings_true"].title))
        yield from ("", f"{said} {people}.", "", phrases.how_close(report))
    if results.alignment is None:
        yield from ("", *_paragraphs(in_short.stands(report)))
    yield ""
    yield _(phrases.MIRROR)


def _bar(report: Report, name: FigureName, figure: Figure) -> str:
    title = _(EXPLANATIONS[name].title)
    if figure.value is None:
        return f"**{_named(title)}** {phrases.no_figure(name, figure)}"
    full = round(figure.value / 100 * BAR)
    bar = "█" * full + "░" * (BAR - full)
    # A sum has no people of its own: each of its parts has.
    behind = _("of 100") if name == "alignment" else phrases.of_hundred(report, figure)
    return f"**{_named(title)} {phrases.points(figure.value)}** {behind}  {bar}"


def _promises(report: Report) -> Iterator[str]:
    yield from _part(_("Promises"))
    if not report.promises:
        yield promise_lines.no_promise(report)
    yield from (_promise(promise) for promise in report.promises)
    if report.other_ideas:
        yield from ("", _("Other ideas:"), "")
        yield from (f"- {_when_then(idea.when, idea.then)}" for idea in report.other_ideas)
    if report.upstairs:
        yield from ("", _("To ask upstairs, because this is not ours to decide:"), "")
        for up in report.upstairs:
            carried = _("{name} carries it", name=plain(up.carrier))
            yield f"- {_when_then(up.when, up.then)} ({carried})"


def _when_then(when: str, then: str) -> str:
    return _("WHEN {when} THEN {then}", when=plain(when), then=plain(then))


def _promise(promise: Promise) -> str:
    return f"- {_when_then(promise.when, promise.then)}\n  {plain(promise_lines.promised(promise))}"


def _glossary(report: Report) -> Iterator[str]:
    if report.glossary:
        yield from _part(_("Words explained"))
        for gloss in report.glossary:
            side = _of_side(report, gloss.side)
            yield f"- {_named(f'**{plain(gloss.term)}**{side}')} {plain(gloss.means)}"


def _named(what: str) -> str:
    """Return what stands before a value."""
    return _("{what}:", what=what)


def _of_side(report: Report, side: Side | None) -> str:
    return f" ({plain(report.labels[side])})" if side else ""


def _earlier(report: Report) -> Iterator[str]:
    if not report.earlier:
        return
    yield from _part(_("What we promised before"), promise_lines.kept(report), "")
    for told in report.earlier:
        yield f"- {_named(f'**{promise_lines.marked(told)}**')} {_when_then(told.when, told.then)}"
        yield f"  {plain(promise_lines.held(told))}"


def _times(report: Report) -> Iterator[str]:
    if not report.steps:
        return
    head = (_("step"), _("planned"), _("real"))
    yield from _part(_("Time"), f"| {' | '.join(head)} |", "|---|---:|---:|")
    for step in report.steps:
        minutes = (phrases.minutes(step.planned), phrases.minutes(step.real))
        yield f"| {plain(_(step.title))} | {' | '.join(minutes)} |"


def _notes(report: Report) -> Iterator[str]:
    yield from _part(_("How this was made"))
    for title, told in notes.method(report):
        yield from (f"**{title}.** {told}", "")
    lines = list(limits(report))
    if lines:
        yield from (f"**{_('What this cannot say')}**", "", *(f"- {line}" for line in lines), "")
    yield notes.privacy(report)
