"""How true a turn rang to those whose side it played; after a low rating, what was missing."""

from collections.abc import Callable
from typing import Final

from textual.containers import Vertical

from turnabout_client.activities.scene.model import RINGS
from turnabout_client.activities.scene.moment import Moment
from turnabout_client.tui.kit.prompts import Choices
from turnabout_client.view.missing import MISSING
from turnabout_client.view.people import face
from turnabout_language import N_, _
from turnabout_protocol.activities.scene import Missing, Rate, TagMissing, Turn
from turnabout_protocol.commands import AnyCommand

_RINGS: Final = [*((str(ring), short) for ring, short, _wide in RINGS), ("space", N_("skip"))]
_RINGS_WIDE: Final = [*((str(ring), wide) for ring, _s, wide in RINGS), ("space", N_("skip"))]
_MISSING: Final = [
    *((str(n), name) for n, (name, _said) in enumerate(MISSING.values(), 1)),
    ("space", N_("no tag")),
]
_LOW: Final = 2
"""The best ring after which one is asked what was missing."""


class Rating(Vertical):
    """Two questions, one at a time. `tell` sends an answer, and shows what is asked next."""

    def __init__(self, step: str, tell: Callable[[AnyCommand], None]) -> None:
        self._rings = Choices(_RINGS, wide=_RINGS_WIDE, id="rings")
        self._missing = Choices(_MISSING, id="missing")
        super().__init__(self._rings, self._missing, id="rating")
        self._step, self._tell = step, tell
        self._rated: set[int] = set()
        """The turns that I have rated: the room may not know it yet."""
        self._low: int | None = None
        """The turn of a low rating that may still get a tag."""

    @property
    def asked(self) -> bool:
        """Whether one of them is asked."""
        return self._rings.display or self._missing.display

    def show(self, now: Moment) -> bool:
        """Ask what is to be asked; return whether a turn to rate has just come up."""
        if self._low is not None and self._low not in {turn.number for turn in now.judging}:
            self._low = None  # its time is over
        turn = self._turn(now)
        if turn is None or self._low is not None:
            return self._ask(None, missing=self._low is not None)
        return self._ask(_("{name} rang true?", name=face(now.public, turn.seat)))

    def number(self, number: int, now: Moment) -> bool:
        """Rate or tag; return whether it is asked."""
        turn = self._turn(now)
        if self._low is not None:
            if number <= len(MISSING):
                self._tag(self._low, tuple(MISSING)[number - 1])
        elif not self._rings.display:
            return False
        elif turn is not None and number <= len(RINGS):
            self._rate(turn.number, number)
        return True

    def skip(self, now: Moment) -> None:
        """Give no tag, or no rating."""
        turn = self._turn(now)
        if self._low is not None:
            self._low = None
            self._ask(None)
        elif turn is not None:
            self._rate(turn.number, None)

    def _turn(self, now: Moment) -> Turn | None:
        turn = now.to_rate
        return None if turn is None or turn.number in self._rated else turn

    def _ask(self, rang_true: str | None, *, missing: bool = False) -> bool:
        self._missing.ask(_("What was missing?") if missing else None)
        return self._rings.ask(rang_true)

    def _rate(self, turn: int, ring: int | None) -> None:
        # It goes at once, whatever it is; the tag follows by itself.
        self._rated.add(turn)
        self._low = turn if ring is not None and ring <= _LOW else None
        self._tell(Rate(step=self._step, turn=turn, ring=ring))

    def _tag(self, turn: int, missing: Missing) -> None:
        self._low = None
        self._tell(TagMissing(step=self._step, turn=turn, missing=missing))
