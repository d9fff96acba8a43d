"""The form that turns an idea into a promise: with whom, by when, how we see it."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, TextArea

from turnabout_client.activities.plan.model import promise_line
from turnabout_client.tui.kit.day_field import DayField
from turnabout_client.tui.kit.field import TextField
from turnabout_client.tui.kit.growing import Growing
from turnabout_client.tui.kit.static import Static
from turnabout_language import _
from turnabout_protocol.activities.plan import Idea
from turnabout_protocol.lights import NO_DAY, idea_lights, is_day, promise_lights
from turnabout_protocol.room import Public, Seat
from turnabout_protocol.text import LINE


class Partner(Button, can_focus=False):
    """Somebody from the other side."""

    def __init__(self, key: int, seat: Seat) -> None:
        self.seat_id = seat.id
        super().__init__(Content.assemble((str(key), "bold"), f"  {seat.name}"), classes="partner")


class PromiseForm(Vertical):
    """Keeps what is typed, whatever is refused. It is hidden, never taken away."""

    class Signed(Message):
        """Enter in the last field, or the button."""

    class Chosen(Message):
        """There is another partner, or none any more."""

    def __init__(self) -> None:
        super().__init__(id="promise-form")
        self.partner: int | None = None
        self._public = Public()
        self._me: Seat | None = None
        self._idea: Idea | None = None
        self._people: tuple[int, ...] = ()
        self._proposed = ""
        self._row = Horizontal(id="partner-row")
        self._by = DayField(_("By"), id="by")
        self._sign = Growing(
            _("We see it works when"),
            limit=LINE,
            id="sign",
            placeholder=_("may be left open"),
            most=4,
        )
        self._lights = Static(id="promise-lights")

    def compose(self) -> ComposeResult:
        yield self._row
        yield self._by
        yield self._sign
        yield self._lights

    def offer(
        self, public: Public, me: Seat, idea: Idea, people: Sequence[Seat], day: str, sign: str
    ) -> None:
        """Offer these partners for `idea`; propose a date and a sign where none is typed yet."""
        self._public, self._me, self._idea = public, me, idea
        self._by.propose(day)
        if sign != self._proposed and self.sign in ("", self._proposed):
            self._proposed = sign
            self._sign.input.fill(sign)
        ids = tuple(s.id for s in people)
        if ids != self._people:
            self._people = ids
            if self.partner not in ids:
                self.partner = ids[0] if len(ids) == 1 else None
            self._row.remove_children()
            asks = _("With") if ids else _("Nobody from the other side is here.")
            with_whom = Static(Content(asks), classes="with")
            self._row.mount(with_whom, *(Partner(i, s) for i, s in enumerate(people, 1)))
            self.call_after_refresh(self._mark)
        self._light()

    def choose(self, number: int) -> None:
        """Choose partner `number`, counted from one."""
        if 1 <= number <= len(self._people):
            self.partner = self._people[number - 1]
            self._mark()

    def shift(self, weeks: int) -> None:
        """Move the date by whole weeks."""
        self._by.shift(weeks)

    @property
    def day(self) -> str:
        """The date as typed."""
        return self._by.day

    @property
    def sign(self) -> str:
        """How we see that it works, as typed."""
        return self._sign.input.value

    def missing(self) -> str:
        """Return what is still to be done before it can be signed; empty when nothing is."""
        if self.partner is None:
            return _("Choose your partner: press the number in front of a name.")
        if not is_day(self.day):
            return _(NO_DAY)
        return ""

    def write(self) -> None:
        """Go to the field that needs something."""
        (self._sign.input if is_day(self.day) else self._by.input).focus()

    def to_sign(self) -> None:
        """Go to the sign: the proposed one can be changed."""
        self._sign.input.focus()

    def _mark(self) -> None:
        for button in self.query(Partner):
            button.set_class(button.seat_id == self.partner, "-on")
        self._light()
        self.post_message(self.Chosen())

    @on(TextArea.Changed)
    def _light(self) -> None:
        if self._me is None or self._idea is None:
            return
        seats, rules = self._public.seats, self._public.rules
        with_whom = seats.get(self.partner or 0)
        across = with_whom.home if with_whom else None
        lights = promise_lights(self._me.home, across, self.day, rules.opened_on)
        idea = idea_lights(self._idea.when, self._idea.then, rules.language)
        self._lights.update(promise_line(lights, idea))

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
