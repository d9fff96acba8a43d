"""How the report was made, and what it is not for: the last of its parts."""

from collections.abc import Iterator

from turnabout_language import N_, _
from turnabout_protocol.activities.reveal import Results
from turnabout_protocol.explanations import BOTS_GAVE, FigureName, explained
from turnabout_protocol.report import Report
from turnabout_server.after.report.phrases import ranked


def method(report: Report) -> Iterator[tuple[str, str]]:
    """Yield how each figure of the report was made, with its weights and how many people it takes:
    a title, and sentences.
    """
    if report.demo:
        yield _("Practice"), _(BOTS_GAVE)
    played = N_("People played the other side, in timed turns.")
    practised = N_("People and bots played the other side, in timed turns.")
    yield _("The play"), _(practised if report.demo else played)
    for name in figures(report.results):
        told = explained(name, report.scoring)
        yield told.title, f"{told.formula} {told.source} {told.enough}"
    if report.feelings:
        yield (
            _("Feelings"),
            _(
                "How often each one was named, pooled over both sides. Shown once there are {n} "
                "answers.",
                n=report.feelings[0].tally.need,
            ),
        )
    if report.results is not None and report.results.alignment is not None:
        yield (
            _("Comparing"),
            _("Compare a room with its own earlier sessions only: decks differ in difficulty."),
        )


def figures(results: Results | None) -> Iterator[FigureName]:
    """Yield the names of the figures that a report holds, whether shown or hidden."""
    if results is None:
        return
    if any(map(ranked, results.board.values())):
        yield "order"
    if results.accuracy is not None:
        yield from ("accuracy", "agreement", "blind_spot")
    asked = results.understood
    if asked is not None:
        there: tuple[tuple[FigureName, bool], ...] = (
            ("felt", asked.felt is not None),
            ("claimed", asked.claimed is not None),
            ("close", asked.close is not None),
            ("gap", bool(asked.gap)),
            ("looking_back", asked.looking_back is not None),
        )
        yield from (name for name, told in there if told)
    if results.regard is not None:
        yield "regard"
    yield "rings_true"
    if results.alignment is not None:
        yield "alignment"


def privacy(report: Report) -> str:
    """Return what was deleted, and what the report is not for."""
    if not report.closed:
        return _(
            "The session is not over. This report holds only what the room has been shown so far."
            " It names no rater and compares no people. It is not for appraisals."
        )
    return _(
        "Single ratings, rankings, feelings and votes, and everything typed in the turns, were"
        " deleted when the session closed. This report names no rater and compares no people. It"
        " is not for appraisals."
    )
