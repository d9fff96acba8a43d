"""plan: write when-then ideas, put equal ones together, vote silently, take one as a promise."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static, TextArea

from turnabout_client.tui import plan_model as model
from turnabout_client.tui.screens.activity import ActivityScreen
from turnabout_client.tui.screens.base import shown
from turnabout_client.tui.screens.dialogs import Confirm
from turnabout_client.tui.table import Table
from turnabout_client.tui.widgets.field import TextField
from turnabout_client.tui.widgets.idea_form import IdeaForm, WordRow
from turnabout_client.tui.widgets.ideas import IdeaNote, Ideas
from turnabout_client.tui.widgets.key_button import KeyButton
from turnabout_client.tui.widgets.promise_form import PromiseForm
from turnabout_client.tui.widgets.prompts import Choices
from turnabout_language import N_, _
from turnabout_protocol.activities.plan import (
    COMPLETE,
    MERGE,
    VOTE,
    WRITE,
    Idea,
    Plan,
    PlanState,
    Promising,
    Propose,
    PutUnder,
    SendUpstairs,
    Vote,
)
from turnabout_protocol.lights import idea_lights
from turnabout_protocol.parts import Room

TITLES: Final = {
    WRITE: N_("Ideas on the table"),
    MERGE: N_("Which ones say the same?"),
    VOTE: N_("Where do your dots go?"),
    COMPLETE: N_("The room has voted"),
}


class PlanScreen(ActivityScreen):
    """From what was learnt to one small step that both sides will notice."""

    HELP = N_(
        "An idea says WHEN something both sides will notice happens, THEN we take a first small "
        "step. Ideas are unsigned; the lights are advice and forbid nothing. Before the vote, "
        "ideas that say the same are put together: press the number of one, then the number of "
        "the one it goes under. In the vote everybody has the same few dots, and all are shown at "
        "once; with equal dots the earlier idea goes first. A chosen idea becomes a promise when "
        "somebody takes it: with a partner from the other side and a date within six weeks. What "
        "others must decide is no promise: somebody carries it upstairs, with their name."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", N_("write, send"), key_display="⏎"),
        *(Binding(str(n), f"number({n})", show=False) for n in range(1, 10)),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("left", "week(-1)", show=False),
        Binding("right", "week(1)", show=False),
        Binding("space", "here", N_("choose"), key_display="␣"),
        Binding("i", "take", N_("I take it")),
        Binding("u", "upstairs", N_("upstairs")),
        Binding("escape", "back", show=False),
        Binding("r", "ready", N_("ready")),
    ]
    READS = "#ideas"

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._dots: dict[int, int] = {}
        self._sent_dots: dict[int, int] | None = None
        self._cursor = 0
        self._held: int | None = None
        self._taking: int | None = None
        self._asked_sign = False

    def compose_body(self) -> ComposeResult:
        yield Ideas()
        with VerticalScroll(id="promising"):
            yield Static(id="taken", classes="note -limit promise-note")
            yield PromiseForm()
        word = WordRow()
        yield word
        yield Choices([(str(n), _(s.name)) for n, s in enumerate(model.STARTS, 1)], id="starters")
        yield Static(id="advice")
        self._form = IdeaForm(word)

    def compose_foot(self) -> ComposeResult:
        yield self._form
        yield Static(id="plan-hint")
        with Horizontal(classes="buttons"):
            yield KeyButton("⏎", _("Send"), "enter", id="send")
            yield KeyButton("␣", _("Choose"), "here", id="here")
            yield KeyButton("i", _("I take it"), "take", id="take")
            yield KeyButton("u", _("I carry it upstairs"), "upstairs", id="upstairs")
            yield KeyButton("esc", _("Back"), "back", id="back")
            yield KeyButton("r", _("Ready"), "ready", id="ready")
            yield Static(id="lights", classes="aside")

    # --- what is on -----------------------------------------------------------------------------

    @property
    def _state(self) -> PlanState:
        return self.state_as(PlanState)

    @property
    def _plan(self) -> Plan:
        return self.step_as(Plan)

    def _on(self, stage: int) -> bool:
        """Return whether I take part and `stage` is on."""
        return self.plays and self._state.stage == stage

    @property
    def _spoken(self) -> bool:
        return self.public.rules.spoken

    def _reach(self) -> tuple[Idea, ...]:
        """Return the ideas that the cursor can be on, in the order they are listed."""
        state = self._state
        kept = {idea.number for idea in state.kept}
        promised = {promise.idea for promise in state.promises}
        listed = model.in_order(state)
        match state.stage:
            case 1:
                return tuple(i for i in listed if i.number in kept or i.under in kept)
            case 2:
                return tuple(i for i in listed if i.number in kept)
            case 3:
                return tuple(i for i in listed if i.number in kept and i.number not in promised)
        return ()

    def _here(self) -> Idea | None:
        """Return the idea under the cursor: the first one if it is nowhere."""
        reach = self._reach()
        return next((i for i in reach if i.number == self._cursor), next(iter(reach), None))

    # --- showing --------------------------------------------------------------------------------

    def stage_opened(self, stage: int) -> None:
        # Nothing of the stage before may keep the keys.
        self.set_focus(None)
        self._cursor, self._held = 0, None
        if stage != WRITE:
            self.query_one(Ideas).scroll_home(animate=False)

    def show(self, room: Room) -> None:
        state = self._state
        if self._taking not in {idea.number for idea in state.open}:
            self._taking = None
        if self._held is not None and state.keeper(self._held) is None:
            self._held = None
        ideas = self.query_one(Ideas)
        ideas.title(_(TITLES[state.stage]))
        ideas.show(state, self._dots if self._on(VOTE) else None)
        here = self._here() if self.plays else None
        ideas.mark(None if here is None else here.number, self._held)
        story = room.public.story
        ideas.examples(story.action_seeds if story and state.stage == WRITE else ())
        self._show_form(room)
        self._show_foot()
        self._light()

    def _show_form(self, room: Room) -> None:
        me = self.me
        idea = None if self._taking is None else self._state.idea(self._taking)
        shown(self.query_one("#promising"), idea is not None)
        shown(self.query_one(Ideas), idea is None)
        if idea is None or me is None:
            return
        self.query_one("#taken", Static).update(
            Content.assemble(
                (_("When"), "bold"), f" {idea.when}\n", (_("then"), "bold"), f" {idea.then}",
            )
        )  # fmt: skip
        people = model.partners(room.public, me)
        day = model.proposed_day(room.public.rules.opened_on)
        self.query_one(PromiseForm).offer(room.public, me, idea, people, day)

    def _show_foot(self) -> None:
        stage, taking = self._state.stage, self._taking is not None
        writing = self._on(WRITE)
        shown(self.query_one(IdeaForm), writing)
        shown(self.query_one(WordRow), writing and self._form.starter == "word")
        self.query_one(Choices).ask(_("Start") if writing else None)
        shown(self.query_one("#advice"), writing)
        hint = self.query_one("#plan-hint", Static)
        shown(hint, not writing)
        hint.update(self._hint())
        send = self.query_one("#send", KeyButton)
        send.say(_("Sign it") if taking else _("Send my dots") if stage == VOTE else _("Send"))
        self.query_one("#here", KeyButton).say(self._here_words())
        for action in ("here", "take", "upstairs", "back", "ready"):
            shown(self.query_one(f"#{action}"), self.offers(action))
        shown(send, self.offers("enter"))

    def _here_words(self) -> str:
        if not self._on(MERGE):
            return _("A dot here")
        if self._held is None:
            return _("Pick it up")
        here = self._here()
        if here is not None and here.number != self._held:
            return _("Put it under this one")
        return _("Put it back")

    @on(TextArea.Changed)
    def _light(self) -> None:
        lights = self.query_one("#lights", Static)
        if not self._on(WRITE):
            lights.update("")
            return
        found = idea_lights(self._form.when, self._form.then, self.public.rules.language)
        lights.update(model.idea_line(found))
        quiet = Content.styled(_("What is in both fields is sent at the bell."), "$quiet")
        said = model.advice(found)
        self.query_one("#advice", Static).update(Content(said) if said else quiet)

    def _hint(self) -> Content:
        state = self._state
        if self._on(VOTE):
            left = self._plan.dots - sum(self._dots.values())
            signs = "●" * left + "○" * (self._plan.dots - left)
            rest = _("{n} left, at most {most} on one idea.", n=left, most=self._plan.most_on_one)
            more = _("Press enter to send the change.") if self._changed else ""
            return Content.assemble((signs, "bold $accent"), f"  {rest} {more}")
        if self._on(MERGE):
            return Content.styled(
                _("One number picks up, the next says under which. Twice the same: undo."), "$quiet"
            )
        if state.stage == COMPLETE and self._taking is not None:
            return Content.styled(
                _("A number: your partner. Arrows: a week earlier, later. Enter signs."), "$quiet"
            )
        if state.stage == COMPLETE and state.open:
            return Content(_("A promise needs one owner, and a partner from the other side."))
        return Content("")

    @property
    def _changed(self) -> bool:
        return self._sent_dots is not None and self._sent_dots != self._dots

    def sentence(self, room: Room) -> str:
        state = self._state
        if state.stage == COMPLETE:
            return self._complete_sentence(state)
        if not self.plays:
            return _("You watch. {waiting}", waiting=self.waiting)
        if self.ready and state.stage == VOTE:
            return _("Sent. {waiting}", waiting=self.waiting)
        if self.ready:
            return _("Ready. {waiting}", waiting=self.waiting)
        if state.stage == VOTE:
            return _("Put your dots where they help most.")
        if state.stage == MERGE and self._held is not None:
            return _("Number {n} goes under which one?", n=self._held)
        if state.stage == MERGE:
            return _("Put together what says the same.")
        if self._spoken:
            return _("Say one small step. A number starts it.")
        return _("One small step that both sides notice?")

    def _complete_sentence(self, state: PlanState) -> str:
        if self._taking is not None:
            return _("With whom, by when, and how do we see it?")
        if len(state.open) > 1:
            return _("These were chosen. Who takes one?")
        if state.open:
            return _("This was chosen. Who takes it?")
        return _("It is a promise now.") if state.promises else _("No idea was chosen today.")

    # --- keys -----------------------------------------------------------------------------------

    def waits_for(self) -> TextField | None:
        wanted = self._on(WRITE) and not self.ready and not self._spoken
        return self._form.first_field() if wanted else None

    def offers(self, action: str) -> bool:
        taking = self._taking is not None
        match action:
            case "enter":
                return self._on(WRITE) or self._on(VOTE) or taking
            case "here":
                return self._on(VOTE) or self._on(MERGE)
            case "take":
                return self._on(COMPLETE) and bool(self._state.open) and not taking
            case "upstairs":
                can = self._on(MERGE) or (self._on(COMPLETE) and not taking)
                return can and self._here() is not None
            case "week":
                return taking
            case "back":
                return taking or self._held is not None
            case "ready":
                stays = self._state.stage == VOTE or taking
                return self.plays and not self.ready and not stays
        return super().offers(action)

    def unsent(self) -> Propose | Vote | Promising | None:
        if self._on(WRITE):
            return self._form.command(self._plan.id)
        if self._on(VOTE) and self._dots and (self._changed or not self.ready):
            return Vote(step=self._plan.id, dots=dict(self._dots))
        if self._on(COMPLETE):
            return self._promise()
        return None

    def sent(self) -> None:
        if self._state.stage == VOTE:
            self._sent_dots = dict(self._dots)
        elif self._state.stage == WRITE:
            self._form.clear()
        self.update_room()

    def send_unsent(self) -> None:
        command = self.unsent()
        if command is not None:
            self.set_focus(None)
            self.send(command, self.sent)

    def action_enter(self) -> None:
        if self._taking is not None:
            self._sign_or_write()
        elif self._on(VOTE):
            self.send(self.unsent() or Vote(step=self._plan.id, dots={}), self.sent)
        elif self._on(WRITE) and self.unsent() is not None:
            self.send_unsent()
        elif self._on(WRITE):
            self._form.write()

    def action_number(self, number: int) -> None:
        if self._taking is not None:
            self.query_one(PromiseForm).choose(number)
        elif self._on(WRITE):
            self._start(number)
        elif number in {idea.number for idea in self._reach()}:
            self._cursor = number
            self._choose(number)
        elif self._on(VOTE) and (keeper := self._state.keeper(number)):
            self._choose(keeper.number)

    @on(IdeaNote.Picked)
    def _clicked(self, event: IdeaNote.Picked) -> None:
        if not self._on(WRITE):
            self.action_number(event.number)

    def action_here(self) -> None:
        here = self._here()
        if here is not None:
            self._choose(here.number)

    def action_move(self, rows: int) -> None:
        numbers = [idea.number for idea in self._reach()]
        here = self._here()
        if not self.plays or here is None or self._taking is not None:
            self.action_read(rows)
            return
        at = numbers.index(here.number) + rows
        self._cursor = numbers[max(0, min(len(numbers) - 1, at))]
        self.update_room()
        self.query_one(Ideas).look_at(self._cursor)

    def action_back(self) -> None:
        self._taking = self._held = None
        self.update_room()

    def _choose(self, number: int) -> None:
        """Do with an idea what the stage is for."""
        if self._on(VOTE):
            self._dot(number)
        elif self._on(MERGE):
            self._put(number)
        else:
            self.update_room()

    # --- write ----------------------------------------------------------------------------------

    @on(Choices.Chosen, "#starters")
    def _starter_clicked(self, event: Choices.Chosen) -> None:
        self._start(int(event.key))

    def _start(self, number: int) -> None:
        me = self.me
        if me is None or not 1 <= number <= len(model.STARTS):
            return
        if not self._form.untouched:
            self.notice(_("Send or empty what you have written first."))
            return
        start = model.STARTS[number - 1]
        self._form.start(start.key, *model.begun(start, self.public, me))
        self.update_room()

    @on(IdeaForm.Sent)
    def _written(self) -> None:
        if self.unsent() is None:
            self._form.write()
        else:
            self.send_unsent()

    @on(TextField.Submitted, "#term, #means")
    def _word_written(self, event: TextField.Submitted) -> None:
        self._form.entered(event.field)

    # --- put together, vote ---------------------------------------------------------------------

    def _put(self, number: int) -> None:
        held, step = self._held, self._plan.id
        idea = self._state.idea(number)
        self._held = number if held is None else None
        if held is not None and held != number:
            self.send(PutUnder(step=step, idea=held, under=number))
        elif held is not None and idea is not None and idea.under:
            self.send(PutUnder(step=step, idea=number, under=0))
        self.update_room()

    def _dot(self, number: int) -> None:
        plan = self._plan
        dots = model.next_dots(self._dots, number, plan.dots, plan.most_on_one)
        if dots is None:
            self.notice(
                _("All {n} dots are used. Press a number again to take them back.", n=plan.dots)
            )
            return
        self._dots = dots
        self.update_room()

    # --- promise, or carry upstairs -------------------------------------------------------------

    def action_upstairs(self) -> None:
        here = self._here()
        if here is None or not self.offers("upstairs"):
            return
        number = here.number if self._held is None else self._held
        question = _(
            "Carry idea {n} upstairs? It leaves the table, and your name stands beside it: you "
            "bring it to those who can decide it.",
            n=number,
        )
        command = SendUpstairs(step=self._plan.id, idea=number)
        self.app.push_screen(
            Confirm(question, _("I carry it")), lambda yes: self.send(command) if yes else None
        )

    def action_take(self) -> None:
        here, still = self._here(), self._state.open
        if self.offers("take"):
            self._taking = here.number if here in still and here else still[0].number
            self._asked_sign = self._spoken
            self.update_room()

    def action_week(self, weeks: int) -> None:
        if self._taking is not None:
            self.query_one(PromiseForm).shift(weeks)

    def _sign_or_write(self) -> None:
        form = self.query_one(PromiseForm)
        written = form.sign or self._asked_sign
        if form.partner is not None and (form.missing() or not written):
            # How it will be seen may be left open, but it is asked for once.
            self._asked_sign = True
            form.write()
        else:
            self._sign()

    def _promise(self) -> Promising | None:
        form = self.query_one(PromiseForm)
        if self._taking is None or form.partner is None or form.missing():
            return None
        return Promising(
            step=self._plan.id,
            idea=self._taking,
            partner=form.partner,
            by=form.day,
            sign=form.sign,
        )

    @on(PromiseForm.Signed)
    def _sign(self) -> None:
        form = self.query_one(PromiseForm)
        if form.partner is None:
            self.set_focus(None)
        command = self._promise()
        if command is None:
            self.notice(form.missing())
        else:
            self.send(command, lambda: self.set_focus(None))
