"""How the report was made, and what it is not for: the last of its parts."""

from collections.abc import Iterator

from turnabout_language import _, n_
from turnabout_protocol.report import Report
from turnabout_server.report.words import points


def method(report: Report) -> Iterator[str]:
    """Yield how the figures were made: what weighs what, and from how many people on."""
    yield _(
        "Everybody played the other side. The people whose side it really is rated each turn from 4"
        " (I could have said that myself) to 1 (that is not how we see it). Rings true is the mean"
        " over turns and then over players, on a scale of 100."
    )
    results = report.results
    needs = report.scoring.needs
    if results is not None and results.accuracy is not None:
        yield _(
            "Accuracy: of every 100 pairs of a side's key points, how many the others put in the"
            " order that its own people give them. 50 is a coin flip. A change of fewer than"
            " {clear} points is called no clear change.",
            clear=points(report.scoring.clear_change),
        )
    if results is not None and results.understood is not None:
        yield _(
            "Felt and claimed understanding are answers from 1 to 7, as means per side on a scale"
            " of 100. The gap is what one side claims less what the other one feels; near zero is"
            " good."
        )
    if results is not None and results.alignment is not None:
        weights = results.alignment.weights
        yield _(
            "Alignment weighs accuracy {accuracy}, felt understood {felt} and rings true"
            " {rings_true}. The weights are a judgement. Compare a room with its own earlier"
            " sessions only: decks differ in difficulty.",
            accuracy=weights.accuracy,
            felt=weights.felt,
            rings_true=weights.rings_true,
        )
    yield _(
        "A figure is shown from so many people on: rings true {rings_true} raters, an order"
        " {owners} owners, accuracy {guessers} guessers, answers of a side {side} people or"
        " {pooled} over both sides, feelings {feelings}. Below that it is hidden, so that nobody's"
        " answer can be worked out; ask aloud instead.",
        rings_true=needs.rings_true,
        owners=needs.owners,
        guessers=needs.guessers,
        side=needs.side,
        pooled=needs.pooled,
        feelings=needs.feelings,
    )
    if report.flagged:
        yield n_(
            "{n} turn was left out because somebody found it a caricature.",
            "{n} turns were left out because somebody found them a caricature.",
            report.flagged,
        )


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
