"""plan: write when-then ideas, put dots on them silently, and take the chosen one as a promise."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from turnabout_client.tui.activity_model import next_dots, partners, proposed_day
from turnabout_client.tui.screens.activity import ActivityScreen
from turnabout_client.tui.screens.base import shown
from turnabout_client.tui.table import Table
from turnabout_client.tui.widgets.field import Field, TextField
from turnabout_client.tui.widgets.ideas import IdeaNote, Ideas
from turnabout_client.tui.widgets.key_button import KeyButton
from turnabout_client.tui.widgets.promise import PromiseNote
from turnabout_client.tui.widgets.promise_form import PromiseForm
from turnabout_protocol.activities.plan import (
    COMPLETE,
    VOTE,
    WRITE,
    Idea,
    Plan,
    PlanState,
    Promising,
    Propose,
    Vote,
)
from turnabout_protocol.parts import Room
from turnabout_protocol.text import LINE


class PlanScreen(ActivityScreen):
    """From what was learnt to one small step that both sides will notice."""

    HELP = (
        "An idea says WHEN something both sides will notice happens, THEN we take a first small "
        "step. Ideas are unsigned. In the vote everybody has the same few dots, and all are shown "
        "at once. A chosen idea becomes a promise when somebody takes it: with a partner from the "
        "other side, a date within six weeks, and a sign by which both will see that it works."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", "write, send", key_display="⏎"),
        *(Binding(str(n), f"number({n})", show=False) for n in range(1, 10)),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("space", "dot_here", "dot", key_display="␣"),
        Binding("i", "take", "I take it"),
        Binding("escape", "close_form", show=False),
        Binding("r", "ready", "ready"),
    ]
    READS = "#ideas"

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._dots: dict[int, int] = {}
        self._cursor = 1
        self._sent_dots: dict[int, int] | None = None
        self._taking: int | None = None

    def compose_body(self) -> ComposeResult:
        yield Ideas()
        with VerticalScroll(id="promising"):
            yield Vertical(id="promise-notes")
            yield Static(id="taken", classes="note -limit promise-note")
            yield PromiseForm()

    def compose_foot(self) -> ComposeResult:
        yield Field("WHEN", limit=LINE, id="when", placeholder="something both sides will notice")
        yield Field("THEN", limit=LINE, id="then", placeholder="we take a first small step")
        yield Static(id="dots-left")
        with Horizontal(classes="buttons"):
            yield KeyButton("⏎", "Send", "enter", id="send")
            yield KeyButton("i", "I take it", "take", id="take")
            yield KeyButton("esc", "Back", "close_form", id="close-form")
            yield KeyButton("r", "Ready", "ready", id="ready")
            yield Static(id="aside", classes="quiet aside")

    # --- what is on -----------------------------------------------------------------------------

    @property
    def _state(self) -> PlanState:
        return self.state_as(PlanState)

    @property
    def _plan(self) -> Plan:
        return self.step_as(Plan)

    @property
    def _writing(self) -> bool:
        return self.plays and self._state.stage == WRITE

    @property
    def _voting(self) -> bool:
        return self.plays and self._state.stage == VOTE

    def _open(self) -> list[Idea]:
        """Return the chosen ideas that nobody has taken yet."""
        state = self._state
        taken = {p.idea for p in state.promises}
        found = [state.idea(number) for number in state.chosen if number not in taken]
        return [idea for idea in found if idea is not None]

    # --- showing --------------------------------------------------------------------------------

    def stage_opened(self, stage: int) -> None:
        # Nothing of the stage before may keep the keys.
        self.set_focus(None)
        if stage != WRITE:
            self.query_one(Ideas).scroll_home(animate=False)

    def show(self, room: Room) -> None:
        state = self._state
        if self._taking not in {idea.number for idea in self._open()}:
            self._taking = None
        ideas = self.query_one(Ideas)
        cursor = self._cursor if self._voting else None
        ideas.show(state.ideas, self._dots, cursor, self._voting)
        story = room.public.story
        ideas.examples(story.action_seeds if story and state.stage == WRITE else ())
        ideas.title(
            (
                "Ideas on the table",
                "Which say the same?",
                "Where do your dots go?",
                "The room has voted",
            )[state.stage]
        )
        self._show_promises(room)
        self._show_foot()

    def _show_promises(self, room: Room) -> None:
        state, me = self._state, self.me
        notes = self.query_one("#promise-notes", Vertical)
        there = len(notes.query(PromiseNote))
        notes.mount_all(PromiseNote(p) for p in state.promises[there:])
        shown(self.query_one("#promising"), state.stage == COMPLETE)
        shown(self.query_one(Ideas), state.stage != COMPLETE or self._taking is None)
        still = self._open()
        idea = state.idea(self._taking) if self._taking else still[0] if still else None
        card = self.query_one("#taken", Static)
        shown(card, idea is not None)
        if idea is not None:
            card.update(
                Content.assemble(
                    ("When ", "bold"), idea.when, ("\nthen ", "bold"), idea.then,
                )
            )  # fmt: skip
        form = self.query_one(PromiseForm)
        shown(form, self._taking is not None)
        if me is not None and self._taking is not None:
            form.offer(partners(room.public, me), proposed_day(room.public.rules.opened_on))

    def _show_foot(self) -> None:
        stage, taking = self._state.stage, self._taking is not None
        for each in ("#when-row", "#then-row"):
            shown(self.query_one(each), self._writing)
        self.query_one("#dots-left", Static).update(self._foot_words())
        shown(self.query_one("#dots-left"), stage != WRITE)
        send = self.query_one("#send", KeyButton)
        send.say("Sign it" if taking else "Send my dots" if stage == VOTE else "Send")
        shown(send, self._writing or self._voting or taking)
        shown(self.query_one("#take"), self.offers("take"))
        shown(self.query_one("#close-form"), taking)
        shown(self.query_one("#ready"), self.offers("ready"))
        aside = "Sent at the bell." if self._writing or self._voting else ""
        self.query_one("#aside", Static).update(Content(aside))

    def _foot_words(self) -> Content:
        state = self._state
        if self._voting:
            left = self._plan.dots - sum(self._dots.values())
            signs = "●" * left + "○" * (self._plan.dots - left)
            most = self._plan.most_on_one
            changed = " Press enter to send the change." if self._changed else ""
            return Content.assemble(
                (signs, "bold $accent"), f"  {left} left, at most {most} on one idea.{changed}"
            )
        if state.stage == COMPLETE and self._taking is not None:
            return Content.styled(
                "A number chooses your partner; enter goes on and signs.", "$quiet"
            )
        if state.stage == COMPLETE and self._open():
            return Content("Who owns it? A promise needs one person, and a partner across.")
        return Content("")

    @property
    def _changed(self) -> bool:
        return self._sent_dots is not None and self._sent_dots != self._dots

    def sentence(self, room: Room) -> str:
        stage = self._state.stage
        if stage == COMPLETE:
            if self._taking is not None:
                return "With whom, by when, and how do we see it?"
            if self._open():
                return "This was chosen. Who takes it?"
            return "It is a promise now." if self._state.promises else "No idea was chosen today."
        if not self.plays:
            return f"You watch. {self.waiting}"
        if stage == VOTE:
            return f"Sent. {self.waiting}" if self.ready else "Put your dots where they help most."
        return f"Ready. {self.waiting}" if self.ready else "One small step that both sides notice?"

    # --- doing: write ---------------------------------------------------------------------------

    def waits_for(self) -> TextField | None:
        return self._text("when") if self._writing and not self.ready else None

    def offers(self, action: str) -> bool:
        stage, taking = self._state.stage, self._taking is not None
        match action:
            case "enter":
                return self._writing or self._voting or taking
            case "dot_here":
                return self._voting
            case "take":
                return self.plays and stage == COMPLETE and bool(self._open()) and not taking
            case "close_form":
                return taking
            case "ready":
                return self.plays and not self.ready and stage != VOTE and not taking
        return super().offers(action)

    def _text(self, name: str) -> TextField:
        return self.query_one(f"#{name}", TextField)

    def unsent(self) -> Propose | Vote | None:
        step = self._plan.id
        if self._writing:
            when, then = self._text("when").value, self._text("then").value
            return Propose(step=step, when=when, then=then) if when and then else None
        if self._voting and self._dots and (self._changed or not self.ready):
            return Vote(step=step, dots=dict(self._dots))
        return None

    def sent(self) -> None:
        if self._state.stage == VOTE:
            self._sent_dots = dict(self._dots)
        else:
            for name in ("when", "then"):
                self._text(name).fill("")
        self.update_room()

    @on(TextField.Submitted, "#when")
    def _when_written(self) -> None:
        self._text("then").focus()

    @on(TextField.Submitted, "#then")
    def _then_written(self) -> None:
        if self.unsent() is None:
            self._text("then" if self._text("when").value else "when").focus()
            return
        self.set_focus(None)
        self.send_unsent()

    def send_unsent(self) -> None:
        command = self.unsent()
        if command is not None:
            self.send(command, self.sent)

    def action_enter(self) -> None:
        if self._taking is not None:
            self._sign_or_write()
        elif self._voting:
            empty = Vote(step=self._plan.id, dots={})
            self.send(self.unsent() or empty, self.sent)
        elif self._writing and self.unsent() is not None:
            self.set_focus(None)
            self.send_unsent()
        elif self._writing:
            self._text("then" if self._text("when").value else "when").focus()

    # --- doing: vote ----------------------------------------------------------------------------

    def action_number(self, number: int) -> None:
        if self._taking is not None:
            self.query_one(PromiseForm).choose(number)
        elif self._voting and self._state.idea(number) is not None:
            self._cursor = number
            self._dot(number)

    @on(IdeaNote.Picked)
    def _clicked(self, event: IdeaNote.Picked) -> None:
        self.action_number(event.number)

    def action_dot_here(self) -> None:
        if self._voting:
            self._dot(self._cursor)

    def _dot(self, number: int) -> None:
        plan = self._plan
        dots = next_dots(self._dots, number, plan.dots, plan.most_on_one)
        if dots is None:
            self.notice(f"All {plan.dots} dots are used. Press a number again to take them back.")
            return
        self._dots = dots
        self.update_room()

    def action_move(self, rows: int) -> None:
        if not self._voting:
            self.action_read(rows)
            return
        self._cursor = max(1, min(len(self._state.ideas), self._cursor + rows))
        self.update_room()
        self.query_one(Ideas).look_at(self._cursor)

    # --- doing: promise -------------------------------------------------------------------------

    def action_take(self) -> None:
        still = self._open()
        if self.plays and still and self._taking is None:
            self._taking = still[0].number
            self.update_room()

    def action_close_form(self) -> None:
        if self._taking is not None:
            self._taking = None
            self.update_room()

    def _sign_or_write(self) -> None:
        form = self.query_one(PromiseForm)
        if form.partner is not None and form.missing():
            form.write()
        else:
            self._sign()

    @on(PromiseForm.Signed)
    def _sign(self) -> None:
        form = self.query_one(PromiseForm)
        missing = form.missing()
        if missing:
            if form.partner is None:
                self.set_focus(None)
            self.notice(missing)
            return
        if self._taking is None or form.partner is None:
            return
        self.send(
            Promising(
                step=self._plan.id, idea=self._taking, partner=form.partner,
                by=form.day, sign=form.sign,
            ),
            lambda: self.set_focus(None),
        )  # fmt: skip
