"""The form with which an idea becomes a promise: with whom, until when, how we see it."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from turnabout_client.tui.activity_model import is_day
from turnabout_client.tui.widgets.field import Field, TextField
from turnabout_protocol.parts import Seat
from turnabout_protocol.text import LINE

DAY = 10


class Partner(Button, can_focus=False):
    """Somebody from the other side."""

    def __init__(self, key: int, seat: Seat) -> None:
        self.seat_id = seat.id
        super().__init__(Content.assemble((str(key), "bold"), f"  {seat.name}"), classes="partner")


class PromiseForm(Vertical):
    """Keeps what is typed, whatever is refused. It is hidden, never taken away."""

    class Signed(Message):
        """Enter in the last field, or the button."""

    def __init__(self) -> None:
        super().__init__(id="promise-form")
        self.partner: int | None = None
        self._people: tuple[int, ...] = ()
        self._row = Horizontal(id="partner-row")
        self._by = Field("By", limit=DAY, id="by", placeholder="YYYY-MM-DD")
        self._sign = Field("We see it works when", limit=LINE, id="sign")

    def compose(self) -> ComposeResult:
        yield self._row
        yield self._by
        yield self._sign

    def offer(self, people: Sequence[Seat], day: str) -> None:
        """Offer these partners; propose a date where none is typed yet."""
        ids = tuple(s.id for s in people)
        if not self._by.input.text:
            self._by.input.fill(day)
        if ids == self._people:
            return
        self._people = ids
        if self.partner not in ids:
            self.partner = ids[0] if len(ids) == 1 else None
        self._row.remove_children()
        with_whom = Static("With" if ids else "Nobody from the other side is here.", classes="with")
        self._row.mount(with_whom, *(Partner(i, s) for i, s in enumerate(people, 1)))
        self.call_after_refresh(self._mark)

    def choose(self, number: int) -> None:
        """Choose partner `number`, counted from one."""
        if 1 <= number <= len(self._people):
            self.partner = self._people[number - 1]
            self._mark()

    @property
    def day(self) -> str:
        """The date as typed."""
        return self._by.input.value

    @property
    def sign(self) -> str:
        """How we see that it works, as typed."""
        return self._sign.input.value

    def missing(self) -> str:
        """Return what is still to be done before it can be signed; empty when nothing is."""
        if self.partner is None:
            return "Choose your partner: press the number in front of a name."
        if not is_day(self.day):
            return "Write the date as year-month-day, for example 2030-01-31."
        if not self.sign:
            return "Write how both sides will see that it works."
        return ""

    def write(self) -> None:
        """Go to the field that needs something."""
        (self._sign if is_day(self.day) else self._by).input.focus()

    def _mark(self) -> None:
        for button in self.query(Partner):
            button.set_class(button.seat_id == self.partner, "-on")

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if isinstance(event.button, Partner):
            self.partner = event.button.seat_id
            self._mark()

    @on(TextField.Submitted)
    def _entered(self, event: TextField.Submitted) -> None:
        event.stop()
        if event.field is self._by.input and not self.sign:
            self._sign.input.focus()
        else:
            self.post_message(self.Signed())
