"""How the report was made, and what it is not for: the last of its parts."""

from collections.abc import Iterator

from turnabout_language import _, n_
from turnabout_protocol.explanations import BOTS_GAVE, FigureName, explained, values
from turnabout_protocol.report import Report
from turnabout_server.after.report.board import ranked


def method(report: Report) -> Iterator[tuple[str, str]]:
    """Yield how each figure of the report was made, with its weights and how many people it takes:
    a title, and sentences.
    """
    if report.demo:
        yield _("Practice"), _(BOTS_GAVE)
    if report.results is not None:
        yield _("The play"), _the_play(report)
    for name in figures(report):
        told = explained(name, report.scoring)
        source = _("Source: {source}", source=told.source)
        # The table names these by what people answered, so the name is joined to it here.
        asked = f"{told.meaning} " if name in ("felt", "claimed", "close") else ""
        yield told.title, f"{asked}{told.formula} {source} {told.enough}"
    results = report.results
    if results is not None and results.dealt is not None:
        yield (
            _("Cards dealt"),
            _(
                "Which cards somebody holds in the play is drawn by lot. So a larger gain on pairs "
                "with one of them would come from playing them, and not from the talk around it. "
                "Pairs of both kinds are of the same people. Shown once {n} people guessed twice.",
                n=values(report.scoring)["agreeing"],
            ),
        )
    if results is not None and (results.accuracy or results.understood):
        yield (
            _("The numbers"),
            _(
                "Each is computed exactly and rounded once, by itself: so a change may be one off "
                "from its two ends. “Chance alone” is what 95 of 100 rooms would stay within whose "
                "people have learnt nothing and waver as people usually do: of twenty changes, one "
                "may look clear by chance."
            ),
        )
    if report.follow_through is not None:
        yield (
            _("Follow-through"),
            _(
                "Of the earlier promises that were due: done counts 100, partly 50, all else 0, "
                "also what nobody spoke of and what the partner's side did not confirm. The mean "
                "of all."
            ),
        )
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


def _the_play(report: Report) -> str:
    told = [
        _("People and bots played the other side, in timed turns.")
        if report.demo
        else _("People played the other side, in timed turns."),
        _("The owners of a card are the people of the side whose point it is."),
    ]
    if report.shared:
        told.append(
            _("Two of a side shared a turn: it counts for both, and they weigh as one player.")
        )
    if report.voices:
        told.append(_("Who watches with a say ranks, rates and answers, but does not play."))
    if report.bots and not report.demo:
        filled = n_(
            "A bot filled a seat: it took turns and did nothing else, and no figure counts it.",
            "Bots filled {n} seats: they took turns and did nothing else, and no figure counts "
            "them.",
            report.bots,
        )
        told.append(filled)
    return " ".join(told)


def figures(report: Report) -> Iterator[FigureName]:
    """Yield the names of the figures that a report holds, whether shown or hidden."""
    results = report.results
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
    if results.retention is not None or report.check is not None:
        yield "retention"
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
