"""scene: listen and rate; in your turn echo, play a card, perhaps ask; or watch and take notes."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from turnabout_client.activities.scene import model
from turnabout_client.activities.scene.aloud import Aloud
from turnabout_client.activities.scene.brief import BriefPanel
from turnabout_client.activities.scene.hand import Hand
from turnabout_client.activities.scene.jotting import Jotting
from turnabout_client.activities.scene.listening import ListeningScreen
from turnabout_client.activities.scene.sheet import SheetPanel
from turnabout_client.activities.scene.speak import Speak
from turnabout_client.activities.scene.turns import Talk
from turnabout_client.tui.room.screen import shown
from turnabout_client.tui.table import Table
from turnabout_client.view import words
from turnabout_client.view.people import face
from turnabout_client.view.time import Span
from turnabout_language import N_, _
from turnabout_protocol.activities.observing import FillSheet, Sheet
from turnabout_protocol.activities.scene import Pass, Said, Turn
from turnabout_protocol.activities.scene import Speak as SpeakCommand
from turnabout_protocol.commands import Ready
from turnabout_protocol.room import SECOND, Home, Room

SOON: Final = 10 * SECOND
"""When the soft bell comes, before the bell."""


class SceneScreen(ListeningScreen):
    """The table, the hand, and what is asked of this seat; or the sheet of somebody who watches."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", N_("write, ready")),
        Binding("enter", "jot", N_("tick, write"), key_display="⏎"),
        Binding("enter", "done", N_("finished"), show=False),
        Binding("d", "done", N_("finished")),
        Binding("b", "brief", N_("brief")),
        Binding("z", "pass", N_("pass")),
        Binding("m", "mute", N_("bell on or off"), show=False),
    ]
    HELP = N_(
        "Turns alternate between the sides. In yours: say back what the last speaker said, choose "
        "a card with its number and say it in your own words as the person you play; ask a "
        "question if you like. Where people write, Enter goes to the next field and, from the "
        "last, sends; where they speak, d says that you are done. At the bell, what is there "
        "counts. Passing is free. A soft sound comes ten seconds before; m turns it off.\n\n"
        "When others have played your own side, say how true it rang: 4, I could have said that "
        "myself; 3, right concern, not quite our words; 2, something important is missing; 1, that "
        "is not how we see it; space skips. Nobody is told what you chose. A word of your side is "
        "underlined where it was used: s strikes it when it was used wrongly. If somebody is made "
        "a caricature, v says so, unnamed, and the turn does not count.\n\n"
        "Whoever watches has a sheet: the arrow keys go through it, Enter ticks a point when it "
        "was heard, or writes a note. Nobody else sees it. Page keys scroll the table."
    )
    SCROLLS = "#talk"

    _turn = 0
    """The turn of mine that the fields are for."""
    _tick: Timer | None = None
    _chime: Timer | None = None
    _taken_up = 0
    """The turn of mine for which the first field has been offered."""
    _muted = False
    _sheet_known = False

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._speak = Speak()
        self._aloud = Aloud()

    def compose_body(self) -> ComposeResult:
        with Container(id="scene"):
            yield BriefPanel()
            yield Talk()
            yield Hand()
            yield SheetPanel()
        with Vertical(id="asks"):
            yield from self.compose_asks()

    def compose_foot(self) -> ComposeResult:
        yield self._speak
        yield self._aloud
        with Vertical(id="listen"):
            yield from self.compose_reactions()
            yield Static(id="hint", classes="quiet")
            yield Jotting()

    # --- what is on -----------------------------------------------------------------------------

    @property
    def spoken(self) -> bool:
        """Whether people talk, and nothing is written."""
        return self.table.room.public.rules.spoken

    @property
    def my_turn(self) -> Turn | None:
        """The live turn, if it is mine."""
        live = self.state.live
        return live if live is not None and live.seat == self.table.seat else None

    @property
    def plays(self) -> bool:
        """Whether I take turns."""
        return self.me is not None and self.me.plays

    @property
    def watches(self) -> bool:
        """Whether I have a sheet to keep."""
        return self.me is not None and self.me.role == "observer"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        if self.stale or not self._offers(action):
            return False
        return super().check_action(action, parameters)

    def _offers(self, action: str) -> bool:
        mine = self.my_turn is not None
        match action:
            case "pass":
                return mine
            case "done":
                return mine and self.spoken
            case "write":
                twist = self.plays and self.state.phase == "twist"
                return twist or (mine and not self.spoken)
            case "jot":
                return self.watches
            case "brief":
                return self.plays
        return True

    # --- what the room says ---------------------------------------------------------------------

    def sentence(self, room: Room) -> str:
        return model.sentence(room.public, self.scene, self.me, self.play)

    def span(self, room: Room) -> Span | None:
        return model.turn_span(self.state, self.scene)

    def refresh_room(self, room: Room) -> None:
        public, me = room.public, self.me
        talk = self.query_one(Talk)
        talk.own_words(None if me is None else me.home, self.own_words)
        talk.show(
            public,
            self.state,
            self._live_line(),
            again=model.scene_number(public, self.scene.id) > 1,
            struck=self.struck,
        )
        own = room.of(self.table.seat or 0)
        brief, hand = self.query_one(BriefPanel), self.query_one(Hand)
        self.set_class(not self.plays, "-watching")
        shown(brief, self.plays)
        shown(hand, self.plays)
        if me is not None and me.plays:
            brief.show(public, me, own)
            hand.show(own.hand)
        self._show_sheet(room)
        self._show_foot()
        self.show_asks()
        self._take_up()
        self._arm()

    def _live_line(self) -> Content:
        live = self.state.live
        if live is None:
            return Content("")
        public = self.table.room.public
        thinks = self.play < live.acts_from
        does = _("is thinking …") if thinks else _("is speaking …")
        return Content.assemble(words.persona(public, live.seat), (f" {does}", "$quiet italic"))

    def _show_sheet(self, room: Room) -> None:
        panel = self.query_one(SheetPanel)
        shown(panel, self.watches)
        shown(self.query_one(Jotting), self.watches and self.query_one(Jotting).writes)
        if not self.watches:
            return
        if not self._sheet_known:
            self._sheet_known = True
            panel.begin(room.of(self.table.seat or 0).state(Sheet, self.scene.id))
        home = self.me.home if self.me is not None else None
        panel.show(model.sheet_cards(room.public, room.home(home) if home else Home()))

    def _show_foot(self) -> None:
        mine = self.my_turn
        if mine is not None and mine.number != self._turn:
            self._turn = mine.number
            self._speak.begin(mine.echoes is not None)
            self.doze()
        if mine is None and self._turn:
            # The fields go: what somebody is still typing must not land on single keys.
            self._turn = 0
            self.set_focus(None)
            self.doze()
        shown(self._speak, mine is not None and not self.spoken)
        shown(self._aloud, mine is not None and self.spoken)
        shown(self.query_one("#listen"), mine is None)
        if mine is None:
            self.show_reactions()
            self.query_one("#hint", Static).update(Content(self._hint()))
            shown(self.query_one("#hint"), not self.query_one(Jotting).display)
        elif self.spoken:
            self._show_cues(mine)

    def _show_cues(self, mine: Turn) -> None:
        echoed = self.state.turn(mine.echoes) if mine.echoes else None
        who = "" if echoed is None else face(self.table.room.public, echoed.seat)
        self._aloud.show(who, self.query_one(Hand).card)

    def _take_up(self) -> None:
        """In my turn one can just type, as soon as nothing else is asked of me."""
        mine = self.my_turn
        if mine is None or self.spoken or mine.number == self._taken_up or self.typing:
            return
        if not self.asked:
            self._taken_up = mine.number
            self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        if not self.stale and self.my_turn is not None and not self.typing:
            self._speak.write()

    def _hint(self) -> str:
        if self.plays:
            return _("Choose the card for your next turn with its number. b shows whom you play.")
        return _("You watch, and speak first in the debrief. ↑ ↓ go through your sheet.")

    def _arm(self) -> None:
        """Come back when time alone changes something: thinking or rating ends, the bell."""
        if self._tick is not None:
            self._tick.stop()
            self._tick = None
        if self._chime is not None:
            self._chime.stop()
            self._chime = None
        public = self.table.room.public
        if not public.clock.paused:
            soon = 0 if self.my_turn is None else self.my_turn.ends - SOON - self.play
            if soon > 0:
                self._chime = self.set_timer(soon / SECOND, self._ring_softly)
            left = model.next_change(public, self.scene, self.play)
            if left is not None:
                self._tick = self.set_timer(left + 0.002, self._time_passed)

    def _ring_softly(self) -> None:
        if not self._muted and not self.stale:
            self.app.bell()

    def action_mute(self) -> None:
        self._muted = not self._muted
        self.notice(_("The bell is off.") if self._muted else _("The bell is on."))

    def _time_passed(self) -> None:
        if self.stale:
            return
        mine = self.my_turn
        if mine is not None and self.play >= mine.ends:
            self._ring_bell(mine)
        self.update_room()

    def _ring_bell(self, turn: Turn) -> None:
        """Send what is there. If the server was quicker, it has the draft: nothing to tell."""
        said = self._said()
        if self.spoken or not said.empty:
            self.send(SpeakCommand(step=self.scene.id, turn=turn.number, said=said), quiet=True)

    # --- my turn --------------------------------------------------------------------------------

    def _said(self) -> Said:
        card = self.query_one(Hand).chosen
        return Said(card=card) if self.spoken else self._speak.said(card)

    @on(Speak.Drafted)
    @on(Hand.Chose)
    def _draft(self) -> None:
        if (mine := self.my_turn) is not None:
            self.table.draft(self.scene.id, mine.number, self._said())
            if self.spoken:
                self._show_cues(mine)

    @on(Speak.Sent)
    @on(Aloud.Done)
    def action_done(self) -> None:
        mine, said = self.my_turn, self._said()
        if mine is None:
            return
        if said.empty and not self.spoken:
            self.notice(_("Say something, choose a card, or press Escape and then z to pass."))
            return
        command = SpeakCommand(step=self.scene.id, turn=mine.number, said=said)
        self.send(command, self.query_one(Hand).put_back)

    def action_write(self) -> None:
        if self.state.phase == "twist":
            self.send(Ready(step=self.scene.id, stage=self.state.stage))
        elif self.my_turn is not None:
            self._speak.write()

    @on(Aloud.Passed)
    def action_pass(self) -> None:
        if (mine := self.my_turn) is not None:
            self.send(Pass(step=self.scene.id, turn=mine.number))

    def choose_card(self, number: int) -> None:
        self.query_one(Hand).choose(number)

    def action_brief(self) -> None:
        self.toggle_class("-unfolded")

    # --- my sheet -------------------------------------------------------------------------------

    def action_scroll_text(self, lines: int) -> None:
        if self.watches and abs(lines) == 1:
            self.query_one(SheetPanel).move(lines)
        else:
            super().action_scroll_text(lines)

    def action_jot(self) -> None:
        self.query_one(SheetPanel).act()

    @on(SheetPanel.Writes)
    def _jot(self, event: SheetPanel.Writes) -> None:
        jotting = self.query_one(Jotting)
        shown(jotting, True)
        shown(self.query_one("#hint"), False)
        jotting.write(event.part, self.query_one(SheetPanel).sheet)

    @on(Jotting.Written)
    def _noted(self, event: Jotting.Written) -> None:
        panel = self.query_one(SheetPanel)
        panel.note(event.part, event.text)
        self._keep_sheet()
        if event.closed:
            self.set_focus(None)
            shown(self.query_one(Jotting), False)
            shown(self.query_one("#hint"), True)

    @on(SheetPanel.Changed)
    def _keep_sheet(self) -> None:
        sheet = self.query_one(SheetPanel).sheet
        self.send(
            FillSheet(
                step=self.scene.id,
                heard=sheet.heard,
                mood=sheet.mood,
                unvoiced=sheet.unvoiced,
                word=sheet.word,
            ),
            quiet=True,
        )


SCREEN: Final = SceneScreen
