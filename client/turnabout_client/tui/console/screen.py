"""The facilitator's console: one screen for the whole session."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from turnabout_client.activities import console_span, final
from turnabout_client.tui.console import (
    agenda,
    caring,
    door,
    flags,
    links,
    model,
    seating,
    tables,
    turns,
    votes,
)
from turnabout_client.tui.console.helm import Helm
from turnabout_client.tui.console.lever import LeverButton
from turnabout_client.tui.console.panel import TextPanel
from turnabout_client.tui.room.invite import Invite
from turnabout_client.tui.room.screen import RoomScreen, shown
from turnabout_client.view.roster import missing
from turnabout_client.view.time import Span
from turnabout_client.view.turns import forecast
from turnabout_language import N_, _
from turnabout_protocol.room import Room, Step

_ROWS: Final = (
    (
        agenda.START,
        *seating.BOTS,
        agenda.NEXT,
        agenda.BACK,
        agenda.FINISH,
        agenda.PAUSE,
        agenda.MORE,
        votes.SETTLE,
        agenda.DATE,
    ),
    (
        caring.CARE,
        seating.MOVE,
        seating.OBSERVE,
        seating.REMOVE,
        links.INVITE,
        door.LOCK,
    ),
    (
        turns.SKIP,
        turns.TWIST,
        turns.UNDO,
        turns.RATINGS,
        flags.FLAG,
        tables.SHARE,
        tables.NEXT_TABLE,
    ),
    (
        agenda.HOLD,
        agenda.PLAN,
        agenda.END,
        seating.OWN_SIDE,
        door.LET_IN,
        door.TURN_AWAY,
        door.CLEAR,
    ),
)
"""The levers, as they stand in the foot: the clock, the people, the scene, the whole session."""
NUDGED: Final = 10.0
"""Seconds after which it is said anew how long ago somebody was nudged."""
_LEVERS: Final = {lever.name: lever for row in _ROWS for lever in row}


class ConsoleScreen(RoomScreen):
    """Plan and real time, who is here, what to say, what was said, and a key for everything."""

    BINDINGS: ClassVar[list[BindingType]] = [
        lever.binding for lever in _LEVERS.values() if lever is not agenda.PAUSE
    ]
    HELP = N_(
        "You steer. Steps end at their time or as soon as everybody is ready; n moves on by "
        "hand, plus gives a minute more, p stops all clocks. A step of several parts goes on "
        "part by part; f ends all of it. Both ask first where that would cost something, and "
        "what stands on people’s screens is sent. h holds a step: when its time is up it waits "
        "for you, two minutes at most, and tells everybody. < opens the step before once more, "
        "with all that was given in it. As long as nobody plays a side the session waits: m "
        "brings somebody in, a and b add a bot. In a scene s rings the bell for the live turn "
        "and w brings in a twist after it; backspace takes the newest play back, and its turn "
        "is open again with its words as a draft. r switches ratings off for the session, or "
        "on again. c decides whether a turn that somebody found a caricature counts. j picks "
        "one of the ideas that are level after the vote. v opens the plan: drop, move and "
        "re-time what lies ahead. , sees to one person: a word to them alone, a bot or somebody "
        "who watches in the place of whoever is away, or the lead with you. m gives "
        "somebody another place until the parts are dealt: so "
        "a late one comes in, and somebody who watches gets a say. o lets somebody watch "
        "without one, x takes somebody out, i shows the links for those who are still to come "
        "and replaces one that leaked, e ends the session for good, which only who opened the "
        "room can. k locks the door: whoever comes then waits, y lets in, z turns away; who "
        "was taken out waits there, too. u takes out all who sat down and left nothing. "
        "Ratings and votes stay hidden from you as from everybody."
    )
    SCROLLS = "#say-now, #table"

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
        with Container(id="console"):
            yield agenda.PlanPanel(self.table)
            yield TextPanel(_("Who is here"), id="who")
            yield TextPanel(_("To say now"), id="say-now")
            yield TextPanel(_("At the table"), id="table")

    def compose_foot(self) -> ComposeResult:
        for row in _ROWS:
            with Horizontal(classes="keys"):
                for lever in row:
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
        for button in self.query(LeverButton):
            button.show(helm)
        for row in self.query(".keys"):
            shown(row, any(button.display for button in row.query(LeverButton)))
        self.query_one(agenda.PlanPanel).show()
        self.query_one("#who", TextPanel).write(seating.who_is_here(public, helm.seat))
        self.query_one("#say-now", TextPanel).write(model.say_now(room, self.table.now()))
        self.query_one("#table", TextPanel).write(
            model.at_the_table(public, self.table.writing), newest=helm.follows
        )
        ahead = self.query_one("#forecast", Static)
        shown(ahead, helm.lobby)
        ahead.update(Content("\n".join(forecast(public, steers=True))))
        trouble = missing(public) if helm.lobby else []
        self.query_one("#missing", Static).update(Content("\n".join(trouble)))

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(NUDGED, self._tell_time)

    def _tell_time(self) -> None:
        """Say how long ago somebody was nudged."""
        if self.table.room.console.nudged and self.is_current:
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
