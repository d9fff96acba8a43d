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
        self.where: links.Link | None = None
        self.table: Seated | None = None

    def sit(self, where: links.Link, enter: Enter, on_change: Told, on_status: Told) -> Seated:
        self.where = where
        self.table = super().sit(where, enter, on_change, on_status)
        return self.table

    def visit(self, sentence: str) -> Visit:
        """Return how it went, with the last sentence to print."""
        table = self.table
        seated = table is not None and table.seat is not None
        over = table is not None and table.room.public.phase == "closed"
        return Visit(
            sentence=sentence,
            where=self.where if seated else None,
            over=over,
            report="" if table is None or not over else self._report(table),
        )

    def _report(self, table: Seated) -> str:
        if self.where is None or not leads(table.room, table.seat):
            return where_report(table.room, table.seat)
        if table.room.public.rules.demo:
            return ""
        return _(
            "Its report as a page:  turnabout report {link} --output report.html",
            link=with_leave(self.where),
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
