"""Runs the screens in this terminal."""

from pathlib import Path
from typing import NamedTuple

from turnabout.languages import chosen
from turnabout.problems import Unforeseen
from turnabout_client.link.connection import Enter
from turnabout_client.link.way import with_leave
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.entrance.door import NetworkEntrance, Seated, Told
from turnabout_client.tui.entrance.model import Wish
from turnabout_client.view.afterwards import leads, where_report
from turnabout_language import _
from turnabout_protocol import links


class Visit(NamedTuple):
    """How it went."""

    sentence: str
    """The last sentence to print; empty if there is none."""
    where: links.Link | None
    """The room the person sat in; None if they did not get that far."""
    over: bool
    """Whether its session is over."""
    report: str
    """Where its report is, if it is over; empty: there is none."""


class Broken(Unforeseen):
    """The screens ended with an error, which is the cause of this one."""

    def __init__(self, visit: Visit) -> None:
        super().__init__()
        self.visit = visit
        """How it went until then."""


class _Noting(NetworkEntrance):
    """Remembers the last table the person sat at."""

    def __init__(self, keys: Path | None, *, plain: bool) -> None:
        super().__init__(keys, plain=plain)
        self._sat: list[tuple[links.Link, Seated]] = []

    def sit(self, where: links.Link, enter: Enter, on_change: Told, on_status: Told) -> Seated:
        table = super().sit(where, enter, on_change, on_status)
        self._sat.append((where, table))
        return table

    def visit(self, sentence: str) -> Visit:
        """Return how it went, with the last sentence to print."""
        seated = [(where, table) for where, table in self._sat if table.seat is not None]
        if not seated:
            return Visit(sentence=sentence, where=None, over=False, report="")
        where, table = seated[-1]
        over = table.room.public.phase == "closed"
        report = _report(where, table) if over else ""
        return Visit(sentence=sentence, where=where, over=over, report=report)


def _report(where: links.Link, table: Seated) -> str:
    """Return where the report of that table's session is; empty: there is none."""
    if not leads(table.room, table.seat):
        return where_report(table.room, table.seat)
    if table.room.public.rules.demo:
        return ""
    return _(
        "Its report as a page:  turnabout report {link} --output report.html",
        link=with_leave(where),
    )


async def show(
    wish: Wish, *, keys: Path | None = None, language: str = "", plain: bool = False
) -> Visit:
    """Go through the door with what `wish` says, and play until the person leaves.

    `keys`: the file of seat keys; None is the user's own. `language`: the one asked for;
    without one, that of the environment, or else that of the room. `plain`: it may go to other
    machines unencrypted. Raises Broken.
    """
    entrance = _Noting(keys, plain=plain)
    app = TurnaboutApp(wish=wish, entrance=entrance, language=chosen(language))
    visit = entrance.visit(await app.run_async() or "")
    if app.trouble is not None:
        raise Broken(visit) from app.trouble
    return visit
