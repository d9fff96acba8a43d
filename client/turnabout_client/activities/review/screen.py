"""review: the team's earlier promises, one after the other: how did it go, what got in the way."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from turnabout_client.activities.review import model
from turnabout_client.activities.review.earlier import EarlierNote, FollowThroughMeter
from turnabout_client.link.table import Table
from turnabout_client.tui.kit.field import Field, TextField
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.kit.prompts import Choices
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.activity import ActivityScreen
from turnabout_client.tui.room.screen import shown
from turnabout_language import N_, _
from turnabout_protocol.activities.review import (
    LOOKING,
    MARKS,
    MarkPromise,
    PromiseMark,
    PromiseOutcome,
    Review,
    ReviewState,
)
from turnabout_protocol.room import Earlier, Room
from turnabout_protocol.text import LINE


class ReviewScreen(ActivityScreen):
    """A promise that was not kept is worth a question, never a reproach."""

    HELP = N_(
        "Here is what this team promised each other before. Whoever took a promise says how it "
        "went; anybody who plays may mark it, unsigned, and the last mark counts. Done and partly "
        "are worth something once the partner gives the same mark; while the partner is not here, "
        "somebody of the partner's side may. What got in the way is worth more than the mark. "
        "Follow-through says, of 100, how much was done of what was due: done counts one, partly a "
        "half, not yet and dropped nothing. It is compared with nobody else."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"mark({n})", show=False) for n in range(1, len(MARKS) + 1)),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("enter", "write", N_("what got in the way"), key_display="⏎"),
        Binding("r", "ready", N_("ready")),
    ]

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._cursor: int | None = None
        self._drafts: dict[int, str] = {}

    def compose_body(self) -> ComposeResult:
        yield FollowThroughMeter()
        with Pane(_("What we promised each other"), id="earlier"):
            for promise in self.public.earlier:
                yield EarlierNote(promise)

    def compose_foot(self) -> ComposeResult:
        names = [(str(n), _(MARKS[mark])) for n, mark in enumerate(MARKS, 1)]
        yield Choices(names, id="marks")
        prompt = _("What got in the way?")
        yield Field(prompt, limit=LINE, id="obstacle", placeholder=_("one line, or nothing"))
        with Horizontal(classes="buttons"):
            yield KeyButton("⏎", _("Send"), "write", id="write")
            yield KeyButton("r", _("Ready"), "ready", id="ready")
            yield Static(id="review-aside", classes="quiet aside")

    # --- what is on -----------------------------------------------------------------------------

    @property
    def _state(self) -> ReviewState:
        return self.state_as(ReviewState)

    def _here(self) -> Earlier | None:
        """Return the promise that is asked about."""
        return next((p for p in self.public.earlier if p.number == self._cursor), None)

    # --- showing --------------------------------------------------------------------------------

    def show(self, room: Room) -> None:
        state = self._state
        if self._cursor is None:
            earlier = room.public.earlier
            asked = model.first(room.public, state, self.me)
            self._cursor = asked if asked is not None or not earlier else earlier[0].number
            self._look()
        looking = state.stage == LOOKING
        figure = self.query_one(FollowThroughMeter)
        shown(figure, looking)
        if looking:
            figure.show(room.public, state)
        for note in self.query(EarlierNote):
            note.draw(state, self.plays and note.promise.number == self._cursor)
        here = self._here()
        asks = self.plays and here is not None
        choices = self.query_one("#marks", Choices)
        # Once all look at it, a mark can be put right, but is not asked for.
        choices.ask(None if not asks else "" if looking else _("How did it go?"))
        outcome = None if here is None else state.outcomes.get(here.number)
        choices.mark(
            frozenset()
            if outcome is None
            else frozenset((str(tuple(MARKS).index(outcome.mark) + 1),))
        )
        shown(self.query_one("#obstacle-row"), asks)
        shown(self.query_one("#write"), asks)
        shown(self.query_one("#ready"), self.offers("ready"))
        aside = _("Say it aloud; nobody has to type.") if room.public.rules.spoken else ""
        self.query_one("#review-aside", Static).update(Content(aside))

    def sentence(self, room: Room) -> str:
        state, here = self._state, self._here()
        if self.plays and self.ready:
            return _("Ready. {waiting}", waiting=self.waiting)
        if state.stage == LOOKING:
            if not state.outcomes:
                return _("Nothing was marked. What got in the way?")
            return _("This is what we kept. What helped?")
        if here is None or (self.plays and model.first(room.public, state, self.me) is None):
            return _("All of it is marked. Anything to add?")
        if not self.plays:
            return _("Hear how it went.")
        return model.question(room.public, state, here, self.me)

    # --- keys -----------------------------------------------------------------------------------

    def offers(self, action: str) -> bool:
        if action in ("mark", "write"):
            return self.plays and self._here() is not None
        return super().offers(action)

    @property
    def _field(self) -> TextField:
        return self.query_one("#obstacle", TextField)

    def _command(self, mark: PromiseMark) -> MarkPromise | None:
        here = self._here()
        if here is None:
            return None
        said = self._state.outcomes.get(here.number)
        obstacle = self._field.value or (said.obstacle if said else "")
        step = self.step_as(Review).id
        return MarkPromise(step=step, number=here.number, mark=mark, obstacle=obstacle)

    def _outcome(self) -> PromiseOutcome | None:
        return None if self._cursor is None else self._state.outcomes.get(self._cursor)

    def unsent(self) -> MarkPromise | None:
        said = self._outcome()
        if said is None or not self.plays or self._field.value in ("", said.obstacle):
            return None
        return self._command(said.mark)

    def action_mark(self, number: int) -> None:
        command = self._command(tuple(MARKS)[number - 1]) if self.offers("mark") else None
        if command is not None:
            self.send(command)

    @on(Choices.Chosen, "#marks")
    def _clicked_mark(self, event: Choices.Chosen) -> None:
        self.action_mark(int(event.key))

    def action_write(self) -> None:
        if not self.offers("write"):
            return
        if self.unsent() is None:
            self._field.focus()
        else:
            self._entered()

    @on(TextField.Submitted, "#obstacle")
    def _entered(self) -> None:
        command = self.unsent()
        self.set_focus(None)
        if command is not None:
            self.send(command, self._next)
        elif self._field.value and self._outcome() is None:
            self.notice(_("How did it go? Press 1, 2, 3 or 4 first."))

    def _next(self) -> None:
        """Go on to the next promise that nobody has marked."""
        asked = model.first(self.public, self._state, self.me)
        if asked is not None:
            self._go(asked)

    def action_move(self, rows: int) -> None:
        numbers = [promise.number for promise in self.public.earlier]
        if self._cursor not in numbers:
            return
        at = numbers.index(self._cursor) + rows
        self._go(numbers[max(0, min(len(numbers) - 1, at))])

    @on(EarlierNote.Picked)
    def _picked(self, event: EarlierNote.Picked) -> None:
        self._go(event.number)

    def _go(self, number: int) -> None:
        if number == self._cursor:
            return
        if self._cursor is not None:
            self._drafts[self._cursor] = self._field.text
        self._cursor = number
        said = self._outcome()
        self._field.fill(self._drafts.get(number) or (said.obstacle if said else ""))
        self.update_room()
        self._look()

    def _look(self) -> None:
        for note in self.query(EarlierNote):
            if note.promise.number == self._cursor:
                note.call_after_refresh(note.scroll_visible, animate=False)


SCREEN: Final = ReviewScreen
