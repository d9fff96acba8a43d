"""reveal: the true orders card by card, then a slide at a time: words, and their chart."""

from typing import ClassVar, Final, Protocol, runtime_checkable

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget

from turnabout_client.activities.reveal import saying
from turnabout_client.activities.reveal.arrow import ArrowRow
from turnabout_client.activities.reveal.board import Board
from turnabout_client.activities.reveal.charts import chart
from turnabout_client.activities.reveal.figure import score
from turnabout_client.activities.reveal.model import FIGURES, TITLES, legend
from turnabout_client.activities.reveal.model import question as to_talk_about
from turnabout_client.activities.reveal.places import PlaceRow, Places
from turnabout_client.link.table import Table
from turnabout_client.tui.kit.figure_help import Explain, Explainable, Explained
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.activity import ActivityScreen
from turnabout_client.tui.room.screen import shown
from turnabout_client.view import words
from turnabout_language import N_, _
from turnabout_protocol.activities.reveal import RevealState, Slide
from turnabout_protocol.explanations import DIALS, FigureName, explained
from turnabout_protocol.room import Room
from turnabout_protocol.scenario import SIDES

LOW: Final = 20
"""Rows below which there is room for the slide and what to do, and for nothing else."""


@runtime_checkable
class Growing(Protocol):
    """A row that arrives calmly."""

    def grow(self) -> None:
        """Let it grow from where it began."""


class RevealScreen(ActivityScreen):
    """One room, one score; nobody is ranked."""

    HELP = N_(
        "You see what this room knows of itself, one thing after the other: what really matters "
        "most to each side, then in a sentence where the others had put it, then one picture at a "
        "time. r says that you have read it: when all who are here have, the next one comes; it "
        "comes by itself when its time is over. Left looks back. Press x, or click on a figure, to "
        "read how it is made and who supplied it. Where too few people answered nothing is shown, "
        "so that nobody's answer can be worked out; ask aloud instead. It is a mirror for this "
        "room, not a grade. All figures stand in the report, too."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "ready", N_("ready")),
        Binding("x", "explain", N_("what is this?")),
        Binding("left", "turn(-1)", N_("look back")),
        Binding("right", "turn(1)", show=False),
    ]

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._back = 0
        self._place: int | None = None
        self._live = False
        self._drawn: Slide | None = None
        """The slide whose chart is on the screen."""

    # --- what is on the screen ------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        yield Static(id="slide-title")
        with Horizontal(id="on-orders"):
            for side in SIDES:
                yield Places(side)
        with Pane(id="slide"):
            yield Static(id="said")
            yield Vertical(id="chart")
        with Horizontal(id="boards"):
            for side in SIDES:
                yield Board(side)

    def compose_foot(self) -> ComposeResult:
        yield Static(id="turns", classes="quiet")
        yield Static(id="talk-about")
        with Horizontal(classes="buttons"):
            yield KeyButton("r", _("I have read it"), "ready", id="ready")
            yield KeyButton("x", _("What is this?"), "explain", id="explain")
            yield KeyButton("←", _("Look back"), "turn(-1)", id="turn-back")

    def on_mount(self) -> None:
        # From here on what comes is news; what was there before is shown at once.
        self.call_after_refresh(self._begin_live)

    def on_resize(self) -> None:
        # What is on the slide comes before its legend and before buttons that are keys, too.
        self.set_class(self.size.height < LOW, "-low")

    def _begin_live(self) -> None:
        self._live = self.app.animation_level != "none"

    def stage_opened(self, stage: int) -> None:
        self._back, self._place = 0, None

    @property
    def slide(self) -> Slide | None:
        """What is on the screen: the slide that is on, unless one looks back."""
        state = self.state_as(RevealState)
        at = state.stage - self._back
        return state.slides[at] if 0 <= at < len(state.slides) else None

    # --- showing --------------------------------------------------------------------------------

    def show(self, room: Room) -> None:
        state, slide = self.state_as(RevealState), self.slide
        ordered = slide == "orders" and bool(state.orders or state.coming)
        shown(self.query_one("#on-orders"), ordered)
        shown(self.query_one("#slide"), not ordered)
        shown(self.query_one("#boards"), slide == "cards")
        self.query_one("#slide").set_class(slide == "cards", "-above")
        self._show_title(state, slide)
        self._show_orders(room, state)
        self._show_slide(room, state, slide)
        if slide == "cards" and state.cards is not None:
            for side, fates in state.cards.items():
                board = self.query_one(f"#board-{side}", Board)
                board.show(words.side(room.public, side), tuple(fates))
        self._show_foot(state, slide)

    def _show_title(self, state: RevealState, slide: Slide | None) -> None:
        line = self.query_one("#slide-title", Static)
        if slide is None:
            return
        at = state.stage - self._back
        marks = "".join("▰" if i <= at else "▱" for i in range(len(state.slides)))
        title, subtitle = TITLES[slide]
        line.update(
            Content.assemble(
                (f"{marks}  ", "$accent"),
                (_(title), "bold"),
                "   ",
                (_(subtitle), "$quiet"),
            )
        )

    def _show_orders(self, room: Room, state: RevealState) -> None:
        if "orders" not in state.slides:
            return
        came = [fate.place or 1 for fates in state.orders.values() for fate in fates]
        most = max([*state.coming, *came], default=0)
        newest = min(came, default=None)
        for side in SIDES:
            pane = self.query_one(f"#places-{side}", Places)
            fates = state.orders.get(side, ())
            pane.show(words.side(room.public, side), most, fates, self._live)
            if not fates and not state.coming:
                pane.none(Content(explained("order", room.public.scoring).enough))
            elif newest is not None:
                # While cards come there is no time to read backs, and little room to show them.
                turned = self._place is not None or (not state.coming and self.has_class("-tall"))
                pane.open(newest if self._place is None else self._place, turned=turned)

    def _show_slide(self, room: Room, state: RevealState, slide: Slide | None) -> None:
        """Say what the slide shows, and draw its chart once."""
        if slide is None:
            return
        said = saying.said(room.public, state, slide)
        self.query_one("#said", Static).update(Content("\n\n").join(said))
        if slide == self._drawn:
            return
        rows = self._rows(room, state, slide)
        self._drawn = slide if said or rows else None
        place = self.query_one("#chart", Vertical)
        place.remove_children()
        place.mount_all(rows)
        self.query_one("#slide", Pane).scroll_home(animate=False)
        for row in rows if self._live and not self._back else ():
            if isinstance(row, Growing):
                row.grow()

    # --- the foot -------------------------------------------------------------------------------

    def _rows(self, room: Room, state: RevealState, slide: Slide) -> list[Widget]:
        if slide == "score":
            return [] if state.results is None else score(state.results, room.public.scoring)
        return [ArrowRow(line) for line in chart(room.public, state, slide)]

    def _show_foot(self, state: RevealState, slide: Slide | None) -> None:
        self.query_one("#turns", Static).update(Content(self._told(state, slide)))
        question = self.query_one("#talk-about", Static)
        question.update(Content(to_talk_about(state, slide) if slide and not state.coming else ""))
        shown(question, not state.coming)
        shown(self.query_one("#ready"), self.offers("ready"))
        shown(self.query_one("#explain"), self.offers("explain"))
        back = self.query_one("#turn-back", KeyButton)
        shown(back, bool(self._back) or state.stage > 0)

    def _told(self, state: RevealState, slide: Slide | None) -> str:
        """Return the legend; in a demo it says first whose figures these are."""
        told = legend(state, slide)
        if not self.public.rules.demo:
            return told
        return " ".join(filter(None, (_("Practice: bots gave this."), told)))

    def sentence(self, room: Room) -> str:
        state = self.state_as(RevealState)
        if state.coming:
            return _("Watch the cards come, from the last place up.")
        if self._back:
            return _("You are looking back. Right goes forward.")
        if self.ready:
            return _("Talk about it. {waiting}", waiting=self.waiting)
        if not self.plays:
            return _("Talk about it.")
        return _("Talk about it. r when you have read it.")

    # --- doing ----------------------------------------------------------------------------------

    def offers(self, action: str) -> bool:
        state = self.state_as(RevealState)
        match action:
            case "ready":
                return super().offers(action) and not state.coming
            case "turn":
                return state.stage > 0
            case "explain":
                return bool(self._figures())
        return super().offers(action)

    def action_turn(self, way: int) -> None:
        stage = self.state_as(RevealState).stage
        self._back = max(0, min(stage, self._back - way))
        self.update_room()

    def action_explain(self) -> None:
        if figures := self._figures():
            self.app.push_screen(Explain(figures, self.public.scoring))

    def _figures(self) -> dict[FigureName, str]:
        """Return the figures of the slide on the screen, with how many stand behind each."""
        slide, results = self.slide, self.state_as(RevealState).results
        if slide is None:
            return {}
        # By its class and not by a selector: of several bases a selector knows the first alone.
        counted = {
            one.explains: one.counted
            for one in self.query("#chart *").results()
            if isinstance(one, Explainable) and one.explains is not None
        }
        of = FIGURES[slide]
        if slide == "score" and (results is None or results.alignment is None):
            of = tuple(name for name in DIALS if name in counted) or ("rings_true",)
        return {name: counted.get(name, "") for name in of}

    @on(Explained)
    def _explain(self, event: Explained) -> None:
        self.app.push_screen(Explain({event.name: event.counted}, self.public.scoring))

    @on(PlaceRow.Opened)
    def _open(self, event: PlaceRow.Opened) -> None:
        self._place = event.place
        self.update_room()

    def action_read(self, lines: int) -> None:
        state = self.state_as(RevealState)
        if self.slide == "orders" and state.orders:
            came = sorted({fate.place or 1 for of in state.orders.values() for fate in of})
            if came:
                at = came.index(self._place) if self._place in came else 0
                self._place = came[max(0, min(len(came) - 1, at + (1 if lines > 0 else -1)))]
                self.update_room()
            return
        for pane in self.query(Pane):
            if pane.display:
                pane.scroll_relative(y=lines, animate=False)


SCREEN: Final = RevealScreen
