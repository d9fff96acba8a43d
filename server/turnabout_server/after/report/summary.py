"""What a reader who was not there needs first, and what the figures cannot say."""

from collections.abc import Iterator

from turnabout_language import _, n_
from turnabout_protocol.activities.reveal import Arrow
from turnabout_protocol.report import Report
from turnabout_server.after.report import phrases


def summary(report: Report) -> tuple[str, str]:
    """Return two lines: what was learnt, and what was promised and is asked of the reader.

    In a practice nobody learnt or promised anything: bots answered, and hold what is held.
    """
    if report.demo:
        return (
            _("A practice with bots: its figures say nothing about people."),
            _("Nothing is promised, and nothing is asked of you."),
        )
    learnt = "; ".join(_learnt(report))
    return _("Learnt: {what}.", what=learnt), f"{_promised(report)} {_asked(report)}"


def _learnt(report: Report) -> Iterator[str]:
    accuracy, felt = _moved(report)
    moved = [arrow for arrow in (accuracy, felt) if arrow is not None and arrow.change is not None]
    if not moved:
        yield _("nothing was compared before and after")
    elif not any(arrow.clear for arrow in moved):
        yield _("no change beyond what chance alone makes of so few people")
    if accuracy is not None and accuracy.clear:
        yield (
            _("the sides know each other's priorities better, {ends}", ends=_ends(accuracy))
            if (accuracy.change or 0) > 0
            else _("the sides know each other's priorities less well, {ends}", ends=_ends(accuracy))
        )
    if felt is not None and felt.clear:
        yield (
            _("people feel better understood, {ends}", ends=_ends(felt))
            if (felt.change or 0) > 0
            else _("people feel less understood, {ends}", ends=_ends(felt))
        )


def _moved(report: Report) -> tuple[Arrow | None, Arrow | None]:
    """Return the room's arrows of accuracy and of feeling understood."""
    results = report.results
    if results is None:
        return None, None
    felt = results.understood.felt if results.understood else None
    return results.accuracy.room if results.accuracy else None, felt.room if felt else None


def _ends(arrow: Arrow) -> str:
    before, after = (
        "?" if end is None or end.value is None else phrases.points(end.value)
        for end in (arrow.before, arrow.after)
    )
    return _("{before} → {after} of 100", before=before, after=after)


def _promised(report: Report) -> str:
    n = len(report.promises)
    if not n:
        return _("Promised: nothing.")
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
    paired = any(arrow is not None and arrow.change is not None for arrow in _moved(report))
    if paired:
        yield _(
            "Before the second answer people had talked warmly with one another, and that lifts "
            "answers for a while."
        )
        yield _("No other group went without the play: what moved may have moved anyway.")
    people = sum(report.people.values()) + report.observers
    yield n_(
        "{n} person took part: one other person could have changed every figure.",
        "{n} people took part: with so few, one other person could have changed every figure.",
        people,
    )
    if results.rings_true.value is not None:
        yield _ratings(results.rated.fours if results.rated else None)
    if paired:
        yield _("Who begins very low or very high comes nearer the middle, having learnt nothing.")


def _ratings(fours: float | None) -> str:
    if fours is None:
        return _("People rate each other kindly.")
    return _(
        "People tend to rate each other kindly. Here about {n} of 10 ratings were a 4, the best "
        "there is.",
        n=f"{fours / 10:.0f}",
    )
