"""talk: some speak, one question after the other; the others listen, thank and ask once."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from turnabout_client.tui import words
from turnabout_client.tui.activity_model import continues, filled
from turnabout_client.tui.screens.activity import ActivityScreen
from turnabout_client.tui.screens.base import shown
from turnabout_client.tui.table import Table
from turnabout_client.tui.widgets.field import Field, TextField
from turnabout_client.tui.widgets.key_button import KeyButton
from turnabout_client.tui.widgets.remarks import Remarks, RoundView
from turnabout_protocol.activities.talk import (
    Remark,
    Round,
    SayRemark,
    Talk,
    TalkState,
    Thank,
)
from turnabout_protocol.parts import Room
from turnabout_protocol.scenario import Side, other
from turnabout_protocol.text import LINE


class TalkScreen(ActivityScreen):
    """De-role, and the rounds in which the owners set the picture straight."""

    HELP = (
        "In each round one group speaks. Answer the questions in their order, in a line each, or "
        "say it aloud and press r. Who listens does not argue: say thank you, and ask one honest "
        "question if there is one. The round ends when all who speak are ready, or with its time."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", "write", key_display="⏎"),
        *(
            Binding(str(n), f"choose({n - 1})", "answer this question", show=False)
            for n in range(1, 5)
        ),
        Binding("y", "thank", "thank you"),
        Binding("r", "ready", "we are done"),
    ]
    READS = "#remarks"

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._at = 0

    def compose_body(self) -> ComposeResult:
        yield Remarks()

    def compose_foot(self) -> ComposeResult:
        yield Static(id="asked")
        yield Field("›", limit=LINE, id="remark")
        with Horizontal(classes="buttons"):
            yield KeyButton("⏎", "Send", "say", id="say")
            yield KeyButton("y", "Thank you", "thank", id="thank")
            yield KeyButton("r", "We are done", "ready", id="ready")
            yield Static("What is typed is sent at the bell.", classes="quiet aside")

    # --- what is on -----------------------------------------------------------------------------

    @property
    def _state(self) -> TalkState:
        return self.state_as(TalkState)

    @property
    def _round(self) -> Round:
        return self.step_as(Talk).rounds[self._state.stage]

    @property
    def _speaks(self) -> bool:
        """Whether I speak in this round."""
        public, me, step = self.public, self.me, self.step_as(Talk)
        return me is not None and step.id in public.steps and step.speaks(public, me)

    @property
    def _side(self) -> Side | None:
        """The home side that speaks; None when it is not a side that does."""
        first = self._state.first
        match self._round.speakers:
            case "first_side":
                return first
            case "second_side":
                return other(first)
            case _:
                return None

    @property
    def _may_ask(self) -> bool:
        """Whether I listen and have my question still."""
        state = self._state
        mine = (r.seat == self.table.seat and r.prompt is None for r in self._said_now)
        me = self.me
        return (
            me is not None and me.role != "facilitator" and not self._speaks
            and state.stage >= 0 and not any(mine)
        )  # fmt: skip

    @property
    def _said_now(self) -> tuple[Remark, ...]:
        state = self._state
        return tuple(r for r in state.remarks if r.stage == state.stage)

    @property
    def _starter(self) -> str:
        me = self.me
        if me is None or not self._speaks:
            return ""
        return filled(self._round.starter, self.public, me).rstrip()

    def _answered(self) -> set[int | None]:
        return {r.prompt for r in self._said_now if r.seat == self.table.seat}

    # --- showing --------------------------------------------------------------------------------

    def stage_opened(self, stage: int) -> None:
        self._next_question()

    def show(self, room: Room) -> None:
        view = self._open_rounds()
        self.query_one(Remarks).show(room.public, self._state)
        view.mark(self._at if self._speaks and len(self._round.prompts) > 1 else None)
        self._show_foot()

    def _open_rounds(self) -> RoundView:
        remarks, step = self.query_one(Remarks), self.step_as(Talk)
        remarks.title(self._heading(self._state.stage) or step.title)
        stages = range(self._state.stage + 1)
        views = [remarks.open_round(i, step.rounds[i], self._heading(i)) for i in stages]
        return views[-1]

    def _heading(self, stage: int) -> Content | None:
        speakers = self.step_as(Talk).rounds[stage].speakers
        first = self._state.first
        match speakers:
            case "first_side" | "second_side":
                side = first if speakers == "first_side" else other(first)
                played = f", who were played by {self.public.label(other(side))}"
                return Content.assemble(words.side(self.public, side), (played, "$quiet"))
            case "observers":
                return Content.styled("Those who watched", "bold")
            case _:
                return None

    def _show_foot(self) -> None:
        speaks, asks = self._speaks, self._may_ask
        prompts = self._round.prompts
        if speaks and len(prompts) == 1:
            asked = Content.styled("Say it in a line.", "$quiet")
        elif speaks:
            asked = Content.styled(prompts[self._at], "bold $accent")
        elif asks:
            asked = Content.styled("You listen. One honest question, if you have one:", "$quiet")
        else:
            asked = Content.styled("You listen.", "$quiet")
        self.query_one("#asked", Static).update(asked)
        shown(self.query_one("#remark-row"), speaks or asks)
        shown(self.query_one("#say"), speaks or asks)
        shown(self.query_one("#thank"), self.offers("thank"))
        shown(self.query_one("#ready"), self.offers("ready"))

    def sentence(self, room: Room) -> str:
        if self._speaks:
            if self.ready:
                return f"Thank you. {self.waiting}"
            left = len(self._round.prompts) - len(self._answered())
            done = "Read on. Press r when you are done."
            return "Answer in a line, or say it aloud." if left > 0 else done
        if self._side is not None:
            return f"{room.public.label(self._side)} set you straight. Listen."
        if self._round.speakers == "observers":
            return "Those who watched speak first. Listen."
        return "Read along."

    # --- doing ----------------------------------------------------------------------------------

    @property
    def _field(self) -> TextField:
        return self.query_one("#remark", TextField)

    def _next_question(self) -> None:
        """Go to the first question without an answer of mine, and begin its sentence."""
        answered = self._answered()
        open_ones = [i for i in range(len(self._round.prompts)) if i not in answered]
        self._at = open_ones[0] if open_ones else len(self._round.prompts) - 1
        fresh = self._speaks and bool(open_ones) and self._starter
        self._field.fill(f"{self._starter} " if fresh else "")

    def unsent(self) -> SayRemark | None:
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
        return self._field if self._speaks and open_ones and not self.ready else None

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
                return self.plays and self._speaks and not self.ready
        return super().offers(action)

    def action_write(self) -> None:
        if self._speaks or self._may_ask:
            self._field.focus()

    @on(TextField.Submitted, "#remark")
    def action_say(self) -> None:
        command = self.unsent()
        if command is None:
            self._field.focus()
            return
        if self._at + 1 >= len(self._round.prompts) or not self._speaks:
            self.set_focus(None)
        self.send(command, self.sent)

    def action_choose(self, prompt: int) -> None:
        if self._speaks and prompt < len(self._round.prompts):
            self._at = prompt
            self.update_room()

    def action_thank(self) -> None:
        state = self._state
        if self.offers("thank"):
            self.send(Thank(step=self.step_as(Talk).id, stage=state.stage))
