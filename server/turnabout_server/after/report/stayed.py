"""What stayed of a session, weeks later: in words that every format of the report shares."""

from collections.abc import Iterator

from turnabout_language import _
from turnabout_protocol.report import Report
from turnabout_protocol.results import Retention
from turnabout_protocol.scenario import SIDES, other
from turnabout_server.after.report import figure_rows, phrases


def found(report: Report) -> Iterator[Retention]:
    """Yield what stayed: of an earlier session at the opening of this one, of this one later."""
    if report.results is not None and report.results.retention is not None:
        yield report.results.retention
    if report.check is not None:
        yield report.check


def rows(stayed: Retention) -> Iterator[figure_rows.TableRow]:
    """Yield what stayed: from the end of a session to now, then by how people feel."""
    for side in SIDES:
        if side in stayed.accuracy:
            names = {"others": stayed.labels[other(side)], "side": stayed.labels[side]}
            name = _("{others} about {side}", **names)
            yield figure_rows.TableRow("accuracy", side, name, stayed.accuracy[side], apart=True)
    yield figure_rows.TableRow("accuracy", None, _("The room"), stayed.room, apart=True)
    if stayed.felt is not None:
        for side in SIDES:
            if side in stayed.felt.sides:
                name = _("{side}: they understand us", side=stayed.labels[side])
                yield figure_rows.TableRow("felt", side, name, stayed.felt.sides[side], apart=True)
        everybody = _("Everybody: they understand us")
        yield figure_rows.TableRow("felt", None, everybody, stayed.felt.room, apart=True)


def title(stayed: Retention) -> str:
    """Return the heading of what stayed."""
    return _("What stayed") if stayed.when == "opening" else _("What stayed two weeks later")


def lead(stayed: Retention) -> str:
    """Return what stands above it: of which session, and how far it can be trusted."""
    if stayed.when == "check":
        return _(
            "From the end of this session to its check: the other side's cards guessed once more, "
            "and how understood people feel. Not everybody may have answered, so only a large "
            "difference says something."
        )
    return _(
        "From the end of “{title}”, {date}, to the opening of this session: the other side's cards "
        "of that day guessed once more, and how understood people feel. Perhaps not the same "
        "people answered, so only a large difference says something.",
        title=stayed.title,
        date=phrases.long_date(stayed.date),
    )


def ahead(report: Report) -> str:
    """Return from when the link of the session asks its people; empty when it does not, or has."""
    if not report.check_from or report.check is not None:
        return ""
    return _(
        "From {date} on the same link asks those who were in this session three things, 60 "
        "seconds, for two weeks: the other side's order, whether they feel understood, how the "
        "promises go.",
        date=phrases.long_date(report.check_from),
    )
