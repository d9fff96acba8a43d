"""How keys sleep for a moment: those on the way to what was there before must not act on what is
there now."""

from typing import Final

from textual._time import get_time

DOZE: Final = 0.7
"""Seconds for which keys sleep after something has changed, or taken the focus, by itself."""
DROWSY: Final = 3.0
"""Most seconds for which they sleep while somebody types on who was in the middle of a word."""


class Doze:
    """Whether keys sleep just now."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self._awake_at = 0.0
        self._drowsy_until = 0.0

    @property
    def asleep(self) -> bool:
        """Whether they do."""
        return get_time() < self._awake_at

    def missed(self, pressed: float) -> bool:
        """Return whether a key of that time was pressed while they slept, or before.

        On a busy machine it may arrive long after: what it was meant for has gone all the same.
        `pressed` is the `time` of an event.
        """
        return pressed < self._awake_at

    def begin(self, seconds: float) -> None:
        """Something has changed by itself: let them sleep for so long."""
        self._seconds = seconds
        self._awake_at = get_time() + seconds if seconds else 0.0

    def drowse(self, most: float) -> None:
        """Somebody was in the middle of a word: let them sleep until the typing stops."""
        self._drowsy_until = get_time() + most

    def stir(self) -> bool:
        """A key came that types something; return whether they go on sleeping because of it."""
        on = get_time() < min(self._awake_at, self._drowsy_until)
        if on:
            self.begin(self._seconds)
        return on

    def hand_on(self, seconds: float) -> "Doze":
        """Return what a field begins with that takes the focus now, as drowsy as this."""
        other = Doze()
        other.begin(seconds)
        other._drowsy_until = self._drowsy_until
        return other
