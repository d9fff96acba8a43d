"""scene: listen and rate; in your turn echo, play a card, perhaps ask; or watch and take notes."""

from typing import ClassVar, Final, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from turnabout_client.activities.scene import asking
from turnabout_client.activities.scene.aloud import Aloud
from turnabout_client.activities.scene.aside import Aside
from turnabout_client.activities.scene.asking import Asking
from turnabout_client.activities.scene.brief import BriefPanel
from turnabout_client.activities.scene.conversation import Conversation
from turnabout_client.activities.scene.floor import Floor
from turnabout_client.activities.scene.hand import Hand
from turnabout_client.activities.scene.jotting import Jotting
from turnabout_client.activities.scene.moment import Moment, moment
from turnabout_client.activities.scene.passing import pass_turn
from turnabout_client.activities.scene.pinned import Pinned
from turnabout_client.activities.scene.sheet import SheetPanel
from turnabout_client.activities.scene.soft_bell import SoftBell
from turnabout_client.activities.scene.speak import SpeakForm
from turnabout_client.activities.scene.telling import sentence
from turnabout_client.link.table import Table
from turnabout_client.tui.kit.alarm import Alarm
from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.kit.prompts import Choices
from turnabout_client.tui.kit.shown import mark
from turnabout_client.tui.room.screen import RoomScreen, shown
from turnabout_client.view.people import face, faces
from turnabout_client.view.time import Span
from turnabout_language import N_, _
from turnabout_protocol.activities.observing import FillSheet
from turnabout_protocol.activities.scene import FlagCaricature, Pass, PassPen, Scene
from turnabout_protocol.commands import AnyCommand, Ready
from turnabout_protocol.habits import HideWriting, TakeExtraTime
from turnabout_protocol.room import Ending, Room
from turnabout_protocol.scenario import KeyPoint

HAIR: Final = 0.002
"""Seconds to wait longer than until something changes: then it surely has."""


class SceneScreen(RoomScreen):
    """The table, the hand, and what is asked of this seat; or the sheet of somebody who watches."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"answer('{key}')", name, show=False) for key, name in asking.KEYS),
        Binding("backspace", "take_back", N_("take back"), show=False),
        *(Binding(n, f"choose({n})", N_("choose a card"), show=False) for n in "12345"),
        # In the order in which they matter: where the line is short the last ones go first.
        Binding("enter", "write", N_("write"), key_display="⏎"),
        Binding("enter", "ready", N_("ready"), key_display="⏎"),
        Binding("enter", "jot", N_("tick, write"), key_display="⏎"),
        # The foot of a turn has buttons for these.
        Binding("enter", "done", N_("finished"), key_display="⏎", show=False),
        Binding("z", "pass", N_("pass"), show=False),
        Binding("h", "hide", N_("hide words")),
        Binding("plus,equals_sign", "extra", N_("30 s"), key_display="+"),
        Binding("b", "brief", N_("brief")),
        Binding("v", "flag", N_("caricature")),
        Binding("0", "turn", N_("why?")),
        Binding("escape", "fold", show=False),
        Binding("m", "mute", N_("bell on or off"), show=False),
        Binding("greater_than_sign", "pen", N_("the pen"), key_display=">"),
    ]
    HELP = N_(
        "Turns alternate between the sides. In yours: say back what the last speaker said, choose "
        "a card with its number and say it in your own words as the person you play; ask a "
        "question if you like. Where people write, Enter goes to the next field and, from the "
        "last, sends; where they speak, Enter says that you are done. At the bell, what is there "
        "counts. Passing is free. 0 turns your cards over: the reason is on the back. "
        "A soft sound comes ten seconds before; m turns it off. The "
        "others read along while you write. Escape leaves a field, and more keys work: h hides "
        "your words until you send them, and shows them again; + gives all of your turns 30 "
        "seconds more, and nobody else is told; > passes the pen in a pair, or takes "
        "it; Enter leads back.\n\n"
        "When others have played your own side, say how true it rang: f, I could have said that "
        "myself; c, right concern, not quite our words; s, something important is missing; x, that "
        "is not how we see it; space skips. You have until the next turn is over; whoever speaks "
        "next is asked after that. Backspace takes a rating back. Nobody is told what you chose. "
        "If somebody is made a caricature, v says so, unnamed, and the turn does not count.\n\n"
        "Whoever watches has a sheet: the arrow keys go through it, Enter ticks a point when it "
        "was heard, or writes a note. Nobody else sees it. Page keys scroll the table, also while "
        "one writes. Tab goes from one panel to the next."
    )
    SCROLLS = "#talk"

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._asking = Asking()
        self._brief = BriefPanel()
        self._talk = Conversation()
        self._hand = Hand()
        self._sheet = SheetPanel()
        self._pinned = Pinned()
        self._floor = Floor()
        self._aside = Aside(self._asking)
        self._tick = Alarm(self, self._time_passed)
        self._chime = SoftBell(self)
        self._bell: Ending | None = None
        """What is over, as far as my turn has heard of it."""

    def compose_body(self) -> ComposeResult:
        yield Container(self._brief, self._talk, self._hand, self._sheet, id="scene")
        yield self._pinned

    def compose_foot(self) -> ComposeResult:
        yield self._floor
        yield self._aside

    @property
    def _view(self) -> Moment:
        """The scene as I see it just now."""
        step = cast(Scene, self.step)
        table = self.table
        return moment(table.room, table.seat, step, table.now(), table.writing)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        if self.stale or not self._offers(action, parameters):
            return False
        return super().check_action(action, parameters)

    def _offers(self, action: str, parameters: tuple[object, ...]) -> bool:
        now = self._view
        match action:
            case "answer":
                return self._asking.answers(str(parameters[0]), now)
            case "take_back":
                return self._asking.given(now) is not None
            case "choose":
                return now.plays and self._hand.display
            case "fold":
                return self.has_class("-unfolded")
            case "pass":
                return now.mine is not None
            case "hide":
                return now.writes
            case "extra":
                return now.mine is not None
            case "pen":
                return now.pen_to is not None
            case "done":
                return now.mine is not None and now.spoken
            case "write" | "send":
                return now.writes
            case "ready":
                return now.reads_twist
            case "jot":
                return now.watches
            case "brief":
                return now.plays
            case "turn":
                return now.plays and self._hand.backs
        return True

    # --- showing --------------------------------------------------------------------------------

    def sentence(self, room: Room) -> str:
        now = self._view
        return sentence(now, self._asking.ask(now), bool(self._hand.chosen))

    def span(self, room: Room) -> Span | None:
        return self._view.span

    def step_span(self, room: Room) -> Span | None:
        # Once the turns are over, the step ends with the last ratings: one clock says when.
        now = self._view
        return now.span if now.state.phase == "rating" else super().step_span(room)

    def refresh_room(self, room: Room) -> None:
        now = self._view
        self.set_class(not now.plays, "-watching")
        self.set_class(now.reads_twist, "-twist")
        self._pin(now)
        shown(self._brief, now.plays)
        if now.me is not None and now.plays:
            self._brief.show(now.public, now.me, now.own)
            self._lost(now, self._hand.show(now.own.hand))
        shown(self._sheet, now.watches)
        if now.watches:
            self._sheet.show(now.sheet_cards, now.sheet)
        self._show_floor(now)
        if now.kept is not None and not now.spoken and self._floor.restore(now.kept):
            self._floor.untouched = False
            self._hand.take(now.kept.card)
        self._show_aside(now)
        # In my turn one can just type.
        if self._floor.untouched and not self.typing:
            self._floor.untouched = False
            self.call_after_refresh(self._begin)
        # Come back when time alone changes something: thinking or rating ends, the bell.
        if now.rung and now.state.bell is not None:
            self.call_after_refresh(self._at_the_bell, now.state.bell)
        change = now.next_change
        self._tick.set(None if change is None else change + HAIR)
        self._chime.set(now.soft_bell)

    def _pin(self, now: Moment) -> None:
        """Keep what a question is about in sight until it is answered: a turn, or its card."""
        ask = self._asking.ask(now)
        pinned = 0 if ask is None else ask.turn
        alone = ask is not None and ask.kind == "reaction"
        struck = self._asking.struck
        mark(self, self._hand, pinned=pinned > 0 and not alone)
        turn, words = now.state.turn(pinned), struck.get(pinned, frozenset())
        self._pinned.show(turn, now, words, alone=alone)
        self._talk.show(now, struck, pinned, alone=alone)

    def _show_aside(self, now: Moment) -> None:
        if self._aside.show(now):
            # What stood in this place a moment ago is not what its keys would answer now.
            self.doze()

    def _show_floor(self, now: Moment) -> None:
        if not self._floor.show(now, self._hand.card):
            return
        mark(self, self.query_one("#foot"), mine=now.mine is not None)
        self.action_fold()
        if now.mine is None:
            # The fields go: what somebody is still typing must not land on single keys.
            if self.typing:
                self.drowse()
            self.set_focus(None)
        self.doze()

    def _lost(self, now: Moment, card: KeyPoint | None) -> None:
        """Say who played the card that I had chosen."""
        turns = now.state.turns if card is not None else ()
        by = next((t.seat for t in reversed(turns) if t.card == card), None)
        if by is not None and now.me is not None and by != now.me.id:
            self.notice(_("{name} played that card. Choose another.", name=face(now.public, by)))

    def _begin(self) -> None:
        field = self._floor.first_field()
        if field is not None and not (self.stale or self._view.mine is None or self.typing):
            self.lead_to(field)

    # --- time -----------------------------------------------------------------------------------

    def _at_the_bell(self, bell: Ending) -> None:
        """Somebody ended the scene in the middle of my turn: say what stands here, once."""
        if self._bell != bell:
            self._bell = bell
            self._time_passed()

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

    # --- my turns, all of them -------------------------------------------------------------------

    def action_hide(self) -> None:
        hidden = not self._view.own.hides
        said = (
            _("Nobody reads your words before you send them. h shows them again.")
            if hidden
            else _("Everybody reads along while you write. h hides it.")
        )
        self.send(HideWriting(hidden=hidden), lambda: self.notice(said))

    def action_extra(self) -> None:
        on = not self._view.own.extra_time
        said = (
            _("Your turns last 30 seconds longer now. Nobody else is told.")
            if on
            else _("Your turns last as long as those of the others again.")
        )
        self.send(TakeExtraTime(on=on), lambda: self.notice(said))

    # --- my turn --------------------------------------------------------------------------------

    @on(SpeakForm.Drafted)
    @on(Hand.Chose)
    def _draft(self) -> None:
        now = self._view
        if now.mine is not None:
            said = self._floor.said(now, self._hand.chosen)
            self.table.draft(now.step.id, now.mine.number, said)
            self._show_floor(now)

    @on(SpeakForm.Echoed)
    def _echoed(self) -> None:
        now = self._view
        command = now.send_echo(self._floor.said(now, self._hand.chosen))
        if command is not None:
            self.send(command)

    @on(SpeakForm.Sent)
    @on(Aloud.Done)
    def action_done(self) -> None:
        now = self._view
        said = now.speak(self._floor.said(now, self._hand.chosen))
        if said is not None:
            self.send(said, self._hand.put_back)
        elif now.mine is not None:
            self.notice(_("Say something, choose a card, or press Escape and then z to pass."))

    def action_send(self) -> None:
        self.action_done()

    def action_pen(self) -> None:
        """Give the pen of our turn to the other of my pair, with what stands here; or take it."""
        now = self._view
        if now.ours is None or now.pen_to is None:
            return
        if now.mine is not None:
            self._draft()
        self.send(PassPen(step=now.step.id, turn=now.ours.number, to=now.pen_to))

    def action_write(self) -> None:
        self._floor.write()

    def action_ready(self) -> None:
        now = self._view
        if now.reads_twist:
            self.send(Ready(step=now.step.id, stage=now.state.stage))

    @on(Aloud.Passed)
    def action_pass(self) -> None:
        now = self._view
        if now.mine is not None:
            command = Pass(step=now.step.id, turn=now.mine.number)
            said = self._floor.said(now, self._hand.chosen)
            pass_turn(self, said, lambda: self.send(command))

    def action_brief(self) -> None:
        mark(self, self._brief, unfolded=not self.has_class("-unfolded"))
        self.refresh_bindings()

    def action_fold(self) -> None:
        mark(self, self._brief, unfolded=False)

    def action_turn(self) -> None:
        self._hand.turn()

    # --- beside a turn --------------------------------------------------------------------------

    def action_answer(self, key: str) -> None:
        self._tell(self._asking.answer(key, self._view))

    def action_take_back(self) -> None:
        self._tell(self._asking.take_back(self._view))

    def action_choose(self, number: int) -> None:
        self._hand.choose(number)
        self.update_now()

    def _tell(self, command: AnyCommand | None) -> None:
        # What is asked next follows from a key of mine: it may be answered at once.
        self._aside.show(self._view)
        if command is not None:

            def undo() -> None:
                self._asking.undo(command)
                self.update_room()

            self.send(command, undo=undo)
        self.update_room()

    @on(Choices.Chosen)
    def _clicked(self, event: Choices.Chosen) -> None:
        if self._asking.answers(event.key, self._view):
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
            name=faces(now.public, now.to_flag.speakers),
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
