"""The next table in the console: its links, and who is asked to go there."""

from collections.abc import Callable
from typing import ClassVar, Final

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen

from turnabout_client.link.table import Table
from turnabout_client.tui.kit.copy_line import CopyLine
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.pick import Pick
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.screen import shown
from turnabout_client.view import tables
from turnabout_client.view.invitation import line
from turnabout_language import N_, _
from turnabout_protocol.links import Link
from turnabout_protocol.room import NextTable
from turnabout_protocol.tables import AskOver

COPIES: Final = (3, 4, 5)
"""The keys that copy a line: for players, for me, for co-facilitators."""


class NextTableScreen(ModalScreen[None]):
    """How people come to the next table, and who is asked to. Its keys are numbers, as anywhere
    over the console."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "dismiss", N_("back")),
        Binding("1", "half", N_("half of each side")),
        Binding("2", "one", N_("one person")),
        *(Binding(str(n), f"copy({n})", N_("copy")) for n in COPIES),
    ]

    def __init__(self, table: Table, where: Link | None, send: Callable[[AskOver], None]) -> None:
        """`where` is the link to this room; `send` asks people to go."""
        super().__init__()
        self._table = table
        self._where = where
        self._send = send

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog", id="next-table"):
            yield Static(id="next-title", classes="dialog-title")
            yield Static(id="next-asked")
            with Horizontal(classes="dialog-buttons"):
                yield KeyButton("1", _("Ask half of each side"), "half", id="next-half")
                yield KeyButton("2", _("Ask one, or not"), "one", id="next-one")
            yield Static(id="next-code")
            for n in COPIES:
                yield CopyLine(n)
            yield Static(id="next-says", classes="quiet")
            yield KeyButton(_("esc"), _("Back"), "dismiss", id="next-back")

    def on_mount(self) -> None:
        self.show()
        self.set_interval(0.5, self.show)

    def show(self) -> None:
        """Bring it up to date."""
        public = self._table.room.public
        n = public.table + 1
        self.query_one("#next-title", Static).update(Content(_("Table {n} is open.", n=n)))
        lines = self._lines()
        for at, n in enumerate(COPIES):
            way = self.query_one(f"#way-{n}", CopyLine)
            shown(way, at < len(lines))
            if at < len(lines):
                way.say(*lines[at])
        code = self.query_one("#next-code", Static)
        shown(code, not lines)
        code.update(Content(_("Its code: {code}", code=public.next_table)))
        names = tables.asked(public)
        said = _("Nobody is asked to go there yet. Everybody here can, with 2.")
        if names:
            said = _("Asked to go there: {names}.", names=names)
        self.query_one("#next-asked", Static).update(Content(said))

    @property
    def _mine(self) -> NextTable | None:
        """The keys of the next table, if I opened it."""
        return self._table.room.of(self._table.seat or 0).next_table

    def _lines(self) -> list[tuple[str, str]]:
        """Return for whom there is a line, and the line, in the order of their keys."""
        mine, where = self._mine, self._where
        if where is None:
            return []
        there = replace(where, code=self._table.room.public.next_table, key="")
        found = [(_("Players"), line("join", there))]
        if mine is not None:
            steer = replace(there, door="steer", key=mine.key)
            co = replace(there, door="steer", key=mine.co_key)
            found += [
                (_("You alone, in another terminal"), line("steer", steer)),
                (_("Co-facilitators, one by one"), line("steer", co)),
            ]
        return found

    def action_half(self) -> None:
        self._send(AskOver(seats=tables.half(self._table.room.public)))

    def action_one(self) -> None:
        public = self._table.room.public
        people, now = tables.goers(public), public.asked_over
        if not people:
            return
        told = [f"{'✓' if seat.id in now else ' '} {seat.name}" for seat in people]

        def picked(index: int | None) -> None:
            if index is not None:
                one = people[index].id
                kept = tuple(seat for seat in now if seat != one)
                self._send(AskOver(seats=kept if one in now else (*now, one)))

        self.app.push_screen(Pick(_("Who is asked to go to the next table?"), told), picked)

    def action_copy(self, number: int) -> None:
        """Copy the line of that number, if it is here."""
        lines = self._lines()
        if number - COPIES[0] < len(lines):
            self.app.copy_to_clipboard(lines[number - COPIES[0]][1])
            said = _("Copied, if your terminal allows it. Otherwise select it with the mouse.")
            self.query_one("#next-says", Static).update(Content(said))
