"""What an app can do for the screens of a room, if it can."""

from typing import Protocol, runtime_checkable

from turnabout_client.tui.room.kept import Kept
from turnabout_protocol.links import Link


@runtime_checkable
class Inviting(Protocol):
    """An app that knows the link to its room."""

    @property
    def shared(self) -> Link | None:
        """The link, as others reach the room."""

    @property
    def personal(self) -> list[str]:
        """Keys of the personal links that were made here or came with the room."""

    co_key: str
    """The co-facilitators' key, if it was made here or came with the room."""
    steering: Link | None
    """The link with my own key to steer, as others reach it, if I do."""
    get_it: str
    """Where people get the command, as an invitation says it."""
    report: str
    """The file on this machine in which the report will be; empty: it is not saved here."""


@runtime_checkable
class Going(Protocol):
    """An app that can take its person to the next table."""

    def go_over(self) -> None:
        """Sit down there, and then leave here."""


@runtime_checkable
class Keeping(Protocol):
    """An app that keeps what was being written when the room moved on."""

    @property
    def kept(self) -> Kept:
        """What it keeps."""

    @property
    def told(self) -> set[tuple[str, int]]:
        """Turns, by step and number, that a bot played for this person, who has read of them."""
