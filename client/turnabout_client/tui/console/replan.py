"""Plan anew: drop, move and re-time the steps that lie ahead, and see at once what comes of it."""

from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button

from turnabout_client.console import replan as model
from turnabout_client.link.errors import CommandRefused
from turnabout_client.link.table import Table
from turnabout_client.tui.kit import caret
from turnabout_client.tui.kit.flow import BEGINS, Flow
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.screen import shown
from turnabout_language import N_, _

_KEYS: Final = (
    (
        ("+", "longer", N_("longer")),
        ("-", "shorter", N_("shorter")),
        ("␣", "grab", N_("take, drop")),
        ("↑", "cursor(-1)", N_("earlier")),
        ("↓", "cursor(1)", N_("later")),
        ("x", "switch", N_("take out")),
        ("h", "hold", N_("hold")),
    ),
    (
        (N_("Enter"), "apply", N_("let it be the plan")),
        (N_("Esc"), "leave", N_("leave it as it was")),
    ),
)

NAMES: Final = {"cursor(-1)": "up", "cursor(1)": "down"}
"""Buttons that carry the step that was taken: they are there only then."""


class PlanRow(Static):
    """One step; a click chooses it."""

    def __init__(self, index: int) -> None:
        super().__init__(classes="replan-row")
        self.index = index

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if isinstance(self.screen, ReplanScreen):
            self.screen.choose(self.index)


class ReplanScreen(ModalScreen[None]):
    """The steps ahead as a list. Nothing changes for the table before Enter."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor(-1)", show=False),
        Binding("down", "cursor(1)", show=False),
        Binding("pageup,home", "cursor(-40)", show=False),
        Binding("pagedown,end", "cursor(40)", show=False),
        Binding("plus,equals_sign,right", "longer", show=False),
        Binding("minus,left", "shorter", show=False),
        Binding("space", "grab", show=False),
        Binding("x,delete", "switch", N_("take out"), show=False),
        Binding("h", "hold", N_("hold"), show=False),
        Binding("enter", "apply", show=False),
        Binding("escape,q,v", "leave", show=False),
    ]

    def __init__(self, table: Table) -> None:
        super().__init__()
        self._table = table
        public = table.room.public
        self._draft = model.draft(public)
        self._carries = False
        """The arrows carry the chosen step instead of choosing another."""
        self._order = model.order(public)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog", id="replan"):
            yield Static(id="replan-title", classes="dialog-title")
            yield Static(id="replan-past")
            with VerticalScroll(id="replan-rows") as rows:
                rows.can_focus = False
                for index in range(len(self._draft.rows)):
                    yield PlanRow(index)
            yield Static(id="replan-verdict")
            with Flow():
                for row in _KEYS:
                    for key, action, name in row:
                        begins = f" {BEGINS}" if action == row[0][1] else ""
                        yield Button(
                            _label(key, name),
                            name=action,
                            id=f"replan-{NAMES.get(action, action)}",
                            classes=f"lever{begins}",
                        )

    def on_mount(self) -> None:
        self._show()
        self.set_interval(1, self._tick)

    def choose(self, index: int) -> None:
        """Choose the step in that row."""
        self._carries = False
        self._set(self._draft.moved_to(index))

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.set_focus(None)
        await self.run_action(event.button.name or "")

    # --- what one can do ------------------------------------------------------------------------

    def action_cursor(self, by: int) -> None:
        if self._carries:
            self._set(self._draft.shifted(1 if by > 0 else -1))
        else:
            self.choose(self._draft.cursor + by)

    def action_longer(self) -> None:
        self._set(self._draft.longer(1))

    def action_shorter(self) -> None:
        self._set(self._draft.longer(-1))

    def action_grab(self) -> None:
        """Take the chosen step in hand, or put it down where it is now."""
        self._carries = not self._carries
        self._show()

    def action_switch(self) -> None:
        self._set(self._draft.switched(self._order))

    def action_hold(self) -> None:
        self._set(self._draft.held())

    def action_leave(self) -> None:
        self.dismiss()

    def action_apply(self) -> None:
        public = self._table.room.public
        if self._draft.command == model.draft(public).command:
            self.dismiss()
            return
        if model.fault(public, self._draft, self._play()) is None:
            self.run_worker(self._ask(), exclusive=True)
            return
        self.app.bell()

    async def _ask(self) -> None:
        try:
            await self._table.do(self._draft.command)
        except CommandRefused as refused:
            self.notify(refused.sentence, markup=False, severity="warning")
            return
        self.dismiss()

    # --- what is shown --------------------------------------------------------------------------

    def _set(self, draft: model.NewPlan) -> None:
        self._draft = draft
        self._show()

    def _tick(self) -> None:
        """Follow the table: a step that has begun can no longer be planned."""
        if self._table.room.public.phase == "closed":
            self.dismiss()
            return
        self._set(self._draft.onto(self._table.room.public))

    def _play(self) -> int:
        return self._table.room.public.clock.play(self._table.now())

    def _show(self) -> None:
        public = self._table.room.public
        lines = model.rows(public, self._draft)
        for row in self.query(PlanRow):
            row.display = row.index < len(lines)
            if row.display:
                row.update(lines[row.index])
                row.set_class(row.index == self._draft.cursor, "-chosen")
                row.set_class(row.index == self._draft.cursor, caret.HERE)
                row.set_class(row.index == self._draft.cursor and self._carries, "-held")
            if row.index == self._draft.cursor:
                row.scroll_visible(animate=False)
        said = _("The plan ahead. Arrows choose, space takes.")
        if self._carries:
            said = _("Carry it with ↑ and ↓, drop it with space.")
        self.query_one("#replan-title", Static).update(Content(said))
        for name in ("up", "down"):
            shown(self.query_one(f"#replan-{name}"), self._carries)
        for name in ("switch", "hold"):
            shown(self.query_one(f"#replan-{name}"), not self._carries)
        self.query_one("#replan-past", Static).update(model.past(public))
        verdict = model.verdict(public, self._draft, self._play())
        self.query_one("#replan-verdict", Static).update(verdict)
        wrong = model.fault(public, self._draft, self._play()) is not None
        self.query_one("#replan-apply", Button).disabled = wrong
        name = N_("bring back") if self._draft.dropped else N_("take out")
        self._call("switch", "x", name)
        chosen = self._draft.chosen
        hold = N_("no hold") if chosen is not None and chosen.hold else N_("hold")
        self._call("hold", "h", hold)

    def _call(self, action: str, key: str, name: str) -> None:
        """Let a button say what it does now, as wide as that is."""
        button = self.query_one(f"#replan-{action}", Button)
        said = _label(key, name)
        if said != button.label:
            button.label = said
            button.refresh(layout=True)


def _label(key: str, name: str) -> Content:
    return Content.assemble((_(key), "bold $accent"), f" {_(name)}")
