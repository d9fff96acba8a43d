"""poll: one question after the other, answered silently; then what the room said, pooled."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from turnabout_client.tui.activity_model import PICK_KEYS
from turnabout_client.tui.screens.activity import ActivityScreen
from turnabout_client.tui.screens.base import shown
from turnabout_client.tui.table import Table
from turnabout_client.tui.widgets.key_button import KeyButton
from turnabout_client.tui.widgets.picks import PickGrid
from turnabout_client.tui.widgets.tally import TallyPane
from turnabout_protocol.activities.poll import Answer, Poll, PollState, Question
from turnabout_protocol.parts import Room


class PollScreen(ActivityScreen):
    """Nobody sees a single answer, only how often each was given."""

    HELP = (
        "Answer silently. Nobody, the facilitator included, sees who answered what: the room sees "
        "only how often each answer was given, and that only when enough people answered. "
        "You may leave a question out. Until the result is shown you can change your answers."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"pick({i})", show=False) for i, key in enumerate(PICK_KEYS)),
        Binding("left", "move(-1, 0)", show=False),
        Binding("right", "move(1, 0)", show=False),
        Binding("up", "move(0, -1)", show=False),
        Binding("down", "move(0, 1)", show=False),
        Binding("space", "pick_here", "choose", key_display="␣"),
        Binding("enter", "go_on", "go on", key_display="⏎"),
        Binding("escape,backspace", "back", "back", key_display="esc"),
    ]

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._at = 0
        self._done = False

    def compose_body(self) -> ComposeResult:
        with Vertical(id="asking"):
            yield Static(id="question")
            for question in self._questions:
                yield PickGrid(question.choices, question.up_to)
        yield Static(id="poll-wait", classes="middle")
        with Horizontal(id="tallies"):
            for question in self._questions:
                yield TallyPane(question)

    def compose_foot(self) -> ComposeResult:
        yield Static(id="chosen")
        with Horizontal(classes="buttons"):
            yield KeyButton("⏎", "Next question", "go_on", id="go-on")
            yield KeyButton("esc", "Back", "back", id="back")
        yield Static("What you chose is sent at the bell.", classes="quiet", id="aside")

    # --- showing --------------------------------------------------------------------------------

    @property
    def _questions(self) -> tuple[Question, ...]:
        return self.step_as(Poll).questions

    @property
    def _answering(self) -> bool:
        return self.plays and not self._over and not self._done

    @property
    def _over(self) -> bool:
        return self.state_as(PollState).tallies is not None

    def on_mount(self) -> None:
        # Whoever comes back has answered already, and waits.
        self._done = self.ready

    def show(self, room: Room) -> None:
        tallies = self.state_as(PollState).tallies
        shown(self.query_one("#asking"), self._answering)
        shown(self.query_one("#tallies"), self._over)
        waits = not self._over and not self._answering
        shown(self.query_one("#poll-wait"), waits)
        if waits:
            self.query_one("#poll-wait", Static).update(self._wait_words())
        for tally, pane in zip(tallies or (), self.query(TallyPane), strict=False):
            pane.show(tally)
        self._show_question()

    def _wait_words(self) -> Content:
        if not self.plays:
            said = "The players answer for themselves, silently.\n"
        else:
            said = "Your answers are sealed. Nobody sees them, only the room's total.\n"
        return Content.assemble(said, (self.waiting, "$quiet"))

    def _show_question(self) -> None:
        for i, grid in enumerate(self.query(PickGrid)):
            shown(grid, i == self._at)
        question = self._questions[self._at]
        many = f"up to {question.up_to}" if question.up_to > 1 else "one"
        count = f"{self._at + 1} of {len(self._questions)}   " if len(self._questions) > 1 else ""
        self.query_one("#question", Static).update(
            Content.assemble((count, "$quiet"), (question.text, "bold"), (f"   {many}", "$quiet"))
        )
        self.query_one("#chosen", Static).update(Content(self._foot_words()))
        shown(self.query_one("#chosen"), self._answering or self._over)
        for each in ("#go-on", "#aside"):
            shown(self.query_one(each), self._answering)
        last = self._at + 1 == len(self._questions)
        self.query_one("#go-on", KeyButton).say("Send" if last else "Next question")
        back = self.query_one("#back", KeyButton)
        back.say("Back" if self._answering else "Change my answers")
        shown(back, self.offers("back"))

    def _foot_words(self) -> str:
        if self._over:
            return "What do you notice? Whoever likes to, says a word about it."
        picked = ", ".join(self._grid.picked)
        return f"You chose: {picked}" if picked else "Nothing chosen yet. Leaving it out is fine."

    def offers(self, action: str) -> bool:
        match action:
            case "pick" | "pick_here" | "go_on":
                return self._answering
            case "back":
                return self.plays and not self._over and (self._done or self._at > 0)
        return super().offers(action)

    def sentence(self, room: Room) -> str:
        if self._over:
            return "This is how it was. Talk about it."
        if not self.plays:
            return f"You watch. {self.waiting}"
        if self._done:
            return f"Sent. {self.waiting}"
        up_to = self._questions[self._at].up_to
        how = f"Choose up to {up_to}" if up_to > 1 else "Choose one"
        return f"{how} by key, then press enter."

    # --- doing ----------------------------------------------------------------------------------

    @property
    def _grid(self) -> PickGrid:
        return list(self.query(PickGrid))[self._at]

    @on(PickGrid.Changed)
    def _picked(self) -> None:
        self._show_question()

    @on(PickGrid.Full)
    def _full(self, event: PickGrid.Full) -> None:
        self.notice(f"Up to {event.grid.up_to}. Take one back first.")

    def unsent(self) -> Answer | None:
        picks = {
            question.id: grid.picked
            for question, grid in zip(self._questions, self.query(PickGrid), strict=True)
            if grid.picked
        }
        if not picks or not self._answering:
            return None
        return Answer(step=self.step_as(Poll).id, picks=picks)

    def sent(self) -> None:
        self._done = True
        self.update_room()

    def action_pick(self, index: int) -> None:
        if self._answering:
            self._grid.toggle(index)

    def action_pick_here(self) -> None:
        if self._answering:
            self._grid.toggle_here()

    def action_move(self, columns: int, rows: int) -> None:
        if self._answering:
            self._grid.move(columns, rows)
        elif self._over:
            for pane in self.query(TallyPane):
                pane.scroll_relative(y=rows, animate=False)

    def action_go_on(self) -> None:
        if not self._answering:
            return
        if self._at + 1 < len(self._questions):
            self._at += 1
            self.update_room()
            return
        empty = Answer(step=self.step_as(Poll).id, picks={self._questions[0].id: ()})
        self.send(self.unsent() or empty, self.sent)

    def action_back(self) -> None:
        if self._over or not self.plays:
            return
        if self._done:
            self._done, self._at = False, 0
        else:
            self._at = max(0, self._at - 1)
        self.update_room()
