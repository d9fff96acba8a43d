"""A turn: one seat's go, and what became of it."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from turnabout_protocol.room import SECOND, Pair
from turnabout_protocol.scenario import KeyPoint, Side

Reaction = Literal["that_is_us", "ouch", "new_to_me", "not_quite"]
EchoAnswer = Literal["yes", "nearly", "no"]
Missing = Literal["pressure", "limit", "reason", "tone", "fact"]
Ring = Annotated[int, Meta(ge=1, le=4)]
TurnNumber = Annotated[int, Meta(ge=1, le=999)]

MEND: Final = 15 * SECOND
"""How long an echo can be mended after it was called not quite right."""


class Turn(Struct, frozen=True, kw_only=True):
    """One seat's go. What was said stays empty until it ends."""

    number: int
    seat: int
    """Who has the pen."""
    side: Side
    """The side that is played."""
    shared: Pair = ()
    """All who take it together, the one with the pen among them; empty: one alone."""
    acts_from: int
    """Play time at which thinking ends."""
    ends: int
    """Play time of the bell; once ended, the play time of its end."""
    echoes: int | None = None
    """Number of the turn to echo; None on the first."""
    over: bool = False
    passed: bool = False
    skipped: bool = False
    """It was passed because a facilitator rang the bell."""
    echo: str = ""
    card: KeyPoint | None = None
    say: str = ""
    ask: str = ""
    heard: EchoAnswer | None = None
    """What the echoed person answered."""
    heard_at: int | None = None
    """Play time of that answer."""
    mended: bool = False
    """The echo was said once more."""
    reactions: Mapping[Reaction, int] = {}
    answers: int = 0
    """How many owners have answered; what they answered stays with the server."""
    rated: tuple[int, ...] = ()
    """Who they are, once nobody can rate it any more."""
    flagged: bool = False
    """A facilitator took it out: it does not count for any score."""
    left: int = 0
    """How much of its time was left when it ended, in milliseconds."""
    again: int | None = None
    """Number of the turn that is open again in this one: a facilitator took that back."""
    undone: bool = False
    """It was taken back, or cut off by that: as if it had been passed, and not shown."""
    shut: bool = False
    """The time to rate it was over before a later turn was taken back."""
    unrated: bool = False
    """Ratings were off: nobody is asked anything about it, and what was given does not count."""
    covered: bool = False
    """A bot played it, or some of it, for somebody who was away: it counts for no score."""

    def taken_back(self) -> "Turn":
        """Return this as a facilitator takes it back: nothing of it counts, or is shown."""
        return Turn(
            number=self.number,
            seat=self.seat,
            side=self.side,
            acts_from=self.acts_from,
            ends=self.ends,
            echoes=self.echoes,
            over=True,
            passed=True,
            undone=True,
            shared=self.shared,
        )

    @property
    def speakers(self) -> Pair:
        """Whose turn it is: one seat, or all who share it."""
        return self.shared or (self.seat,)

    def mendable(self, play: int) -> bool:
        """Return whether the echo may be said once more at play time `play`."""
        if self.over or self.mended or self.heard in (None, "yes") or self.heard_at is None:
            return False
        return play < self.heard_at + MEND
