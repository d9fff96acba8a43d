"""What the screens need of a connection: a live link, or a table made by a test."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # an app is there before there is a table
    from turnabout_client.link.status import Status
    from turnabout_protocol.activities.scene import Said
    from turnabout_protocol.commands import AnyCommand
    from turnabout_protocol.messages import SshDoor, Writing
    from turnabout_protocol.room import Room


class Table(Protocol):
    """One seat at a live table."""

    @property
    def room(self) -> "Room":
        """The room as far as this seat may know it."""

    @property
    def seat(self) -> int | None:
        """My seat, once there is one."""

    @property
    def status(self) -> "Status":
        """How the connection is."""

    @property
    def private(self) -> bool:
        """Whether what is sent is encrypted, or never leaves this machine."""

    @property
    def ssh(self) -> "SshDoor | None":
        """The server's ssh door, where it has one that is open."""

    @property
    def web(self) -> bool:
        """Whether the server's links open in browsers."""

    @property
    def writing(self) -> "Writing | None":
        """The newest that came of what the speaker types. In my own turn it is my newest draft."""

    def now(self) -> int:
        """Return the room time in milliseconds. It never goes back."""

    async def do(self, command: "AnyCommand") -> None:
        """Ask for `command`; return when it is durable. Raises CommandRefused."""

    def draft(self, step: str, turn: int, said: "Said") -> None:
        """Let the server have what is typed so far, in case the bell rings."""
