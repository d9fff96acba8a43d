"""close: promises are read aloud, a word each, the next date, a private slip, and thanks."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content

from turnabout_client.activities.close import model
from turnabout_client.activities.close.ask_day import AskDay
from turnabout_client.activities.close.slip import SlipPane
from turnabout_client.link.table import Table
from turnabout_client.tui.kit.alarm import Alarm
from turnabout_client.tui.kit.field import Field, TextField
from turnabout_client.tui.kit.figure_help import Explain
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.kit.promise_note import PromiseNote
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.activity import ActivityScreen
from turnabout_client.tui.room.screen import RoomScreen, shown
from turnabout_client.view.dates import day_words
from turnabout_client.view.promises import question
from turnabout_client.view.time import Span
from turnabout_language import N_, _
from turnabout_protocol.activities.close import (
    ONE_WORD,
    Close,
    CloseState,
    HaveRead,
    SayWord,
    SetNextDate,
    closes_at,
    promises_of,
)
from turnabout_protocol.activities.plan import Promise
from turnabout_protocol.activities.promises import JoinIn
from turnabout_protocol.room import MINUTE, SECOND, Public, Room

BUTTONS: Final = {
    "have-read": "have_read",
    "join": "join",
    "send-word": "word",
    "date": "date",
    "number": "number",
    "explain": "explain",
}
"""What the buttons do, by their ids."""
SLIP: Final = ("number", "explain")
"""What is about my slip."""


class CloseScreen(ActivityScreen):
    """No clock presses here: people read until the facilitator ends the session."""

    HELP = N_(
        "The owners read their promises aloud, one after the other; then everybody leaves with a "
        "word, if they like. Your slip is for you alone: it is sent to nobody else and deleted "
        "from the server when the session closes. It rates the part, never the person. The report "
        "keeps the promises, what the room said as a whole, and the next date; no report says who "
        "rated or felt what."
    )
    HELP_OF_DEMO = N_(
        "The promises are read, one after the other; then everybody leaves with a word, if they "
        "like. Your slip is for you alone: bots rated it, by plain signs in what you typed. It "
        "rates the part, never the person. Nothing of a demo is kept: no promise, no report."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "have_read", N_("ready")),
        Binding("y", "join", N_("yes")),
        Binding("enter", "word", N_("one word"), key_display="⏎"),
        Binding("d", "date", N_("next date")),
        Binding("f", "number", N_("the number")),
        Binding("x", "explain", N_("what is this?")),
    ]

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._number = False
        self._minute = Alarm(self, self.update_room)
        """Comes when a minute less is left."""

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="closing"):
            with Pane(_("What we promised"), id="promised"):
                yield Vertical(id="promise-notes")
                yield Static(id="none-promised")
                yield Static(id="one-words")
                yield Static(id="happens-now")
            with Container(id="slip-place"):
                yield SlipPane()

    def compose_foot(self) -> ComposeResult:
        yield Static(id="thanks")
        yield Field(_("One word"), limit=ONE_WORD, id="word", placeholder=_("to leave with"))
        with Horizontal(classes="buttons"):
            yield KeyButton("r", _("It was read"), "have_read", id="have-read")
            yield KeyButton("y", _("Yes, with you"), "join", id="join")
            yield KeyButton("⏎", _("Send my word"), "word", id="send-word")
            yield KeyButton("d", _("Next date"), "date", id="date")
            yield KeyButton("f", _("Show the number"), "number", id="number")
            yield KeyButton("x", _("What is this?"), "explain", id="explain")

    # --- what is on -----------------------------------------------------------------------------

    @property
    def _state(self) -> CloseState:
        return self.state_as(CloseState)

    def _reading(self) -> Promise | None:
        """Return the promise that is to be read now."""
        return model.reading(self.public, self._state)

    @property
    def _asked(self) -> Promise | None:
        """The promise that waits for my yes."""
        return model.asked(self.public, self.me)

    # --- showing --------------------------------------------------------------------------------

    def show(self, room: Room) -> None:
        promises = promises_of(room.public)
        pane = self.query_one("#promise-notes", Vertical)
        there = len(pane.query(PromiseNote))
        pane.mount_all(PromiseNote(p) for p in promises[there:])
        read = self._state.read
        for place, note in enumerate(pane.query(PromiseNote)):
            note.reading(promises[place], place == read, place < read, not room.public.rules.demo)
        none = self.query_one("#none-promised", Static)
        shown(none, not promises)
        none.update(_("Nothing was promised today. What was said may work all the same."))
        self._show_words(room.public)
        slip = room.of(self.table.seat or 0).slip
        self.set_class(slip is None, "-slipless")
        if slip is not None:
            self.query_one(SlipPane).show(slip, self._number, room.public.rules.demo)
        # Where there is room for one of the two, it is the one to look at.
        self.set_class(self._reads(room), "-slip-first")
        self._show_foot()

    def _show_words(self, public: Public) -> None:
        state = self._state
        words = self.query_one("#one-words", Static)
        shown(words, bool(state.words))
        words.update(model.words_line(public, state))
        lines = [
            Content.styled(_("What happens now"), "bold $accent"),
            Content(_("The facilitator ends the session. What anybody rated or felt is deleted.")),
            Content(model.stays_open(public, public.clock.play(self.table.now()))),
            *(Content(said) for said in model.stays(public, state)),
        ]
        if state.next_date:
            day = day_words(state.next_date)
            lines.append(Content.styled(_("We meet again on {day}.", day=day), "bold"))
        self.query_one("#happens-now", Static).update(Content("\n").join(lines))
        closes = closes_at(public)
        left = 0 if closes is None else closes - public.clock.play(self.table.now())
        self._minute.set(left % MINUTE / SECOND + 1 if left > 0 else None)
        thanks = _("Thank you for walking in each other's shoes.")
        if state.next_date:
            thanks = _(
                "We meet again on {day}. Thank you for walking in each other's shoes.",
                day=day_words(state.next_date),
            )
        self.query_one("#thanks", Static).update(Content(thanks))

    def _show_foot(self) -> None:
        shown(self.query_one("#word-row"), self.plays)
        # The slip's own keys are told where it is in sight.
        seen = self.query_one("#slip-place").display
        for name, action in BUTTONS.items():
            shown(self.query_one(f"#{name}"), self.offers(action) and (seen or action not in SLIP))
        said = self.table.seat in self._state.words
        send = self.query_one("#send-word", KeyButton)
        send.say(_("Change my word") if said else _("Send my word"))
        button = self.query_one("#number", KeyButton)
        button.say(_("Hide the number") if self._number else _("Show the number"))

    def _reads(self, room: Room) -> bool:
        """Whether my slip is what I am to look at now."""
        if self._reading() is not None or self._asked is not None:
            return False
        if self.plays and self.table.seat not in self._state.words:
            return False
        slip = room.of(self.table.seat or 0).slip
        return slip is not None and (
            slip.rings_true.value is not None or slip.guess_after is not None
        )

    def sentence(self, room: Room) -> str:
        promise, me = self._reading(), self.me
        if promise is not None and me is not None and promise.owner == me.name:
            return _("Read your promise aloud, then press r.")
        if self._asked is not None:
            return question(self._asked)
        if promise is not None:
            return model.asked_to_read(room.public, promise)
        if self.plays and self.table.seat not in self._state.words:
            return _("One word each. What do you leave with?")
        if self._reads(room):
            return _("Look at your slip.")
        return _("The session is about to end.")

    def span(self, room: Room) -> Span | None:
        """No clock presses here."""
        return None

    # --- keys -----------------------------------------------------------------------------------

    def offers(self, action: str) -> bool:
        match action:
            case "number":
                slip = self.table.room.of(self.table.seat or 0).slip
                return slip is not None and slip.portrayal is not None
            case "explain":
                return bool(self.query_one(SlipPane).figures)
            case "join":
                return self._asked is not None
            case "have_read":
                return self._may_say_read()
            case "word":
                return self.plays
            case "date":
                seats = self.public.seats.values()
                steered = any(s.role == "facilitator" and s.present for s in seats)
                return self.plays and not steered
        return super().offers(action)

    def _may_say_read(self) -> bool:
        return model.may_say_read(self.public, self._state, self.me)

    def action_have_read(self) -> None:
        if self._may_say_read():
            self.send(HaveRead(step=self.step_as(Close).id, promise=self._state.read), quiet=True)

    def action_join(self) -> None:
        if self._asked is not None:
            self.send(JoinIn(step=self.step_as(Close).id, idea=self._asked.idea))

    def action_word(self) -> None:
        field = self.query_one("#word", TextField)
        if not self.plays:
            return
        if not field.value:
            field.focus()
            return
        self.set_focus(None)
        said = SayWord(step=self.step_as(Close).id, word=field.value)
        self.send(said, lambda: field.fill(""))

    @on(TextField.Submitted, "#word")
    def _word_written(self) -> None:
        if self.query_one("#word", TextField).value:
            self.action_word()
        else:
            self.set_focus(None)

    def action_date(self) -> None:
        if self.offers("date"):
            ask_next_date(self)

    def action_number(self) -> None:
        self._number = not self._number
        self.update_room()

    def action_explain(self) -> None:
        figures = self.query_one(SlipPane).figures
        if figures:
            self.app.push_screen(Explain(dict.fromkeys(figures, ""), self.public.scoring))

    def action_read(self, lines: int) -> None:
        for pane in self.query(Pane):
            pane.scroll_relative(y=lines, animate=False)


def ask_next_date(screen: RoomScreen) -> None:
    """Ask when the room meets again, and note it. The close step must be on."""
    public = screen.table.room.public
    if not isinstance(public.step, Close):
        return
    step = public.step.id
    known = public.state(CloseState, step).next_date
    day = known or model.proposed_next(public.rules.opened_on)
    screen.app.push_screen(
        AskDay(_("When do we meet again?"), day),
        lambda found: screen.send(SetNextDate(step=step, day=found)) if found else None,
    )


SCREEN: Final = CloseScreen
