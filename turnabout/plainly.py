"""Runs a visit in plain lines, on standard input and output."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from turnabout.languages import chosen
from turnabout.problems import Problem
from turnabout.terminal import is_dumb
from turnabout.visits import Noting, Visit
from turnabout_client.dialogue.lines.door import Left
from turnabout_client.dialogue.lines.ends import Ends
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
    with _ends() as ends:
        visit = LineVisit(wish, entrance, ends, chosen(language))
        try:
            went = entrance.visit(await visit.run())
        except Left as left:
            raise Problem(str(left)) from None
    return went._replace(report="") if visit.has_said(went.report) else went


@contextmanager
def _ends() -> Iterator[Ends]:
    """Yield a line editor where there is a terminal that can move its cursor; else plain lines."""
    if is_dumb() or not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield Typed()
        return
    # Imported here: a pipe needs none.
    from turnabout_client.dialogue.lines.editor import editing

    with editing() as editor:
        yield editor
