"""What only facilitators know."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from turnabout_protocol.room.seats import Role
from turnabout_protocol.scenario import Side


class Knock(Struct, frozen=True, kw_only=True):
    """Somebody waits at the door."""

    number: int
    name: str
    role: Role
    home: Side | None


SafetyVerdict = Literal["go", "take_care", "too_few"]
"""Whether people feel safe enough to play; `too_few` answered to say so."""


class Flag(Struct, frozen=True, kw_only=True):
    """A turn that somebody found a caricature. Nobody is told who."""

    step: str
    turn: int
    counts: bool | None = None
    """What a facilitator decided; None: nothing yet."""


class Console(Struct, frozen=True, kw_only=True):
    """What only facilitators know."""

    host_note: str = ""
    flags: tuple[Flag, ...] = ()
    twists_called: Mapping[str, int] = {}
    """How many twists are to have come in by the end of the live turn, by step."""
    safety: Mapping[str, SafetyVerdict] = {}
    """What the safety items of a poll advise, by step."""
    filling: bool = False
    """Whether the room has grown to half of what a room may."""
    waiting: tuple[Knock, ...] = ()
    """Who waits at the door, in the order in which they came."""
    knocks: int = 0
    """How many have waited there so far."""
    turned_back: tuple[str, ...] = ()
    """Names of those who came to play and found no place left: each once, and the first few."""
    pause_asked: int | None = None
    """The seat of somebody who watches and asks for a pause; None: nobody does."""
    passes: tuple[str, ...] = ()
    """Hashes of the keys of personal links that nobody has used yet."""
    links: tuple[str, ...] = ()
    """Keys of the shared links that replaced the room's first one, the newest last."""
    co_facilitators: tuple[int, ...] = ()
    """Seats that came in with the co-facilitators' key, or were asked to lead, too: they steer, and
    do not end the session."""
    homes_before: Mapping[int, Side | None] = {}
    """Where those belonged who were asked, by seat: they go back there."""
    nudged: Mapping[int, int] = {}
    """Room time of the newest nudge of each seat."""
    there: tuple[int, ...] = ()
    """Seats that were asked whether they are there, and showed it."""

    @property
    def link(self) -> str:
        """The key of the shared link that is good; empty while that is the room's first one."""
        return self.links[-1] if self.links else ""

    def leads(self, seat: int) -> bool:
        """Return whether a facilitator's seat came in with the key of whoever opened the room."""
        return seat not in self.co_facilitators
