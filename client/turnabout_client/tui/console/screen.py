"""The facilitator's console: one screen for the whole session."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button

from turnabout_client.activities import console_span, final
from turnabout_client.console import model
from turnabout_client.console.helm import Helm
from turnabout_client.tui.console import (
    agenda,
    caring,
    door,
    flags,
    links,
    seating,
    tables,
    turns,
    votes,
)
from turnabout_client.tui.console.lever import LeverButton
from turnabout_client.tui.console.panel import TextPanel
from turnabout_client.tui.console.seating import PeoplePanel
from turnabout_client.tui.kit.dialogs import KeyGroup
from turnabout_client.tui.kit.flow import BEGINS, Flow
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.invite import Invite
from turnabout_client.tui.room.screen import RoomScreen, shown
from turnabout_client.view.absence import latecomers
from turnabout_client.view.roster import missing
from turnabout_client.view.time import Span
from turnabout_client.view.turns import forecast
from turnabout_language import N_, _
from turnabout_protocol.room import Public, Room, Step

GROUPS: Final = (
    (
        N_("Going on"),
        (
            agenda.START,
            *seating.BOTS,
            agenda.NEXT,
            agenda.FINISH,
            agenda.PAUSE,
            agenda.MORE,
            votes.SETTLE,
            agenda.DATE,
        ),
    ),
    (
        N_("The people, and the door"),
        (
            caring.CARE,
            seating.MOVE,
            seating.OBSERVE,
            seating.REMOVE,
            links.INVITE,
            door.LOCK,
            door.LET_IN,
            door.TURN_AWAY,
            door.CLEAR,
        ),
    ),
    (
        N_("The scene and its turns"),
        (
            turns.SKIP,
            turns.TWIST,
            turns.UNDO,
            turns.RATINGS,
            flags.FLAG,
            tables.SHARE,
        ),
    ),
    (
        N_("The whole session"),
        (
            agenda.HOLD,
            agenda.PLAN,
            agenda.BACK,
            seating.OWN_SIDE,
            tables.NEXT_TABLE,
            agenda.END,
        ),
    ),
)
"""The levers, by what they are for: so they stand in the foot, and in help."""
NUDGED: Final = 10.0
"""Seconds after which it is told anew what changes with time alone: how long ago a nudge was."""
_LEVERS: Final = {lever.name: lever for _title, levers in GROUPS for lever in levers}


class ConsoleScreen(RoomScreen):
    """Plan and real time, who is here, what to say, what was said, and a key for everything."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(lever.binding for lever in _LEVERS.values() if lever is not agenda.PAUSE),
        # It stands among the levers, and so not in the last line.
        Binding("p", "pause", N_("pause"), show=False),
    ]
    HELP = N_(
        "You steer. A step ends at its time, or as soon as everybody is ready; what stands on "
        "people’s screens is sent then. As long as nobody plays a side the session waits. Ratings "
        "and votes stay hidden from you as from everybody."
    )
    SCROLLS = "#say-now, #table, #who"

    _asked = False
    """Whether it was said that I was asked to lead."""
    _link: str | None = None
    """The key of the shared link as it was shown last; None: not yet."""

    @property
    def step(self) -> Step | None:
        """The step that is on: this screen stays for all of them."""
        return self.table.room.public.step

    @property
    def _helm(self) -> Helm:
        """What I have in hand just now."""
        room, seat = self.table.room, self.table.seat
        leads = seat is None or room.console.leads(seat)
        co = room.console.co_facilitators
        return Helm(room.public, seat, self.shared, room.console.waiting, leads, co)

    def compose_body(self) -> ComposeResult:
        with Vertical(id="console"):
            with Horizontal(id="console-known"):
                yield agenda.PlanPanel(self.table)
                yield PeoplePanel()
            with Horizontal(id="console-now"):
                yield TextPanel(_("To say now"), id="say-now")
                yield TextPanel(_("At the table"), id="table")

    def compose_foot(self) -> ComposeResult:
        with Flow(id="levers"):
            for _title, levers in GROUPS:
                for lever in levers:
                    yield LeverButton(lever, self._helm)
        yield Static(id="forecast", classes="quiet")
        yield Static(id="missing", classes="quiet")

    def refresh_room(self, room: Room) -> None:
        helm, public = self._helm, room.public
        self._show_links(room.console.link)
        if not self._asked and helm.seat in room.console.homes_before:
            self._asked = True
            self.notice(
                _("You lead, too, from here on. ? says what each key does; with , you step down.")
            )
        self._show_levers(helm)
        self.query_one(agenda.PlanPanel).show()
        self.query_one(PeoplePanel).show(public, helm.seat)
        self.query_one("#say-now", TextPanel).write(model.say_now(room, self.table.now()))
        self.query_one("#table", TextPanel).write(
            model.at_the_table(public, self.table.writing), newest=helm.follows
        )
        ahead = self.query_one("#forecast", Static)
        shown(ahead, helm.lobby)
        ahead.update(Content("\n".join(forecast(public, steers=True))))
        trouble = missing(public) if helm.lobby else []
        wanting = self.query_one("#missing", Static)
        shown(wanting, bool(trouble))
        wanting.update(Content("\n".join(trouble)))
        self.set_class(helm.lobby, "-lobby")

    def _show_levers(self, helm: Helm) -> None:
        """Show the keys that do something now; the first of each group begins it."""
        for button in self.query(LeverButton):
            button.show(helm)
        for _title, levers in GROUPS:
            buttons = [self.query_one(f"#do-{lever.name}", LeverButton) for lever in levers]
            first = next((button for button in buttons if button.display), None)
            for button in buttons:
                button.set_class(button is first, BEGINS)

    def help_keys(self) -> list[KeyGroup]:
        """Return all levers, grouped as they stand in the foot, and what works everywhere.

        One that does nothing just now is there, too: help is read ahead.
        """
        helm = self._helm
        steers = [
            KeyGroup(_(title), [(lever.key, lever.told(helm)) for lever in levers])
            for title, levers in GROUPS
        ]
        names = {lever.key for _title, levers in GROUPS for lever in levers}
        others = [
            (key, words)
            for group in super().help_keys()
            for key, words in group.keys
            if key not in names
        ]
        return [*steers, KeyGroup(_("Everywhere"), others)]

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(NUDGED, self._tell_time)

    def _tell_time(self) -> None:
        """Say how long ago somebody was nudged; put the part on top when the step is opened."""
        if self.is_current and not self.stale:
            said = model.say_now(self.table.room, self.table.now())
            self.query_one("#say-now", TextPanel).write(said)

    def _show_links(self, key: str) -> None:
        """Bring the links on the screen up to date; say that another facilitator replaced them."""
        known, self._link = self._link, key
        open_ = [screen for screen in self.app.screen_stack if isinstance(screen, Invite)]
        for screen in open_:
            screen.show()
        if known not in (None, key) and not open_:
            self.notice(_("The room's link was replaced. i shows the new one."))

    def news(self, before: Public, after: Public) -> str:
        return " ".join(filter(None, (super().news(before, after), latecomers(before, after))))

    def span(self, room: Room) -> Span | None:
        step, running = self.step, room.public.phase == "running"
        return console_span(room.public, step) if step is not None and running else None

    def step_span(self, room: Room) -> Span | None:
        # Once the turns of a scene are over, it ends with the last ratings: one clock says when.
        last = room.public.step is not None and final(room.public, room.public.step)
        return self.span(room) if last else super().step_span(room)

    def sentence(self, room: Room) -> str:
        return model.sentence(room.public)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        lever = _LEVERS.get(str(parameters[0]) if action == "pull" else action)
        offered = lever is None or lever.when(self._helm)
        return offered and super().check_action(action, parameters)

    def action_pull(self, name: str) -> None:
        _LEVERS[name].does(self, self._helm)

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        self.set_focus(None)
        if isinstance(event.button, LeverButton):
            await self.run_action(f"pull('{event.button.lever.name}')")
