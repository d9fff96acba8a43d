"""The check of a session that is over: three things, one after the other, and thank you."""

from collections.abc import Sequence
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button

from turnabout_client.activities.poll.picks import Picks
from turnabout_client.activities.poll.scale import ScaleBoxes
from turnabout_client.entrance import check as model
from turnabout_client.entrance.door import Entrance
from turnabout_client.link.errors import LinkError
from turnabout_client.link.keyring import KeptSeat
from turnabout_client.tui.kit.dialogs import Help, KeyGroup, Leavable
from turnabout_client.tui.kit.footer import Keys
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.order import OrderList
from turnabout_client.tui.kit.prompts import Choices
from turnabout_client.tui.kit.shown import shown, told
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.kit.too_small import TooSmall
from turnabout_client.view import words
from turnabout_language import N_, _
from turnabout_protocol import links
from turnabout_protocol.activities.review import MARKS, PromiseMark
from turnabout_protocol.messages import CheckAsked
from turnabout_protocol.room import MOST_CARDS

ORDER: Final = 0
FELT: Final = 1
HELP: Final = N_(
    "Your session was some weeks ago. Put the other side's cards in the order in which its people "
    "had put them, as well as you remember: a number puts the card under the cursor at that place, "
    "or space takes it, and drops it. Then say whether you feel understood, and how your promises "
    "go. Everything can be left out with enter. Your answers are sealed; what comes of them are "
    "averages of enough people, and they are deleted with that. You answer once."
)


class CheckScreen(Leavable):
    """Three pages or more, each with enter; nothing is sent before the last one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"number({n})", show=False) for n in range(1, MOST_CARDS + 2)),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("space", "grab", show=False),
        Binding("enter", "go_on", N_("go on"), key_display="⏎"),
        Binding("escape", "back", N_("back"), key_display="esc"),
        Binding("question_mark", "help", N_("help"), key_display="?"),
        Binding("q", "leave", N_("quit")),
    ]

    def __init__(
        self, entrance: Entrance, where: links.Link, seat: KeptSeat, asked: CheckAsked
    ) -> None:
        super().__init__()
        self._entrance = entrance
        self._where = where
        self._seat = seat
        self._asked = asked
        self._pledges = model.mine(asked, seat.name)
        self._page = ORDER
        self._marks: dict[int, PromiseMark] = {}
        self._sending = False

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, told in the reader's language."""
        return told(super().active_bindings)

    def compose(self) -> ComposeResult:
        with Vertical(id="check"):
            yield Static(Content(model.intro(self._asked, self._last + 1)), id="check-intro")
            yield Static(id="check-question")
            yield OrderList()
            yield ScaleBoxes(model.FELT, None)
            yield Static(id="check-promise")
            yield Choices([(str(n), MARKS[m]) for n, m in enumerate(MARKS, 1)], id="check-marks")
            yield Static(id="check-says")
            with Horizontal(classes="buttons"):
                yield KeyButton("⏎", _("Go on"), "go_on", id="go-on")
                yield KeyButton(_("esc"), _("Back"), "back", id="back")
        yield Keys()
        yield TooSmall()

    def on_mount(self) -> None:
        cards = self._asked.cards
        self._list.lay_out(cards, tuple(card.id for card in cards))
        self._show()

    # --- what is shown --------------------------------------------------------------------------

    @property
    def _list(self) -> OrderList:
        return self.query_one(OrderList)

    @property
    def _scale(self) -> Picks:
        return self.query_one(ScaleBoxes)

    @property
    def _last(self) -> int:
        return FELT + len(self._pledges)

    def _show(self) -> None:
        page = self._page
        pledge = self._pledges[page - FELT - 1] if page > FELT else None
        shown(self._list, page == ORDER)
        shown(self._scale, page == FELT)
        shown(self.query_one("#check-promise"), pledge is not None)
        shown(self.query_one("#back"), page > ORDER)
        self.query_one("#check-question", Static).update(self._question())
        choices = self.query_one("#check-marks", Choices)
        choices.ask(None if pledge is None else _("How did it go?"))
        if pledge is not None:
            text = _("WHEN {when} THEN {then}", when=pledge.when, then=pledge.then)
            self.query_one("#check-promise", Static).update(Content(text))
            mark = self._marks.get(pledge.place)
            here = frozenset[str]() if mark is None else frozenset((str([*MARKS].index(mark) + 1),))
            choices.mark(here)
        last = page == self._last
        self.query_one("#go-on", KeyButton).say(_("Send") if last else _("Go on"))
        self.refresh_bindings()

    def _question(self) -> Content:
        count = _("{here} of {all}", here=self._page + 1, all=self._last + 1)
        if self._page == ORDER:
            return Content.assemble(
                (f"{count}   ", "$quiet"),
                words.side_called(self._asked.side, self._asked.label),
                "  ",
                _("What mattered most to them then? 1 is the most important."),
            )
        if self._page == FELT:
            said = _(model.FELT.text)
        else:
            said = model.held(self._pledges[self._page - FELT - 1], self._seat.name)
        return Content.assemble((f"{count}   ", "$quiet"), (said, "bold"))

    def _say(self, sentence: str) -> None:
        self.query_one("#check-says", Static).update(Content(sentence))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the keys that do nothing on this page."""
        match action:
            case "grab" | "move":
                return self._page == ORDER
            case "step":
                return self._page == FELT
            case "back":
                return self._page > ORDER
        return True

    # --- what is done ---------------------------------------------------------------------------

    def action_number(self, number: int) -> None:
        if self._page == ORDER and number <= len(self._asked.cards):
            self._list.put(number - 1)
        elif self._page == FELT:
            self._scale.toggle(number - 1)
        elif self._page > FELT and number <= len(MARKS):
            self._mark(number)

    @on(Choices.Chosen, "#check-marks")
    def _clicked(self, event: Choices.Chosen) -> None:
        self._mark(int(event.key))

    def _mark(self, number: int) -> None:
        place, mark = self._pledges[self._page - FELT - 1].place, model.mark_of(number)
        if self._marks.get(place) == mark:
            del self._marks[place]
        else:
            self._marks[place] = mark
        self._show()

    def action_move(self, by: int) -> None:
        self._list.step(by)

    def action_step(self, by: int) -> None:
        self._scale.move(by, 0)

    def action_grab(self) -> None:
        self._list.grab()

    def action_back(self) -> None:
        self._page = max(ORDER, self._page - 1)
        self._show()

    def action_go_on(self) -> None:
        if self._sending:
            return
        if self._page < self._last:
            self._list.drop()
            self._page += 1
            self._show()
            return
        self._sending = True
        self._say(_("Sending ..."))
        self.run_worker(self._send(), exclusive=True, group="check")

    async def _send(self) -> None:
        order = self._list.order if self._list.touched else ()
        picked: Sequence[str] = self._scale.picked
        reply = model.reply(order, picked[0] if picked else "", self._marks)
        try:
            await self._entrance.answer(self._where, self._seat.key, reply)
        except LinkError as error:
            self._sending = False
            self._say(error.sentence)
            return
        self.app.exit(_(model.THANKS))

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()

    def action_help(self) -> None:
        keys = [("1 2 3", _("put the card there, or answer")), ("⏎", _("go on"))]
        self.app.push_screen(Help(_(HELP), KeyGroup("", keys)))

    @property
    def leaving(self) -> str:
        return _("Leave without answering? The link asks you again.")
