"""Who is compared: the people who answered both before the play and after it, and nobody else."""

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from turnabout_server.after.scoring.orders import When

T = TypeVar("T")


def comparable(
    given: Mapping[When, Mapping[int, T]], enough: Callable[[Collection[int]], bool]
) -> Mapping[When, Mapping[int, T]]:
    """Return what the same people gave each time, by time and seat.

    A mean that moves because somebody came or went has moved nobody. Where those who gave something
    each time are not `enough`, one time is kept alone, the later one if that is enough, and the
    other is left empty: two means of different people stand beside each other nowhere.
    """
    if not given:
        return {}
    both = frozenset.intersection(*(frozenset(of) for of in given.values()))
    if enough(both):
        return {when: {s: v for s, v in of.items() if s in both} for when, of in given.items()}
    times: tuple[When, ...] = ("after", "before")
    alone = next((when for when in times if when in given and enough(given[when])), None)
    return {when: of if when == alone else {} for when, of in given.items()}
