"""The stage: the step, the clock, the shared goal, and what all look at. Nothing to press."""

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Digits

from turnabout_client.activities import drawn
from turnabout_client.link.table import Table
from turnabout_client.stage import model
from turnabout_client.stage.qr import square
from turnabout_client.tui.kit.card import Note
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.drawn import Drawn
from turnabout_client.tui.room.screen import RoomScreen, shown
from turnabout_client.view.invitation import line
from turnabout_client.view.time import minutes_text, stage_span
from turnabout_language import N_, _
from turnabout_protocol.room import Public, Room, Step
from turnabout_protocol.scenario import KeyPoint


class BigClock(Digits):
    """What remains of the part that is on, large enough for the last row of chairs."""

    def __init__(self, table: Table) -> None:
        super().__init__("", id="stage-clock")
        self._table = table

    def on_mount(self) -> None:
        self.set_interval(0.5, self.tick)

    def tick(self) -> None:
        """Show the time that is left now."""
        public = self._table.room.public
        step, running = public.step, public.phase == "running"
        span = stage_span(public, step) if step is not None and running else None
        left = "" if span is None else minutes_text(span.left(public.clock.play(self._table.now())))
        if left != self.value:
            self.update(left)
        shown(self, bool(left))


class StageScreen(RoomScreen):
    """One screen for the whole session, without a key that does anything but leave."""

    HELP = N_(
        "This screen is for all to look at: the step, the clock, what both sides want, the turns "
        "and cards as they are played, the question, and what is revealed. It is nobody, and shows "
        "nothing that not everybody in the room may see. Make the letters of this window as large "
        "as the room needs; t changes between light and dark."
    )
    SCROLLS = "#stage-said"

    _laid: tuple[KeyPoint, ...] = ()
    """The cards that lie on it."""
    _drawn: Drawn | None = None
    """What draws the step that is on, if something does."""
    _drawn_step = ""
    """The id of the step for which it was made."""

    @property
    def step(self) -> Step | None:
        """The step that is on: this screen stays for all of them."""
        return self.table.room.public.step

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="stage-head"):
            with Vertical(id="stage-titles"):
                yield Static(id="stage-title")
                yield Static(id="stage-asked")
            yield BigClock(self.table)
        yield Static(id="stage-goal")
        yield Horizontal(id="stage-cards")
        with Horizontal(id="stage-main"):
            with VerticalScroll(id="stage-said") as pane:
                pane.can_focus = False
                yield Static(id="stage-lines")
            yield Vertical(id="stage-drawn")
            with Vertical(id="stage-way-in"):
                yield Static(id="stage-code")
                yield Static(id="stage-link")

    def compose_foot(self) -> ComposeResult:
        yield from ()

    def on_resize(self) -> None:
        self._show_way_in()
        self.call_after_refresh(self._tell)

    def refresh_room(self, room: Room) -> None:
        public = room.public
        self.query_one("#stage-title", Static).update(Content(model.heading(public)))
        self.query_one("#stage-goal", Static).update(model.goal(public))
        asked = self.query_one("#stage-asked", Static)
        asked.update(Content(model.asked(public)))
        shown(asked, bool(model.asked(public)))
        self.set_class(asked.display, "-asks")
        self.set_class(public.step is not None, "-begun")
        self.call_after_refresh(self._tell)
        self.query_one(BigClock).tick()
        self._lay(model.cards(public))
        self._show_way_in()

    def _tell(self) -> None:
        """Say what all look at, as airily as it fits."""
        public = self.table.room.public
        lines = model.said(public)
        pane = self.query_one("#stage-said", VerticalScroll)
        width, height = pane.size
        rows = sum(1 + line.cell_length // max(1, width - 2) for line in lines) + len(lines)
        between = "\n\n" if rows <= height else "\n"
        self.query_one("#stage-lines", Static).update(Content(between).join(lines))
        if model.follows(public):
            self.call_after_refresh(pane.scroll_end, animate=False)
        self._draw(public)

    def _draw(self, public: Public) -> None:
        """Draw what there is to see of the step that is on, in the place of lines."""
        step = public.step if public.phase == "running" else None
        name = "" if step is None else step.id
        place = self.query_one("#stage-drawn", Vertical)
        if name != self._drawn_step:
            kind = None if step is None else drawn(step)
            self._drawn_step, self._drawn = name, None if kind is None else kind()
            place.remove_children()
            if self._drawn is not None:
                place.mount(self._drawn)
                # It has nothing to show it in before it is mounted.
                self._drawn.call_later(self._draw_now)
        if self._drawn is not None and not self._drawn.is_mounted:
            return
        begun = step is not None and name in public.steps
        draws = begun and self._drawn is not None and self._drawn.show(public, step)
        shown(place, draws)
        self.set_class(draws, "-draws")
        shown(self.query_one("#stage-said"), not draws)

    def _draw_now(self) -> None:
        self._draw(self.table.room.public)

    def _lay(self, cards: tuple[KeyPoint, ...]) -> None:
        """Lay the newest cards on the stage."""
        place = self.query_one("#stage-cards", Horizontal)
        shown(place, bool(cards))
        if cards != self._laid:
            self._laid = cards
            place.remove_children()
            place.mount_all(Note(card) for card in cards)

    def _show_way_in(self) -> None:
        """Show the link in the lobby, and the square where there is room for it."""
        link, way = self.shared, self.query_one("#stage-way-in")
        lobby = self.table.room.public.phase == "lobby"
        shown(way, lobby and link is not None)
        if not way.display or link is None:
            return
        if not model.is_good(self.table.room.public, link):
            # The new one is not sent here: this screen may be open where the first one leaked to.
            shown(self.query_one("#stage-code"), False)
            gone = _("The link to come in by was replaced. The facilitator has the new one.")
            self.query_one("#stage-link", Static).update(Content(gone))
            return
        rows = square(str(replace(link, door="join")))
        fits = len(rows) <= self.query_one("#stage-main").size.height - 3
        code = self.query_one("#stage-code", Static)
        shown(code, fits and self.size.width >= 2 * len(rows[0]))
        code.update(Content("\n".join(rows)))
        told = line("join", link)
        cells = max(1, self.query_one("#stage-link", Static).size.width)
        # At its blanks it would be cut: a link has none.
        folded = [told[at : at + cells] for at in range(0, len(told), cells)]
        self.query_one("#stage-link", Static).update(Content("\n".join(folded)))

    def sentence(self, room: Room) -> str:
        return model.sentence(room.public)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nobody sits here: nothing is paused or noted."""
        return action not in ("pause", "aha") and super().check_action(action, parameters)
