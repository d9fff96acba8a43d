"""What the screens of all steps share: their step, reading keys, and the bell."""

from collections.abc import Callable
from typing import ClassVar, Final, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from turnabout_client.link.table import Table
from turnabout_client.tui.kit.alarm import Alarm
from turnabout_client.tui.kit.field import TextField
from turnabout_client.tui.kit.pane import Pane
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_client.view.agenda import reopened
from turnabout_client.view.people import waiting
from turnabout_language import _
from turnabout_protocol.commands import AnyCommand, Ready
from turnabout_protocol.room import SECOND, Public, Room, State, Step
from turnabout_protocol.steering import to_hold

P = TypeVar("P", bound=Step)
S = TypeVar("S", bound=State)

LEADS: Final = (700, 0)
"""Milliseconds before the end of a stage at which the bell rings here, and unsent things go out.

At the end itself: then the server waits a moment for them. That is also when somebody ends a stage
early. And a little before, where the end is known: a slow line needs more than that moment.
"""


class ActivityScreen(RoomScreen):
    """The screen of one step. It keeps to that step even while the room moves on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "read(-1)", show=False),
        Binding("down", "read(1)", show=False),
        Binding("pageup", "read(-8)", show=False),
        Binding("pagedown", "read(8)", show=False),
    ]
    READS: ClassVar[str] = ""
    """The pane that the arrow keys scroll."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._mine = table.room.public.step
        self._seen_stage = -1
        self._asked_empty = -1
        """The stage in which it was said that nothing is placed yet."""
        self._bell = Alarm(self, self._ring)
        self._rung = -1
        """The newest play time for which the bell has rung."""
        self._belled: AnyCommand | None = None
        """What went out with it: the same does not go twice."""

    # --- for subclasses -------------------------------------------------------------------------

    def show(self, room: Room) -> None:
        """Bring the widgets up to date."""

    def stage_opened(self, stage: int) -> None:
        """Another stage of this step began; called before it is shown."""

    def unsent(self) -> AnyCommand | None:
        """Return the command for what was typed or chosen and not sent yet."""
        return None

    def sent(self) -> None:
        """What `unsent` gave was accepted."""

    def waits_for(self) -> TextField | None:
        """Return the field that waits for my words as a stage opens: one can just type then."""
        return None

    def offers(self, action: str) -> bool:
        """Return whether the key of `action` does something now; the others are not shown."""
        return action != "ready" or (self.plays and not self.ready)

    # --- what they have -------------------------------------------------------------------------

    def step_as(self, kind: type[P]) -> P:
        """Return the step of this screen."""
        if not isinstance(self._mine, kind):
            raise TypeError(f"this screen shows {kind.__name__}, not {type(self._mine).__name__}")
        return self._mine

    def state_as(self, kind: type[S]) -> S:
        """Return the state of the step of this screen."""
        step = self.step_as(Step)
        found = self.public.steps.get(step.id, step.fresh())
        if not isinstance(found, kind):
            raise TypeError(f"the state is {type(found).__name__}, not {kind.__name__}")
        return found

    @property
    def public(self) -> Public:
        """What everybody knows."""
        return self.table.room.public

    @property
    def plays(self) -> bool:
        """Whether I take part, and do not only watch."""
        return self.me is not None and self.me.plays

    @property
    def ready(self) -> bool:
        """Whether I have done what this stage asks."""
        seat, step = self.table.seat, self.step_as(Step).id
        known = seat is not None and step in self.public.steps
        return known and self.table.room.is_ready(seat or 0, step)

    @property
    def again(self) -> bool:
        """Whether this step is open once more: what I gave is kept, though not all of it is told
        to me."""
        step = self.step_as(Step).id
        return step in self.public.steps and self.public.state(State, step).again

    @property
    def waiting(self) -> str:
        """For how many others the step waits."""
        return waiting(self.table.room, self.step_as(Step), self.table.seat)

    def hint(self) -> None:
        """Let all panes look whether there is more to read in them."""
        for pane in self.query(Pane):
            pane.hint_soon()

    # --- keys -----------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the keys that do nothing now; grey out all while they sleep."""
        if action == "got_it":
            return super().check_action(action, parameters)
        return self.offers(action) and super().check_action(action, parameters)

    def action_read(self, lines: int) -> None:
        if self.READS:
            pane = self.query_one(self.READS, VerticalScroll)
            pane.scroll_relative(y=lines, animate=False)

    def action_ready(self) -> None:
        if self.plays and not self.ready:
            step = self.step_as(Step)
            self.send(Ready(step=step.id, stage=self.state_as(State).stage))

    def asked_empty(self) -> bool:
        """Return whether no dots at all may be sent: the first time it is only said."""
        stage = self.state_as(State).stage
        if self._asked_empty == stage:
            return True
        self._asked_empty = stage
        self.notice(_("No dot is placed yet. Press Enter once more to give none."))
        return False

    def send(
        self,
        command: AnyCommand,
        done: Callable[[], None] | None = None,
        undo: Callable[[], None] | None = None,
        *,
        quiet: bool = False,
    ) -> None:
        """See RoomScreen. What is on its way is not sent again, by the bell or a second Enter."""
        if command not in self._on_way:
            super().send(command, done, undo, quiet=quiet)

    # --- the bell -------------------------------------------------------------------------------

    def refresh_room(self, room: Room) -> None:
        stage = self.state_as(State).stage
        if self._seen_stage < 0 and self.again:
            self.notice(reopened(self.public, self.step_as(Step)))
        if stage != self._seen_stage:
            if self._seen_stage >= 0:
                if self.typing:
                    self.drowse()
                self.doze()
            self._seen_stage, self._belled = stage, None
            self.stage_opened(stage)
            self.call_after_refresh(self._begin)
        self.show(room)
        self.hint()
        self._arm(room.public)

    def _begin(self) -> None:
        field = None if self.stale or self.typing else self.waits_for()
        if field is not None:
            self.lead_to(field)

    def _arm(self, public: Public) -> None:
        if public.current is None or self.stale:
            return
        ends = self.state_as(State).ends
        at = public.current.ends if ends is None else ends
        moment = next((at - lead for lead in LEADS if at - lead > self._rung), None)
        if public.clock.paused:
            moment = self._belled = None
        if to_hold(public, public.agenda[public.current.index]):
            # Its time is up then, and people write on: what they have is sent when it really ends.
            moment = None
        left = None if moment is None else moment - public.clock.play(self.table.now())
        self._bell.set(None if left is None else max(0.02, left / SECOND))

    def _ring(self) -> None:
        if self.stale:
            return
        self._rung = self.public.clock.play(self.table.now())
        command = self.unsent()
        if command is not None and command != self._belled:
            self._belled = command
            self.send(command, self.sent)
        self._arm(self.public)
