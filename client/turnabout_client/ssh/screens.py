"""The app as it runs for somebody at the other end of ssh, beside others in one process."""

import io
import sys
from functools import partial
from typing import Any, Final, cast

from rich.console import Console
from textual.driver import Driver

from turnabout_client.ssh.driver import ChannelDriver
from turnabout_client.ssh.terminal import Terminal
from turnabout_client.tui.app import TurnaboutApp

COLOURS: Final = "256"
"""As many as every terminal has that people sit at. It is the same number for all of them: Rich
remembers how a style is written, whoever it was written for first."""


class SshApp(TurnaboutApp):
    """One person's screens on `terminal`."""

    def __init__(self, terminal: Terminal, **options: Any) -> None:
        self._terminal = terminal
        super().__init__(**options)
        # What the environment of this process says of colours is about another terminal.
        self.console = Console(
            file=io.StringIO(),
            force_terminal=True,
            color_system=COLOURS,
            markup=True,
            highlight=False,
            emoji=False,
            legacy_windows=False,
            safe_box=False,
            _environ={},
        )
        # Textual takes over the standard streams of the process, and gives back those that it
        # found: with many apps at a time, those of another app. Here nobody needs them.
        self._capture_stdout = cast(Any, sys.stdout)
        self._capture_stderr = cast(Any, sys.stderr)

    def get_driver_class(self) -> type[Driver]:
        """Return what paints on the terminal."""
        return cast(type[Driver], partial(ChannelDriver, terminal=self._terminal))
