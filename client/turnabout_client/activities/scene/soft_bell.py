"""A soft sound before the bell of one's own turn."""

from turnabout_client.tui.kit.alarm import Alarm
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_language import _


class SoftBell:
    """Rings on its screen, unless it is muted."""

    def __init__(self, screen: RoomScreen) -> None:
        self._screen = screen
        self._alarm = Alarm(screen, self._ring)
        self._muted = False

    def set(self, seconds: float | None) -> None:
        """Ring in so many seconds; None: do not ring."""
        self._alarm.set(seconds)

    def mute(self) -> None:
        """Turn it off, or on again."""
        self._muted = not self._muted
        self._screen.notice(_("The bell is off.") if self._muted else _("The bell is on."))

    def _ring(self) -> None:
        if not self._muted and not self._screen.stale:
            self._screen.app.bell()
