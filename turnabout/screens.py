"""Runs the screens in this terminal."""

from pathlib import Path
from typing import Final

from turnabout.getit import get_it
from turnabout.languages import chosen
from turnabout.problems import Unforeseen
from turnabout.visits import Noting, Visit
from turnabout_client.entrance.model import Wish
from turnabout_client.tui.app import TurnaboutApp
from turnabout_machine import collector

CALM: Final = 1.0
"""Seconds after which a screen is open, with all that it does first."""


class Broken(Unforeseen):
    """The screens ended with an error, which is the cause of this one."""

    def __init__(self, visit: Visit) -> None:
        super().__init__()
        self.visit = visit
        """How it went until then."""


class _Here(TurnaboutApp):
    """The app of this process."""

    def loaded(self) -> None:
        collector.look_on()
        self.get_it = self.get_it or get_it()

    def opened(self) -> None:
        self.set_timer(CALM, collector.tidy)


async def show(
    wish: Wish, *, keys: Path | None = None, language: str = "", plain: bool = False
) -> Visit:
    """Go through the door with what `wish` says, and play until the person leaves.

    `keys`: the file of seat keys; None is the user's own. `language`: the one asked for;
    without one, that of the environment, or else that of the room. `plain`: it may go to other
    machines unencrypted. Raises Broken.
    """
    entrance = Noting(keys, plain=plain)
    app = _Here(wish=wish, entrance=entrance, language=chosen(language))
    visit = entrance.visit(await app.run_async() or "")
    if app.trouble is not None:
        raise Broken(visit) from app.trouble
    return visit
