"""The next table in the console: its links, and who is asked to go there."""

from collections.abc import Callable
from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.pick import Pick
from turnabout_client.tui.room.screen import shown
from turnabout_client.tui.table import Table
from turnabout_client.view import tables, words
from turnabout_client.view.invitation import line
from turnabout_language import N_, _
from turnabout_protocol.links import Link
from turnabout_protocol.room import NextTable
from turnabout_protocol.tables import AskOver


class NextTableScreen(ModalScreen[None]):
    """How people come to the next table, and who is asked to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,2", "dismiss", N_("back")),
        Binding("h", "half", N_("half of each side")),
        Binding("o", "one", N_("one person")),
        Binding("c", "copy", N_("copy")),
        Binding("s", "copy_steer", N_("copy")),
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
            yield Static(id="next-links")
            yield Static(id="next-asked")
            with Horizontal(classes="dialog-buttons"):
                yield KeyButton("h", _("Ask half of each side"), "half", id="next-half")
                yield KeyButton("o", _("Ask one, or not"), "one", id="next-one")
                yield KeyButton("esc", _("Back"), "dismiss", id="next-back")
            with Horizontal(classes="dialog-buttons"):
                yield KeyButton("c", _("Copy the players' line"), "copy", id="next-copy")
                yield KeyButton("s", _("Copy my line"), "copy_steer", id="next-steer")
            yield Static(id="next-says", classes="quiet")

    def on_mount(self) -> None:
        self.show()
        self.set_interval(0.5, self.show)

    def show(self) -> None:
        """Bring it up to date."""
        public = self._table.room.public
        n = public.table + 1
        self.query_one("#next-title", Static).update(Content(_("Table {n} is open.", n=n)))
        self.query_one("#next-links", Static).update(words.lines(*self._lines()))
        names = tables.asked(public)
        said = _("Nobody is asked to go there yet. Everybody here can, with 2.")
        if names:
            said = _("Asked to go there: {names}.", names=names)
        self.query_one("#next-asked", Static).update(Content(said))
        shown(self.query_one("#next-steer"), self._mine is not None)
        shown(self.query_one("#next-copy"), self._where is not None)

    @property
    def _mine(self) -> NextTable | None:
        """The keys of the next table, if I opened it."""
        return self._table.room.of(self._table.seat or 0).next_table

    def _lines(self) -> list[Content]:
        mine, where = self._mine, self._where
        if where is None:
            return [Content(_("Its code: {code}", code=self._table.room.public.next_table))]
        there = replace(where, code=self._table.room.public.next_table, key="")
        found = [Content(_("Players:")), Content(line("join", there))]
        if mine is not None:
            steer = replace(there, door="steer", key=mine.key)
            co = replace(there, door="steer", key=mine.co_key)
            found += [
                Content(_("For you alone, in another terminal:")),
                Content(line("steer", steer)),
                Content(_("For co-facilitators:")),
                Content(line("steer", co)),
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

    def action_copy(self) -> None:
        if self._where is not None:
            there = replace(self._where, code=self._table.room.public.next_table, key="")
            self._copy(line("join", there))

    def action_copy_steer(self) -> None:
        mine = self._mine
        if mine is not None and self._where is not None:
            there = replace(self._where, code=mine.code, key=mine.key, door="steer")
            self._copy(line("steer", there))

    def _copy(self, text: str) -> None:
        self.app.copy_to_clipboard(text)
        said = _("Copied, if your terminal allows it. Otherwise select it with the mouse.")
        self.query_one("#next-says", Static).update(Content(said))
