"""The clock of a room: play time is room time less the pauses."""

from typing import Final

from msgspec import Struct

SECOND: Final = 1000

MINUTE: Final = 60 * SECOND


class PlayClock(Struct, frozen=True, kw_only=True):
    """Turns room time into play time."""

    held: int = 0
    """Room time that was not play time, up to the last resume."""
    since: int | None = None
    """Room time at which the clocks were stopped; None while they run."""
    by: int | None = None
    """The seat that paused; None when the server holds the clocks for people not yet back."""

    @property
    def paused(self) -> bool:
        return self.since is not None

    def play(self, now: int) -> int:
        """Return the play time at room time `now`."""
        return (now if self.since is None else self.since) - self.held

    def room(self, play: int) -> int:
        """Return the room time of a play-time deadline if the clocks run on from here."""
        return play + self.held
