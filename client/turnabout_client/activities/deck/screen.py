"""deck: write alone, then put together with one's side what says the same, then vote."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from turnabout_client.activities.deck import model
from turnabout_client.activities.deck.card_rows import CardRows
from turnabout_client.activities.deck.writing import WritingScreen
from turnabout_client.link.table import Table
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.room.screen import shown
from turnabout_client.view.ballot import next_dots
from turnabout_language import N_, _
from turnabout_protocol.activities.deck import (
    VOTE,
    WRITE,
    MergeCards,
    PartCards,
    PutDots,
    RewordCard,
    TakeBackCard,
    WriteCard,
)
from turnabout_protocol.room import Room


class DeckScreen(WritingScreen):
    """Three stages on one screen: nobody on the other side sees any of it."""

    HELP = N_(
        "These are the key points that the other side will play. First everybody writes alone: "
        "put a prepared card in better words, or write your own. Then your side sees all cards, "
        "without names, and puts together those that say the same: the number of one picks it "
        "up, the number of another puts it under that one; the number of a card that lies under "
        "another takes it out again. In the vote everybody has the same few dots, and nobody sees "
        "where they go. Both sides keep the same number of cards. The other side sees none of "
        "this until the cards are swapped or played."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "choose", N_("pick up, dot"), key_display="␣"),
        Binding("r", "ready", N_("ready")),
    ]

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._held = ""
        self._dots: dict[str, int] = dict(self.view.own.dots)

    def compose_body(self) -> ComposeResult:
        yield from super().compose_body()
        yield CardRows(id="pool")

    def compose_buttons(self) -> ComposeResult:
        yield KeyButton("␣", _("Pick it up"), "choose", id="choose")
        yield KeyButton("r", _("Ready"), "ready", id="ready")

    # --- showing --------------------------------------------------------------------------------

    def stage_opened(self, stage: int) -> None:
        super().stage_opened(stage)
        self._held = ""
        if stage != WRITE:
            self.query_one("#pool", CardRows).scroll_home(animate=False)

    def show(self, room: Room) -> None:
        view = self.view
        held = view.table.find(self._held)
        if held is None or held.under:
            self._held = ""
        pool = self.query_one("#pool", CardRows)
        shown(pool, view.pooling or view.voting)
        if view.pooling:
            pool.title(_("All cards of your side: which ones say the same?"))
            pool.show(model.pool_rows(view.table), self.here, self._held)
        elif view.voting:
            pool.title(_("Which ones must the other side play?"))
            pool.show(model.vote_rows(view.table, self._dots), self.here)
        super().show(room)

    def show_foot(self) -> None:
        super().show_foot()
        self.query_one("#choose", KeyButton).say(self._choose_words())
        enter = self.query_one("#enter", KeyButton)
        if self.view.voting:
            enter.say(_("Send my dots"))
        elif self.view.pooling and not self.open:
            enter.say(_("Reword"))
        self.query_one("#back", KeyButton).say(_("Let go") if self._held else _("Back"))

    def _choose_words(self) -> str:
        if self.view.voting:
            return _("A dot here")
        here = self.view.table.find(self.here)
        if not self._held:
            return _("Take it out") if here is not None and here.under else _("Pick it up")
        return _("Put it back") if self._held == self.here else _("Put it under this one")

    def hint_words(self) -> Content:
        if self.view.voting:
            left = self.view.step.dots - sum(self._dots.values())
            signs = "●" * left + "○" * (self.view.step.dots - left)
            rest = _(
                "{n} left, at most {most} on one card.", n=left, most=self.view.step.most_on_one
            )
            more = _("Press enter to send the change.") if self._changed and self._sent else ""
            return Content.assemble((signs, "bold $accent"), f"  {rest} {more}")
        if self._held:
            return Content.styled(
                _("Press its number, or go there and press space. Escape lets go."), "$quiet"
            )
        if self.view.pooling and not self.open:
            return Content.styled(
                _("One number picks up, the next says under which. Enter rewords a card."), "$quiet"
            )
        return super().hint_words()

    def aside_words(self) -> str:
        if self.view.voting and self._dots and self._changed:
            return _("Sent at the bell.")
        return super().aside_words()

    @property
    def _changed(self) -> bool:
        return self._dots != dict(self.view.own.dots)

    @property
    def _sent(self) -> bool:
        return self.ready or bool(self.view.own.dots)

    def sentence(self, room: Room) -> str:
        if not self.view.takes_part or self.open or self.view.stage == WRITE:
            return super().sentence(room)
        if self._held:
            return _("Under which card does it go?")
        if self.view.voting and self._sent:
            return _("Sent. {waiting}", waiting=self.waiting)
        if self.view.voting:
            return _("Put your dots where it matters most.")
        if self.ready:
            return _("Ready. {waiting}", waiting=self.waiting)
        return _("Put together what says the same.")

    # --- keys -----------------------------------------------------------------------------------

    def offers(self, action: str) -> bool:
        match action:
            case "enter" if self.view.pooling:
                return self.open or not self._held
            case "enter" if self.view.voting:
                return True
            case "choose":
                return (self.view.pooling or self.view.voting) and not self.open
            case "back":
                return self.open or bool(self._held)
            case "ready" if self.view.stage == VOTE:
                return self.again and super().offers(action)
        return super().offers(action)

    def action_number(self, number: int) -> None:
        if self.view.pooling and not self.open:
            if number <= len(self.view.table.pool):
                self.cursor = self.view.table.pool[number - 1].card.id
                self.chosen()
            return
        super().action_number(number)

    def chosen(self) -> None:
        if self.view.writing:
            super().chosen()
        else:
            self.action_choose()

    def action_choose(self) -> None:
        if self.open or not self.here:
            return
        if self.view.voting:
            self._dot(self.here)
        elif self.view.pooling:
            self._put(self.here)

    def action_enter(self) -> None:
        pooled = self.view.table.find(self.here)
        if self.view.writing or self.open:
            super().action_enter()
        elif self.view.voting:
            dots = self.unsent() or PutDots(step=self.view.step.id, dots=dict(self._dots))
            if self._dots or self.asked_empty():
                self.send(dots, self.sent)
        elif self.view.pooling and not self._held and pooled is not None and not pooled.under:
            card = pooled.card
            target = model.Target(card=card.id)
            self.edit(target, model.Place(target, card.kind, card.text, card.why, None, False))

    def action_back(self) -> None:
        if self.open and self.view.pooling:
            # What others see is changed by keeping it, not by leaving.
            self.close_form()
        elif self.open:
            super().action_back()
        else:
            self._held = ""
            self.update_room()

    # --- put together, vote ---------------------------------------------------------------------

    def _put(self, card: str) -> None:
        held, step = self._held, self.view.step.id
        found = self.view.table.find(card)
        if found is None:
            return
        if not held and found.under:
            self.send(PartCards(step=step, card=card))
        elif not held:
            self._held = card
        else:
            self._held = ""
            keep = found.under or card
            if keep != held:
                self.send(MergeCards(step=step, card=held, keep=keep))
                self.cursor = keep
        self.update_room()
        self.look()

    def _dot(self, card: str) -> None:
        deck = self.view.step
        dots = next_dots(self._dots, card, deck.dots, deck.most_on_one)
        if dots is None:
            self.notice(
                _("All {n} dots are used. Press a number again to take them back.", n=deck.dots)
            )
            return
        self._dots = dots
        self.update_room()
        self.look()

    def unsent(self) -> WriteCard | TakeBackCard | RewordCard | PutDots | None:
        if self.view.voting:
            dots = PutDots(step=self.view.step.id, dots=dict(self._dots))
            return dots if self._changed else None
        return super().unsent()

    def sent(self) -> None:
        if self.view.voting:
            self.update_room()
        else:
            super().sent()


SCREEN: Final = DeckScreen
