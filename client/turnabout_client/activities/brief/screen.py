"""brief: the shared goal, whom one plays, the hand, their words, and a first line in role."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content

from turnabout_client.activities.brief import model
from turnabout_client.link.table import Table
from turnabout_client.tui.kit.card import Note
from turnabout_client.tui.kit.field import Field, TextField
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.activity import ActivityScreen
from turnabout_client.tui.room.screen import shown
from turnabout_client.view import words
from turnabout_client.view.people import SHAPE, shares_with
from turnabout_client.view.starters import continues, filled
from turnabout_language import N_, _
from turnabout_protocol.activities.brief import Brief, BriefState, WarmUp
from turnabout_protocol.room import Own, Room
from turnabout_protocol.scenario import KeyPoint
from turnabout_protocol.text import LINE


class BriefScreen(ActivityScreen):
    """Everything about the person one is to play, on one screen."""

    HELP = N_(
        "You play somebody from the other side. Read what puts pressure on them and what is good "
        "about their reasons, then look at your cards: their owners will hear you argue them. Say "
        "one line in role, so that the first word is behind you. Arrow keys scroll the text; 0 "
        "turns the cards over, where the reason behind each is."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", N_("write my line"), key_display="⏎"),
        Binding("0", "turn", N_("why?")),
        Binding("r", "ready", N_("ready")),
    ]
    READS = "#persona"

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._cards: tuple[KeyPoint, ...] | None = None
        self._starter = ""
        self._turned = False

    def compose_body(self) -> ComposeResult:
        yield Static(id="goal")
        with Horizontal(id="brief-columns"):
            with Pane(_("The people you will hear"), id="persona"):
                yield Static(id="who")
                yield Static(id="prompts")
                yield Static(id="lingo")
            with Vertical(id="brief-right"):
                yield Pane(_("Your hand"), id="brief-hand")
                with Pane(_("First words in role"), id="lines"):
                    yield Static(id="line-list")

    def compose_foot(self) -> ComposeResult:
        yield Static(id="starter")
        yield Field("›", limit=LINE, id="line")
        with Horizontal(classes="buttons"):
            yield KeyButton("⏎", _("Say it"), "say", id="say")
            yield KeyButton("0", _("Why?"), "turn", id="turn")
            yield KeyButton("r", _("Ready to play"), "ready", id="ready")
            yield Static(Content(_("Sent at the bell.")), classes="quiet aside")

    # --- showing --------------------------------------------------------------------------------

    def show(self, room: Room) -> None:
        own = room.of(self.table.seat or 0)
        goal = room.public.story.shared_goal if room.public.story else ""
        self.query_one("#goal", Static).update(
            Content.assemble((_("What all of you want") + "  ", "bold $accent"), goal)
        )
        self._show_persona(own)
        self._show_hand(own)
        said = model.first_words(room.public, self.state_as(BriefState))
        self.query_one("#line-list", Static).update(said)
        starter = _("Say one line in role. It starts like this; go on from there.")
        if self._said:
            starter = _("Your line is on the table. You can still change it.")
        self.query_one("#starter", Static).update(Content(starter))
        for each in self.query_one("#foot").children:
            shown(each, self.plays)
        shown(self.query_one("#ready"), not self.ready)
        shown(self.query_one("#turn"), self.offers("turn"))

    def _show_persona(self, own: Own) -> None:
        me, who = self.me, own.persona
        pane = self.query_one("#persona", Pane)
        if me is None or who is None or me.played is None:
            self.query_one("#who", Static).update(model.cast(self.public))
            return
        self._start(filled(self.step_as(Brief).warm_up, self.public, me))
        style = words.side_style(me.played)
        pane.title(
            Content.styled(_("You play {persona}", persona=f"{SHAPE[me.played]} {who.name}"), style)
        )
        shared = shares_with(self.public, me)
        self.query_one("#who", Static).update(
            words.lines(*([shared] if shared else []), model.person(who))
        )
        prompts = self.step_as(Brief).prompts
        self.query_one("#prompts", Static).update(model.questions(prompts))
        shown(self.query_one("#prompts"), bool(prompts))
        self.query_one("#lingo", Static).update(model.glossary(self.public, own.lingo))
        shown(self.query_one("#lingo"), bool(own.lingo))

    def _show_hand(self, own: Own) -> None:
        pane = self.query_one("#brief-hand", Pane)
        shown(pane, self.plays)
        if own.hand == self._cards:
            return
        self._cards = own.hand
        pane.remove_children()
        notes = [Note(card, classes="-deep" if i % 2 else "") for i, card in enumerate(own.hand)]
        for note in notes:
            note.turn(self._turned)
        pane.mount_all(notes)

    def _start(self, starter: str) -> None:
        """Put the beginning of the line into the field, once."""
        if starter and not self._starter:
            self._starter = starter
            lines = self.state_as(BriefState).lines
            self._field.fill(lines.get(self.table.seat or 0, f"{starter} "))

    def sentence(self, room: Room) -> str:
        if not self.plays or self.ready:
            return model.decided(self.plays, self.ready, self.waiting)
        if self._said:
            return _("Read on, then press r when you are ready.")
        if self.public.rules.spoken:
            return _("Read who you are. Say one line in role; r when you have.")
        return _("Read who you are. Then say one line in role.")

    # --- doing ----------------------------------------------------------------------------------

    @property
    def _field(self) -> TextField:
        return self.query_one("#line", TextField)

    @property
    def _said(self) -> str:
        return self.state_as(BriefState).lines.get(self.table.seat or 0, "")

    def unsent(self) -> WarmUp | None:
        text = self._field.value
        if not self.plays or text == self._said or not continues(self._starter, text):
            return None
        return WarmUp(step=self.step_as(Brief).id, text=text)

    def waits_for(self) -> TextField | None:
        waits = self.plays and not self._said and not self.ready
        return self._field if waits and not self.public.rules.spoken else None

    def offers(self, action: str) -> bool:
        if action == "turn":
            return self.plays and any(card.why for card in self._cards or ())
        return self.plays if action == "write" else super().offers(action)

    def action_turn(self) -> None:
        self._turned = not self._turned
        for note in self.query(Note):
            note.turn(self._turned)

    def action_write(self) -> None:
        if self.plays:
            self._field.focus()

    @on(TextField.Submitted, "#line")
    def action_say(self) -> None:
        command = self.unsent()
        if command is None:
            self._field.focus()
            return
        self.set_focus(None)
        self.send(command)


SCREEN: Final = BriefScreen
