"""close: promises are read aloud, everybody gets their private slip, the session ends."""

from typing import Final

from msgspec.structs import replace

from turnabout_protocol.bases import ToSeat
from turnabout_protocol.parts import MINUTE, Own, Public, Slip, State, Step

OPEN_FOR: Final = 30 * MINUTE
"""How long after Close began the room closes by itself."""


class Close(Step, frozen=True, kw_only=True):
    """Settings: none beyond those of every step."""

    def fresh(self) -> "CloseState":
        return CloseState()

    def waited(self, public: Public) -> frozenset[int]:
        """Nobody: people read in their own time until the facilitator ends the session."""
        return frozenset()


class CloseState(State, frozen=True, kw_only=True):
    """Nothing of its own: promises and results are in the steps before."""


class SlipSent(ToSeat, frozen=True, kw_only=True):
    """A player's private result."""

    slip: Slip

    def fold(self, own: Own, at: int) -> Own:
        return replace(own, slip=self.slip)
