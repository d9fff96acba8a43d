"""Cards in an order that one can change: by a cursor, by number keys, by dragging."""

from collections.abc import Mapping, Sequence

from textual import events
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message

from turnabout_client.tui.kit.static import Static
from turnabout_client.view.orders import moved
from turnabout_language import _
from turnabout_protocol.scenario import KeyPoint


class MoveArrow(Static):
    """A mouse target that moves a card by one place."""

    ALLOW_SELECT = False

    class Pressed(Message):
        """The arrow was clicked."""

        def __init__(self, place: int, by: int) -> None:
            super().__init__()
            self.place = place
            self.by = by

    def __init__(self, place: int, by: int) -> None:
        self._place = place
        self._by = by
        super().__init__(Content("▲" if by < 0 else "▼"), classes="order-arrow")

    def on_mouse_down(self, event: events.MouseDown) -> None:
        event.stop()
        self.post_message(self.Pressed(self._place, self._by))


class Position(Horizontal):
    """One place of the order, with the card that lies there."""

    ALLOW_SELECT = False

    def __init__(self, number: int) -> None:
        self._number = number
        self._sign = Static(classes="order-number")
        self._note = Static(classes="order-card note")
        arrows = (MoveArrow(number, -1), MoveArrow(number, 1))
        super().__init__(self._sign, self._note, *arrows, classes="order-place")

    def put(self, card: KeyPoint, *, here: bool, held: bool, still: bool) -> None:
        """Show `card`. `here`: the cursor is on it; `held`: it is carried; `still`: it stays."""
        sign = "↕" if held else "▸" if here else " "
        self._sign.update(Content.styled(f"{sign}{self._number + 1}", "bold"))
        self._note.update(Content.assemble((f"{_(card.kind)}  ", "bold"), card.text))
        self._note.set_classes(["order-card", "note", f"-{card.kind}"])
        self._note.set_class(self._number % 2 == 1, "-deep")
        self.set_class(here, "-here")
        self.set_class(held, "-held")
        self.set_class(still, "-still")


class OrderList(VerticalScroll):
    """All places, one per line, the most important card on top."""

    ALLOW_SELECT = False
    can_focus = False

    class Changed(Message):
        """The cursor, or a card, has moved."""

    def __init__(self) -> None:
        super().__init__(id="order")
        self.order: tuple[str, ...] = ()
        """Ids of the cards, most important first."""
        self.touched = False
        """Whether a card was moved since these cards were put here."""
        self.held = False
        """Whether the card under the cursor is carried."""
        self.still = False
        """Whether nothing can be moved any more."""
        self._cards: Mapping[str, KeyPoint] = {}
        self._places: list[Position] = []
        self._at = 0
        self._dragging = False

    @property
    def here(self) -> KeyPoint | None:
        """The card under the cursor."""
        return self._cards[self.order[self._at]] if self.order else None

    def lay_out(self, cards: Sequence[KeyPoint], order: tuple[str, ...]) -> None:
        """Put these cards here in `order`, untouched."""
        self._cards = {card.id: card for card in cards}
        self.order, self._at = order, 0
        self.touched = self.held = self.still = False
        self.remove_children()
        self._places = [Position(number) for number in range(len(order))]
        self._draw()
        self.mount_all(self._places)

    def stand_still(self, order: tuple[str, ...]) -> None:
        """Show `order` for good."""
        if not self.still or order != self.order:
            self.order, self.held, self.still = order, False, True
            self._draw()

    def step(self, by: int) -> None:
        """Move the cursor; a card that is held goes with it."""
        if self.held:
            self.carry(by)
        else:
            self._at = max(0, min(self._at + by, len(self.order) - 1))
            self._changed()

    def carry(self, by: int) -> None:
        """Move the card under the cursor by `by` places; the cursor goes with it."""
        self.put(self._at + by)

    def put(self, place: int) -> None:
        """Put the card under the cursor at `place`, counted from 0; the cursor goes with it."""
        place = max(0, min(place, len(self.order) - 1))
        if self.still or not self.order:
            return
        if place != self._at:
            self.order = moved(self.order, self._at, place)
            self.touched, self._at = True, place
        self._changed()

    def grab(self) -> None:
        """Take up the card under the cursor, or put it down."""
        self.held = not self.held and not self.still
        self._changed()

    def drop(self) -> None:
        """Put the card down where it is."""
        self.held = False
        self._changed()

    # --- by mouse -------------------------------------------------------------------------------

    def on_move_arrow_pressed(self, event: MoveArrow.Pressed) -> None:
        event.stop()
        if not self.still:
            self._at, self.held = event.place, False
            self.carry(event.by)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        place = self._place_at(event.screen_y)
        if place is not None and not self.still:
            self._at, self.held, self._dragging = place, False, True
            self.capture_mouse()
            self._changed()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        place = self._place_at(event.screen_y) if self._dragging else None
        if place is not None and place != self._at:
            self.held = True
            self.put(place)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._dragging:
            self._dragging = False
            self.release_mouse()
            self.drop()

    def _place_at(self, screen_y: int) -> int | None:
        for number, place in enumerate(self._places):
            if place.region.y <= screen_y < place.region.bottom:
                return number
        return None

    # --- showing --------------------------------------------------------------------------------

    def _changed(self) -> None:
        self._draw()
        self.post_message(self.Changed())

    def _draw(self) -> None:
        for number, (place, card) in enumerate(zip(self._places, self.order, strict=True)):
            here = number == self._at and not self.still
            place.put(self._cards[card], here=here, held=here and self.held, still=self.still)
        if self._places and not self.still and not self._dragging:
            self._places[self._at].scroll_visible(animate=False)
