"""talk: some speak, one question after the other; the others listen, thank and ask once."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from turnabout_client.activities.talk import model
from turnabout_client.activities.talk.points import PointsPane
from turnabout_client.activities.talk.remarks import Remarks
from turnabout_client.activities.talk.shared import SharedAhas
from turnabout_client.link.table import Table
from turnabout_client.tui.kit.field import Field, TextField, slipped
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.pick import Pick
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.activity import ActivityScreen
from turnabout_client.tui.room.screen import shown
from turnabout_language import N_, _, n_
from turnabout_protocol.activities.talk import (
    MarkAha,
    SayRemark,
    Talk,
    Thank,
)
from turnabout_protocol.commands import Ready
from turnabout_protocol.room import Home, Room
from turnabout_protocol.text import LINE


class TalkScreen(ActivityScreen):
    """Stepping out of the role, setting straight, what it means: one round after the other."""

    HELP = N_(
        "In each round one group speaks. Answer the questions in their order, in a line each, or "
        "say it aloud and press r. Those who listen do not argue: say thank you, and ask one "
        "honest question if there is one. The round ends when all who speak are ready, or when its "
        "time is up.\n\n"
        "Where key points stand beside the talk, k shows them. Where ahas are shared, l marks a "
        "line of yours as one, and a opens those you have noted; nobody is named unless you sign."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", N_("write"), key_display="⏎"),
        *(
            Binding(str(n), f"choose({n - 1})", N_("answer this question"), show=False)
            for n in range(1, 5)
        ),
        Binding("g", "thank", N_("thank you")),
        Binding("r", "ready", N_("ready")),
        Binding("k", "points", N_("key points")),
        Binding("l", "mark", N_("mark as aha")),
    ]
    READS = "#remarks"

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._at = 0
        self._prefilled = ""
        """What the field holds of my private sheet: not sent unless I send it."""
        self._writes = False
        """Where people speak: whether I write a note all the same."""

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="talk-body"):
            yield Remarks()
            yield PointsPane()
        yield SharedAhas()

    def compose_foot(self) -> ComposeResult:
        yield Static(id="asked")
        yield Field("›", limit=LINE, id="remark")
        with Horizontal(classes="buttons"):
            yield KeyButton("⏎", _("Send"), "say", id="say")
            yield KeyButton("⏎", _("Write a note"), "write", id="note")
            yield KeyButton("g", _("Thank you"), "thank", id="thank")
            yield KeyButton("r", _("We are done"), "ready", id="ready")
            yield KeyButton("k", _("Key points"), "points", id="open-points")
            yield KeyButton("l", _("Mark as aha"), "mark", id="mark")
            yield Static(classes="quiet aside", id="at-bell")

    @property
    def _view(self) -> model.Hearing:
        """The talk as I hear it just now."""
        return model.hearing(self.table.room, self.table.seat, self.step_as(Talk))

    # --- showing --------------------------------------------------------------------------------

    def stage_opened(self, stage: int) -> None:
        self._writes = False
        self._next_question()

    def show(self, room: Room) -> None:
        view = self._view
        self._open_rounds(view)
        at = self._at if view.speaks and len(view.round.prompts) > 1 else None
        self.query_one(Remarks).show(room.public, view.state, at)
        self.query_one(SharedAhas).show(room.public.ahas if view.step.ahas else ())
        self._show_points(room)
        self._show_foot()

    def _show_points(self, room: Room) -> None:
        board = self.step_as(Talk).board
        self.set_class(board, "-with-points")
        if board:
            home = None if self.me is None else self.me.home
            known = room.home(home) if home else Home()
            self.query_one(PointsPane).show(
                model.fates(room.public, known, self._view.own, self.me)
            )

    def _open_rounds(self, view: model.Hearing) -> None:
        """Open the rounds so far."""
        remarks = self.query_one(Remarks)
        remarks.title(view.heading(view.state.stage) or _(view.step.title))
        rounds = view.step.rounds
        for i in view.rounds:
            remarks.open_round(i, rounds[i], view.heading(i))

    def _show_foot(self) -> None:
        view = self._view
        writes = (view.speaks or view.may_ask) and (self._writes or not view.spoken)
        asked = view.asked(self._at)
        self.query_one("#asked", Static).update(asked)
        shown(self.query_one("#asked"), bool(asked))
        shown(self.query_one("#remark-row"), writes)
        shown(self.query_one("#say"), writes)
        shown(self.query_one("#note"), self.offers("write") and not writes)
        shown(self.query_one("#thank"), self.offers("thank"))
        shown(self.query_one("#ready"), self.offers("ready"))
        shown(self.query_one("#open-points"), self.offers("points"))
        shown(self.query_one("#mark"), self.offers("mark"))
        mine = view.speaks or not self.offers("ready")
        self.query_one("#ready", KeyButton).say(_("We are done") if mine else _("Go on"))
        own = len(view.own.ahas) if view.step.ahas else 0
        crowded = self.offers("points") or self.offers("mark")
        bell = writes and not self._prefilled and not crowded
        aside = _("What is typed is sent at the bell.") if bell else ""
        if own:
            aside = n_("a: {n} aha of yours", "a: {n} ahas of yours", own)
        self.query_one("#at-bell", Static).update(Content(aside))

    def sentence(self, room: Room) -> str:
        view = self._view
        if view.speaks:
            return self._speakers_sentence(view)
        if view.round.speakers == "observers" and self.offers("ready"):
            return _("Those who watched speak first. Press r to go on.")
        return model.listens(view)

    def _speakers_sentence(self, view: model.Hearing) -> str:
        if self.ready:
            return f"{_('Thank you.')} {self.waiting}"
        if view.spoken:
            return _("Speak. Press r when you have said it.")
        if self._prefilled:
            return _("This is from your sheet. Enter says it to all.")
        if view.open_prompts:
            return _("Answer in a line. Or say it aloud: esc, then r.")
        return _("Read on. Press r when you are done.")

    # --- doing ----------------------------------------------------------------------------------

    @property
    def _field(self) -> TextField:
        return self.query_one("#remark", TextField)

    def _next_question(self) -> None:
        """Go to the first question without an answer of mine, and begin its sentence."""
        view = self._view
        open_ones = view.open_prompts
        self._at = open_ones[0] if open_ones else len(view.round.prompts) - 1
        self._begin_answer(fresh=bool(open_ones))

    def _begin_answer(self, *, fresh: bool) -> None:
        """Start the field with the round's starter, or with a note of my sheet."""
        view = self._view
        writes = fresh and view.speaks
        starter = f"{view.starter} " if view.starter else ""
        self._prefilled = view.from_sheet(self._at) if writes else ""
        noted = writes and view.notes(self._at)
        self._field.fill(self._prefilled if noted else starter if writes else "")

    def unsent(self) -> SayRemark | None:
        # What comes from a private sheet is said by its writer, never by the bell; and whoever
        # pressed a key in the field that means something outside it said nothing.
        typed = self._field.value
        return None if typed == self._prefilled or slipped(typed) else self._remark()

    def _remark(self) -> SayRemark | None:
        return self._view.remark(self._field.value, self._at)

    def sent(self) -> None:
        self._next_question()
        self.update_room()

    def waits_for(self) -> TextField | None:
        view = self._view
        waits = view.speaks and view.open_prompts and not self.ready and not view.spoken
        return self._field if waits else None

    def offers(self, action: str) -> bool:
        view = self._view
        match action:
            case "write":
                return view.speaks or view.may_ask
            case "choose":
                return view.speaks and len(view.round.prompts) > 1
            case "thank":
                return view.may_thank
            case "ready":
                return not self.ready and view.may_end
            case "points":
                return view.step.board
            case "mark":
                return bool(view.may_mark)
        return super().offers(action)

    def action_ready(self) -> None:
        if self.offers("ready"):
            self.send(Ready(step=self.step_as(Talk).id, stage=self._view.state.stage))

    def action_write(self) -> None:
        if self.offers("write"):
            self._writes = True
            self._show_foot()
            self._field.focus()

    @on(TextField.Submitted, "#remark")
    def action_say(self) -> None:
        command = self._remark()
        if command is None:
            self._field.focus()
            return
        view = self._view
        if self._at + 1 >= len(view.round.prompts) or not view.speaks:
            self.set_focus(None)
        self.send(command, self.sent)

    def action_choose(self, prompt: int) -> None:
        view = self._view
        if view.speaks and prompt < len(view.round.prompts):
            self._at = prompt
            if self._field.value in ("", view.starter, self._prefilled):
                self._begin_answer(fresh=prompt in view.open_prompts)
            self.update_room()

    def action_thank(self) -> None:
        if self.offers("thank"):
            self.send(Thank(step=self.step_as(Talk).id, stage=self._view.state.stage))

    def action_points(self) -> None:
        self.toggle_class("-points-first")

    def action_mark(self) -> None:
        view = self._view
        places, step, remarks = view.may_mark, view.step, view.state.remarks
        if len(places) == 1:
            self.send(MarkAha(step=step.id, remark=places[0]))
        elif places:
            self.app.push_screen(
                Pick(_("Which of your lines is an aha?"), [remarks[i].text for i in places]),
                lambda i: None if i is None else self.send(MarkAha(step=step.id, remark=places[i])),
            )


SCREEN: Final = TalkScreen
