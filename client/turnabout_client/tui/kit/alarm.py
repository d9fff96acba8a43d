"""An alarm that can be set again."""

from collections.abc import Callable

from textual.message_pump import MessagePump
from textual.timer import Timer


class Alarm:
    """Calls `ring` once, after a while, as long as `owner` is there."""

    def __init__(self, owner: MessagePump, ring: Callable[[], object]) -> None:
        self._owner = owner
        self._ring = ring
        self._timer: Timer | None = None

    def set(self, seconds: float | None) -> None:
        """Ring in so many seconds, and not when it was set to before; None: do not ring."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = None if seconds is None else self._owner.set_timer(seconds, self._ring)
