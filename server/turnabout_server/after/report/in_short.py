"""What the reveal said in words, by the part of the report that has the figures. Pure."""

from collections.abc import Iterator

from turnabout_protocol import in_words
from turnabout_protocol.report import Report


def cards(report: Report) -> str:
    """Return how many cards came up, where the reveal had no order of them to show."""
    board = report.results.board if report.results else {}
    if not board or any(fate.place for fates in board.values() for fate in fates):
        return ""
    return in_words.came_up(board)


def accuracy(report: Report) -> str:
    """Return how well the sides know each other's order; empty where that is not shown."""
    found = report.results.accuracy if report.results else None
    return in_words.knows(found, report.labels) if found else ""


def understood(report: Report) -> Iterator[str]:
    """Yield how understood people feel, the gaps, looking back, and how close they are."""
    found = report.results.understood if report.results else None
    if found is None:
        return
    if found.felt is not None:
        yield in_words.feels(found.felt)
    yield from in_words.gaps(found.gap, report.labels)
    if found.looking_back is not None:
        yield in_words.looked_back(found.looking_back)
    if found.close is not None:
        yield in_words.closeness(found.close)


def stands(report: Report) -> str:
    """Return how the room stands, all in all; empty where nothing of it is shown."""
    return in_words.stands(report.results) if report.results else ""
