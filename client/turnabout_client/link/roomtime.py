"""The room's time, estimated at the client from what the server last said."""

from collections.abc import Callable


class RoomTime:
    """Room time in milliseconds. Within one connection it never goes back."""

    def __init__(self, time: Callable[[], float]) -> None:
        self._time = time
        self._base = 0
        self._at = time()
        self._running = False

    def read(self) -> int:
        """Return the room time now."""
        if not self._running:
            return self._base
        return self._base + int((self._time() - self._at) * 1000)

    def set(self, now: int) -> None:
        """Believe the server outright: after a return, whatever was estimated here is void."""
        self._base, self._at, self._running = now, self._time(), True

    def sync(self, now: int, running: bool) -> None:
        """Take in an update sent at room time `now`.

        Updates arrive late, each with a different delay. The one with the shortest delay is nearest
        to the truth and gives the highest estimate, so the highest one stands.
        """
        self._base, self._at = max(now, self.read()), self._time()
        self._running = running

    def stop(self) -> None:
        """Stand still: with no connection nobody knows whether the room runs on."""
        self._base, self._running = self.read(), False
