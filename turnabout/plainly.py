"""Runs a visit in plain lines, on standard input and output."""

from pathlib import Path

from turnabout.languages import chosen
from turnabout.problems import Problem
from turnabout.terminal import say
from turnabout.visits import Noting, Visit
from turnabout_client.dialogue.lines.door import Left
from turnabout_client.dialogue.lines.typed import Typed
from turnabout_client.dialogue.lines.visit import LineVisit
from turnabout_client.entrance.model import Wish


async def talk(
    wish: Wish, *, keys: Path | None = None, language: str = "", plain: bool = False
) -> Visit:
    """Go through the door with what `wish` says, and play until the person leaves.

    The rest as in `turnabout.screens.show`. Raises Problem when there was no way to a seat.
    """
    entrance = Noting(keys, plain=plain)
    typed = Typed()
    visit = LineVisit(wish, entrance, typed.line, say, chosen(language))
    try:
        return entrance.visit(await visit.run())
    except Left as left:
        raise Problem(str(left)) from None
