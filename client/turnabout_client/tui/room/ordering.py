"""Cards that everybody puts in order alone, most important first, and locks."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from turnabout_client.link.table import Table
from turnabout_client.tui.kit.key_button import KeyButton
from turnabout_client.tui.kit.order import OrderList
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.activity import ActivityScreen
from turnabout_client.tui.room.screen import shown
from turnabout_client.view.orders import locked_order, start_order
from turnabout_language import N_, _
from turnabout_protocol.activities.rank import LockOrder, Ordering
from turnabout_protocol.room import MOST_CARDS, Room, in_panel
from turnabout_protocol.scenario import KeyPoint, Side


class OrderingScreen(ActivityScreen):
    """Nobody sees anybody else's order, now or later."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"put({n})", show=False) for n in range(1, MOST_CARDS + 2)),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("space", "grab", N_("take, drop"), key_display="␣"),
        Binding("0", "why", N_("why?")),
        Binding("enter", "lock", N_("lock"), key_display="⏎"),
        Binding("escape", "back", N_("back"), key_display="esc"),
        Binding("r", "ready", N_("ready")),
    ]
    READS = "#order"
    kept: ClassVar[str]
    """What becomes of an order that is locked. Marked with `N_`."""
    watched: ClassVar[str]
    """What those read who do not order cards. Marked with `N_`."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._cards: tuple[KeyPoint, ...] = ()
        self._asked: tuple[str, ...] = ()
        """The order about which was asked whether to lock it."""
        self._why = False

    def compose_body(self) -> ComposeResult:
        yield Static(id="order-title")
        yield OrderList()
        yield Static(id="order-watch", classes="middle")

    def compose_foot(self) -> ComposeResult:
        yield Static(id="order-aside")
        with Horizontal(classes="buttons"):
            yield KeyButton("⏎", _("Lock my order"), "lock", id="lock")
            yield KeyButton(_("esc"), _("Not yet"), "back", id="back")
            yield KeyButton("0", _("Why?"), "why", id="why")
            yield KeyButton("r", _("Go on"), "ready", id="ready")
            yield Static(_("What you moved is sent at the bell."), classes="quiet aside", id="bell")

    # --- for subclasses -------------------------------------------------------------------------

    def asked(self, room: Room, home: Side) -> Content:
        """Return what stands above the cards of somebody who belongs to `home`."""
        raise NotImplementedError

    @property
    def to_do(self) -> str:
        """What to do, in a sentence."""
        raise NotImplementedError

    # --- showing --------------------------------------------------------------------------------

    @property
    def _list(self) -> OrderList:
        return self.query_one(OrderList)

    @property
    def _owner(self) -> bool:
        return self.me is not None and self.me.owner and in_panel(self.public, self.me.id)

    @property
    def _locked(self) -> tuple[str, ...]:
        if self.me is None:
            return ()
        return locked_order(self.table.room, self.step_as(Ordering), self.me)

    @property
    def _sure(self) -> bool:
        """Whether Enter locks: it was pressed once, and nothing has been moved since."""
        return bool(self._asked) and self._asked == self._list.order and not self._list.held

    @property
    def _ordering(self) -> bool:
        return self._owner and bool(self._cards) and not self._locked

    def show(self, room: Room) -> None:
        self._lay_out(room)
        if self._locked:
            self._list.stand_still(self._locked)
        shown(self._list, self._owner)
        shown(self.query_one("#order-title"), self._owner)
        watch = self.query_one("#order-watch", Static)
        shown(watch, not self._owner)
        watch.update(
            Content.assemble(
                _(self.watched),
                "\n",
                (self.waiting, "$quiet"),
            )
        )
        self.query_one("#order-title", Static).update(self._title(room))
        self._show_foot()

    def _lay_out(self, room: Room) -> None:
        if self.me is None or self.me.home is None:
            return
        cards = self.step_as(Ordering).cards(room, self.me.home)
        if cards and {c.id: c for c in cards} != {c.id: c for c in self._cards}:
            self._cards = cards
            self._list.lay_out(cards, start_order(room, self.step_as(Ordering), self.me))

    def _title(self, room: Room) -> Content:
        if self.me is None or self.me.home is None:
            return Content("")
        return self.asked(room, self.me.home)

    def _show_foot(self) -> None:
        self.query_one("#order-aside", Static).update(self._aside())
        shown(self.query_one("#lock"), self._ordering)
        shown(self.query_one("#back"), self.offers("back"))
        shown(self.query_one("#why"), self.offers("why"))
        shown(self.query_one("#ready"), self.offers("ready"))
        shown(self.query_one("#bell"), self._ordering and not self.offers("back"))
        lock = self.query_one("#lock", KeyButton)
        lock.say(_("Yes, lock it") if self._sure else _("Lock my order"))

    def _aside(self) -> Content:
        here = self._list.here
        if not self._owner:
            return Content("")
        if self._locked:
            return Content(_(self.kept))
        if self._sure:
            said = _("Locked means locked: you cannot change it afterwards. Lock this order?")
            return Content.styled(said, "bold $warning")
        if self._why and here is not None:
            return Content.assemble(
                (f"{_('Why?')}  ", "bold"), here.why or _("No reason is given.")
            )
        return Content(
            _("A number puts the card there. Or carry it: space, ↑ ↓, space. Or drag it.")
        )

    def sentence(self, room: Room) -> str:
        if not self._owner:
            return _("You watch. {waiting}", waiting=self.waiting)
        if self.offers("ready"):
            return _("Open again. Your order stands: r goes on.")
        if self._locked:
            return _("Locked. {waiting}", waiting=self.waiting)
        if self._sure:
            return _("Locked means locked. Press enter once more.")
        if self._list.held:
            return _("Carry it with ↑ and ↓, drop it with space.")
        return self.to_do

    def offers(self, action: str) -> bool:
        match action:
            case "put" | "lock":
                return self._ordering
            case "grab" | "why":
                # While the screen asks whether to lock, only the answers are offered.
                return self._ordering and not self._sure
            case "back":
                return self._ordering and (self._sure or self._list.held)
            case "ready":
                return self.again and bool(self._locked) and super().offers(action)
        return super().offers(action)

    # --- doing ----------------------------------------------------------------------------------

    @on(OrderList.Changed)
    def _again(self) -> None:
        self._show_foot()
        self.update_now()
        self.refresh_bindings()

    def unsent(self) -> LockOrder | None:
        if not self._ordering or not self._list.touched:
            return None
        return LockOrder(step=self.step_as(Ordering).id, order=self._list.order)

    def action_put(self, number: int) -> None:
        if self._ordering and number <= len(self._cards):
            self._list.put(number - 1)

    def action_move(self, by: int) -> None:
        if self._ordering:
            self._list.step(by)
        else:
            self._list.scroll_relative(y=by, animate=False)

    def action_grab(self) -> None:
        if self._ordering:
            self._list.grab()

    def action_why(self) -> None:
        self._why, self._asked = not self._why, ()
        self._again()

    def action_back(self) -> None:
        self._asked = ()
        self._list.drop()

    def action_lock(self) -> None:
        if not self._ordering:
            return
        if self._sure:
            self.send(LockOrder(step=self.step_as(Ordering).id, order=self._list.order))
            return
        self._list.drop()
        self._asked = self._list.order
        # A key that is pressed twice by mistake does not lock.
        self.doze()
        self._again()
