"""A visit to a table, by whatever door: how it went, and what is said afterwards."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from turnabout_client.entrance.door import NetworkEntrance, Seated, Told
from turnabout_language import _
from turnabout_protocol import links

if TYPE_CHECKING:
    from turnabout_client.link.connection import Enter


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


class Noting(NetworkEntrance):
    """Remembers the last table the person sat at."""

    def __init__(self, keys: Path | None, *, plain: bool) -> None:
        super().__init__(keys, plain=plain)
        self._sat: list[tuple[links.Link, Seated]] = []

    def sit(self, where: links.Link, enter: "Enter", on_change: Told, on_status: Told) -> Seated:
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
    from turnabout_client.link.way import with_leave
    from turnabout_client.view.afterwards import leads, where_report

    if not leads(table.room, table.seat):
        return where_report(table.room, table.seat)
    if table.room.public.rules.demo:
        return ""
    return _(
        "Its report as a page:  turnabout report {link} --output report.html",
        link=with_leave(where),
    )
