"""scene: listen, rate and react; and when it is your turn, echo, play a card, perhaps ask."""

from typing import ClassVar, Final, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from turnabout_client.tui import scene_model as model
from turnabout_client.tui import words
from turnabout_client.tui.model import Span, face
from turnabout_client.tui.screens.base import RoomScreen, shown
from turnabout_client.tui.screens.dialogs import Confirm
from turnabout_client.tui.table import Table
from turnabout_client.tui.widgets.brief import BriefPanel
from turnabout_client.tui.widgets.hand import Hand
from turnabout_client.tui.widgets.prompts import Choices
from turnabout_client.tui.widgets.speak import Speak
from turnabout_client.tui.widgets.turns import Talk
from turnabout_protocol.activities.scene import (
    AnswerEcho,
    FlagCaricature,
    Missing,
    Pass,
    Rate,
    React,
    Said,
    Scene,
    SceneState,
    Turn,
)
from turnabout_protocol.activities.scene import Speak as SpeakCommand
from turnabout_protocol.commands import Ready
from turnabout_protocol.parts import SECOND, Room

_RINGS: Final = [(str(ring), short) for ring, short, _ in model.RINGS] + [("space", "skip")]
_RINGS_WIDE: Final = [(str(ring), wide) for ring, _, wide in model.RINGS] + [("space", "skip")]
_MISSING: Final = [*model.MISSING, ("space", "no tag")]

SOON: Final = 10 * SECOND
"""When the soft bell comes, before the bell."""


class SceneScreen(RoomScreen):
    """The table, the hand, and what is asked of this seat."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", "write, ready"),
        *(Binding(str(n), f"number({n})", "choose a card, rate", show=False) for n in range(1, 6)),
        Binding("space", "skip_rating", "skip the rating", show=False),
        *(
            Binding(key, f"hear('{key}')", f"the echo: {name}", show=False)
            for key, _, name in model.HEARD
        ),
        *(
            Binding(key, f"react('{key}')", f"react: {name}", show=False)
            for key, _, name in model.REACTIONS
        ),
        Binding("b", "brief", "brief"),
        Binding("z", "pass", "pass"),
        Binding("v", "flag", "caricature"),
        Binding("m", "mute", "bell on or off", show=False),
    ]
    HELP = (
        "Turns alternate between the sides. In yours: say back what the last speaker said, choose "
        "a card with its number and say it in your own words as the person you play; ask a "
        "question if you like. Enter goes to the next field and, from the last, sends. At the "
        "bell, what is there is sent. Passing is free. A soft sound comes ten seconds before; m "
        "turns it off.\n\n"
        "When others have played your own side, say how true it rang: 4, I could have said that "
        "myself; 3, right concern, not quite our words; 2, something important is missing; "
        "1, that is not how we see it; space skips. Nobody is told what you chose. If somebody "
        "is made a caricature, v says so, unnamed, and the turn does not count."
    )

    _pending: tuple[int, int] | None = None
    """Turn and ring of a low rating that may still get a tag."""
    _turn = 0
    """The turn of mine that the fields are for."""
    _tick: Timer | None = None
    _chime: Timer | None = None
    _taken_up = 0
    """The turn of mine for which the first field has been offered."""
    _muted = False

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._rated: set[int] = set()
        self._reacted: set[tuple[int, str]] = set()

    def compose_body(self) -> ComposeResult:
        with Container(id="scene"):
            yield BriefPanel()
            yield Talk()
            yield Hand()
        with Vertical(id="asks"):
            yield Choices(_RINGS, wide=_RINGS_WIDE, id="rings")
            yield Choices(_MISSING, id="missing")
            yield Choices([(key, name) for key, _, name in model.HEARD], id="heard")

    def compose_foot(self) -> ComposeResult:
        yield Speak()
        with Vertical(id="listen"):
            yield Choices([(key, name) for key, _, name in model.REACTIONS], id="reactions")
            yield Static(id="hint", classes="quiet")

    SCROLLS = "#talk"

    @property
    def scene(self) -> Scene:
        """The step that is on."""
        return cast(Scene, self.step)

    @property
    def state(self) -> SceneState:
        """What everybody sees of it."""
        found = self.table.room.public.steps.get(self.scene.id)
        # While the room is fetched anew there is nothing yet.
        return found if isinstance(found, SceneState) else SceneState()

    @property
    def play(self) -> int:
        """Play time, now."""
        return self.table.room.public.clock.play(self.table.now())

    @property
    def my_turn(self) -> Turn | None:
        """The live turn, if it is mine."""
        live = self.state.live
        return live if live is not None and live.seat == self.table.seat else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        if self.stale:
            return False
        mine = self.my_turn is not None
        if action == "pass" and not mine:
            return False
        plays = self.me is not None and self.me.plays
        if action == "write" and not mine and not (plays and self.state.phase == "twist"):
            return False
        if action == "brief" and not plays:
            return False
        return super().check_action(action, parameters)

    # --- what the room says ---------------------------------------------------------------------

    def sentence(self, room: Room) -> str:
        return model.sentence(room.public, self.scene, self.me, self.play)

    def span(self, room: Room) -> Span | None:
        return model.turn_span(self.state, self.scene)

    def refresh_room(self, room: Room) -> None:
        public, me = room.public, self.me
        self.query_one(Talk).show(public, self.state, self._live_line())
        own = room.of(self.table.seat or 0)
        brief, hand = self.query_one(BriefPanel), self.query_one(Hand)
        self.set_class(not (me and me.plays), "-watching")
        shown(brief, bool(me and me.plays))
        shown(hand, bool(me and me.plays))
        if me is not None and me.plays:
            brief.show(public, me, own)
            hand.show(own.hand)
        self._show_foot()
        self._show_asks()
        self._take_up()
        self._arm()

    def _live_line(self) -> Content:
        live = self.state.live
        if live is None:
            return Content("")
        public = self.table.room.public
        does = " is thinking …" if self.play < live.acts_from else " is speaking …"
        return Content.assemble(words.persona(public, live.seat), (does, "$quiet italic"))

    def _show_foot(self) -> None:
        mine, speak = self.my_turn, self.query_one(Speak)
        if mine is not None and mine.number != self._turn:
            self._turn = mine.number
            speak.begin(mine.echoes is not None)
            self.doze()
        if mine is None and self._turn:
            # The fields go: what somebody is still typing must not land on single keys.
            self._turn = 0
            self.set_focus(None)
            self.doze()
        shown(speak, mine is not None)
        shown(self.query_one("#listen"), mine is None)
        if mine is None:
            turn = model.to_react(self.state, self.me)
            self.query_one("#reactions", Choices).ask(self._react_question(turn))
            given = {k for n, k in self._reacted if turn is not None and n == turn.number}
            self.query_one("#reactions", Choices).mark(frozenset(given))
            self.query_one("#hint", Static).update(Content(self._hint()))

    def _take_up(self) -> None:
        """In my turn one can just type, as soon as nothing else is asked of me."""
        mine = self.my_turn
        if mine is None or mine.number == self._taken_up or self.typing:
            return
        asked = any(self.query_one(each).display for each in ("#rings", "#missing", "#heard"))
        if not asked:
            self._taken_up = mine.number
            self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        if not self.stale and self.my_turn is not None and not self.typing:
            self.query_one(Speak).write()

    def _react_question(self, turn: Turn | None) -> str | None:
        return None if turn is None else f"{face(self.table.room.public, turn.seat)}’s card:"

    def _hint(self) -> str:
        if self.me is not None and self.me.plays:
            return "Choose the card for your next turn with its number. b shows whom you play."
        return "You watch. What do you notice? Observers speak first in the debrief."

    def _show_asks(self) -> None:
        public = self.table.room.public
        turn = model.to_rate(public, self.scene, self.me, self.play)
        if turn is not None and turn.number in self._rated:
            turn = None
        if turn is None and self._pending is not None:
            self._rate(*self._pending)  # its time is over: it goes without a tag
        tagging = self._pending is not None
        who = face(public, turn.seat) if turn is not None else ""
        rings, missing = self.query_one("#rings", Choices), self.query_one("#missing", Choices)
        new = rings.ask(None if turn is None or tagging else f"{who} rang true?")
        missing.ask("What was missing?" if turn is not None and tagging else None)
        heard = model.to_hear(self.state, self.me)
        echo = heard and f"Did {face(public, heard.seat)} hear you?"
        if self.query_one("#heard", Choices).ask(echo or None) or new:
            self.doze()

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
        self.notice("The bell is off." if self._muted else "The bell is on.")

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
        if not said.empty:
            self.send(SpeakCommand(step=self.scene.id, turn=turn.number, said=said), quiet=True)

    # --- my turn --------------------------------------------------------------------------------

    def _said(self) -> Said:
        return self.query_one(Speak).said(self.query_one(Hand).chosen)

    @on(Speak.Drafted)
    @on(Hand.Chose)
    def _draft(self) -> None:
        if (mine := self.my_turn) is not None:
            self.table.draft(self.scene.id, mine.number, self._said())

    @on(Speak.Sent)
    def _send(self) -> None:
        mine, said = self.my_turn, self._said()
        if mine is None:
            return
        if said.empty:
            self.notice("Say something, choose a card, or press Escape and then z to pass.")
            return
        command = SpeakCommand(step=self.scene.id, turn=mine.number, said=said)
        self.send(command, self.query_one(Hand).put_back)

    def action_write(self) -> None:
        if self.state.phase == "twist":
            self.send(Ready(step=self.scene.id, stage=self.state.stage))
        elif self.my_turn is not None:
            self.query_one(Speak).write()

    def action_pass(self) -> None:
        if (mine := self.my_turn) is not None:
            self.send(Pass(step=self.scene.id, turn=mine.number))

    # --- beside my turn -------------------------------------------------------------------------

    def action_number(self, number: int) -> None:
        """Rate or tag while that is asked, choose a card otherwise."""
        if self.query_one("#missing").display and self._pending is not None:
            if 1 <= number <= len(model.MISSING):
                self._rate(*self._pending, missing=model.MISSING[number - 1][1])
        elif self.query_one("#rings").display:
            self._ring(number)
        else:
            self.query_one(Hand).choose(number)

    def _ring(self, ring: int) -> None:
        turn = model.to_rate(self.table.room.public, self.scene, self.me, self.play)
        if turn is None or ring > len(model.RINGS):
            return
        if ring <= 2:
            self._pending = (turn.number, ring)
            self.update_room()
        else:
            self._rate(turn.number, ring)

    def _rate(self, turn: int, ring: int | None, missing: Missing | None = None) -> None:
        self._pending = None
        self._rated.add(turn)
        self.send(Rate(step=self.scene.id, turn=turn, ring=ring, missing=missing))
        self.update_room()

    def action_skip_rating(self) -> None:
        if self._pending is not None:
            self._rate(*self._pending)
            return
        turn = model.to_rate(self.table.room.public, self.scene, self.me, self.play)
        if turn is not None:
            self._rate(turn.number, None)

    def action_hear(self, key: str) -> None:
        turn = model.to_hear(self.state, self.me)
        if turn is not None:
            answer = next(answer for k, answer, _ in model.HEARD if k == key)
            self.send(AnswerEcho(step=self.scene.id, turn=turn.number, answer=answer))

    def action_react(self, key: str) -> None:
        turn = model.to_react(self.state, self.me)
        if turn is None or (turn.number, key) in self._reacted:
            return
        kind = next(kind for k, kind, _ in model.REACTIONS if k == key)
        self._reacted.add((turn.number, key))
        self.send(React(step=self.scene.id, turn=turn.number, kind=kind))

    def action_flag(self) -> None:
        turn = self.state.last
        if turn is None or turn.passed or turn.seat == self.table.seat:
            self.notice("There is no turn of somebody else to flag just now.")
            return
        who = face(self.table.room.public, turn.seat)
        command = FlagCaricature(step=self.scene.id, turn=turn.number)
        self.app.push_screen(
            Confirm(
                f"Was {who}’s last turn a caricature? Nobody is told who said so,"
                " and the turn will not count for any score.",
                "It was",
                "No",
            ),
            lambda yes: self.send(command) if yes else None,
        )

    def action_brief(self) -> None:
        self.toggle_class("-unfolded")

    @on(Choices.Chosen)
    def _clicked(self, event: Choices.Chosen) -> None:
        match event.choices.id:
            case "heard":
                self.action_hear(event.key)
            case "reactions":
                self.action_react(event.key)
            case _ if event.key == "space":
                self.action_skip_rating()
            case _:
                self.action_number(int(event.key))
