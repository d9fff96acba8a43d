"""What a reader who was not there needs first, and what the figures cannot say."""

from collections.abc import Iterator
from functools import partial

from turnabout_language import N_, _, n_
from turnabout_protocol.report import Report
from turnabout_protocol.results import Arrow
from turnabout_protocol.scenario import other
from turnabout_server.after.report import figure_rows, phrases


def summary(report: Report) -> tuple[str, str]:
    """Return two lines: what was learnt, and what was promised and is asked of the reader.

    In a practice nobody learnt or promised anything: bots answered, and hold what is held.
    """
    if report.demo:
        return (
            _("A practice with bots: its figures say nothing about people."),
            _("Nothing is promised, and nothing is asked of you."),
        )
    learnt = phrases.joined([*_learnt(report)])
    return _("Learnt: {what}.", what=learnt), f"{_promised(report)} {_asked(report)}"


def _learnt(report: Report) -> Iterator[str]:
    rows = [row for row in _compared(report) if row.key in ("accuracy", "felt")]
    clear = [row for row in rows if row.arrow.clear]
    if not rows and not report.closed:
        yield _("nothing has been compared yet")
    elif not rows:
        yield _("nothing was compared before and after")
    elif all(row.arrow.n and row.arrow.band is None for row in rows):
        yield _("too few people were compared to say what changed")
    elif not clear:
        yield _("no change beyond what chance alone makes of so few people")
    for key in ("accuracy", "felt"):
        of = [row for row in clear if row.key == key]
        # What is clear of the room is not told again of its sides.
        yield from map(partial(_change, report), [r for r in of if r.side is None] or of)


def _compared(report: Report) -> list[figure_rows.TableRow]:
    """Return what is shown before and after."""
    rows = (*figure_rows.accuracy(report), *figure_rows.understood(report))
    return [row for row in rows if row.arrow.change is not None]


def _change(report: Report, row: figure_rows.TableRow) -> str:
    """Return a clear change in words, of the room or of one side."""
    up = (row.arrow.change or 0) > 0
    if row.side is None:
        sentences = {
            "accuracy": (
                N_("on average the sides know each other's priorities better, {ends}"),
                N_("on average the sides know each other's priorities less well, {ends}"),
            ),
            "felt": (
                N_("on average people feel better understood, {ends}"),
                N_("on average people feel less understood, {ends}"),
            ),
        }
        return _(sentences[row.key][not up], ends=_ends(row.arrow))
    names = {"side": report.labels[row.side], "others": report.labels[other(row.side)]}
    of_side = {
        "accuracy": (
            N_("{others} know the priorities of {side} better, {ends}"),
            N_("{others} know the priorities of {side} less well, {ends}"),
        ),
        "felt": (
            N_("{side} feel better understood, {ends}"),
            N_("{side} feel less understood, {ends}"),
        ),
    }
    return _(of_side[row.key][not up], ends=_ends(row.arrow), **names)


def _ends(arrow: Arrow) -> str:
    before, after = (
        "?" if end is None or end.value is None else phrases.points(end.value)
        for end in (arrow.before, arrow.after)
    )
    return _("{before} → {after} of 100", before=before, after=after)


def _promised(report: Report) -> str:
    n = len(report.promises)
    if not n:
        return _("Promised: nothing.") if report.closed else _("Promised: nothing yet.")
    first = min(promise.by for promise in report.promises)
    return n_(
        "Promised: {n} step, by {date}.",
        "Promised: {n} steps, the first by {date}.",
        n,
        date=phrases.long_date(first),
    )


def _asked(report: Report) -> str:
    if report.promises:
        return _("Asked of you: give those who hold them the time, and ask nobody who rated what.")
    return _("Asked of you: ask what they need, and ask nobody who rated what.")


def limits(report: Report) -> Iterator[str]:
    """Yield what the figures cannot say, as far as there are such figures."""
    results = report.results
    # A practice has no people whom these lines could be true of, and the method says so.
    if results is None or report.demo:
        return
    paired = bool(_compared(report))
    if paired:
        yield _(
            "Between the two answers people talked with one another, and a warm talk alone lifts "
            "answers for a while."
        )
        yield _("No other group went without the play: what moved may have moved anyway.")
    yield n_(
        "The answers of {n} person count: one other person could have changed any figure.",
        "The answers of {n} people count: with so few, one other person could have changed any "
        "figure.",
        # Older versions told players and observers alone.
        report.counted or sum(report.people.values()) + report.observers,
    )
    if results.rings_true.value is not None:
        yield _ratings(results.rated.fours if results.rated else None)
    if paired:
        yield _(
            "Who begins very low or very high tends to come nearer the middle without having "
            "learnt anything."
        )


def _ratings(fours: float | None) -> str:
    if fours is None:
        return _("People rate each other kindly.")
    if not round(fours / 10):
        return _(
            "People tend to rate each other kindly. Here hardly any rating was a 4, the best there "
            "is."
        )
    return n_(
        "People tend to rate each other kindly. Here about {n} of 10 ratings was a 4, the best "
        "there is.",
        "People tend to rate each other kindly. Here about {n} of 10 ratings were a 4, the best "
        "there is.",
        round(fours / 10),
    )
