"""Ahas: note what has just become clear, for oneself; share one when the debrief is on."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen

from turnabout_client.link.table import Table
from turnabout_client.tui.kit.field import Field, TextField
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.kept import Kept
from turnabout_language import N_, _
from turnabout_protocol.activities.scene import scenes_over
from turnabout_protocol.commands import AnyCommand, NoteAha, ReleaseAha
from turnabout_protocol.room import NotedAha
from turnabout_protocol.text import LINE

Send = Callable[[AnyCommand, Callable[[], None]], None]
"""Asks for a command, and calls the second when it was accepted."""


class Ahas(ModalScreen[None]):
    """A line to write, and under it the ahas that nobody else knows of. Closing keeps the line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", N_("back")),
        Binding("enter", "write", N_("write")),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("s", "share(False)", N_("share")),
        Binding("o", "share(True)", N_("share with my name")),
    ]

    AUTO_FOCUS = ""

    def __init__(self, table: Table, send: Send, kept: Kept) -> None:
        super().__init__()
        self._kept_before = kept
        """What was being written when the room moved on: it waits in the line."""
        self._offered = ""
        self._table = table
        self._send_below = send
        """Sends through the screen below, which tells what was refused when this one has gone."""
        self._at = 0
        self._typed = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog", id="ahas"):
            yield Static(Content(_("What has just become clear to you?")), classes="dialog-title")
            yield Field("✦", limit=LINE, id="aha")
            yield Static(id="aha-list")
            yield Static(id="aha-hint", classes="quiet")
            with Horizontal(classes="buttons"):
                yield KeyButton("s", _("Share"), "share(False)", id="share")
                yield KeyButton("o", _("Share with my name"), "share(True)", id="share-signed")
                yield KeyButton(_("Esc"), _("Back"), "close", id="aha-back")

    def on_mount(self) -> None:
        self._offer()
        self.show()
        if not (self._shares and self._own):
            self.query_one("#aha", TextField).focus()

    def _offer(self) -> None:
        """Put the next kept text into the line."""
        self._offered = next(iter(self._kept_before.lines), "")
        self.query_one("#aha", TextField).fill(self._offered)

    @property
    def _own(self) -> tuple[NotedAha, ...]:
        return self._table.room.of(self._table.seat or 0).ahas

    @property
    def _shares(self) -> bool:
        """Whether the debrief is on."""
        return scenes_over(self._table.room.public)

    def show(self) -> None:
        """Bring it up to date."""
        own, shares = self._own, self._shares
        self._at = max(0, min(self._at, len(own) - 1))
        lines = [
            Content.assemble(
                ("▸ " if shares and i == self._at else "  ", "$accent"),
                (aha.text, "bold" if shares and i == self._at else ""),
            )
            for i, aha in enumerate(own)
        ]
        self.query_one("#aha-list", Static).update(Content("\n").join(lines))
        self.query_one("#aha-list").display = bool(lines)
        self.query_one("#aha-hint", Static).update(Content(self._hint()))
        for name in ("#share", "#share-signed"):
            self.query_one(name).display = shares and bool(own)

    def _hint(self) -> str:
        if self._kept_before.lines:
            return _("You were writing this when the room moved on. Enter keeps it for you alone.")
        if not self._shares:
            return _("Enter keeps it for you alone. In the debrief you may share it, or not.")
        if self._own:
            return _("Only you see these. ↑ ↓ choose one. Shared, it carries no name.")
        return _("Enter keeps it for you alone; then you may share it.")

    # --- doing ----------------------------------------------------------------------------------

    @on(TextField.Changed)
    def _type(self, event: TextField.Changed) -> None:
        self._typed = self.query_one("#aha", TextField).value

    @on(TextField.Submitted)
    def _note(self, event: TextField.Submitted) -> None:
        event.stop()
        if not event.field.value:
            self.set_focus(None)
            return
        self._keep(asked=True)
        self._offer()
        self.set_focus(None)

    def _keep(self, *, asked: bool = False) -> None:
        """Note what is in the line; what was only offered there, if somebody asks for it."""
        text, self._typed = self._typed, ""
        if text and (asked or text != self._offered):
            self._kept_before.noted(self._offered)
            self._send_below(NoteAha(text=text), self._kept)

    def _kept(self) -> None:
        self._at = len(self._own) - 1
        if self.is_current:
            self.show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("share", "move"):
            return bool(self._own) and (action == "move" or self._shares)
        return True

    def action_write(self) -> None:
        self.query_one("#aha", TextField).focus()

    def action_move(self, lines: int) -> None:
        self._at += lines
        self.show()

    def action_share(self, signed: bool) -> None:
        if self._own and self._shares:
            number = self._own[self._at].number
            self._send_below(ReleaseAha(number=number, signed=signed), self._kept)

    def action_close(self) -> None:
        self._keep()
        self.dismiss()
