"""The report as Markdown that also reads well as plain text."""

from collections.abc import Iterator

from turnabout_protocol.activities.plan import Promise
from turnabout_protocol.activities.reveal import CardFate, Results
from turnabout_protocol.parts import Figure
from turnabout_protocol.report import AskedTally, Report
from turnabout_protocol.scenario import SIDES

_BAR = 20


def markdown(report: Report) -> str:
    """Return the report as Markdown text, ending in a line break."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# {_plain(report.title)}"
    yield ""
    yield from _facts(report)
    yield ""
    yield f"**Shared goal.** {_plain(report.shared_goal)}"
    if report.results is not None:
        yield from _score(report.results, report.flagged)
        yield from _board(report, report.results)
    yield from _feelings(report.feelings)
    yield from _promises(report)
    yield from _times(report)
    yield from _notes()


def _facts(report: Report) -> Iterator[str]:
    people = ", ".join(
        f"{report.people[side]} from {_plain(report.labels[side])}" for side in SIDES
    )
    yield f"- Date: {report.date or 'not recorded'}"
    if report.team:
        yield f"- Team: {_plain(report.team)}"
    yield f"- Scenario: {report.scenario}"
    yield f"- People: {people}" + (f", {report.observers} watching" if report.observers else "")


def _score(results: Results, flagged: int) -> Iterator[str]:
    yield from ("", "## How true it rang", "")
    yield _figure(results.rings_true)
    yield ""
    yield "How often the people who were played said: I could have said that. 100 is always."
    yield "A mirror for this room, not a grade."
    if flagged:
        yield f"Turns left out because somebody found them a caricature: {flagged}."


def _figure(figure: Figure) -> str:
    if figure.value is None:
        return (
            f"**Rings true: not shown.** Fewer than {figure.need} people rated, and nobody's answer"
            " may be worked out. Ask aloud instead: what rang true?"
        )
    full = round(figure.value / 100 * _BAR)
    bar = "█" * full + "░" * (_BAR - full)
    return f"**Rings true: {figure.value:.0f}** of 100  {bar}  (from {figure.n} people)"


def _board(report: Report, results: Results) -> Iterator[str]:
    yield from ("", "## Key points")
    for side in SIDES:
        fates = results.board[side]
        yield from ("", f"### {_plain(report.labels[side])}", "")
        yield from _fates("Came up", [f for f in fates if f.played])
        yield from _fates("Never came up", [f for f in fates if not f.played])


def _fates(heading: str, fates: list[CardFate]) -> Iterator[str]:
    if not fates:
        return
    yield f"{heading}:"
    yield ""
    yield from (f"- *{fate.card.kind}* {_plain(fate.card.text)}" for fate in fates)
    yield ""


def _feelings(feelings: tuple[AskedTally, ...]) -> Iterator[str]:
    if not feelings:
        return
    yield from ("", "## Feelings", "")
    for asked in feelings:
        tally = asked.tally
        if tally.hidden:
            yield (
                f"- {_plain(asked.text)} *Not shown: fewer than {tally.need} answered."
                " Who wants to, says it aloud.*"
            )
            continue
        named = sorted(tally.counts.items(), key=lambda item: -item[1])
        words = ", ".join(f"{_plain(word)} {count}" for word, count in named)
        yield f"- {_plain(asked.text)} {words} ({tally.n} people)"


def _promises(report: Report) -> Iterator[str]:
    yield from ("", "## Promises", "")
    if not report.promises:
        yield "None was adopted: no owner, no promise."
    yield from (_promise(promise) for promise in report.promises)
    if report.other_ideas:
        yield from ("", "Other ideas:", "")
        for idea in report.other_ideas:
            yield f"- WHEN {_plain(idea.when)} THEN {_plain(idea.then)}"


def _promise(promise: Promise) -> str:
    return (
        f"- WHEN {_plain(promise.when)} THEN {_plain(promise.then)}\n"
        f"  OWNER {_plain(promise.owner)}, WITH {_plain(promise.partner)}, BY {promise.by},"
        f" WE SEE IT WORKS WHEN {_plain(promise.sign)}"
    )


def _times(report: Report) -> Iterator[str]:
    if not report.steps:
        return
    yield from ("", "## Time", "", "| step | planned | real |", "|---|---:|---:|")
    for step in report.steps:
        yield f"| {_plain(step.title)} | {step.planned:g} min | {step.real:g} min |"


def _notes() -> Iterator[str]:
    yield from ("", "## How this was made", "")
    yield (
        "Everybody played the other side. The people whose side it really is rated each turn from"
        " 4 (I could have said that myself) to 1 (that is not how we see it). A turn's score is the"
        " mean of its ratings, a player's the mean of their turns, the room's that of its players."
    )
    yield ""
    yield (
        "Single ratings, feelings and votes, and everything typed in the turns, were deleted when"
        " the session closed. This report names no rater and compares no people. It is not for"
        " appraisals."
    )


def _plain(text: str) -> str:
    """Return `text` so that Markdown shows it as it is written."""
    return "".join(f"\\{c}" if c in "\\`*_~[]<>|#&" else c for c in text)
