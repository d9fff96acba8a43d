"""plan: write when-then ideas, put equal ones together, vote silently, take one as a promise."""

from collections.abc import Mapping
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import TextArea

from turnabout_client.activities.plan import model
from turnabout_client.activities.plan.idea_form import IdeaForm, WordRow
from turnabout_client.activities.plan.ideas import IdeaNote, Ideas
from turnabout_client.activities.plan.parts import (
    MergePart,
    PlanPart,
    SettlePart,
    VotePart,
    WritePart,
)
from turnabout_client.activities.plan.promise_form import PromiseForm
from turnabout_client.activities.plan.promising import CompletePart
from turnabout_client.link.table import Table
from turnabout_client.tui.kit.alarm import Alarm
from turnabout_client.tui.kit.field import TextField
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.prompts import Choices
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.activity import ActivityScreen
from turnabout_client.tui.room.screen import shown
from turnabout_language import N_, _
from turnabout_protocol.activities.ideas import Propose, Vote
from turnabout_protocol.activities.plan import (
    COMPLETE,
    MERGE,
    SETTLE,
    VOTE,
    WRITE,
    Plan,
    PlanOwn,
    PlanState,
)
from turnabout_protocol.activities.promises import Promising
from turnabout_protocol.lights import idea_lights
from turnabout_protocol.room import Room


class PlanScreen(ActivityScreen):
    """From what was learnt to one small step that both sides will notice."""

    HELP = N_(
        "An idea says WHEN something both sides will notice happens, THEN we take a first small "
        "step. Ideas are unsigned, and lie on the table together when all have written; the lights "
        "are advice and forbid nothing. Before the vote, "
        "ideas that say the same are put together: press the number of one, then the number of "
        "the one it goes under. In the vote everybody has the same few dots, and all are shown at "
        "once; what is level the facilitator settles. A chosen idea becomes a promise when "
        "somebody takes it: with a partner from the other side, who says yes with y, and a date "
        "within six weeks. What "
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
        Binding("y", "join", N_("yes")),
        Binding("u", "upstairs", N_("upstairs")),
        Binding("escape", "back", show=False),
        Binding("r", "ready", N_("ready")),
    ]
    READS = "#ideas"

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._word = WordRow()
        self._form = IdeaForm(self._word)
        self._promise = PromiseForm()
        self._complete = CompletePart(self, self._promise)
        self._free = Alarm(self, self.update_room)
        """Comes when an idea waits no longer for somebody."""
        self._parts: Mapping[int, PlanPart] = {
            WRITE: WritePart(self, self._form),
            MERGE: MergePart(self),
            VOTE: VotePart(self),
            SETTLE: SettlePart(self),
            COMPLETE: self._complete,
        }

    def compose_body(self) -> ComposeResult:
        yield Ideas()
        with VerticalScroll(id="promising"):
            yield Static(id="taken", classes="note -limit promise-note")
            yield self._promise
        yield self._word
        yield Choices([(str(n), _(s.name)) for n, s in enumerate(model.STARTS, 1)], id="starters")
        yield Static(id="advice")

    def compose_foot(self) -> ComposeResult:
        yield self._form
        yield Static(id="plan-hint")
        with Horizontal(classes="buttons"):
            yield KeyButton("⏎", _("Send"), "enter", id="enter")
            yield KeyButton("␣", _("Choose"), "here", id="here")
            yield KeyButton("i", _("I take it"), "take", id="take")
            yield KeyButton("y", _("Yes, with you"), "join", id="join")
            yield KeyButton("u", _("I carry it upstairs"), "upstairs", id="upstairs")
            yield KeyButton(_("esc"), _("Back"), "back", id="back")
            yield KeyButton("r", _("Ready"), "ready", id="ready")
            yield Static(id="lights", classes="aside")

    # --- what is on -----------------------------------------------------------------------------

    @property
    def _state(self) -> PlanState:
        return self.state_as(PlanState)

    @property
    def _part(self) -> PlanPart:
        return self._parts[self._state.stage]

    @property
    def _writing(self) -> bool:
        return self.plays and self._state.stage == WRITE

    # --- showing --------------------------------------------------------------------------------

    def stage_opened(self, stage: int) -> None:
        # Nothing of the stage before may keep the keys.
        self.set_focus(None)
        if stage != WRITE:
            self.query_one(Ideas).scroll_home(animate=False)

    def show(self, room: Room) -> None:
        part, state = self._part, self._state
        part.follow()
        ideas = self.query_one(Ideas)
        watched = state.stage in (WRITE, VOTE) and not self.plays
        ideas.title(_("Ideas on the table") if watched else _(part.TITLE))
        own = room.of(self.table.seat or 0).state(PlanOwn, self.step_as(Plan).id)
        taken = self._complete.taken
        ideas.show(model.as_written(state, own), part.dots if self.plays else None, taken)
        self._free.set(self._complete.next_free)
        here = part.here() if self.plays else None
        ideas.mark(None if here is None else here.number, part.held)
        story = room.public.story
        writing = state.stage == WRITE
        ideas.ask([model.missed_line(room.public, m) for m in model.missed(room.public) if writing])
        ideas.examples(story.action_seeds if story and writing else ())
        self._show_promising(room)
        self._show_foot()
        self._light()

    def _show_promising(self, room: Room) -> None:
        me, idea = self.me, self._part.taking
        promising = self.query_one("#promising")
        opens = idea is not None and not promising.display
        shown(promising, idea is not None)
        shown(self.query_one(Ideas), idea is None)
        if idea is None or me is None:
            return
        self.query_one("#taken", Static).update(
            Content.assemble(
                (_("When"), "bold"), f" {idea.when},\n", (_("then"), "bold"), f" {idea.then}",
            )
        )  # fmt: skip
        people = model.partners(room.public, me)
        day = model.proposed_day(room.public.rules.opened_on)
        self._promise.offer(room.public, me, idea, people, day, model.proposed_sign(idea))
        if opens:
            self.give_back()

    def _show_foot(self) -> None:
        part, writing = self._part, self._writing
        shown(self._form, writing)
        shown(self._word, writing and self._form.starter == "word")
        self.query_one(Choices).ask(_("Start") if writing else None)
        shown(self.query_one("#advice"), writing)
        hint = self.query_one("#plan-hint", Static)
        shown(hint, not writing)
        hint.update(part.hint() if self.plays else Content(""))
        self.query_one("#enter", KeyButton).say(part.send_words())
        self.query_one("#here", KeyButton).say(part.here_words())
        for action in ("enter", "here", "take", "join", "upstairs", "back", "ready"):
            shown(self.query_one(f"#{action}"), self.offers(action))

    @on(TextArea.Changed)
    @on(PromiseForm.Chosen)
    def _light(self) -> None:
        lights = self.query_one("#lights", Static)
        if not self._writing:
            lights.update(Content.styled(self._part.at_the_bell(), "$quiet"))
            return
        found = idea_lights(self._form.when, self._form.then, self.public.rules.language)
        lights.update(model.idea_line(found))
        quiet = Content.styled(_("What is in both fields is sent at the bell."), "$quiet")
        said = model.advice(found)
        self.query_one("#advice", Static).update(Content(said) if said else quiet)

    def sentence(self, room: Room) -> str:
        stage = self._state.stage
        if stage in (SETTLE, COMPLETE):
            return self._part.sentence()
        if not self.plays:
            return _("You watch. {waiting}", waiting=self.waiting)
        if self.ready and stage == VOTE:
            return _("Sent. {waiting}", waiting=self.waiting)
        if self.ready:
            return _("Ready. {waiting}", waiting=self.waiting)
        return self._part.sentence()

    # --- keys -----------------------------------------------------------------------------------

    def waits_for(self) -> TextField | None:
        wanted = self._writing and not self.ready and not self.public.rules.spoken
        return self._form.first_field() if wanted else None

    def offers(self, action: str) -> bool:
        if action == "ready":
            return self.plays and not self.ready and self._part.offers(action)
        if action == "join":
            return self._complete.offers(action)  # who watches may be a partner, too
        if action in ("enter", "here", "take", "upstairs", "week", "back"):
            return self.plays and self._part.offers(action)
        return super().offers(action)

    def unsent(self) -> Propose | Vote | Promising | None:
        return self._part.unsent() if self.plays else None

    def sent(self) -> None:
        self._part.sent()
        self.update_room()

    def action_enter(self) -> None:
        self._part.enter()

    def action_number(self, number: int) -> None:
        if self.plays:
            self._part.number(number)

    @on(IdeaNote.Picked)
    def _clicked(self, event: IdeaNote.Picked) -> None:
        if not self._writing:
            self.action_number(event.number)

    @on(Choices.Chosen, "#starters")
    def _starter_clicked(self, event: Choices.Chosen) -> None:
        self.action_number(int(event.key))

    def action_here(self) -> None:
        here = self._part.here()
        if here is not None:
            self._part.choose(here.number)

    def action_move(self, rows: int) -> None:
        part = self._part
        if part.taking is not None and part is self._complete and rows > 0:
            self._promise.to_sign()
            return
        numbers = [idea.number for idea in part.reach()]
        here = part.here()
        if not self.plays or here is None or part.taking is not None:
            self.action_read(rows)
            return
        at = numbers.index(here.number) + rows
        part.cursor = numbers[max(0, min(len(numbers) - 1, at))]
        self.update_room()
        self.query_one(Ideas).look_at(part.cursor)

    def action_back(self) -> None:
        self._part.back()
        self.update_room()

    def action_upstairs(self) -> None:
        if self.offers("upstairs"):
            self._part.carry()

    def action_join(self) -> None:
        self._complete.join()

    def action_take(self) -> None:
        self._complete.take()

    def action_week(self, weeks: int) -> None:
        self._promise.shift(weeks)

    @on(IdeaForm.Sent)
    def _written(self) -> None:
        self.action_enter()

    @on(TextField.Submitted, "#term, #means")
    def _word_written(self, event: TextField.Submitted) -> None:
        self._form.entered(event.field)

    @on(PromiseForm.Signed)
    def _signed(self) -> None:
        self._complete.sign()


SCREEN: Final = PlanScreen
