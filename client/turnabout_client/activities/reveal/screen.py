"""reveal: the true orders card by card, blind spots, arrows, what was felt, and the score last."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from turnabout_client.activities.reveal.board import Board
from turnabout_client.activities.reveal.chapters import (
    Arrows,
    accuracy_rows,
    regard_rows,
    understood_rows,
)
from turnabout_client.activities.reveal.figure import GROWS, BigFigure, StayedRow, dials, parts
from turnabout_client.activities.reveal.model import FIGURES, QUESTIONS, TITLES
from turnabout_client.activities.reveal.places import PlaceRow, Places
from turnabout_client.activities.reveal.spot import SpotPane
from turnabout_client.tui.kit.figure_help import Explain, Explainable, Explained
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.room.activity import ActivityScreen
from turnabout_client.tui.room.screen import shown
from turnabout_client.tui.table import Table
from turnabout_client.view import words
from turnabout_client.view.arrows import AFTER, BEFORE, TICK
from turnabout_language import N_, _, n_
from turnabout_protocol.activities.reveal import CHAPTERS, Chapter, RevealState
from turnabout_protocol.explanations import DIALS, FigureName, explained, no_sum
from turnabout_protocol.room import SECOND, Room
from turnabout_protocol.scenario import SIDES, other

FRESH = 5 * SECOND
"""Milliseconds after the reveal of a single score. Whoever comes later sees it at once."""


class RevealScreen(ActivityScreen):
    """One room, one score; nobody is ranked."""

    HELP = N_(
        "You see what this room knows of itself, one thing after the other: what really matters "
        "most to each side and where the others had put it, the card that was misplaced most, how "
        "well each side knew the other before and after, how understood both feel, and where the "
        "room stands last. Press x, or click on a figure, to read how it is made and who "
        "supplied it. Where too few people answered nothing is shown, so that nobody's answer can "
        "be worked out; ask aloud instead. It is a mirror for this room, not a grade."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "at_once", show=False),
        Binding("r", "ready", N_("ready")),
        Binding("x", "explain", N_("what is this?")),
        Binding("left", "turn(-1)", N_("look back")),
        Binding("right", "turn(1)", show=False),
    ]
    CALM: ClassVar[float] = 0.8
    """Seconds of quiet before the number comes."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._back = 0
        self._place: int | None = None
        self._live = False

    # --- what is on the screen ------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        yield Static(id="chapter")
        with Horizontal(id="on-orders", classes="chapter"):
            for side in SIDES:
                yield Places(side)
        with Horizontal(id="on-blind", classes="chapter"):
            for side in SIDES:
                yield SpotPane(side)
        yield Arrows(id="on-accuracy", classes="chapter")
        yield Arrows(id="on-understood", classes="chapter")
        yield Arrows(id="on-regard", classes="chapter")
        with Vertical(id="on-score", classes="chapter"):
            yield BigFigure()
            yield Pane(id="parts")
            with Horizontal(id="boards"):
                for side in SIDES:
                    yield Board(side)

    def compose_foot(self) -> ComposeResult:
        yield Static(id="turns", classes="quiet")
        yield Static(id="talk-about")
        with Horizontal(classes="buttons"):
            yield KeyButton("r", _("Go on"), "ready", id="ready")
            yield KeyButton("x", _("What is this?"), "explain", id="explain")
            yield KeyButton("←", _("Look back"), "turn(-1)", id="turn-back")

    def on_mount(self) -> None:
        # From here on what comes is news; what was there before is shown at once.
        self.call_after_refresh(self._begin_live)

    def _begin_live(self) -> None:
        self._live = self.app.animation_level != "none"

    def stage_opened(self, stage: int) -> None:
        self._back, self._place = 0, None

    @property
    def chapter(self) -> Chapter | None:
        """The chapter on the screen: the one that is on, unless one looks back."""
        state = self.state_as(RevealState)
        at = state.stage - self._back
        return state.chapters[at] if 0 <= at < len(state.chapters) else None

    # --- showing --------------------------------------------------------------------------------

    def show(self, room: Room) -> None:
        state, chapter = self.state_as(RevealState), self.chapter
        for one in CHAPTERS:
            shown(self.query_one(f"#on-{one}"), one == chapter)
        self._show_title(state, chapter)
        self._show_orders(room, state)
        self._show_spots(room, state)
        if state.accuracy is not None and chapter == "accuracy":
            rows = accuracy_rows(room.public, state.accuracy)
            self.query_one("#on-accuracy", Arrows).fill(rows, self._live)
        if state.understood is not None and chapter == "understood":
            rows = understood_rows(room.public, state.understood)
            self.query_one("#on-understood", Arrows).fill(rows, self._live)
        if state.regard is not None and chapter == "regard":
            rows = regard_rows(room.public, state.regard)
            self.query_one("#on-regard", Arrows).fill(rows, self._live)
        if state.results is not None and chapter == "score":
            self._show_score(room, state)
        self._show_foot(state, chapter)

    def _show_title(self, state: RevealState, chapter: Chapter | None) -> None:
        line = self.query_one("#chapter", Static)
        shown(line, len(state.chapters) > 1)
        if chapter is None:
            return
        at = state.stage - self._back
        marks = "".join("▰" if i <= at else "▱" for i in range(len(state.chapters)))
        title, subtitle = TITLES[chapter]
        line.update(
            Content.assemble(
                (f"{marks}  ", "$accent"),
                (_(title), "bold"),
                "   ",
                (_(subtitle), "$quiet"),
            )
        )

    def _show_orders(self, room: Room, state: RevealState) -> None:
        if "orders" not in state.chapters:
            return
        came = [fate.place or 1 for fates in state.orders.values() for fate in fates]
        most = max([*state.coming, *came], default=0)
        newest = min(came, default=None)
        for side in SIDES:
            pane = self.query_one(f"#places-{side}", Places)
            fates = state.orders.get(side, ())
            pane.show(words.side(room.public, side), most, fates, self._live)
            if not fates and not state.coming:
                said = explained("order", room.public.scoring)
                pane.none(
                    Content(f"{said.enough}\n\n{_('Ask aloud: {question}', question=said.aloud)}")
                )
            elif newest is not None:
                pane.open(newest if self._place is None else self._place)

    def _show_spots(self, room: Room, state: RevealState) -> None:
        public = room.public
        for side, spot in (state.blind_spots or {}).items():
            places = len(state.orders.get(side, ()))
            labels = (public.label(side), public.label(other(side)))
            pane = self.query_one(f"#spot-{side}", SpotPane)
            pane.title(words.side(public, side))
            pane.show(spot, places, *labels, public.scoring)

    def _show_score(self, room: Room, state: RevealState) -> None:
        results, scoring = state.results, room.public.scoring
        if results is None:
            return
        whole = results.alignment
        pane, boards = self.query_one("#parts", Pane), self.query_one("#boards")
        rows = dials(results, scoring) if whole is None else parts(whole, scoring)
        stayed = () if results.retention is None else (StayedRow(results.retention),)
        many = len(rows) + len(stayed) > 1
        shown(pane, many)
        shown(self.query_one(BigFigure), whole is not None or not many)
        shown(boards, "orders" not in state.chapters)
        if many and not pane.children:
            pane.title(_("Side by side") if whole is None else _("What it is made of"))
            pane.mount_all((*rows, *stayed))
        for side in SIDES:
            board = self.query_one(f"#board-{side}", Board)
            board.show(words.side(room.public, side), tuple(results.board.get(side, ())))
        if self.query_one(BigFigure).explains is None:
            self._begin_score()

    def _begin_score(self) -> None:
        """Let the number come, then what it is made of; both at once for whoever comes late."""
        current = self.public.current
        single = len(self.state_as(RevealState).chapters) == 1
        late = not self._live and not single
        if single and current is not None:
            late = self.public.clock.play(self.table.now()) - current.opened > FRESH
        results = self.state_as(RevealState).results
        if late or self.app.animation_level == "none" or results is None:
            self.action_at_once()
            return
        whole = results.alignment
        figure = results.rings_true if whole is None else whole.figure
        if not self.query_one(BigFigure).display:
            self.action_at_once()
            return
        grows = GROWS + self.CALM if figure.value is not None else 0
        self.set_timer(self.CALM, lambda: self._show_figure(calmly=figure.value is not None))
        self.set_timer(self.CALM + grows, self._show_boards)

    def _show_figure(self, calmly: bool = True) -> None:
        results = self.state_as(RevealState).results
        if results is None:
            return
        figure, scoring = self.query_one(BigFigure), self.public.scoring
        if results.alignment is None:
            figure.show("rings_true", results.rings_true, scoring, calmly)
        else:
            whole = results.alignment
            figure.show("alignment", whole.figure, scoring, calmly, no_sum(whole))

    def _show_boards(self) -> None:
        self.query_one("#boards").add_class("-shown")
        self.query_one("#parts").add_class("-shown")
        self.hint()

    # --- the foot -------------------------------------------------------------------------------

    def _show_foot(self, state: RevealState, chapter: Chapter | None) -> None:
        self.query_one("#turns", Static).update(Content(self._told(state, chapter)))
        question = self.query_one("#talk-about", Static)
        question.update(Content(_(QUESTIONS[chapter]) if chapter else ""))
        shown(self.query_one("#ready"), self.offers("ready"))
        back = self.query_one("#turn-back", KeyButton)
        shown(back, bool(self._back) or state.stage > 0)

    def _told(self, state: RevealState, chapter: Chapter | None) -> str:
        """Return the legend; in a demo it says first whose figures these are."""
        legend = self._legend(state, chapter)
        if not self.public.rules.demo:
            return legend
        return " ".join(filter(None, (_("Practice: bots gave this."), legend)))

    def _legend(self, state: RevealState, chapter: Chapter | None) -> str:
        match chapter:
            case "orders" if state.orders:
                return _("1 matters most. Up and down open a card. ✓ is a guess that was right.")
            case "accuracy":
                return _(
                    "{before} before  {after} after  {tick} 50, guessing  ▽ how far owners agree",
                    before=BEFORE, after=AFTER, tick=TICK,
                )  # fmt: skip
            case "understood":
                return _(
                    "{before} before  {after} after  A gap near zero is good.",
                    before=BEFORE, after=AFTER,
                )  # fmt: skip
            case "regard":
                return _(
                    "{before} what they believed  {after} what the others answered",
                    before=BEFORE, after=AFTER,
                )  # fmt: skip
            case "score" if state.results is not None and "orders" not in state.chapters:
                said = n_("{n} turn in all.", "{n} turns in all.", state.results.turns)
                return f"{said} " + _("✓ came up once, ×2 twice, – never.")
            case "score":
                return _("A mirror for this room, not a grade.")
        return ""

    def sentence(self, room: Room) -> str:
        state = self.state_as(RevealState)
        if state.coming:
            return _("Watch the cards come, from the last place up.")
        if self._back:
            return _("You are looking back. Right goes forward.")
        if self.ready:
            return _("Talk about it. {waiting}", waiting=self.waiting)
        return _("Look at it together, then go on.")

    # --- doing ----------------------------------------------------------------------------------

    def offers(self, action: str) -> bool:
        state = self.state_as(RevealState)
        match action:
            case "ready":
                return super().offers(action) and not state.coming
            case "turn":
                return state.stage > 0
        return super().offers(action)

    def action_at_once(self) -> None:
        if self.chapter == "score":
            self._show_figure(calmly=False)
            self._show_boards()

    def action_turn(self, way: int) -> None:
        stage = self.state_as(RevealState).stage
        self._back = max(0, min(stage, self._back - way))
        self.update_room()

    def action_explain(self) -> None:
        if figures := self._figures():
            self.app.push_screen(Explain(figures, self.public.scoring))

    def _figures(self) -> dict[FigureName, str]:
        """Return the figures of the chapter on the screen, with how many stand behind each."""
        chapter, results = self.chapter, self.state_as(RevealState).results
        if chapter is None:
            return {}
        # By its class and not by a selector: of several bases a selector knows the first alone.
        widgets = self.query(f"#on-{chapter} *").results()
        counted = {
            one.explains: one.counted
            for one in widgets
            if isinstance(one, Explainable) and one.explains is not None
        }
        of = FIGURES[chapter]
        if chapter == "score" and results is not None and results.alignment is None:
            of = tuple(name for name in (*DIALS, "retention") if name in counted)
            # Alone it comes calmly, but can be asked for at once.
            of = of or ("rings_true",)
        elif chapter == "score":
            of = tuple(name for name in of if name != "retention" or name in counted)
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
        if self.chapter == "orders":
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
