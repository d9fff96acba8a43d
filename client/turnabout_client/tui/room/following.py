"""A screen that follows a room, as far as the app has to know of it.

The app opens before any room is known, and loads what shows one when there is one.
"""

from turnabout_client.tui.kit.dialogs import Leavable


class Following(Leavable):
    """A screen of a room."""

    def room_changed(self) -> None:
        """Show the room, which has changed."""
        raise NotImplementedError

    def update_status(self) -> None:
        """Show how the connection is."""
        raise NotImplementedError

    def close_forms(self) -> None:
        """Keep what is written here: the room has moved on for good."""
        raise NotImplementedError

    def stirred(self) -> None:
        """A key was pressed, wherever."""
        raise NotImplementedError
