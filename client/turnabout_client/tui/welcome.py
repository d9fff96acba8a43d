"""The app of somebody who typed the command alone."""

from typing import Any

from textual.screen import Screen

from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.entrance.welcome import Asks, WelcomeScreen


class WelcomeApp(TurnaboutApp):
    """Asks what somebody came for. Its return value is what was chosen, with blanks between."""

    def __init__(self, asks: Asks, **options: Any) -> None:
        super().__init__(**options)
        self._asks = asks

    def first_screen(self) -> Screen[None]:
        return WelcomeScreen(self._asks)
