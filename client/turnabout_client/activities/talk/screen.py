"""talk: some speak, one question after the other; the others listen, thank and ask once."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from turnabout_client.activities.talk import model
from turnabout_client.activities.talk.points import PointsPane
from turnabout_client.activities.talk.remarks import Remarks, RoundView
from turnabout_client.activities.talk.shared import SharedAhas
from turnabout_client.tui.kit.field import Field, TextField
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.pick import Pick
from turnabout_client.tui.room.activity import ActivityScreen
from turnabout_client.tui.room.screen import shown
from turnabout_client.tui.table import Table
from turnabout_client.view import words
from turnabout_client.view.starters import continues, filled
from turnabout_language import N_, _, n_
from turnabout_protocol.activities.talk import (
    MarkAha,
    Remark,
    Round,
    SayRemark,
    Talk,
    TalkState,
    Thank,
)
from turnabout_protocol.commands import Ready
from turnabout_protocol.room import Home, Own, Room
from turnabout_protocol.scenario import Side, other
from turnabout_protocol.text import LINE


class TalkScreen(ActivityScreen):
    """Stepping out of the role, setting straight, what it means: one round after the other."""

    HELP = N_(
        "In each round one group speaks. Answer the questions in their order, in a line each, or "
        "say it aloud and press r. Who listens does not argue: say thank you, and ask one honest "
        "question if there is one. The round ends when all who speak are ready, or with its time."
        "\n\nWhere key points stand beside the talk, b shows them. Where ahas are shared, m marks "
        "a line of yours as one, and a opens those you have noted; nobody is named unless you "
        "sign."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", N_("write"), key_display="⏎"),
        *(
            Binding(str(n), f"choose({n - 1})", N_("answer this question"), show=False)
            for n in range(1, 5)
        ),
        Binding("y", "thank", N_("thank you")),
        Binding("r", "ready", N_("finished")),
        Binding("b", "points", N_("key points")),
        Binding("m", "mark", N_("mark as aha")),
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
            yield KeyButton("y", _("Thank you"), "thank", id="thank")
            yield KeyButton("r", _("We are done"), "ready", id="ready")
            yield KeyButton("b", _("Key points"), "points", id="open-points")
            yield KeyButton("m", _("Mark as aha"), "mark", id="mark")
            yield Static(classes="quiet aside", id="at-bell")

    # --- what is on -----------------------------------------------------------------------------

    @property
    def _state(self) -> TalkState:
        return self.state_as(TalkState)

    @property
    def _round(self) -> Round:
        return self.step_as(Talk).rounds[self._state.stage]

    @property
    def _own(self) -> Own:
        return self.table.room.of(self.table.seat or 0)

    @property
    def _spoken(self) -> bool:
        return self.public.rules.spoken

    @property
    def _speaks(self) -> bool:
        """Whether I speak in this round."""
        public, me, step = self.public, self.me, self.step_as(Talk)
        return me is not None and step.id in public.steps and step.speaks(public, me)

    @property
    def _side(self) -> Side | None:
        """The home side that speaks; None when it is not a side that does."""
        return model.side_of(self._round.speakers, self._state)

    @property
    def _may_ask(self) -> bool:
        """Whether I listen and have my question still."""
        mine = (r.seat == self.table.seat and r.prompt is None for r in self._said_now)
        me = self.me
        listens = me is not None and me.role != "facilitator" and not self._speaks
        return listens and not any(mine)

    @property
    def _said_now(self) -> tuple[Remark, ...]:
        state = self._state
        return tuple(r for r in state.remarks if r.stage == state.stage)

    @property
    def _starter(self) -> str:
        me = self.me
        if me is None or not self._speaks:
            return ""
        return filled(_(self._round.starter), self.public, me).rstrip()

    def _answered(self) -> set[int | None]:
        return {r.prompt for r in self._said_now if r.seat == self.table.seat}

    def _may_mark(self) -> list[int]:
        """The places of my remarks that I may mark as an aha."""
        if not self.step_as(Talk).ahas:
            return []
        state = self._state
        mine = (i for i, r in enumerate(state.remarks) if r.seat == self.table.seat)
        return [i for i in mine if i not in state.marked]

    # --- showing --------------------------------------------------------------------------------

    def stage_opened(self, stage: int) -> None:
        self._writes = False
        self._next_question()

    def show(self, room: Room) -> None:
        view = self._open_rounds()
        self.query_one(Remarks).show(room.public, self._state)
        at = self._at if self._speaks and len(self._round.prompts) > 1 else None
        view.call_after_refresh(view.mark, at)
        step = self.step_as(Talk)
        self.query_one(SharedAhas).show(room.public.ahas if step.ahas else ())
        self._show_points(room)
        self._show_foot()

    def _show_points(self, room: Room) -> None:
        board = self.step_as(Talk).board
        self.set_class(board, "-with-points")
        if board:
            home = None if self.me is None else self.me.home
            known = room.home(home) if home else Home()
            self.query_one(PointsPane).show(model.fates(room.public, known, self._own, self.me))

    def _open_rounds(self) -> RoundView:
        remarks, step = self.query_one(Remarks), self.step_as(Talk)
        now = self._state.stage
        remarks.title(self._heading(now) or _(step.title))
        said = {r.stage for r in self._state.remarks}
        stages = [i for i in range(now) if i in said or step.rounds[i].speakers != "observers"]
        views = [remarks.open_round(i, step.rounds[i], self._heading(i)) for i in (*stages, now)]
        return views[-1]

    def _heading(self, stage: int) -> Content | None:
        speakers = self.step_as(Talk).rounds[stage].speakers
        side = model.side_of(speakers, self._state)
        if side is not None:
            played = _("played by {side}", side=self.public.label(other(side)))
            return Content.assemble(words.side(self.public, side), (f"  {played}", "$quiet"))
        if speakers == "observers":
            return Content.styled(_("Those who watched"), "bold")
        return None

    def _show_foot(self) -> None:
        writes = (self._speaks or self._may_ask) and (self._writes or not self._spoken)
        self.query_one("#asked", Static).update(self._asked())
        shown(self.query_one("#remark-row"), writes)
        shown(self.query_one("#say"), writes)
        shown(self.query_one("#note"), self.offers("write") and not writes)
        shown(self.query_one("#thank"), self.offers("thank"))
        shown(self.query_one("#ready"), self.offers("ready"))
        shown(self.query_one("#open-points"), self.offers("points"))
        shown(self.query_one("#mark"), self.offers("mark"))
        mine = self._speaks or not self.offers("ready")
        self.query_one("#ready", KeyButton).say(_("We are done") if mine else _("Go on"))
        own = len(self._own.ahas) if self.step_as(Talk).ahas else 0
        crowded = self.offers("points") or self.offers("mark")
        bell = writes and not self._prefilled and not crowded
        aside = _("What is typed is sent at the bell.") if bell else ""
        if own:
            aside = n_("a: {n} aha of yours", "a: {n} ahas of yours", own)
        self.query_one("#at-bell", Static).update(Content(aside))

    def _asked(self) -> Content:
        prompts = self._round.prompts
        if self._speaks and len(prompts) > 1:
            return Content.styled(_(prompts[self._at]), "bold $accent")
        if self._speaks and self._spoken:
            return Content.styled(_("Say it aloud, one after the other."), "bold")
        if self._speaks:
            return Content.styled(_("Say it in a line."), "$quiet")
        if self._may_ask and self._spoken:
            return Content.styled(
                _("You listen. Ask one honest question, if you have one."), "$quiet"
            )
        if self._may_ask:
            return Content.styled(_("You listen. One honest question, if you have one:"), "$quiet")
        return Content.styled(_("You listen."), "$quiet")

    def sentence(self, room: Room) -> str:
        if self._speaks:
            return self._speakers_sentence()
        if self._side is not None:
            return _("{side} set you straight. Listen.", side=room.public.label(self._side))
        if self._round.speakers == "observers":
            if self.offers("ready"):
                return _("Those who watched speak first. Press r to go on.")
            return _("Those who watched speak first. Listen.")
        return _("Read along.")

    def _speakers_sentence(self) -> str:
        if self.ready:
            return f"{_('Thank you.')} {self.waiting}"
        if self._spoken:
            return _("Speak. Press r when you have said it.")
        if self._prefilled:
            return _("This is from your sheet. Enter says it to all.")
        if len(self._round.prompts) > len(self._answered()):
            return _("Answer in a line, or say it aloud and press r.")
        return _("Read on. Press r when you are done.")

    # --- doing ----------------------------------------------------------------------------------

    @property
    def _field(self) -> TextField:
        return self.query_one("#remark", TextField)

    def _next_question(self) -> None:
        """Go to the first question without an answer of mine, and begin its sentence."""
        answered = self._answered()
        open_ones = [i for i in range(len(self._round.prompts)) if i not in answered]
        self._at = open_ones[0] if open_ones else len(self._round.prompts) - 1
        self._begin_answer(fresh=bool(open_ones))

    def _begin_answer(self, *, fresh: bool) -> None:
        """Start the field with the round's starter, or with a note of my sheet."""
        sheet, me = self._round.sheet, self.me
        self._prefilled = ""
        if not (fresh and self._speaks):
            self._field.fill("")
        elif me is not None and me.role == "observer" and self._at < len(sheet):
            self._prefilled = model.from_sheet(self.public, self._own, sheet[self._at])[:LINE]
            self._field.fill(self._prefilled)
        else:
            self._field.fill(f"{self._starter} " if self._starter else "")

    def unsent(self) -> SayRemark | None:
        # What comes from a private sheet is said by its writer, never by the bell.
        return None if self._field.value == self._prefilled else self._remark()

    def _remark(self) -> SayRemark | None:
        text = self._field.value
        if not continues(self._starter, text) or not (self._speaks or self._may_ask):
            return None
        prompt = self._at if self._speaks else None
        step, stage = self.step_as(Talk), self._state.stage
        return SayRemark(step=step.id, stage=stage, prompt=prompt, text=text)

    def sent(self) -> None:
        self._next_question()
        self.update_room()

    def waits_for(self) -> TextField | None:
        open_ones = len(self._answered()) < len(self._round.prompts)
        waits = self._speaks and open_ones and not self.ready and not self._spoken
        return self._field if waits else None

    def offers(self, action: str) -> bool:
        match action:
            case "write":
                return self._speaks or self._may_ask
            case "choose":
                return self._speaks and len(self._round.prompts) > 1
            case "thank":
                listens = self.me is not None and self.me.role != "facilitator"
                return listens and not self._speaks and self.table.seat not in self._state.thanked
            case "ready":
                return not self.ready and self._may_end
            case "points":
                return self.step_as(Talk).board
            case "mark":
                return bool(self._may_mark())
        return super().offers(action)

    @property
    def _may_end(self) -> bool:
        """Whether I can say that the round is done: who speaks, and nobody waits for observers."""
        watched = self._round.speakers == "observers"
        return (self.plays and (self._speaks or watched)) or (watched and self._speaks)

    def action_ready(self) -> None:
        if self.offers("ready"):
            self.send(Ready(step=self.step_as(Talk).id, stage=self._state.stage))

    def action_write(self) -> None:
        if self._speaks or self._may_ask:
            self._writes = True
            self._show_foot()
            self._field.focus()

    @on(TextField.Submitted, "#remark")
    def action_say(self) -> None:
        command = self._remark()
        if command is None:
            self._field.focus()
            return
        if self._at + 1 >= len(self._round.prompts) or not self._speaks:
            self.set_focus(None)
        self.send(command, self.sent)

    def action_choose(self, prompt: int) -> None:
        if self._speaks and prompt < len(self._round.prompts):
            self._at = prompt
            if self._field.value in ("", self._starter, self._prefilled):
                self._begin_answer(fresh=prompt not in self._answered())
            self.update_room()

    def action_thank(self) -> None:
        if self.offers("thank"):
            self.send(Thank(step=self.step_as(Talk).id, stage=self._state.stage))

    def action_points(self) -> None:
        self.toggle_class("-points-first")

    def action_mark(self) -> None:
        places = self._may_mark()
        step, remarks = self.step_as(Talk), self._state.remarks
        if len(places) == 1:
            self.send(MarkAha(step=step.id, remark=places[0]))
        elif places:
            self.app.push_screen(
                Pick(_("Which of your lines is an aha?"), [remarks[i].text for i in places]),
                lambda i: None if i is None else self.send(MarkAha(step=step.id, remark=places[i])),
            )


SCREEN: Final = TalkScreen
