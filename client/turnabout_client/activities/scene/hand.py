"""The cards one holds. One of them can be chosen."""

from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.message import Message

from turnabout_client.tui.kit.card import Note
from turnabout_client.tui.kit.static import Static
from turnabout_language import _
from turnabout_protocol.scenario import KeyPoint


class Hand(VerticalScroll):
    """Cards under number keys. Choosing a chosen card again puts it back."""

    class Chose(Message):
        """Another card is chosen, or none."""

    def __init__(self) -> None:
        super().__init__(id="hand", classes="panel")
        self.border_title = _("Your hand")
        self._cards: tuple[KeyPoint, ...] = ()
        self.chosen = ""
        """Id of the chosen card; empty for none."""
        self._turned = False

    def show(self, cards: tuple[KeyPoint, ...]) -> KeyPoint | None:
        """Show these cards; return the chosen one if it has left the hand."""
        if cards == self._cards and self.children:
            return None
        lost = None if self.card in cards else self.card
        self._cards = cards
        if lost is not None:
            self.chosen = ""
        self.remove_children()
        notes = [Note(card, key=str(i)) for i, card in enumerate(cards, 1)]
        for note in notes:
            note.choose(note.card.id == self.chosen)
            note.turn(self._turned)
        empty = Static(Content(_("No cards are left: echo, and ask.")), classes="quiet")
        self.mount_all(notes or [empty])
        return lost

    def choose(self, number: int) -> None:
        """Choose card `number`, counted from one; put it back if it is chosen already."""
        if 1 <= number <= len(self._cards):
            card = self._cards[number - 1].id
            self.chosen = "" if card == self.chosen else card
            for note in self.query(Note):
                note.choose(note.card.id == self.chosen)
            self.post_message(self.Chose())

    def take(self, card: str) -> None:
        """Choose the card with this id, if it is held."""
        if not self.chosen and card in {held.id for held in self._cards}:
            self.choose(next(i for i, held in enumerate(self._cards, 1) if held.id == card))

    @property
    def backs(self) -> bool:
        """Whether something stands on the back of a card."""
        return any(card.why for card in self._cards)

    def turn(self) -> None:
        """Turn all cards over: the reason behind each is on its back."""
        self._turned = not self._turned
        for note in self.query(Note):
            note.turn(self._turned)

    @property
    def card(self) -> KeyPoint | None:
        """The chosen card."""
        return next((card for card in self._cards if card.id == self.chosen), None)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Measure the cards beside their scroll bar: its place is kept free, but not counted."""
        return super().get_content_height(
            container, viewport, width - self.styles.scrollbar_size_vertical
        )

    def put_back(self) -> None:
        """Choose nothing."""
        self.chosen = ""
        for note in self.query(Note):
            note.choose(False)

    def on_note_picked(self, event: Note.Picked) -> None:
        event.stop()
        self.choose(int(event.note.key))
