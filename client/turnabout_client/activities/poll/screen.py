"""poll: one question after the other, answered silently; then what the room said, pooled."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content

from turnabout_client.activities.poll.model import PICK_KEYS, asked_of, looks
from turnabout_client.activities.poll.moods import feels, felt
from turnabout_client.activities.poll.picks import Picks
from turnabout_client.activities.poll.scale import answers_to
from turnabout_client.activities.poll.tally import MoodPane, TallyPane
from turnabout_client.link.table import Table
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.activity import ActivityScreen
from turnabout_client.tui.room.screen import shown
from turnabout_client.view import words
from turnabout_language import N_, _
from turnabout_protocol.activities.poll import SAFETY, Answer, Poll, PollState, Question
from turnabout_protocol.room import Room
from turnabout_protocol.scenario import other


class PollScreen(ActivityScreen):
    """Nobody sees a single answer, only how often each was given; for a measure, not even that.

    Somebody who watches but belongs to a side answers the measures, too.
    """

    HELP = N_(
        "Answer silently. Nobody, the facilitator included, sees who answered what. For feelings, "
        "the room sees how often each was named; for scales, only averages; and both only when "
        "enough people have answered. You may leave a question out. You can change your answers "
        "until the step is over. On a scale, press a number or the arrows, or click."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"pick({i})", show=False) for i, key in enumerate(PICK_KEYS)),
        Binding("left", "move(-1, 0)", show=False),
        Binding("right", "move(1, 0)", show=False),
        Binding("up", "move(0, -1)", show=False),
        Binding("down", "move(0, 1)", show=False),
        Binding("space", "pick_here", N_("choose"), key_display="␣"),
        Binding("enter", "go_on", N_("go on"), key_display="⏎"),
        Binding("r", "ready", N_("ready")),
        Binding("escape,backspace", "back", N_("back"), key_display="esc"),
    ]

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._at = 0
        self._done = False

    def compose_body(self) -> ComposeResult:
        poll, home = self.step_as(Poll), self.me.home if self.me else None
        with Vertical(id="asking"):
            yield Static(id="sealed")
            yield Static(id="question")
            for question in poll.questions:
                yield answers_to(question, home)
            yield Static(id="legend")
        yield Static(id="poll-wait", classes="middle")
        with Horizontal(id="tallies"):
            if any(feels(question) for question in poll.tallied):
                yield MoodPane(_("What was felt"))
            for question in poll.tallied:
                if not feels(question):
                    yield TallyPane(question)

    def compose_foot(self) -> ComposeResult:
        yield Static(id="chosen")
        with Horizontal(classes="buttons"):
            yield KeyButton("⏎", _("Next question"), "go_on", id="go-on")
            yield KeyButton(_("esc"), _("Back"), "back", id="back")
            yield KeyButton("r", _("Ready to go on"), "ready", id="ready")
        yield Static(Content(_("What you chose is sent at the bell.")), classes="quiet", id="aside")

    # --- showing --------------------------------------------------------------------------------

    @property
    def _asked(self) -> list[tuple[Question, Picks]]:
        """The questions that I am asked, with their answers to choose from."""
        poll = self.step_as(Poll)
        mine = asked_of(self.public, poll, self.me)
        pairs = zip(poll.questions, self.query(Picks), strict=True)
        return [(question, picks) for question, picks in pairs if question in mine]

    @property
    def _answering(self) -> bool:
        return bool(self._asked) and not self._over and not self._done

    @property
    def _over(self) -> bool:
        return self.state_as(PollState).tallies is not None

    @property
    def _withheld(self) -> bool:
        """Whether there is a tally, but none of it may be shown."""
        tallies = self.state_as(PollState).tallies
        return bool(tallies) and all(tally.hidden for tally in tallies or ())

    @property
    def _here(self) -> tuple[Question, Picks]:
        """The question that is on the screen."""
        return self._asked[self._at]

    def on_mount(self) -> None:
        # Whoever comes back has answered already, and waits; who only watches, too.
        self._done = self.ready or self.again

    def show(self, room: Room) -> None:
        # Somebody who is moved to or from the table meanwhile is asked more or fewer.
        self._at = max(0, min(self._at, len(self._asked) - 1))
        tallies = self.state_as(PollState).tallies
        shown(self.query_one("#asking"), self._answering)
        shown(self.query_one("#tallies"), self._over)
        waits = not self._over and not self._answering
        shown(self.query_one("#poll-wait"), waits)
        if waits:
            self.query_one("#poll-wait", Static).update(self._wait_words())
        by_question = {tally.question: tally for tally in tallies or ()}
        for pane in self.query(TallyPane):
            pane.show(by_question.get(pane.question))
        for moods in self.query(MoodPane):
            asked = [question for question in self.step_as(Poll).tallied if feels(question)]
            moods.show(felt(room.public, self.step_as(Poll)), len(asked))
        if self._answering:
            self._show_question()
        self._show_foot()

    def _wait_words(self) -> Content:
        poll = self.step_as(Poll)
        if not self._asked:
            said = _("The players answer for themselves, silently.")
        elif self.again and not self.ready:
            said = _("What you answered is kept. Escape changes it, r goes on.")
        elif poll.tallied:
            said = _("Your answers are sealed. Nobody sees them, only the room's total.")
        else:
            said = _("Your answers are sealed. Nobody sees them, the facilitator included.")
        return Content.assemble(f"{said}\n", (self.waiting, "$quiet"))

    def _show_question(self) -> None:
        question, here = self._here
        for _question, picks in self._asked:
            shown(picks, picks is here)
        asked = len(self._asked)
        count = _("{here} of {all}", here=self._at + 1, all=asked) + "   " if asked > 1 else ""
        many = "" if question.steps else _("one")
        if question.up_to > 1:
            many = _("up to {number}", number=question.up_to)
        self.query_one("#question", Static).update(
            Content.assemble(
                (count, "$quiet"), (_(question.text), "bold"), (f"   {many}", "$quiet")
            )
        )
        sealed = self.query_one("#sealed", Static)
        sealed.update(Content(self._sealed_words(question)))
        shown(sealed, question.measure is not None)
        legend = self.query_one("#legend", Static)
        legend.update(self._legend())
        shown(legend, question.options == "circles")

    def _sealed_words(self, question: Question) -> str:
        """Return what happens to the answer to a measure."""
        needs = self.public.scoring.needs
        if question.measure in SAFETY:
            return _(
                "Nobody sees your answer. From {safety} answers on, the facilitator is told “go” "
                "or “take care”, and no more than that.",
                safety=needs.safety,
            )
        return _(
            "Nobody sees your answer. The room sees averages, from {side} a side or {pooled} "
            "in all.",
            side=needs.side,
            pooled=needs.pooled,
        )

    def _legend(self) -> Content:
        home = self.me.home if self.me else None
        if home is None:
            return Content()
        return Content.assemble(
            (_("Left: your side,"), "$quiet"), " ", words.side(self.public, home), "     ",
            (_("Right: the other side,"), "$quiet"), " ", words.side(self.public, other(home)),
        )  # fmt: skip

    def _show_foot(self) -> None:
        answering = self._answering
        self.query_one("#chosen", Static).update(Content(self._foot_words()))
        shown(self.query_one("#chosen"), answering or self._over)
        for each in ("#go-on", "#aside"):
            shown(self.query_one(each), answering)
        last = self._at + 1 >= len(self._asked)
        self.query_one("#go-on", KeyButton).say(_("Send") if last else _("Next question"))
        back = self.query_one("#back", KeyButton)
        back.say(_("Back") if answering else _("Change my answers"))
        shown(back, self.offers("back"))
        shown(self.query_one("#ready"), self.offers("ready"))

    def _foot_words(self) -> str:
        if self._withheld:
            return _("Nobody has to say what they chose.")
        if self._over:
            return _("What do you notice? Say a word about it, if you like.")
        if not self._answering:
            return ""
        picked = ", ".join(_(answer) for answer in self._here[1].picked)
        if picked:
            return _("You chose: {answers}", answers=picked)
        return _("Nothing chosen yet. Leaving it out is fine.")

    def offers(self, action: str) -> bool:
        match action:
            case "pick" | "pick_here" | "go_on":
                return self._answering
            case "back":
                return bool(self._asked) and not self._over and (self._done or self._at > 0)
            case "ready":
                kept = self.again and self._done
                return (self._over or kept) and super().offers(action)
        return super().offers(action)

    def sentence(self, room: Room) -> str:
        if self._over:
            if self.plays and self.ready:
                return _("You are ready. {waiting}", waiting=self.waiting)
            return looks(self._withheld)
        if not self._asked:
            return _("You watch. {waiting}", waiting=self.waiting)
        if self._done and self.again and not self.ready:
            return _("This step is open again. r goes on.")
        if self._done:
            return _("Sent. {waiting}", waiting=self.waiting)
        question = self._here[0]
        if question.steps:
            return _("Press a number from 1 to {last}, then enter.", last=question.steps)
        if question.up_to > 1:
            return _("Choose up to {number} by key, then press enter.", number=question.up_to)
        return _("Choose one by key, then press enter.")

    # --- doing ----------------------------------------------------------------------------------

    @on(Picks.Changed)
    def _picked(self) -> None:
        if self._answering:
            self._show_question()
        self._show_foot()

    @on(Picks.Full)
    def _full(self, event: Picks.Full) -> None:
        self.notice(_("Up to {number}. Take one back first.", number=event.picks.up_to))

    def unsent(self) -> Answer | None:
        if not self._answering:
            return None
        picks = {question.id: picks.picked for question, picks in self._asked if picks.picked}
        return Answer(step=self.step_as(Poll).id, picks=picks) if picks else None

    def sent(self) -> None:
        self._done = True
        self.update_room()

    def action_pick(self, index: int) -> None:
        if self._answering:
            self._here[1].toggle(index)

    def action_pick_here(self) -> None:
        if self._answering:
            self._here[1].toggle_here()

    def action_move(self, columns: int, rows: int) -> None:
        if self._answering:
            self._here[1].move(columns, rows)
        elif self._over:
            for pane in self.query(".tally"):
                pane.scroll_relative(y=rows, animate=False)

    def action_go_on(self) -> None:
        if not self._answering:
            return
        if self._at + 1 < len(self._asked):
            self._at += 1
            self.update_room()
            return
        # Open once more, what is not chosen anew stays: the screen does not know what that was.
        picks = {q.id: one.picked for q, one in self._asked if one.picked or not self.again}
        if picks:
            self.send(Answer(step=self.step_as(Poll).id, picks=picks), self.sent)
        else:
            self.sent()
        if self.again:
            self.action_ready()

    def action_back(self) -> None:
        if not self.offers("back"):
            return
        if self._done:
            self._done, self._at = False, 0
        else:
            self._at = max(0, self._at - 1)
        self.update_room()


SCREEN: Final = PollScreen
