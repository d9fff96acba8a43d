"""What one does alone with the cards of one's side: on the day, and in the lobby before it."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.content import Content

from turnabout_client.activities.deck import model
from turnabout_client.activities.deck.card_form import CardForm
from turnabout_client.activities.deck.card_rows import CardRows
from turnabout_client.link.table import Table
from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.activity import ActivityScreen
from turnabout_client.tui.room.screen import shown
from turnabout_language import N_, _
from turnabout_protocol.activities.deck import (
    WRITE,
    Deck,
    PutDots,
    RewordCard,
    TakeBackCard,
    WriteCard,
)
from turnabout_protocol.room import Room


class WritingScreen(ActivityScreen):
    """The prepared cards, my own ones, and the form in which both are put in better words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", N_("change, send"), key_display="⏎"),
        *(Binding(str(n), f"number({n})", show=False) for n in range(1, 10)),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("c", "new", N_("write a card")),
        Binding("backspace", "take_back", N_("take back"), key_display="⌫"),
        Binding("escape", "back", show=False),
    ]

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self.cursor = ""

    def compose_body(self) -> ComposeResult:
        yield Static(id="deck-watch", classes="middle")
        with Container(id="writing"):
            yield CardRows(id="prepared")
            yield CardRows(id="mine")
        yield CardForm()

    def compose_foot(self) -> ComposeResult:
        yield Static(id="deck-hint")
        with Horizontal(classes="buttons"):
            yield KeyButton("⏎", _("Write"), "enter", id="enter")
            yield KeyButton("c", _("New card"), "new", id="new")
            yield KeyButton("⌫", _("Take back"), "take_back", id="take-back")
            yield KeyButton(_("esc"), _("Back"), "back", id="back")
            yield from self.compose_buttons()
            yield Static(id="aside", classes="quiet aside")

    def compose_buttons(self) -> ComposeResult:
        """Yield more buttons."""
        yield from ()

    # --- what is on -----------------------------------------------------------------------------

    @property
    def view(self) -> model.Seen:
        """What I see of the key points just now."""
        return model.seen(self.table.room, self.table.seat, self.step_as(Deck))

    @property
    def form(self) -> CardForm:
        """The form."""
        return self.query_one(CardForm)

    @property
    def open(self) -> bool:
        """Whether the form is open."""
        return self.form.target is not None

    @property
    def here(self) -> str:
        """The key of the line under the cursor."""
        keys = self.view.keys
        return self.cursor if self.cursor in keys or not keys else keys[0]

    # --- showing --------------------------------------------------------------------------------

    def stage_opened(self, stage: int) -> None:
        # No field of the stage before may keep the keyboard.
        self.set_focus(None)
        self.form.close()
        self.cursor = ""

    def show(self, room: Room) -> None:
        view = self.view
        places = view.places
        rows = [model.place_row(i, place) for i, place in enumerate(places)]
        theirs = [r for r, p in zip(rows, places, strict=True) if p.target.of]
        mine = [r for r, p in zip(rows, places, strict=True) if not p.target.of]
        here = self.here if view.writing else ""
        prepared, own = self.query_one("#prepared", CardRows), self.query_one("#mine", CardRows)
        side = room.public.label(self.me.home) if self.me and self.me.home else ""
        prepared.title(_("Prepared for {side}", side=side))
        own.title(_("Your own cards: {n} of {most}", n=view.written, most=view.step.own_cards))
        prepared.show(theirs, here)
        own.show(mine, here)
        shown(self.query_one("#writing"), view.writing)
        target = self.form.target
        shown(self.form, target is not None)
        self.set_class(target is not None and not target.number, "-rewords")
        watch = self.query_one("#deck-watch", Static)
        shown(watch, not view.takes_part)
        watch.update(Content(_("Each side settles its own cards now. Nobody else sees them.")))
        self.show_foot()

    def show_foot(self) -> None:
        """Show the buttons that do something now, and a hint."""
        view = self.view
        place = view.place(self.here) if view.writing else None
        enter = self.query_one("#enter", KeyButton)
        if self.open:
            enter.say(_("Keep it"))
        else:
            enter.say(_("Write") if place is not None and not place.text else _("Change it"))
        for action in ("enter", "new", "take_back", "back", "ready", "choose"):
            for button in self.query(f"#{action.replace('_', '-')}"):
                shown(button, self.offers(action))
        self.query_one("#deck-hint", Static).update(self.hint_words())
        self.query_one("#aside", Static).update(Content(self.aside_words()))

    def hint_words(self) -> Content:
        """Return what helps just now."""
        if self.open:
            return Content.styled(
                _("One sentence your side would really say, without blame."), "$quiet"
            )
        if self.view.writing:
            return Content.styled(
                _("Only you see this. Later your side sees all cards, without names."), "$quiet"
            )
        return Content("")

    def aside_words(self) -> str:
        """Return what will happen to text that was typed and not sent."""
        if not self.open:
            return ""
        return _("Kept as you type.") if self.keeps else _("Sent at the bell.")

    def sentence(self, room: Room) -> str:
        if not self.view.takes_part:
            return _("You watch. {waiting}", waiting=self.waiting)
        if self.open and not self.form.text:
            return _("A number for its kind, then one sentence.")
        if self.open:
            return _("Enter goes on, and keeps the card.")
        if self.ready:
            return _("Ready. {waiting}", waiting=self.waiting)
        return _("Would your side say it like this?")

    # --- keys -----------------------------------------------------------------------------------

    def offers(self, action: str) -> bool:
        view = self.view
        place = view.place(self.here) if view.writing and not self.open else None
        match action:
            case "enter":
                return view.writing or self.open
            case "new":
                return view.may_add and not self.open
            case "take_back":
                return place is not None and place.mine
            case "back":
                return self.open
            case "ready":
                return super().offers(action) and not self.open
        return super().offers(action)

    def action_number(self, number: int) -> None:
        if self.open:
            self.form.choose(number)
        elif number <= len(keys := self.view.keys):
            self.cursor = keys[number - 1]
            self.chosen()

    def chosen(self) -> None:
        """The line under the cursor was chosen by its number or with the mouse."""
        self.action_enter()

    @on(CardRows.Picked)
    def _clicked(self, event: CardRows.Picked) -> None:
        if not self.open and event.key in self.view.keys:
            self.cursor = event.key
            self.chosen()

    def action_move(self, rows: int) -> None:
        keys = self.view.keys
        if self.open or not keys:
            return
        self.cursor = keys[max(0, min(len(keys) - 1, keys.index(self.here) + rows))]
        self.update_room()
        self.look()

    def look(self) -> None:
        """Bring the line under the cursor into sight."""
        for rows in self.query(CardRows):
            rows.look_at(self.here)

    def action_new(self) -> None:
        empty = next((p for p in self.view.places if not p.text), None)
        if empty is not None and self.view.writing:
            self.cursor = empty.target.key
            self.edit(empty.target, empty)

    def action_take_back(self) -> None:
        place = self.view.place(self.here)
        if place is None or not place.mine:
            return
        command = TakeBackCard(
            step=self.view.step.id, of=place.target.of, number=place.target.number
        )
        # The key also corrects what one types: a moment late, it must not cost a whole card.
        question = _("Take back what you wrote? “{text}”", text=place.text)
        self.app.push_screen(
            Confirm(question, _("Take back")), lambda yes: self.send(command) if yes else None
        )

    def action_enter(self) -> None:
        if self.open:
            if not self.typing and not self.form.changed:
                self.form.write()
            else:
                self.keep()
            return
        view = self.view
        place = view.place(self.here) if view.writing else None
        if place is not None:
            self.edit(place.target, place)

    def action_back(self) -> None:
        if self.open:
            self.keep()

    # --- the form -------------------------------------------------------------------------------

    def edit(self, target: model.Target, place: model.Place) -> None:
        """Open the form for a place."""
        self.form.open(target, (place.kind, place.text, place.why), place.original)
        self.update_room()
        self.look()
        self.form.write()

    @on(CardForm.Sent)
    def _sent_form(self) -> None:
        self.keep()

    @on(CardForm.Typed)
    def _typed(self) -> None:
        self.update_now()
        self.show_foot()

    @on(CardForm.Rested)
    def _keep_typed(self) -> None:
        command = self.unsent_card() if self.keeps else None
        if command is None:
            return
        target, said = self.form.target, self.form.said

        def kept() -> None:
            # What was typed in the meantime must still be kept.
            if self.form.target == target:
                self.form.began = said

        self.send(command, kept, quiet=True)

    @property
    def keeps(self) -> bool:
        """Whether the form is kept as soon as no key has been pressed for a while.

        While people write alone, always: only the writer sees it. Later, the side sees each
        change, so only whole sentences are sent: with Enter or at the bell. The exception is a
        writer for whom the stage does not wait: it may end before any bell.
        """
        return self.view.stage == WRITE or self.ready or not self.plays

    def keep(self) -> None:
        """Send what is in the form, and close it when it is kept."""
        command = self.unsent_card()
        if command is None:
            self.close_form()
        else:
            self.send(command, self.close_form)

    def close_form(self) -> None:
        """Close the form; the cursor goes to what comes next."""
        self.set_focus(None)
        self.form.close()
        self.update_room()
        self.look()

    def unsent_card(self) -> WriteCard | TakeBackCard | RewordCard | None:
        """Return the command for the card in the form, if it is a new one."""
        form = self.form
        if form.target is None or not form.changed:
            return None
        return model.card_command(self.view, form.target, form.began, form.said)

    def unsent(self) -> WriteCard | TakeBackCard | RewordCard | PutDots | None:
        return self.unsent_card()

    def sent(self) -> None:
        self.form.began = self.form.said
