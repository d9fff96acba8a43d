"""scene: listen and rate; in your turn echo, play a card, perhaps ask; or watch and take notes."""

from typing import ClassVar, Final, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from turnabout_client.activities.scene import aside, asks
from turnabout_client.activities.scene.aloud import Aloud
from turnabout_client.activities.scene.brief import BriefPanel
from turnabout_client.activities.scene.conversation import Conversation
from turnabout_client.activities.scene.floor import Floor
from turnabout_client.activities.scene.hand import Hand
from turnabout_client.activities.scene.jotting import Jotting
from turnabout_client.activities.scene.moment import Moment, moment
from turnabout_client.activities.scene.passing import pass_turn
from turnabout_client.activities.scene.sheet import SheetPanel
from turnabout_client.activities.scene.soft_bell import SoftBell
from turnabout_client.activities.scene.speak import SpeakForm
from turnabout_client.activities.scene.telling import sentence
from turnabout_client.tui.kit.alarm import Alarm
from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.kit.prompts import Choices
from turnabout_client.tui.room.screen import RoomScreen, shown
from turnabout_client.tui.table import Table
from turnabout_client.view.people import face
from turnabout_client.view.time import Span
from turnabout_language import N_, _
from turnabout_protocol.activities.observing import FillSheet
from turnabout_protocol.activities.scene import FlagCaricature, Pass, Scene
from turnabout_protocol.commands import AnyCommand, Ready
from turnabout_protocol.room import Room

HAIR: Final = 0.002
"""Seconds to wait longer than until something changes: then it surely has."""


class SceneScreen(RoomScreen):
    """The table, the hand, and what is asked of this seat; or the sheet of somebody who watches."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(key, f"answer('{key}')", name, show=False)
            for key, name in (*asks.KEYS, *aside.KEYS)
        ),
        Binding("s", "answer('s')", N_("our word, used wrongly"), show=False),
        Binding("v", "flag", N_("caricature")),
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

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        step = cast(Scene, self.step).id
        self._brief = BriefPanel()
        self._talk = Conversation()
        self._hand = Hand()
        self._sheet = SheetPanel()
        self._asks = asks.Asks(step, self._tell)
        self._floor = Floor()
        self._aside = aside.Aside(step, self.send)
        self._tick = Alarm(self, self._time_passed)
        self._chime = SoftBell(self)

    def compose_body(self) -> ComposeResult:
        yield Container(self._brief, self._talk, self._hand, self._sheet, id="scene")
        yield self._asks

    def compose_foot(self) -> ComposeResult:
        yield self._floor
        yield self._aside

    @property
    def _view(self) -> Moment:
        """The scene as I see it just now."""
        step = cast(Scene, self.step)
        return moment(self.table.room, self.table.seat, step, self.table.now())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        if self.stale or not self._offers(action):
            return False
        return super().check_action(action, parameters)

    def _offers(self, action: str) -> bool:
        now = self._view
        match action:
            case "pass":
                return now.mine is not None
            case "done":
                return now.mine is not None and now.spoken
            case "write":
                return now.writes or now.reads_twist
            case "jot":
                return now.watches
            case "brief":
                return now.plays
        return True

    # --- showing --------------------------------------------------------------------------------

    def sentence(self, room: Room) -> str:
        return sentence(self._view)

    def span(self, room: Room) -> Span | None:
        return self._view.span

    def refresh_room(self, room: Room) -> None:
        now = self._view
        self.set_class(not now.plays, "-watching")
        self._talk.show(now, self._asks.struck)
        for panel in (self._brief, self._hand):
            shown(panel, now.plays)
        if now.me is not None and now.plays:
            self._brief.show(now.public, now.me, now.own)
            self._hand.show(now.own.hand)
        shown(self._sheet, now.watches)
        if now.watches:
            self._sheet.show(now.sheet_cards, now.sheet)
        self._show_floor(now)
        self._aside.show(now)
        if self._asks.show(now):
            self.doze()
        # In my turn one can just type, as soon as nothing else is asked of me.
        if self._floor.untouched and not self.typing and not self._asks.asked:
            self._floor.untouched = False
            self.call_after_refresh(self._begin)
        # Come back when time alone changes something: thinking or rating ends, the bell.
        change = now.next_change
        self._tick.set(None if change is None else change + HAIR)
        self._chime.set(now.soft_bell)

    def _show_floor(self, now: Moment) -> None:
        if not self._floor.show(now, self._hand.card):
            return
        if now.mine is None:
            # The fields go: what somebody is still typing must not land on single keys.
            self.set_focus(None)
        self.doze()

    def _begin(self) -> None:
        if not self.stale and self._view.mine is not None and not self.typing:
            self.lead_to(self._floor.first_field())

    # --- time -----------------------------------------------------------------------------------

    def _time_passed(self) -> None:
        if self.stale:
            return
        now = self._view
        said = now.speak(self._floor.said(now, self._hand.chosen))
        if said is not None and now.rung:
            # If the server was quicker, it has the draft: nothing to tell.
            self.send(said, quiet=True)
        self.update_room()

    def action_mute(self) -> None:
        self._chime.mute()

    # --- my turn --------------------------------------------------------------------------------

    @on(SpeakForm.Drafted)
    @on(Hand.Chose)
    def _draft(self) -> None:
        now = self._view
        if now.mine is not None:
            said = self._floor.said(now, self._hand.chosen)
            self.table.draft(now.step.id, now.mine.number, said)
            self._show_floor(now)

    @on(SpeakForm.Sent)
    @on(Aloud.Done)
    def action_done(self) -> None:
        now = self._view
        said = now.speak(self._floor.said(now, self._hand.chosen))
        if said is not None:
            self.send(said, self._hand.put_back)
        elif now.mine is not None:
            self.notice(_("Say something, choose a card, or press Escape and then z to pass."))

    def action_write(self) -> None:
        now = self._view
        if now.state.phase == "twist":
            self.send(Ready(step=now.step.id, stage=now.state.stage))
        elif now.mine is not None:
            self._floor.write()

    @on(Aloud.Passed)
    def action_pass(self) -> None:
        now = self._view
        if now.mine is not None:
            command = Pass(step=now.step.id, turn=now.mine.number)
            said = self._floor.said(now, self._hand.chosen)
            pass_turn(self, said, lambda: self.send(command))

    def action_brief(self) -> None:
        self.toggle_class("-unfolded")

    # --- beside a turn --------------------------------------------------------------------------

    def _tell(self, command: AnyCommand) -> None:
        self.send(command)
        self.update_room()

    def action_answer(self, key: str) -> None:
        now = self._view
        if key in aside.KINDS:
            self._aside.react(key, now)
        elif not self._asks.answer(key, now):
            self._hand.choose(int(key))

    @on(Choices.Chosen)
    def _clicked(self, event: Choices.Chosen) -> None:
        self.action_answer(event.key)

    def action_flag(self) -> None:
        now = self._view
        if now.to_flag is None:
            self.notice(_("There is nobody else's turn to flag just now."))
            return
        command = FlagCaricature(step=now.step.id, turn=now.to_flag.number)
        question = _(
            "Was {name}’s last turn a caricature? Nobody is told who said so, "
            "nor when. The facilitator decides whether the turn counts.",
            name=face(now.public, now.to_flag.seat),
        )
        self.app.push_screen(
            Confirm(question, _("It was"), _("No")),
            lambda yes: self.send(command) if yes else None,
        )

    # --- my sheet -------------------------------------------------------------------------------

    def action_scroll_text(self, lines: int) -> None:
        if self._view.watches and abs(lines) == 1:
            self._sheet.move(lines)
        else:
            super().action_scroll_text(lines)

    def action_jot(self) -> None:
        self._sheet.act()

    @on(SheetPanel.Writes)
    def _jot(self, event: SheetPanel.Writes) -> None:
        self._aside.jot(event.part, self._sheet.sheet)

    @on(Jotting.Written)
    def _noted(self, event: Jotting.Written) -> None:
        self._sheet.note(event.part, event.text)
        self._keep_sheet()
        if event.closed:
            self.set_focus(None)

    @on(SheetPanel.Changed)
    def _keep_sheet(self) -> None:
        sheet = self._sheet.sheet
        self.send(
            FillSheet(
                step=self._view.step.id,
                heard=sheet.heard,
                mood=sheet.mood,
                unvoiced=sheet.unvoiced,
                word=sheet.word,
            ),
            quiet=True,
        )


SCREEN: Final = SceneScreen
