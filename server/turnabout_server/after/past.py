"""What a closed session left behind for a later one to be set against. Pure: from its report alone.

An order counts as the room was shown it: by places, or by thirds where three people stand behind
it. So nothing of a single owner is needed, nor kept.
"""

from collections.abc import Iterable, Mapping

from turnabout_protocol.activities.recall import Past
from turnabout_protocol.figures import Figure
from turnabout_protocol.report import Report
from turnabout_protocol.results import CardFate, Results
from turnabout_protocol.scenario import SIDES, Side


def worth(fates: Iterable[CardFate]) -> Mapping[str, int]:
    """Return how much each card mattered to its owners, as shown: more for more.

    Cards of the same third are worth the same. Empty when no order was shown.
    """
    return {
        fate.card.id: -(fate.place if fate.third is None else fate.third)
        for fate in fates
        if fate.place is not None
    }


def past_of(report: Report) -> Past | None:
    """Return what can be recalled of a session; None when not both of its orders were shown, or
    too few had guessed them.
    """
    results = report.results
    if results is None or not recallable(results):
        return None
    guessed = {side: guessed_last(results, side) for side in SIDES}
    felt = results.understood.felt if results.understood else None
    return Past(
        session=report.session,
        date=report.date,
        title=report.title,
        labels=report.labels,
        decks={side: tuple(fate.card for fate in results.board[side]) for side in SIDES},
        worth={side: worth(results.board[side]) for side in SIDES},
        accuracy={side: figure for side, figure in guessed.items() if figure is not None},
        felt=felt,
    )


def recallable(results: Results) -> bool:
    """Return whether both orders were shown, and enough people had guessed each of them."""
    ends = [guessed_last(results, side) for side in SIDES]
    guessed = all(end is not None and end.value is not None for end in ends)
    return guessed and all(worth(results.board[side]) for side in SIDES)


def guessed_last(results: Results, side: Side) -> Figure | None:
    """Return how well the order of `side`, as it was shown, was guessed in the end.

    A report of an older version has only how well the exact order was guessed. That is the same
    where the exact order was shown, but for equals, and says nothing of one in thirds.
    """
    found = results.accuracy
    if found is None:
        return None
    if found.as_shown:
        return found.as_shown.get(side)
    if any(fate.third is not None for fate in results.board[side]) or side not in found.sides:
        return None
    arrow = found.sides[side]
    return arrow.after or arrow.before
