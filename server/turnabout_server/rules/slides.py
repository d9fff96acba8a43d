"""Which slides a reveal has time for, and how long each is looked at. Pure.

A slide that nobody can read is worse than one that stands in the report: each has its least time,
and what does not fit is left to the report.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from turnabout_protocol.activities.reveal import SLIDES, Slide
from turnabout_protocol.figures import Figure
from turnabout_protocol.results import Attitude, Results
from turnabout_protocol.room import SECOND

LEAST: Final = 18 * SECOND
"""What a sentence and its chart take to be read, and to say one thing about."""
MOST: Final = 120 * SECOND
"""After so long the room goes on by itself; what is left over is for the slides to come."""
PLACE: Final = 3 * SECOND
"""What the two cards of a place take to be read."""
FIRST: Final[tuple[Slide, ...]] = (
    "score", "orders", "cards", "blind", "accuracy", "felt", "regard", "gap", "retention",
    "looking_back", "close",
)  # fmt: skip
"""What is told where there is no time for all, the most important first."""
WEIGHTS: Final[Mapping[Slide, int]] = {
    "orders": 6, "cards": 3, "blind": 3, "accuracy": 2, "felt": 2, "gap": 2, "looking_back": 1,
    "close": 1, "regard": 2, "retention": 1, "score": 4,
}  # fmt: skip
"""How the time beyond the least is shared."""


def chosen(there: Sequence[Slide], time: int, places: int, results: Results) -> tuple[Slide, ...]:
    """Return the slides that fit into `time`, in their order; the score always does.

    What has something to show comes before what is hidden. `places`: cards of an order to come.
    """
    found, left = {there[-1]}, time - least(there[-1], places)
    ranked = sorted(there, key=lambda slide: (hidden(slide, places, results), FIRST.index(slide)))
    for slide in ranked:
        if slide not in found and least(slide, places) <= left:
            found.add(slide)
            left -= least(slide, places)
    return tuple(slide for slide in SLIDES if slide in found)


def least(slide: Slide, places: int) -> int:
    """Return what a slide takes, in milliseconds; the last of `places` is looked at, too."""
    return max(LEAST, PLACE * (places + 1)) if slide == "orders" and places else LEAST


def share(time: int, slides: Sequence[Slide], places: int) -> int:
    """Return what the first of `slides` gets of the time that is there for all of them."""
    first, *others = slides
    if not others:
        return max(time, least(first, places))
    spare = max(0, time - sum(least(slide, places) for slide in slides))
    more = spare * WEIGHTS[first] // sum(WEIGHTS[slide] for slide in slides)
    return min(max(MOST, least(first, places)), least(first, places) + more)


def hidden(slide: Slide, places: int, results: Results) -> bool:
    """Return whether too few people stand behind all that a slide would show."""
    understood = results.understood
    match slide:
        case "orders":
            return not places
        case "blind":
            return all(spot.hidden for spot in results.blind_spots.values())
        case "accuracy" if results.accuracy is not None:
            arrows = results.accuracy.sides.values()
            return _none(end for arrow in arrows for end in (arrow.before, arrow.after))
        case "felt" if understood is not None:
            return _unfelt(understood.felt)
        case "close" if understood is not None:
            return _unfelt(understood.close)
        case "looking_back" if understood is not None:
            return _unfelt(understood.looking_back)
        case "gap" if understood is not None:
            arrows = understood.gap.values()
            return _none(end for arrow in arrows for end in (arrow.before, arrow.after))
        case "regard" if results.regard is not None:
            return all(told.than_thought is None for told in results.regard.values())
    return False


def _unfelt(attitude: Attitude | None) -> bool:
    return attitude is None or _none((attitude.room.before, attitude.room.after))


def _none(figures: Iterable[Figure | None]) -> bool:
    return all(figure is None or figure.hidden for figure in figures)
