"""Runs the screens in this terminal."""

from pathlib import Path

from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.entrance import NetworkEntrance
from turnabout_client.tui.join_model import Wish


async def show(wish: Wish, *, keys: Path | None = None) -> str:
    """Go through the door with what `wish` says, and play until the person leaves.

    `keys`: the file of seat keys; None is the user's own. Return the last sentence to print;
    empty: there is none.
    """
    return await TurnaboutApp(wish=wish, entrance=NetworkEntrance(keys)).run_async() or ""
