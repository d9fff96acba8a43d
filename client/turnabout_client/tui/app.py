"""The Textual app: holds the table, opens the screen of what is on, and nothing else."""

from textual.app import App
from textual.message import Message

from turnabout_client.tui.registry import screen_for
from turnabout_client.tui.screens.base import RoomScreen
from turnabout_client.tui.table import Table
from turnabout_client.tui.themes import DARK, LIGHT


class RoomChanged(Message):
    """The table's room is not what it was. Many of them in a row count as one."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, RoomChanged)


class StatusChanged(Message):
    """The connection's status is not what it was."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, StatusChanged)


class TurnaboutApp(App[str]):
    """One person's terminal. Its return value is the last sentence to print, if there is one."""

    CSS_PATH = "turnabout.tcss"
    TITLE = "Turnabout"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (80, "-normal"), (120, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (24, "-short"), (34, "-tall")]  # noqa: RUF012

    def __init__(self, table: Table | None = None, *, theme: str = DARK.name) -> None:
        super().__init__()
        self._table = table
        self._shown = ""
        self.register_theme(LIGHT)
        self.register_theme(DARK)
        self.theme = theme

    def on_mount(self) -> None:
        if self._table is not None:
            self.sit(self._table)

    def sit(self, table: Table) -> None:
        """Show the room at `table` from here on."""
        self._table = table
        self.follow()

    def room_changed(self) -> None:
        """Say that the table's room has changed. Safe to call from anywhere in the loop."""
        self.post_message(RoomChanged())

    def status_changed(self) -> None:
        """Say that the connection's status has changed."""
        self.post_message(StatusChanged())

    def on_room_changed(self) -> None:
        self.follow()

    def on_status_changed(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, RoomScreen) and screen.is_mounted:
                screen.update_status()

    def follow(self) -> None:
        """Open the screen of what is on; if it is open already, bring it up to date."""
        if self._table is None:
            return
        kind, name = screen_for(self._table.room, self._table.seat)
        if name != self._shown:
            self._shown = name
            while len(self.screen_stack) > 1:
                self.pop_screen()
            self.push_screen(kind(self._table))
            return
        for screen in self.screen_stack:
            if isinstance(screen, RoomScreen) and screen.is_mounted:
                screen.update_room()
