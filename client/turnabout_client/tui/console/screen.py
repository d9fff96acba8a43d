"""The facilitator's console: one screen for the whole session."""

from collections.abc import Callable
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from turnabout_client.activities.close.screen import ask_next_date
from turnabout_client.tui.console import model
from turnabout_client.tui.console.replan import ReplanScreen
from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.kit.pick import Pick
from turnabout_client.tui.room import people
from turnabout_client.tui.room.invite import Invite
from turnabout_client.tui.room.screen import RoomScreen, shown
from turnabout_client.view import words
from turnabout_client.view.people import waited
from turnabout_language import N_, _
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.scene import BringTwist, SceneState, SkipTurn
from turnabout_protocol.commands import (
    AddBot,
    AllowOwnSide,
    End,
    MoreTime,
    Next,
    NextStage,
    Remove,
    Start,
)
from turnabout_protocol.room import Room, Seat, Step
from turnabout_protocol.scenario import SIDES

_LOBBY: Final = ("start", "bot_business", "bot_it")
_SEATING: Final = ("own_side",)
_RUNNING: Final = ("next", "finish", "pause", "more", "skip", "twist", "date")
_ALWAYS: Final = ("plan", "move", "observe", "remove", "invite", "end")
_SCENE: Final = ("skip", "twist")
_CLOSE: Final = ("date",)

_KEYS: Final[dict[str, tuple[str, str]]] = {
    "start": ("g", N_("begin")),
    "bot_business": ("a", N_("add a bot")),
    "bot_it": ("b", N_("add a bot")),
    "own_side": ("l", N_("own side")),
    "next": ("n", N_("next")),
    "finish": ("f", N_("end step")),
    "pause": ("p", N_("pause")),
    "more": ("+", N_("a minute more")),
    "skip": ("s", N_("skip turn")),
    "twist": ("w", N_("twist")),
    "date": ("d", N_("next date")),
    "plan": ("v", N_("plan")),
    "move": ("m", N_("move")),
    "observe": ("o", N_("let watch")),
    "remove": ("x", N_("remove")),
    "invite": ("i", N_("invite")),
    "end": ("e", N_("end")),
}
_PANELS: Final = (
    ("plan", N_("The plan")),
    ("who", N_("Who is here")),
    ("say-now", N_("To say now")),
    ("table", N_("At the table")),
)


class ConsoleScreen(RoomScreen):
    """Plan and real time, who is here, what to say, what was said, and a key for everything."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus" if key == "+" else key, action, name, show=False)
        for action, (key, name) in _KEYS.items()
        if action != "pause"
    ]
    HELP = N_(
        "You steer. Steps end at their time or as soon as everybody is ready; n moves on by hand, "
        "plus gives a minute more, p stops all clocks. A step of several parts goes on part by "
        "part; f ends all of it. In a scene s rings the bell for the live "
        "turn and w brings in a twist after it. v opens the plan: drop, move and re-time what lies "
        "ahead. m gives somebody another place until the parts are dealt, o lets somebody watch, "
        "x takes somebody out, i shows the links for those who are still to come, e ends the "
        "session for good. "
        "Ratings and votes stay hidden from you as from everybody."
    )

    SCROLLS = "#say-now"
    _planned_at = -2

    @property
    def step(self) -> Step | None:
        """The step that is on: this screen stays for all of them."""
        return self.table.room.public.step

    def compose_body(self) -> ComposeResult:
        with Container(id="console"):
            for name, title in _PANELS:
                with VerticalScroll(id=name, classes="panel") as panel:
                    panel.can_focus = False
                    panel.border_title = _(title)
                    yield Static(id=f"{name}-text")

    def compose_foot(self) -> ComposeResult:
        for row in (_LOBBY + _RUNNING, _SEATING + _ALWAYS):
            with Horizontal(classes="keys"):
                for action in row:
                    key, name = _KEYS[action]
                    label = Content.assemble((key, "bold $accent"), f" {_(name)}")
                    yield Button(label, name=action, id=f"do-{action}", classes="choice")
        yield Static(id="missing", classes="quiet")

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(1, self._show_plan)

    def refresh_room(self, room: Room) -> None:
        public = room.public
        in_scene = public.step is not None and isinstance(
            public.steps.get(public.step.id), SceneState
        )
        closing = isinstance(public.step, Close)
        for button in self.query("#foot Button"):
            action = button.name or ""
            in_place = in_scene if action in _SCENE else closing if action in _CLOSE else True
            shown(button, in_place and self._offers(action))
        self._name_buttons(room)
        self._show_plan()
        self._put("who", self._who())
        self._put("say-now", model.say_now(room))
        self._put("table", model.last_lines(public))
        trouble = people.missing(public) if public.phase == "lobby" else []
        self.query_one("#missing", Static).update(Content("\n".join(trouble)))

    def sentence(self, room: Room) -> str:
        return model.sentence(room.public)

    def _put(self, name: str, text: Content) -> None:
        self.query_one(f"#{name}-text", Static).update(text)

    def _show_plan(self) -> None:
        public = self.table.room.public
        play = public.clock.play(self.table.now())
        here = -1 if public.current is None else public.current.index
        self._put("plan", model.plan(public, play))
        if here != self._planned_at:
            # A plan longer than the panel follows the step that is on; two before it stay in sight.
            self._planned_at = here
            self.query_one("#plan").scroll_to(y=max(0, here - 2), animate=False)
        self.query_one("#plan").border_subtitle = model.totals(public, play)

    def _who(self) -> Content:
        public = self.table.room.public
        seats = waited(public)
        sides = [people.by_home(public, side, self.table.seat, seats) for side in SIDES]
        return words.lines(*sides, people.others(public, self.table.seat))

    def _name_buttons(self, room: Room) -> None:
        public = room.public
        for side in SIDES:
            key = _KEYS[f"bot_{side}"][0]
            label = Content.assemble(
                (key, "bold $accent"), " " + _("bot from {side}", side=public.label(side))
            )
            self.query_one(f"#do-bot_{side}", Button).label = label
        allowed = public.rules.own_side_allowed
        own = _("own side allowed") if allowed else _("own side not allowed")
        self.query_one("#do-own_side", Button).label = Content.assemble(
            ("l", "bold $accent"), f" {own}"
        )
        paused = _("go on") if public.clock.paused else _("pause")
        self.query_one("#do-pause", Button).label = Content.assemble(
            ("p", "bold $accent"), f" {paused}"
        )

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        self.set_focus(None)
        await self.run_action(event.button.name or "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        return self._offers(action) and super().check_action(action, parameters)

    def _offers(self, action: str) -> bool:
        lobby = self.table.room.public.phase == "lobby"
        match action:
            case "finish":
                return self._part is not None
            case "invite":
                return self.shared is not None
        return lobby if action in _LOBBY + _SEATING else not lobby or action not in _RUNNING

    @property
    def _part(self) -> int | None:
        """The stage of the step that is on, if it has several."""
        step = self.step
        state = None if step is None else self.table.room.public.steps.get(step.id)
        if state is None or state.ends is None or isinstance(state, SceneState):
            return None
        return state.stage

    # --- what a facilitator does ----------------------------------------------------------------

    def action_start(self) -> None:
        self.send(Start())

    def action_bot_business(self) -> None:
        self.send(AddBot(home="business"))

    def action_bot_it(self) -> None:
        self.send(AddBot(home="it"))

    def action_own_side(self) -> None:
        self.send(AllowOwnSide(allow=not self.table.room.public.rules.own_side_allowed))

    def action_plan(self) -> None:
        self.app.push_screen(ReplanScreen(self.table))

    def action_next(self) -> None:
        step, stage = self.step, self._part
        if step is not None:
            whole = Next(step=step.id)
            self.send(whole if stage is None else NextStage(step=step.id, stage=stage))

    def action_finish(self) -> None:
        if self.step is not None and self._part is not None:
            self.send(Next(step=self.step.id))

    def action_invite(self) -> None:
        if self.shared is not None:
            self.app.push_screen(Invite(self.shared))

    def action_more(self) -> None:
        if self.step is not None:
            self.send(MoreTime(step=self.step.id))

    def action_skip(self) -> None:
        scene = self._scene()
        if scene is None or scene[1].live is None:
            self.notice(_("There is no turn to skip just now."))
            return
        self.send(SkipTurn(step=scene[0], turn=scene[1].live.number))

    def action_twist(self) -> None:
        scene = self._scene()
        if scene is None:
            self.notice(_("A twist belongs in a scene, and no scene is on just now."))
            return
        self.send(BringTwist(step=scene[0]))

    def action_date(self) -> None:
        if isinstance(self.step, Close):
            ask_next_date(self)
        else:
            self.notice(_("The next date is agreed in the last step."))

    def action_move(self) -> None:
        public = self.table.room.public
        options = model.places(public)

        def to(seat: Seat) -> None:
            self.app.push_screen(
                Pick(_("{name} ...", name=seat.name), [place.told(public) for place in options]),
                lambda i: None if i is None else self.send(options[i].command(seat.id)),
            )

        self._pick(_("Who gets another place?"), to)

    def action_observe(self) -> None:
        watch = model.SeatChoice("observer", None, None)
        self._pick(_("Who watches from here on?"), lambda seat: self.send(watch.command(seat.id)))

    def action_remove(self) -> None:
        def sure(seat: Seat) -> None:
            self.app.push_screen(
                Confirm(
                    _(
                        "Take {name} out of the room? Their key no longer opens it.",
                        name=seat.name,
                    ),
                    _("Remove"),
                ),
                lambda yes: self.send(Remove(seat=seat.id)) if yes else None,
            )

        self._pick(_("Who is to leave the room?"), sure)

    def action_end(self) -> None:
        self.app.push_screen(
            Confirm(
                _("End the session for good? Raw answers are deleted; nobody can go on."),
                _("End"),
            ),
            lambda yes: self.send(End()) if yes else None,
        )

    def _scene(self) -> tuple[str, SceneState] | None:
        public, step = self.table.room.public, self.step
        state = None if step is None else public.steps.get(step.id)
        return (step.id, state) if step is not None and isinstance(state, SceneState) else None

    def _pick(self, question: str, then: Callable[[Seat], None]) -> None:
        public, me = self.table.room.public, self.table.seat
        seats = [s for s in people.seats_of(public) if s.id != me and s.role != "facilitator"]
        if not seats:
            self.notice(_("Nobody else is here yet."))
            return
        lines = [people.one(public, seat, me, frozenset()) for seat in seats]
        self.app.push_screen(Pick(question, lines), lambda i: None if i is None else then(seats[i]))
