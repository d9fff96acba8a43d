"""Who put which cards in which order: the owners their own, the others as a guess."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from turnabout_protocol.activities.rank import Rank, RankOwn
from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.room import Public, Room
from turnabout_protocol.scenario import Side
from turnabout_server.after.scoring.rated import counts

When = Literal["before", "after"]
WHEN: Final[tuple[When, ...]] = ("before", "after")
Orders = Mapping[int, tuple[str, ...]]
"""Ids of cards, most important first, by seat."""


def times(public: Public, steps: Sequence[str]) -> Mapping[When, str]:
    """Return which of the `steps` that asked the same count as before the play, and as after it.

    The first and the last of them. A single one belongs where it stands: after the play if a
    scene came before it.
    """
    if len(steps) > 1:
        return {"before": steps[0], "after": steps[-1]}
    found: dict[When, str] = {}
    for step in steps:
        found["after" if _played_before(public, step) else "before"] = step
    return found


def _played_before(public: Public, step: str) -> bool:
    ids = [one.id for one in public.agenda]
    return any(isinstance(one, Scene) for one in public.agenda[: ids.index(step)])


def ranks(room: Room, side: Side) -> Orders:
    """Return how the owners of `side` rank its cards, in the last step that asked for it."""
    steps = _opened(room.public, "own")
    return _of_deck(room, steps[-1], side) if steps else {}


def guess_steps(room: Room) -> Mapping[When, str]:
    """Return the steps in which people guessed the other side's order."""
    return times(room.public, _opened(room.public, "other"))


def guesses(room: Room, side: Side, step: str) -> Orders:
    """Return how the others guessed, in `step`, that the owners of `side` rank its cards."""
    return _of_deck(room, step, side)


def _opened(public: Public, whose: Literal["own", "other"]) -> list[str]:
    steps = (s for s in public.agenda if isinstance(s, Rank) and s.whose == whose)
    return [step.id for step in steps if step.id in public.steps]


def _of_deck(room: Room, step: str, side: Side) -> Orders:
    return locked(room, step, [card.id for card in room.vault.deck(side)])


def locked(room: Room, step: str, cards: Sequence[str]) -> Orders:
    """Return the orders of `cards` in `step`, including those of people who have left since.

    Whose cards they are tells whose order it is: somebody may have changed sides.
    """
    cards = sorted(cards)
    found = {s: own.state(RankOwn, step).order for s, own in sorted(room.own.items())}
    return {s: order for s, order in found.items() if sorted(order) == cards and counts(room, s)}
